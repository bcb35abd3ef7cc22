"""Errors that name the object, the place, what was expected and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file that a person edits.

    Attributes:
        path: The file, as the person named it or relative to the inventory.
        line: Line, counted from 1; 0 when the whole file is meant.
    """

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong, in the words of the person who has to mend it.

    Attributes:
        source: Where it stands.
        subject: The object, such as ``site adair-library`` or ``okc-core1 et-0/0/2``.
        found: What is there.
        expected: What would be right.
        remedy: What to do about it; empty when ``expected`` says it all.
    """

    source: Source
    subject: str
    found: str
    expected: str
    remedy: str = ""

    def __str__(self) -> str:
        text = f"{self.source}: {self.subject}: {self.found}. Expected: {self.expected}."
        return f"{text} Remedy: {self.remedy}." if self.remedy else text


class StatenetError(Exception):
    """Root of every error that this library raises on purpose."""


class InputError(StatenetError):
    """Everything that is wrong with an input, at once.

    Args:
        problems: At least one; sorted by place for the message.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} found:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))
