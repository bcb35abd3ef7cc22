"""Replies as text: tables, and indented names and values where a command has no table here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element


def to_text(answer: _Element) -> str:
    """Names and values, indented by depth."""
    if answer.tag == "output":
        return answer.text or ""
    return "\n".join(_lines(answer, ""))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, left-aligned, without trailing blanks."""
    widths = [max(len(row[index]) for row in (titles, *rows)) for index in range(len(titles))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (titles, *rows)]
    return "\n".join(line.rstrip() for line in lines)


def cell(item: _Element, path: str) -> str:
    """Text of a descendant; empty when it is missing."""
    return (item.findtext(path) or "").strip()


def _lines(item: _Element, indent: str) -> list[str]:
    name = str(item.tag).replace("-", " ").capitalize()
    if not len(item):
        return [f"{indent}{name}: {item.text.strip()}" if item.text else f"{indent}{name}"]
    return [f"{indent}{name}:", *(line for child in item for line in _lines(child, f"{indent}  "))]
