"""What became of a commit whose reply was lost: ask the device, never guess, never send it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .errors import JunosError, LockError
from .history import CommitEntry, Trace, trace
from .session import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..common.clock import Clock
    from .endpoint import Endpoint, Timeouts
    from .session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The answer.

    Attributes:
        outcome: ``committed``: the history has it (``trace`` tells whether it runs, waits or was rolled back);
            ``absent``: it never happened, and no commit is under way; ``unknown``: the device did not tell in time.
        reason: Why it is still unknown.
    """

    outcome: Literal["committed", "absent", "unknown"]
    trace: Trace
    reason: str = ""


def resolve_unknown(
    endpoint: Endpoint,
    change_id: str,
    *,
    clock: Clock,
    before: CommitEntry | None = None,
    timeouts: Timeouts | None = None,
    attempts: int = 20,
    interval: float = 15.0,
    opener: Callable[..., Session] = connect,
) -> Resolution:
    """Reconnect and read the commit history until it is clear what happened.

    An absent entry alone proves nothing: the commit may still be under way. It holds the exclusive lock as long as it
    is; so only when the lock can be had (and is given back at once) does absent mean that it never happened.

    Args:
        endpoint: The device.
        change_id: Text that the commit's log contains.
        clock: What to wait on between attempts.
        before: Entry 0 from before the change; it and older ones do not count.
        timeouts: For each session.
        attempts: How often to ask.
        interval: Seconds between attempts.
        opener: What opens a session; for tests.
    """
    reason = "not asked"
    for attempt in range(attempts):
        if attempt:
            clock.sleep(interval)
        try:
            with opener(endpoint, timeouts=timeouts) as session:
                return _ask(session, change_id, before)
        except LockError as error:
            reason = f"a commit may still be under way: {error}".rstrip(".")
        except JunosError as error:
            reason = str(error).rstrip(".")
    return Resolution(outcome="unknown", trace=Trace(entry=None), reason=reason)


def _ask(session: Session, change_id: str, before: CommitEntry | None) -> Resolution:
    found = trace(session.history(), change_id, before=before)
    if found.entry is None:
        try:
            session.lock()
        except LockError as error:
            if not error.modified:
                raise
        # Between the first look and the lock the commit may have come to its end.
        found = trace(session.history(), change_id, before=before)
        if session.locked:
            session.unlock()
    return Resolution(outcome="committed" if found.entry else "absent", trace=found)
