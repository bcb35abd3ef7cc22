"""What came of a device, a wave and a whole rollout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from .contracts import Verdict

Outcome = Literal["changed", "unchanged", "reverted", "failed", "unreachable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceResult:
    """What came of one device in one wave.

    Attributes:
        outcome: ``changed``: confirmed at its target; ``unchanged``: not touched, or already there; ``reverted``: sound
            itself, but back at its baseline with its wave; ``failed`` and ``unreachable``: the device that decided.
        diff: What was changed, or was to be changed.
        failed_check: The health check that did not pass.
    """

    host: str
    outcome: Outcome
    diff: str = ""
    message: str = ""
    failed_check: str = ""

    @property
    def ok(self) -> bool:
        """Whether the device is where the plan wants it."""
        return self.outcome in ("changed", "unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveResult:
    """What came of one wave.

    Attributes:
        message: The device and the check that decided; empty when it passed.
    """

    number: int
    name: str
    verdict: Verdict
    results: tuple[DeviceResult, ...]
    message: str = ""

    @property
    def changed(self) -> int:
        """How many devices were brought to their target."""
        return sum(result.outcome == "changed" for result in self.results)

    @property
    def failed(self) -> tuple[DeviceResult, ...]:
        """The devices that decided."""
        return tuple(result for result in self.results if result.outcome in ("failed", "unreachable"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutResult:
    """What came of one run of a rollout.

    Attributes:
        outcome: ``complete``: every device runs its final configuration; ``failed``: stopped; ``paused``: the next wave
            may only start later, at ``resume_at``.
        waves: The waves of this run; empty when nothing was left to do.
        results: The last result of every device of the plan that this run dealt with.
        started: On the clock that the rollout goes by.
    """

    plan_id: str
    outcome: Literal["complete", "failed", "paused"]
    waves: tuple[WaveResult, ...]
    results: tuple[DeviceResult, ...]
    message: str
    started: datetime
    finished: datetime
    resume_at: datetime | None = None

    @property
    def changed(self) -> bool:
        """Whether any device was changed."""
        return any(result.outcome == "changed" for result in self.results)

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return self.outcome != "failed"
