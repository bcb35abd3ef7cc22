"""Configurations in the form that a client asks for."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

from ...junos.jsonform import print_json
from ...junos.setform import print_set
from ...junos.text import print_text
from ...junos.xmlform import parse_xml, to_xml
from ..errors import RpcFailure
from .envelope import CONFIGURATION

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ...junos.tree import Node

FORMATS = ("xml", "text", "set", "json")


def shaped(tree: Node, wanted: str, *, head: str = "", attributes: str = "") -> str:
    """``tree`` as XML, text, set lines or JSON inside the element that Junos puts around each.

    Args:
        tree: The configuration.
        wanted: One of ``FORMATS``.
        head: First line of the text form.
        attributes: Attributes of the XML form, such as the time of the last commit.

    Raises:
        RpcFailure: There is no such format.
    """
    if wanted == "text":
        return f'<configuration-text xmlns="{CONFIGURATION}">\n{head}{escape(print_text(tree))}</configuration-text>\n'
    if wanted == "set":
        return f"<configuration-set>\n{escape(print_set(tree))}</configuration-set>\n"
    if wanted == "json":
        return escape(print_json(tree)) + "\n"
    if wanted == "xml":
        inner = "".join(_plain(element) for element in to_xml(tree))
        return f'<configuration xmlns="{CONFIGURATION}"{attributes}>\n{inner}</configuration>\n'
    message = f"invalid format: {wanted}"
    raise RpcFailure(message, tag="invalid-value", bad_element="format")


def difference(patch: str) -> str:
    """A comparison; without a difference its text is one line feed, as clients expect."""
    text = f"\n{patch}" if patch else "\n"
    if not text.endswith("\n"):
        text += "\n"
    return (
        "<configuration-information>\n<configuration-output>"
        f"{escape(text)}</configuration-output>\n</configuration-information>\n"
    )


def selected(tree: Node, wanted: _Element) -> Node:
    """The part of ``tree`` that the subtree filter ``wanted`` (a ``configuration`` element) selects."""
    full = to_xml(tree)
    kept = _prune(full, wanted)
    if kept is None:
        kept = etree.Element(full.tag, nsmap=full.nsmap)
    return parse_xml(kept)


def _prune(node: _Element, wanted: _Element) -> _Element | None:
    children = [item for item in wanted if isinstance(item.tag, str)]
    if not children:
        matches = not (wanted.text or "").strip() or (wanted.text or "").strip() == (node.text or "").strip()
        return deepcopy(node) if matches else None
    keys = [item for item in children if not len(item) and (item.text or "").strip()]
    rest = [item for item in children if item not in keys]
    chosen = [item for key in keys for item in node if _name(item) == _name(key) and _same(item, key)]
    if len(chosen) < len(keys):
        return None
    if not rest:
        return deepcopy(node)
    result = etree.Element(node.tag, dict(node.attrib), nsmap=node.nsmap)
    result.extend([deepcopy(item) for item in chosen])
    found = [
        kept
        for item in node
        for want in rest
        if _name(item) == _name(want) and (kept := _prune(item, want)) is not None
    ]
    result.extend(found)
    return result if found else None


def _same(one: _Element, other: _Element) -> bool:
    return (one.text or "").strip() == (other.text or "").strip()


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _plain(element: _Element) -> str:
    return etree.tostring(element, encoding="unicode")
