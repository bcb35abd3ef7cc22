"""Injected faults of one device's management plane: of its sessions, its commits and its configuration database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from .errors import TwinError

PHASES = ("any", "check", "confirmed", "confirm", "commit")
"""Which request a fault waits for; ``any`` is every one that commits, ``commit`` a plain one with nothing pending."""
MOMENTS = ("before-commit", "in-commit", "after-commit")
"""Before: the request is not carried out. In: it is, unanswered. After: it is answered, then the session goes."""
KINDS = (
    "commit_fail", "commit_warning", "session_cut", "commit_delay", "commit_time", "slow_session", "lock", "dirty",
    "pending_confirm", "refuse_connection",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitFail:
    """The next commit is refused."""

    phase: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitWarning:
    """The next commit warns, and is carried out."""

    phase: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCut:
    """The session of the next commit breaks."""

    phase: str
    when: str


_Fault = TypeVar("_Fault", CommitFail, CommitWarning, SessionCut)
_DISK_FULL = "could not write to /config/juniper.conf+: No space left on device"
_SECONDS = ("commit_delay", "commit_time", "slow_session")


@dataclass(slots=True)
class DeviceFaults:
    """What is wrong with a device at present.

    Attributes:
        commit_delay: Real seconds that every commit takes.
        commit_time: Seconds of the twin's clock that every commit takes.
        slow_session: Real seconds that every request takes.
        refuse_connection: New connections are dropped.
        disk_full: Nothing can be committed, because nothing can be written.
    """

    fails: list[CommitFail] = field(default_factory=list)
    cuts: list[SessionCut] = field(default_factory=list)
    warnings: list[CommitWarning] = field(default_factory=list)
    commit_delay: float = 0.0
    commit_time: float = 0.0
    slow_session: float = 0.0
    refuse_connection: bool = False
    disk_full: bool = False

    def inject(self, kind: str, arguments: dict[str, Any]) -> None:
        """Add a fault of ``kind`` (all of ``KINDS`` but those that need the database).

        Raises:
            TwinError: The arguments do not fit.
        """
        known = {
            "commit_fail": {"message", "phase"},
            "session_cut": {"when", "phase"},
            "commit_warning": {"message", "phase"},
            "commit_delay": {"seconds"},
            "commit_time": {"seconds"},
            "slow_session": {"seconds"},
            "refuse_connection": set(),
        }
        if kind not in known:
            message = f"no such fault: {kind!r}; known: {', '.join(KINDS)}"
            raise TwinError(message)
        unknown = set(arguments) - known[kind]
        if unknown:
            message = f"fault {kind}: unknown arguments: {', '.join(sorted(unknown))}"
            raise TwinError(message)
        phase = arguments.get("phase", "any")
        if phase not in PHASES:
            message = f"fault {kind}: phase {phase!r}; expected one of {', '.join(PHASES)}"
            raise TwinError(message)
        if kind == "commit_fail":
            self.fails.append(CommitFail(phase=phase, message=str(arguments.get("message", "injected commit failure"))))
        elif kind == "commit_warning":
            message = str(arguments.get("message", "injected commit warning"))
            self.warnings.append(CommitWarning(phase=phase, message=message))
        elif kind == "session_cut":
            self._inject_cut(phase, arguments.get("when", "in-commit"))
        elif kind in _SECONDS:
            setattr(self, kind, _seconds(kind, arguments.get("seconds")))
        else:
            self.refuse_connection = True

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self.fails.clear()
        self.warnings.clear()
        self.cuts.clear()
        self.commit_delay = self.commit_time = self.slow_session = 0.0
        self.refuse_connection = False

    def take_fail(self, phase: str) -> CommitFail | None:
        """The refusal that a commit in ``phase`` meets, used up by it; a full disk refuses every one."""
        found = _take(self.fails, phase)
        if found is None and self.disk_full and phase != "check":
            return CommitFail(phase=phase, message=_DISK_FULL)
        return found

    def take_warning(self, phase: str) -> CommitWarning | None:
        """The warning that a commit in ``phase`` brings, used up by it."""
        return _take(self.warnings, phase)

    def take_cut(self, phase: str) -> SessionCut | None:
        """The cut that a commit in ``phase`` meets, used up by it."""
        return _take(self.cuts, phase)

    def _inject_cut(self, phase: str, when: str) -> None:
        if when not in MOMENTS:
            message = f"fault session_cut: when {when!r}; expected one of {', '.join(MOMENTS)}"
            raise TwinError(message)
        self.cuts.append(SessionCut(phase=phase, when=when))


def _seconds(kind: str, seconds: object) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= 3600:
        message = f"fault {kind}: seconds {seconds!r}; expected a number from 0 to 3600"
        raise TwinError(message)
    return float(seconds)


def _take(faults: list[_Fault], phase: str) -> _Fault | None:
    for index, fault in enumerate(faults):
        if fault.phase == phase or (fault.phase == "any" and phase != "check"):
            return faults.pop(index)
    return None
