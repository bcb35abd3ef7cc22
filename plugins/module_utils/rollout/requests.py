"""What people ask of a running rollout from another terminal: to pause, to go on, to abort. The journal carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast, get_args

from ..common.clock import Clock, WallClock, sleep_until
from ..common.errors import InputError, Problem, Source
from .journal import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from .journal import Journal
    from .plan import Plan

Wish = Literal["pause", "resume", "abort"]
KINDS = {f"{wish}-requested": wish for wish in get_args(Wish)}
POLL_SECONDS = 5.0
"""How soon a rollout that waits notices a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asked for.

    Attributes:
        wish: What; ``resume`` takes back the others.
    """

    wish: Wish
    by: str
    at: datetime
    reason: str

    def __str__(self) -> str:
        done = {"pause": "paused", "abort": "aborted", "resume": "resumed"}[self.wish]
        return f"{done} by {self.by}" + (f": {self.reason}" if self.reason else "")


class Halted(Exception):  # not an error: the rollout was asked to stop here
    """The rollout was asked to stop.

    Args:
        request: By whom and why.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        super().__init__(str(request))


def ask(plan: Plan, journal: Journal, wish: Wish, *, by: str, reason: str, clock: Clock, run: str) -> Request:
    """Record a request; the rollout that is at work honours it, and so does every later one.

    Raises:
        InputError: Nobody asks.
        JournalError: It cannot be recorded.
    """
    found = Request(wish=wish, by=by.strip(), at=clock.now(), reason=reason.strip())
    if not found.by:
        subject = f"{wish} of plan {plan.plan_id[:12]}"
        raise InputError([Problem(source=Source(wish), subject=subject, found="no name", expected="who asks for it")])
    detail = {"by": found.by, "reason": found.reason}
    journal.append(
        [Entry(at=found.at, run=run, plan_id=plan.plan_id, kind=f"{wish}-requested", detail=detail)]
    )
    return found


class Requests:
    """What stands at present.

    Args:
        journal: Where it is.
        plan: Of which plan.
        run: Of which run.
        watched: False in a rehearsal, which nobody asks anything.
    """

    def __init__(self, journal: Journal, plan: Plan, run: str, *, watched: bool) -> None:
        self._journal = journal
        self._plan = plan
        self._run = run
        self._watched = watched

    def standing(self) -> Request | None:
        """The pause or the abort that nobody has taken back.

        Raises:
            JournalError: It cannot be read.
        """
        if not self._watched:
            return None
        entries = self._journal.entries(plan_id=self._plan.plan_id, run=self._run, kinds=tuple(KINDS))
        if not entries:
            return None
        last = entries[-1]
        wish = cast("Wish", KINDS[last.kind])
        if wish == "resume":
            return None
        return Request(wish=wish, by=last.detail["by"], at=last.at, reason=last.detail["reason"])

    def aborted(self) -> str:
        """Who has aborted it, and why; empty when nobody has."""
        found = self.standing()
        return str(found) if found is not None and found.wish == "abort" else ""

    def require_none(self) -> None:
        """Go on only when nothing stands.

        Raises:
            Halted: Somebody asked to stop.
        """
        found = self.standing()
        if found is not None:
            raise Halted(found)

    def sleep_until(self, clock: Clock, moment: datetime) -> None:
        """Wait for ``moment``, and notice requests meanwhile; in virtual time, where waits take none, at their end.

        Raises:
            Halted: Somebody asked to stop.
        """
        while isinstance(clock, WallClock) and self._watched:
            self.require_none()
            soon = clock.now() + timedelta(seconds=POLL_SECONDS)
            if soon >= moment:
                break
            sleep_until(clock, soon)
        sleep_until(clock, moment)
        self.require_none()
