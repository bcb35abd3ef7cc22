"""One change of one device in one session: lock, load, compare, check, commit, and nothing when nothing differs."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .errors import CommitUnknown, JunosError, RpcErrorItem
from .resolution import resolve_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.clock import Clock
    from .commit import CommitResult
    from .history import CommitEntry
    from .requests import ConfigFormat, LoadAction
    from .session import Session


class PendingCommit(JunosError):
    """Somebody's confirmed commit waits: a commit of ours, or a mere check, would confirm it."""

    def __init__(self, device: str, entry: CommitEntry) -> None:
        self.entry = entry
        told = f" ({entry.log})" if entry.log else ""
        super().__init__(
            device,
            f"a confirmed commit by {entry.user} at {entry.at:%Y-%m-%d %H:%M:%S} UTC{told} waits for its confirmation",
            remedy="confirm it, or wait until it is rolled back",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to do.

    Attributes:
        content: The configuration; None with ``rollback``.
        rollback: Number of the configuration in the history to go back to.
        confirm_minutes: The device goes back by itself unless the commit is confirmed within this time.
        check_only: Stop after the device's own check, and discard.
        comment: For the commit's log.
    """

    content: str | None = None
    format: ConfigFormat = "text"
    action: LoadAction = "merge"
    rollback: int | None = None
    confirm_minutes: int | None = None
    check_only: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """What became of it.

    Attributes:
        outcome: ``unchanged``: the device ran it already; ``checked``: it would be taken; ``committed``;
            ``confirmed``: a commit that waited is final now.
        diff: ``show | compare``; empty when nothing differs.
        warnings: Of load, check and commit.
        log: The log of the commit.
    """

    outcome: Literal["unchanged", "checked", "committed", "confirmed"]
    diff: str = ""
    warnings: tuple[RpcErrorItem, ...] = ()
    log: str = ""


def apply_change(session: Session, change: Change, *, clock: Clock) -> ChangeResult:
    """Carry out a change; on any error the candidate is discarded and the running configuration is as before.

    Raises:
        PendingCommit: Somebody's confirmed commit waits.
        LockError: Somebody else is configuring.
        LoadError: The device does not take the configuration.
        CommitRefused: The check or the commit failed.
        CommitUnknown: The reply to the commit was lost, and the device did not tell afterwards either.
    """
    before = _ready(session)
    with _locked(session):
        if change.rollback is not None:
            loaded = session.rollback(change.rollback)
        else:
            loaded = session.load(change.content or "", action=change.action, format=change.format)
        diff = session.compare()
        if not diff:
            return ChangeResult(outcome="unchanged", warnings=loaded.warnings)
        checked = session.check().require(session.name)
        warnings = (*loaded.warnings, *checked.warnings)
        if change.check_only:
            return ChangeResult(outcome="checked", diff=diff, warnings=warnings)
        log, identifier = _log(change.comment or "changed by statenet.junos.config")
        result = session.commit(comment=log, confirm_minutes=change.confirm_minutes)
        result = _certain(session, result, identifier, before, clock)
        return ChangeResult(outcome="committed", diff=diff, warnings=_unique((*warnings, *result.warnings)), log=log)


def confirm_change(session: Session, *, comment: str, clock: Clock) -> ChangeResult:
    """Confirm the commit that waits; nothing when none does.

    The lock is taken first: a plain commit would take along whatever somebody left in the candidate.
    """
    entries = session.history()
    before = entries[0] if entries else None
    if before is None or before.pending_minutes is None:
        return ChangeResult(outcome="unchanged")
    with _locked(session):
        log, identifier = _log(comment or "confirmed by statenet.junos.config")
        result = _certain(session, session.commit(comment=log), identifier, before, clock)
        return ChangeResult(outcome="confirmed", warnings=result.warnings, log=log)


def _ready(session: Session) -> CommitEntry | None:
    entries = session.history()
    if entries and entries[0].pending_minutes is not None:
        raise PendingCommit(session.name, entries[0])
    return entries[0] if entries else None


@contextlib.contextmanager
def _locked(session: Session) -> Iterator[None]:
    session.lock()
    try:
        yield
    finally:
        # Without an answer the end of the session does the same.
        with contextlib.suppress(JunosError):
            if session.locked:
                session.unlock()


def _certain(
    session: Session, result: CommitResult, identifier: str, before: CommitEntry | None, clock: Clock
) -> CommitResult:
    """The result, looked up in the device's history when the reply was lost."""
    if result.outcome != "unknown":
        return result.require(session.name)
    session.close()  # The old session may hold the lock that tells whether the commit is still under way.
    found = resolve_unknown(session.endpoint, identifier, clock=clock, before=before, timeouts=session.timeouts)
    if found.outcome == "committed" and found.trace.running:
        return result
    if found.outcome == "committed":
        raise JunosError(session.name, "the commit was made, and something else has replaced it since")
    if found.outcome == "absent":
        raise JunosError(session.name, f"the commit did not happen: {result.reason}", remedy="run the task again")
    raise CommitUnknown(
        session.name,
        f"the outcome of the commit is unknown: {result.reason}; {found.reason}",
        remedy=f"look for {identifier} in `show system commit` before anything else is done to the device",
    )


def _log(comment: str) -> tuple[str, str]:
    identifier = f"id {uuid.uuid4().hex[:12]}"
    return f"{comment} [{identifier}]", identifier


def _unique(items: tuple[RpcErrorItem, ...]) -> tuple[RpcErrorItem, ...]:
    """Check and commit repeat each other's warnings."""
    return tuple(dict.fromkeys(items))
