"""What the rollout needs from the layers below it, as protocols: whoever fits may be used, a fake in tests included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..design.drain_model import DrainStep
    from ..design.model import Stage
    from ..junos.commit import CommitResult
    from ..junos.history import CommitEntry
    from .plan import Change

Verdict = Literal["pass", "fail", "inconclusive"]


class DeviceSession(Protocol):
    """An open NETCONF session (``junos.session.Session``); never used by two threads at a time."""

    def lock(self) -> object:
        """Take the exclusive lock."""
        ...

    def unlock(self) -> object:
        """Give it back and discard the candidate."""
        ...

    def get_configuration(self, *, format: Any = "text", database: Any = "committed") -> str:  # noqa: A002, ANN401
        """The configuration."""
        ...

    def load(self, text: str, *, action: Any, format: Any) -> object:  # noqa: A002, ANN401
        """Load into the candidate."""
        ...

    def compare(self, rollback: int = 0) -> str:
        """Difference between candidate and a committed configuration."""
        ...

    def check(self) -> CommitResult:
        """Commit check."""
        ...

    def commit(self, *, comment: str, confirm_minutes: int | None = None) -> CommitResult:
        """Commit, with a timer when ``confirm_minutes`` is given; without one it confirms what waits."""
        ...

    def rollback(self, number: int) -> object:
        """Load a committed configuration into the candidate."""
        ...

    def history(self) -> Sequence[CommitEntry]:
        """Commits, newest first."""
        ...

    def close(self) -> None:
        """End the session; never raises."""
        ...


class CheckOutcome(Protocol):
    """The result of one health check (``health.CheckResult``)."""

    @property
    def check(self) -> str:
        """Name of the check."""
        ...

    @property
    def verdict(self) -> Verdict:
        """Pass, fail or inconclusive."""
        ...

    @property
    def message(self) -> str:
        """What was expected and what was found."""
        ...


class HealthOutcome(Protocol):
    """The results of all checks of a device (``health.HealthReport``)."""

    @property
    def verdict(self) -> Verdict:
        """The worst of them."""
        ...

    @property
    def results(self) -> Sequence[CheckOutcome]:
        """One per check and subject."""
        ...


class Examine(Protocol):
    """Health of one device."""

    def __call__(
        self, session: DeviceSession, host: str, stage: Stage, in_service: frozenset[str], /
    ) -> HealthOutcome:
        """Judge what the device says, at this stage, with these hosts in service."""
        ...


class Prove(Protocol):
    """The proofs of one step of a drain."""

    def __call__(  # noqa: D102 -- the class says it
        self,
        change: Change,
        step: DrainStep,
        in_service: frozenset[str],
        before: Mapping[str, float],
        drained: bool,  # noqa: FBT001 -- positional only, as all of a protocol's
        /,
    ) -> HealthOutcome: ...


def _nothing_to_remember(session: DeviceSession, host: str, stage: Stage) -> None:
    del session, host, stage


def _nothing_to_forget() -> None:
    return None


def _no_traffic(session: DeviceSession) -> Mapping[str, float]:
    del session
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Untold:
    """No proof at all, which proves nothing."""

    verdict: Verdict = "inconclusive"
    results: tuple[CheckOutcome, ...] = ()


def _unproven(
    change: Change, step: DrainStep, in_service: frozenset[str], before: Mapping[str, float], drained: bool, /  # noqa: FBT001
) -> HealthOutcome:
    del change, step, in_service, before, drained
    return _Untold()


def _no_comparison(old: str, new: str) -> str:
    del old, new
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAccess:
    """How the rollout reaches the network.

    Attributes:
        connect: Opens a session to a host; raises ``JunosError`` when it cannot.
        examine: Health of one device: session, host, stage, and the hosts that are in service by now.
        canonical: A configuration in the one spelling that hashes are taken of.
        compare: The Junos comparison of two configurations, to show what has drifted.
        remember: Measures a host before it is touched; what ``examine`` says later is held to that.
        forget: What was measured counts no more: another wave begins.
        traffic: Packets per second that a device sends, by interface.
        prove: Whether a step of a drain has taken effect, or has been undone.
    """

    connect: Callable[[str], DeviceSession]
    examine: Examine
    canonical: Callable[[str], str]
    compare: Callable[[str, str], str] = _no_comparison
    remember: Callable[[DeviceSession, str, Stage], None] = _nothing_to_remember
    forget: Callable[[], None] = _nothing_to_forget
    traffic: Callable[[DeviceSession], Mapping[str, float]] = _no_traffic
    prove: Prove = _unproven
