"""One device inside a wave: from lock to confirm, or back to its baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..common.errors import StatenetError
from ..junos.errors import ConnectError, JunosError, LockError
from ..junos.secrets import conceal
from .digest import difference, position_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..common.clock import Clock
    from ..junos.commit import CommitResult
    from ..junos.history import CommitEntry
    from .context import Context
    from .contracts import DeviceSession
    from .plan import Change
    from .sessions import Sessions

RECONNECTS = 4
RECONNECT_SECONDS = 15.0
"""Between attempts to learn what became of a commit: a device that commits on two routing engines needs its time."""


class DeviceFailure(StatenetError):  # says what happened
    """A device cannot go on in its wave.

    Args:
        outcome: Which of the two.
        message: Why, and what to do about it.
    """

    def __init__(self, outcome: Literal["failed", "unreachable"], message: str) -> None:
        self.outcome = outcome
        self.message = message
        super().__init__(message)


class DeviceChange:
    """A change on its way; one thread at a time.

    Args:
        change: What is approved; without a difference the device's own is taken.
        text: The new configuration.
        sessions: Where its session is kept.
        context: The surroundings.
        log: The commit log that marks our commits.
        confirm_minutes: The timer.
    """

    def __init__(
        self,
        change: Change,
        text: Callable[[], str],
        sessions: Sessions,
        *,
        context: Context,
        log: str,
        confirm_minutes: int,
    ) -> None:
        self.change = change
        self.confirm_minutes = confirm_minutes
        self.state: Literal["new", "ready", "already", "past", "doubtful", "pending", "confirmed", "reverted"] = "new"
        self.diff = change.diff
        self.drained = False
        self.before: Mapping[str, float] = {}
        self.text = text
        self._sessions = sessions
        self._context = context
        self._clock: Clock = context.clock
        self._log = log
        self._baseline = ""
        self._before: CommitEntry | None = None

    @property
    def host(self) -> str:
        """The device."""
        return self.change.host

    @property
    def session(self) -> DeviceSession:
        """Its session; opened when there is none."""
        return self._sessions.get(self.host)

    def prepare(self) -> None:
        """Everything up to the commit: lock, compare with the approved baseline, load, compare the difference, check.

        Raises:
            DeviceFailure: The device is not as approved, not ours, or refuses the configuration.
        """
        try:
            session = self.session
            session.lock()
            self._remember(session.history())
            if self._reached(session):
                session.unlock()
                return
            session.load(self.text(), action="override", format="text")
            self._require_approved(session.compare())
            require(session.check(), "checked", "commit check")
        except JunosError as error:
            raise _failure(error) from error
        self.state = "ready"

    def commit(self) -> None:
        """Commit with the timer running, and hold what came of it against what was to come of it.

        Raises:
            DeviceFailure: It is not committed, or nobody can tell: then ``revert`` looks again. Or it is, and something
                else has changed with it.
        """
        session = self._sessions.opened(self.host)
        if session is None:  # a new one would hold neither the lock nor the candidate
            raise DeviceFailure("failed", "its session ended before the commit")
        result = session.commit(comment=self._log, confirm_minutes=self.confirm_minutes)
        if result.outcome == "unknown":
            self._sessions.drop(self.host)
            self.state = "doubtful"
            if not self._is_ours_after_all():
                self.state = "ready"
                raise DeviceFailure("failed", f"the commit did not happen: {result.reason}")
        else:
            require(result, "committed", "commit")
        self.state = "pending"
        if self.drained:  # then the commit before is none of those that were compared
            self._require_target(self.session)
        else:
            self._require_expected(self.session.compare(1))

    def confirm(self) -> None:
        """Make the commit permanent; nothing but that one commit is sent.

        Raises:
            DeviceFailure: It is not confirmed: its timer takes it back.
        """
        session = self._sessions.opened(self.host)
        if session is not None:
            result = session.commit(comment=self._log)
            if result.outcome != "unknown":
                require(result, "committed", "confirming commit")
                self.state = "confirmed"
                return
            self._sessions.drop(self.host)
        self._confirm_again()

    def revert(self) -> None:
        """Bring the device back to its baseline, explicitly.

        Raises:
            DeviceFailure: It did not work; when it is still pending, its timer takes it back.
        """
        if self.state not in ("doubtful", "pending", "confirmed") and not self.drained:
            return
        if self.state == "doubtful" or not self._reverted_in_session():
            self._revert_anew()
        self.state = "reverted"

    def release(self) -> None:
        """Give the lock back; the session stays open for the soak."""
        session = self._sessions.opened(self.host)
        if session is not None and self.state in ("ready", "confirmed", "reverted"):
            try:
                session.unlock()
            except JunosError:
                self._sessions.drop(self.host)

    def _remember(self, history: Sequence[CommitEntry]) -> None:
        self._before = history[0] if history else None
        if self._before is not None and self._before.pending_minutes is not None:
            message = (
                f"a commit of {self._before.user} waits for its confirmation. "
                "Remedy: have it confirmed, or wait until its timer takes it back."
            )
            raise DeviceFailure("failed", message)

    def _reached(self, session: DeviceSession) -> bool:
        self._baseline = session.get_configuration(format="text", database="committed")
        known = (self.change.baseline, *self._context.later(self.change))
        position = position_of(self._baseline, known, self._sessions.canonical)
        if position is None:
            raise DeviceFailure("failed", self._context.drift(self.change, self._baseline))
        if position == 0:
            self._context.keep(self.change, self._baseline)
            return False
        self.state = "already" if position == 1 else "past"
        return True

    def _require_approved(self, diff: str) -> None:
        if not self.change.diff:
            self.diff = difference(diff)
        elif difference(diff) != self.change.diff:
            message = (
                "the device computes another difference than the approved one. "
                "Remedy: compare the two, then make a new plan and have it approved."
            )
            raise DeviceFailure("failed", message)

    def _require_expected(self, observed: str) -> None:
        """The difference that the commit has made, as the device itself tells it, is the one that was expected.

        A commit script may add to it, and the device itself may. The lock keeps everybody else away.
        """
        if difference(observed) != self.diff:
            message = (
                "the commit changed something else than was expected: "
                f"{_first_other_line(self.diff, difference(observed))}. Remedy: look for commit scripts on the device, "
                "then make a new plan."
            )
            raise DeviceFailure("failed", message)

    def _require_target(self, session: DeviceSession) -> None:
        text = session.get_configuration(format="text", database="committed")
        if position_of(text, (self.change.target,), self._sessions.canonical) is None:
            message = (
                "the commit changed something else than was expected: it does not run the target configuration. "
                "Remedy: look for commit scripts on the device, then make a new plan."
            )
            raise DeviceFailure("failed", message)

    def _is_ours_after_all(self) -> bool:
        """Whether the commit whose reply was lost happened; the lock is held again when this returns."""
        session = self._reconnect()
        try:
            # The lock first: a commit under way holds it, so once we have it the history is final.
            lock_patiently(session, self._clock)
            newest = next(iter(session.history()), None)
        except JunosError as error:
            raise _failure(error) from error
        if newest is None or newest.log != self._log:
            return False
        return self._before is None or newest.identity != self._before.identity

    def _confirm_again(self) -> None:
        try:
            session = self._reconnect()
            lock_patiently(session, self._clock)
            newest = next(iter(session.history()), None)
            if newest is not None and newest.log == self._log:
                if newest.pending_minutes is not None:
                    require(session.commit(comment=self._log), "committed", "confirming commit")
                self.state = "confirmed"
                return
        except JunosError as error:
            raise _failure(error) from error
        raise DeviceFailure("failed", "its commit was not confirmed in time: its timer has taken it back")

    def _reverted_in_session(self) -> bool:
        """Whether the session that holds the lock could do it."""
        session = self._sessions.opened(self.host)
        if session is None:
            return False
        try:
            self._go_back(session, pending=self.state == "pending")
        except (JunosError, DeviceFailure):
            self._sessions.drop(self.host)
            return False
        return True

    def _revert_anew(self) -> None:
        session = self._reconnect()
        try:
            lock_patiently(session, self._clock)
            if self._runs_baseline(session):
                return
            newest = next(iter(session.history()), None)
            ours = (self._log, f"{self._log} revert", f"{self._log} drain")
            if newest is None or newest.log not in ours:
                raise DeviceFailure("failed", "it was not reverted: somebody else has committed since")
            self._go_back(session, pending=newest.pending_minutes is not None)
        except JunosError as error:
            raise _failure(error) from error

    def _go_back(self, session: DeviceSession, *, pending: bool) -> None:
        if pending and not self.drained:
            session.rollback(1)
        else:
            # After the confirm, or a drain, nobody knows which number the baseline has in the history.
            session.load(self._baseline, action="override", format="text")
        require(session.commit(comment=f"{self._log} revert"), "committed", "reverting commit")
        if not self._runs_baseline(session):
            raise DeviceFailure("failed", "it was reverted, but does not run its baseline now: look at its history")

    def _runs_baseline(self, session: DeviceSession) -> bool:
        text = session.get_configuration(format="text", database="committed")
        return position_of(text, (self.change.baseline,), self._sessions.canonical) is not None

    def _reconnect(self) -> DeviceSession:
        last: JunosError | None = None
        for attempt in range(RECONNECTS):
            if attempt:
                self._clock.sleep(RECONNECT_SECONDS)
            try:
                return self.session
            except JunosError as error:
                last = error
        raise DeviceFailure("unreachable", f"it cannot be reached any more: {last}") from last


def lock_patiently(session: DeviceSession, clock: Clock) -> None:
    """Take the lock; wait a little for it, as the session of a process that was killed may still hold it.

    Raises:
        LockError: Somebody else holds it, or left changes in the candidate.
    """
    for _ in range(RECONNECTS - 1):
        try:
            session.lock()
        except LockError as error:
            if error.modified:
                raise
            clock.sleep(RECONNECT_SECONDS)
        else:
            return
    session.lock()


def _first_other_line(expected: str, observed: str) -> str:
    """The first line that only one of two differences has."""
    known, seen = expected.splitlines(), observed.splitlines()
    more = next((line for line in seen if line not in known), "")
    if more:
        return f"it shows `{conceal(more.strip())}`, which is not in the approved difference"
    missing = next((line for line in known if line not in seen), "")
    return f"`{conceal(missing.strip())}` of the approved difference is missing" if missing else "in another order"


def require(result: CommitResult, wanted: str, what: str) -> None:
    """Nothing, when a commit came out as wanted.

    Raises:
        DeviceFailure: It was refused, or nobody can tell.
    """
    if result.outcome == wanted:
        return
    if result.outcome == "unknown":
        raise DeviceFailure("failed", f"the outcome of the {what} is unknown: {result.reason}")
    told = "; ".join(str(error) for error in result.errors)
    raise DeviceFailure("failed", f"{what} refused: {told}")


def _failure(error: JunosError) -> DeviceFailure:
    return DeviceFailure("unreachable" if isinstance(error, ConnectError) else "failed", str(error))
