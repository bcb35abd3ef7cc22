"""Replies as the JSON of Junos: every element is a list, every text a ``data``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element


def to_json(answer: _Element) -> str:
    """A reply in JSON, as ``| display json`` prints it."""
    return json.dumps({answer.tag: [_value(answer)]}, indent=1)


def _value(item: _Element) -> dict[str, Any]:
    value: dict[str, Any] = {}
    if item.attrib:
        value["attributes"] = {f"junos:{etree.QName(name).localname}": text for name, text in item.attrib.items()}
    if not len(item):
        value["data"] = item.text if item.text is not None else None
        return value
    for child in item:
        value.setdefault(str(child.tag), []).append(_value(child))
    return value
