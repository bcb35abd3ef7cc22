"""Small helpers to read replies: text, numbers, entries by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from ..junos.reply import Reply

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def text(entry: _Element | None, path: str, default: str = "") -> str:
    """Text at ``path``, stripped; ``default`` when it is missing or empty."""
    found = entry.findtext(path) if entry is not None else None
    return (found or "").strip() or default


def number(entry: _Element | None, path: str) -> float | None:
    """The number that the text at ``path`` begins with (``1,024``, ``35 %``); None when there is none."""
    return leading_number(text(entry, path))


def leading_number(told: str) -> float | None:
    """The number that a text begins with; None when there is none."""
    found = _NUMBER.match(told.replace(",", "").lstrip())
    return float(found.group()) if found else None


def entries(reply: Reply, tag: str, name: str) -> dict[str, _Element]:
    """Every ``tag`` element by the text of its child ``name``, in document order."""
    return {text(entry, name): entry for entry in reply.root.iter(tag)}


def by_engine(reply: Reply, tag: str) -> Iterator[tuple[str, _Element]]:
    """Every ``tag`` element with its routing engine or member; the name is empty where there is only one."""
    several = reply.root.find(".//multi-routing-engine-item[2]") is not None
    for entry in reply.root.iter(tag):
        engine = next(entry.iterancestors("multi-routing-engine-item"), None)
        yield text(engine, "re-name") if several else "", entry


def located(reply: Reply, tag: str, name: str) -> Iterator[tuple[str, _Element]]:
    """Every ``tag`` element with its name, told apart by routing engine or member where there are several."""
    for engine, entry in by_engine(reply, tag):
        yield f"{engine} {text(entry, name)}".strip(), entry


def plain(value: float) -> str:
    """A number as people write it: without ``.0``."""
    return f"{value:g}" if value != int(value) else str(int(value))
