"""Small helpers to write replies: elements from tuples, attributes of Junos, durations."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from lxml.etree import _Element

JUNOS = "http://xml.juniper.net/junos/21.4R0/junos"
Item: TypeAlias = "tuple[str, str | int] | _Element | None"


def element(tag: str, *items: Item, **attributes: str) -> _Element:
    """An element with children: elements, or (tag, text) for leaves; None is left out.

    Attributes get the namespace of Junos, as ``seconds`` and ``style`` have there.
    """
    made = etree.Element(tag, nsmap={"junos": JUNOS} if attributes else None)
    for name, value in attributes.items():
        made.set(f"{{{JUNOS}}}{name}", value)
    extend(made, items)
    return made


def extend(parent: _Element, items: Iterable[Item]) -> None:
    """Append children; see ``element``."""
    for item in items:
        if isinstance(item, tuple):
            etree.SubElement(parent, item[0]).text = str(item[1])
        elif item is not None:
            parent.append(item)


def leaf(tag: str, text: str | int, **attributes: str) -> _Element:
    """A leaf with attributes of Junos."""
    made = element(tag, **attributes)
    made.text = str(text)
    return made


def flag(tag: str) -> _Element:
    """An empty element."""
    return etree.Element(tag)


def moment(tag: str, when: datetime) -> _Element:
    """A point in time, with its seconds since 1970."""
    return leaf(tag, f"{when:%Y-%m-%d %H:%M:%S} UTC", seconds=str(int(when.timestamp())))


def duration(tag: str, length: timedelta) -> _Element:
    """A length of time in the words of Junos, with its seconds."""
    return leaf(tag, length_words(length), seconds=str(max(0, int(length.total_seconds()))))


def length_words(length: timedelta) -> str:
    """``2w3d 04:05:06``, ``3d 04:05:06``, ``4:05:06`` or ``5:06``."""
    days, rest = divmod(max(0, int(length.total_seconds())), 86400)
    hours, minutes, seconds = rest // 3600, rest // 60 % 60, rest % 60
    if days:
        weeks, left = divmod(days, 7)
        return f"{f'{weeks}w' if weeks else ''}{left}d {hours:02}:{minutes:02}:{seconds:02}"
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def rpc_error(message: str, *, bad_element: str = "", kind: str = "protocol") -> _Element:
    """A refusal."""
    info = element("error-info", ("bad-element", bad_element)) if bad_element else None
    return element(
        "rpc-error",
        ("error-type", kind),
        ("error-tag", "operation-failed"),
        ("error-severity", "error"),
        ("error-message", f"\n{message}\n"),
        info,
    )


def digest(text: str, length: int) -> str:
    """Capital hexadecimal digits that follow from a text: serial numbers and MAC addresses that never change."""
    return hashlib.sha256(text.encode()).hexdigest()[:length].upper()


def mac(hostname: str) -> str:
    """Base MAC address of a device."""
    digits = digest(f"mac {hostname}", 6).lower()
    return ":".join(["2c", "6b", "f5", digits[:2], digits[2:4], digits[4:]])
