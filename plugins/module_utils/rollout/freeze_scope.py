"""What a calendar says about some changes only: freezes of other counties, kinds of site or roles do not count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..intent.models import Calendar, DatedFreeze, ElectionFreeze, TimedFreeze, WeekdayFreeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a change happens. What is empty is not known, and then every freeze about such things counts."""

    county: str = ""
    site_kind: str = ""
    role: str = ""


def calendar_for(
    calendar: Calendar, targets: Collection[Target], *, overridden: Collection[str] = frozenset()
) -> Calendar:
    """The calendar with what concerns any of the targets, and without the levels that are overridden.

    Args:
        calendar: The whole of it.
        targets: Where changes happen; everything concerns them when there is none.
        overridden: Levels of freezes (``hard``, ``soft``) that do not count; a window counts as soft.
    """
    kept = tuple(
        rule
        for rule in calendar.freezes
        if ("soft" if rule.level == "window" else rule.level) not in overridden
        and (not targets or any(_concerns(rule, target) for target in targets))
    )
    return calendar if kept == calendar.freezes else calendar.model_copy(update={"freezes": kept})


def _concerns(rule: ElectionFreeze | WeekdayFreeze | DatedFreeze | TimedFreeze, target: Target) -> bool:
    pairs = ((rule.counties, target.county), (rule.site_kinds, target.site_kind), (rule.roles, target.role))
    return all(not wanted or not value or value in wanted for wanted, value in pairs)
