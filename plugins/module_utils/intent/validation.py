"""Everything that takes two objects to judge: the checks over a draft of the intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..common.errors import Problem
    from .draft import Draft


def validate(draft: Draft) -> list[Problem]:
    """Every problem between the sound objects of a draft."""
    return []
