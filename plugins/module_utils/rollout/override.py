"""Changing something in a freeze nevertheless: other people than the author, a ticket, a reason, waves and an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .journal import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..common.clock import Clock
    from .journal import Journal
    from .plan import Plan

OVERRIDE = "override"
PEOPLE = {"hard": 2, "soft": 1}
"""How many other people than the author it takes, by the level of the freeze."""
MAX_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One person's word for a change in a freeze.

    Attributes:
        ticket: Those with the same one count together.
        expires: The waves have to be over by then, even in their worst case.
        waves: The waves that it is for; never all of them silently.
    """

    plan_id: str
    by: str
    at: datetime
    ticket: str
    reason: str
    expires: datetime
    waves: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """What overrides allow at one moment.

    Attributes:
        levels: Levels of freezes that do not count.
        note: Who has given which word so far; empty when nobody has.
    """

    levels: frozenset[str] = frozenset()
    note: str = ""


def override(
    plan: Plan,
    journal: Journal,
    *,
    by: str,
    ticket: str,
    reason: str,
    expires: datetime,
    waves: Sequence[int],
    clock: Clock,
    run: str,
) -> Override:
    """Record that ``by`` wants waves of the plan carried out in a freeze.

    Args:
        plan: The plan; the record holds its ``plan_id``.
        journal: Where it is recorded.
        by: The person.
        ticket: What it was decided in.
        reason: Why it cannot wait.
        expires: When it ends, at most ``MAX_DAYS`` from now.
        waves: The waves that it is for.
        clock: When.
        run: The run of the journal that it is for.

    Raises:
        InputError: Everything that is missing or not allowed.
    """
    found = Override(
        plan_id=plan.plan_id,
        by=by.strip(),
        at=clock.now(),
        ticket=ticket.strip(),
        reason=reason.strip(),
        expires=expires,
        waves=tuple(sorted(set(waves))),
    )
    problems = list(_problems(plan, found))
    if problems:
        raise InputError(problems)
    detail = {
        "by": found.by,
        "ticket": found.ticket,
        "reason": found.reason,
        "expires": found.expires.isoformat(),
        "waves": list(found.waves),
    }
    journal.append([Entry(at=found.at, run=run, plan_id=plan.plan_id, kind=OVERRIDE, detail=detail)])
    return found


def overrides(entries: Iterable[Entry]) -> tuple[Override, ...]:
    """The overrides among the entries of a journal."""
    return tuple(
        Override(
            plan_id=entry.plan_id,
            by=entry.detail["by"],
            at=entry.at,
            ticket=entry.detail["ticket"],
            reason=entry.detail["reason"],
            expires=datetime.fromisoformat(entry.detail["expires"]),
            waves=tuple(entry.detail["waves"]),
        )
        for entry in entries
        if entry.kind == OVERRIDE
    )


def overridden(plan: Plan, found: Iterable[Override], *, wave: int, start: datetime, end: datetime) -> Overridden:
    """What may be done in spite of a freeze.

    Args:
        plan: The plan.
        found: The overrides of the journal.
        wave: The wave that is about to start.
        start: When it starts.
        end: When it is over in its worst case.
    """
    tickets: dict[str, set[str]] = {}
    for item in found:
        ours = item.plan_id == plan.plan_id and item.by != plan.author and wave in item.waves
        if ours and item.at <= start and end <= item.expires:
            tickets.setdefault(item.ticket, set()).add(item.by)
    if not tickets:
        return Overridden()
    ticket, people = max(tickets.items(), key=lambda pair: len(pair[1]))
    levels = frozenset(level for level, needed in PEOPLE.items() if len(people) >= needed)
    names = " and ".join(sorted(people))
    return Overridden(levels=levels, note=f"overridden by {names} under {ticket}")


def _problems(plan: Plan, found: Override) -> Iterator[Problem]:
    def problem(what: str, expected: str, remedy: str = "") -> Problem:
        subject = f"override of plan {plan.plan_id[:12]}"
        return Problem(source=Source("override"), subject=subject, found=what, expected=expected, remedy=remedy)

    if not found.by:
        yield problem("no name", "who overrides")
    if found.by == plan.author:
        yield problem(f"{found.by} made the plan", "somebody else", "have two other people override the freeze")
    if not found.ticket:
        yield problem("no ticket", "the ticket that it was decided in")
    if not found.reason:
        yield problem("no reason", "why it cannot wait for the end of the freeze")
    if not found.waves:
        yield problem("no waves", "the waves that it is for")
    for wave in sorted(set(found.waves) - {wave.number for wave in plan.waves}):
        yield problem(f"wave {wave}", "a wave that the plan has")
    until = f"{found.expires:%Y-%m-%d %H:%M %Z}".strip()
    if found.expires <= found.at:
        yield problem(f"it would have expired on {until}", "an end in the future")
    elif found.expires > found.at + timedelta(days=MAX_DAYS):
        yield problem(f"it would end on {until}", f"an end within {MAX_DAYS} days")
