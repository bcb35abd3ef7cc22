"""Who agreed to a plan: an approval names one ``plan_id``, so that any change of the plan voids it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .journal import Entry
from .progress import ROLLBACK_STARTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..common.clock import Clock
    from .journal import Journal
    from .plan import Plan

APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One person's agreement.

    Attributes:
        expires: From then on it does not count.
        waves: The waves that it is for; empty for all of them.
        void_since: When the plan was rolled back after it; whatever is done then wants a new one.
    """

    plan_id: str
    by: str
    at: datetime
    expires: datetime
    waves: tuple[int, ...] = ()
    void_since: datetime | None = None


def approve(
    plan: Plan,
    journal: Journal,
    *,
    by: str,
    clock: Clock,
    run: str,
    expires: datetime | None = None,
    waves: Sequence[int] = (),
) -> Approval:
    """Record that ``by`` agrees to the plan.

    Args:
        plan: What is approved; the record holds its ``plan_id``.
        journal: Where it is recorded.
        by: The person.
        clock: When.
        run: The run of the journal that it is for.
        expires: When it ends; after the policy's ``valid_days`` when None.
        waves: The waves that it is for; all when empty.

    Raises:
        InputError: The author may not approve, or a wave does not exist.
    """
    now = clock.now()
    limit = now + timedelta(days=plan.policy.approval.valid_days)
    found = Approval(
        plan_id=plan.plan_id, by=by, at=now, expires=min(expires or limit, limit), waves=tuple(sorted(set(waves)))
    )
    problems = list(_problems(plan, found))
    if problems:
        raise InputError(problems)
    detail = {"by": by, "expires": found.expires.isoformat(), "waves": list(found.waves)}
    journal.append([Entry(at=now, run=run, plan_id=plan.plan_id, kind=APPROVED, detail=detail)])
    return found


def approvals(entries: Iterable[Entry]) -> tuple[Approval, ...]:
    """The approvals among the entries of a journal; a rollback voids those before it."""
    found: list[Approval] = []
    for entry in entries:
        if entry.kind == ROLLBACK_STARTED:
            found = [
                replace(item, void_since=item.void_since or entry.at) if item.plan_id == entry.plan_id else item
                for item in found
            ]
        elif entry.kind == APPROVED:
            found.append(
                Approval(
                    plan_id=entry.plan_id,
                    by=entry.detail["by"],
                    at=entry.at,
                    expires=datetime.fromisoformat(entry.detail["expires"]),
                    waves=tuple(entry.detail["waves"]),
                )
            )
    return tuple(found)


def evaluate(plan: Plan, found: Iterable[Approval], now: datetime, *, wave: int | None = None) -> tuple[str, ...]:
    """Why the plan may not be carried out; empty when it may.

    Args:
        plan: The plan.
        found: Approvals, of any plan: those of another are told apart.
        now: The present.
        wave: The wave that is about to start; None for the plan as a whole.
    """
    rule, all_of_them = plan.policy.approval, tuple(found)
    ours = [item for item in all_of_them if item.plan_id == plan.plan_id]
    fitting = [item for item in ours if not item.waves or wave is None or wave in item.waves]
    valid = [item for item in fitting if item.at <= now < item.expires and item.void_since is None]
    people = {item.by for item in valid if rule.author_may_approve or item.by != plan.author}
    if len(people) >= rule.approvers:
        return ()
    reason = f"plan {plan.plan_id[:12]} has {len(people)} of {rule.approvers} approvals"
    notes = [f"{item.by}'s expired on {item.expires:%Y-%m-%d %H:%M} UTC" for item in fitting if now >= item.expires]
    notes += [
        f"{item.by}'s ended with the rollback on {item.void_since:%Y-%m-%d %H:%M} UTC"
        for item in fitting
        if item.void_since
    ]
    if len(fitting) < len(ours):
        notes.append(f"wave {wave} is outside the scope of {len(ours) - len(fitting)} of them")
    if not ours and all_of_them:
        notes.append("another plan was approved: this one has other content")
    return (f"{reason} ({'; '.join(notes)})" if notes else reason,)


def _problems(plan: Plan, approval: Approval) -> Iterable[Problem]:
    subject = f"approval of plan {plan.plan_id[:12]}"
    if not approval.by:
        yield Problem(source=Source("approve"), subject=subject, found="no name", expected="who approves")
    if approval.by == plan.author and not plan.policy.approval.author_may_approve:
        yield Problem(
            source=Source("approve"),
            subject=subject,
            found=f"{approval.by} made the plan",
            expected="somebody else",
            remedy="have another person approve it, or allow it in rollout.yml (`author_may_approve`) and plan again",
        )
    for wave in sorted(set(approval.waves) - {wave.number for wave in plan.waves}):
        yield Problem(
            source=Source("approve"), subject=subject, found=f"wave {wave}", expected="a wave that the plan has"
        )
    if approval.expires <= approval.at:
        yield Problem(
            source=Source("approve"),
            subject=subject,
            found=f"it would have expired on {approval.expires:%Y-%m-%d %H:%M} UTC",
            expected="an expiry in the future",
        )
