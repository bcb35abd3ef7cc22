"""Reads the configurations that a plan names, and proves that they are the approved ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .digest import position_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .plan import Change


def approved_text(root: Path, canonical: Callable[[str], str]) -> Callable[[Change], str]:
    """A reader of new configurations.

    Args:
        root: The network's artifacts.
        canonical: A configuration in the one spelling that hashes are taken of.

    Returns:
        A function from a change to its text. It raises ``InputError`` when the file is missing, or when its content is
        not what the plan's hash is bound to.
    """

    def read(change: Change) -> str:
        path = root / change.configuration
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError([_problem(path, change, error.strerror or str(error))]) from error
        if position_of(text, (change.target,), canonical) is None:
            raise InputError([_problem(path, change, "it was changed after the plan was made")])
        return text

    return read


def _problem(path: Path, change: Change, found: str) -> Problem:
    return Problem(
        source=Source(str(path)),
        subject=change.host,
        found=found,
        expected="the configuration that was approved",
        remedy="run the `build` verb; when its result differs from the plan, make a new plan and have it approved",
    )
