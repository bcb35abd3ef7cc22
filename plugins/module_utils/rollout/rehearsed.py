"""Whether a plan was rehearsed: its verdict is in the journal by its hash, so that no other one can stand in for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .journal import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .journal import Journal
    from .plan import Plan

REHEARSED = "rehearsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A rehearsal, as the journal has it.

    Attributes:
        at: Real time at which it ended: the rehearsal itself goes by a virtual clock.
        digest: SHA-256 of its verdict.
        faults: Devices failed in it on purpose.
    """

    at: datetime
    passed: bool
    message: str
    digest: str
    faults: bool


def record_rehearsal(
    plan: Plan, journal: Journal, verdict: bytes, *, run: str, at: datetime, passed: bool, message: str, faults: bool
) -> Rehearsed:
    """Bind a verdict to the plan.

    Args:
        plan: What was rehearsed.
        journal: The journal of the network, not of the rehearsal.
        verdict: Content of ``verdict.json``.
        run: The run of the journal that it is for.
        at: Real time.
        passed: The verdict.
        message: The verdict in a sentence.
        faults: Devices failed in it on purpose.

    Raises:
        JournalError: It cannot be recorded.
    """
    found = Rehearsed(at=at, passed=passed, message=message, digest=_digest(verdict), faults=faults)
    detail = {"passed": passed, "message": message, "sha256": found.digest, "faults": faults}
    journal.append([Entry(at=at, run=run, plan_id=plan.plan_id, kind=REHEARSED, detail=detail)])
    return found


def last_rehearsal(plan: Plan, entries: Iterable[Entry]) -> Rehearsed | None:
    """The last rehearsal of the plan among the entries of a journal."""
    ours = [entry for entry in entries if entry.kind == REHEARSED and entry.plan_id == plan.plan_id]
    if not ours:
        return None
    entry = ours[-1]
    return Rehearsed(
        at=entry.at,
        passed=entry.detail["passed"],
        message=entry.detail["message"],
        digest=entry.detail["sha256"],
        faults=entry.detail["faults"],
    )


def unrehearsed(
    plan: Plan, found: Rehearsed | None, verdict: Callable[[], bytes | None] | None, *, now: datetime | None
) -> str:
    """Why the plan may not be carried out; empty when it may.

    Args:
        plan: The plan, whose policy rules.
        found: Its last rehearsal.
        verdict: Reads ``verdict.json``; gives None when it is gone.
        now: Real time, when the rollout has not begun yet; one that has begun may outlive its rehearsal.
    """
    rule, name = plan.policy.rehearsal, plan.plan_id[:12]
    if rule.rule == "optional":
        return ""
    if found is None:
        return f"plan {name} was never rehearsed"
    if not found.passed:
        return f"the last rehearsal of plan {name} failed: {found.message}"
    if rule.faults and not found.faults:
        return f"the last rehearsal of plan {name} had no faults in it"
    if now is not None and now - found.at > timedelta(days=rule.max_age_days):
        return f"the last rehearsal of plan {name} is of {found.at:%Y-%m-%d}, older than {rule.max_age_days} days"
    content = verdict() if verdict is not None else None
    if content is None:
        return f"the verdict of the rehearsal of plan {name} is gone"
    if _digest(content) != found.digest:
        return f"the verdict of the rehearsal of plan {name} is not the one that the journal has"
    return ""


def _digest(verdict: bytes) -> str:
    return hashlib.sha256(verdict).hexdigest()
