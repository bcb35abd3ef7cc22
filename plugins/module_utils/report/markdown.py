"""The few pieces of Markdown that documents are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPECIAL = re.compile(r"([\\`*\[\]<>|]|(?<!\w)_|_(?!\w))")


def cell(value: object) -> str:
    """Text that stays text wherever Markdown is shown: its own signs are escaped, and it is on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table, line by line; cells are escaped."""
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "|".join("---" for _ in names) + "|"
    for row in rows:
        yield "| " + " | ".join(map(cell, row)) + " |"


def fenced(text: str, *, language: str = "") -> Iterator[str]:
    """A block of text as it is, behind a fence that is longer than any inside it."""
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{language}"
    yield from text.splitlines()
    yield fence
