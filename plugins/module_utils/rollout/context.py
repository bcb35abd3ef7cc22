"""What every part of a running rollout needs: the plan, the ways out, and the thread pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from .digest import difference
from .events import RolloutFinished
from .journal import Entry
from .result import RolloutResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor
    from datetime import datetime

    from ..common.clock import Clock
    from .contracts import NetworkAccess
    from .events import Event, Listener
    from .journal import Journal
    from .plan import Change, Plan
    from .result import DeviceResult, WaveResult
    from .texts import Texts

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

_DRIFTED = (
    "drift: it runs neither the configuration that the plan starts from nor the one that it leads to. "
    "Remedy: see what was changed and by whom, then make a new plan."
)
_DRIFTED_BACK = (
    "drift: it runs neither the configuration that the rollout has left it with nor the one that it would go back to. "
    "Remedy: see what was changed and by whom, undo that on the device, then go back again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a running rollout.

    Attributes:
        run: What the journal's entries are about: the real network, or one rehearsal.
        text_of: The new configuration of a change, proven to be the approved one.
        texts: Keeps what a device ran before it was changed; None where nobody goes back later.
        aborted: Who has aborted the rollout, and why; empty when nobody has. Asked before anything is made permanent.
        back: The waves are taken back; their changes are the plan's, turned round.
    """

    plan: Plan
    run: str
    access: NetworkAccess
    journal: Journal
    clock: Clock
    executor: Executor
    listener: Listener
    text_of: Callable[[Change], str]
    texts: Texts | None = None
    aborted: Callable[[], str] = str
    back: bool = False

    def log(self, wave: int) -> str:
        """The commit log that marks the commits of a wave."""
        return self.plan.rollback_log(wave) if self.back else self.plan.log(wave)

    def later(self, change: Change) -> tuple[str, ...]:
        """Digests of what the host runs from this change on; from the last one on nothing is left to do for it."""
        chain = self.plan.targets[change.host]
        if not self.back:
            return chain[chain.index(change.target) :]
        turned = self.plan.origins[change.host][chain.index(change.baseline) :: -1]
        # A chain that comes back to where it began would make the beginning look like the goal.
        return tuple(digest for digest in turned if digest != change.baseline)

    def keep(self, change: Change, text: str) -> None:
        """Keep what a device runs just before it is changed: going back needs it, whatever is built meanwhile."""
        if self.texts is not None:
            self.texts.keep(change.host, change.baseline, text)

    def drift(self, change: Change, text: str) -> str:
        """What is wrong with a device that runs ``text``, with the difference where it can be shown."""
        found = _DRIFTED_BACK if self.back else _DRIFTED
        expected = self.texts.find(change.host, change.baseline) if self.texts is not None else None
        diff = difference(self.access.compare(expected, text)) if expected is not None else ""
        return f"{found}\nWhat was changed on it:\n{diff}" if diff else found

    def record(self, kind: str, *, wave: int = 0, **detail: Any) -> None:  # noqa: ANN401  # JSON has no narrower type
        """Write one entry that is about no single device."""
        self.journal.append([self._entry(kind, at=self.clock.now(), wave=wave, detail=detail)])

    def record_devices(self, kind: str, details: Mapping[str, Mapping[str, Any]], *, wave: int) -> None:
        """Write one entry per device, all at once.

        Args:
            kind: Of every entry.
            details: By host.
            wave: Their wave.
        """
        at = self.clock.now()
        self.journal.append(
            self._entry(kind, at=at, wave=wave, host=host, detail=detail) for host, detail in details.items()
        )

    def tell(self, event: Event) -> None:
        """Pass an event on to the listener."""
        self.listener.on_event(event)

    def finish(
        self,
        outcome: Literal["complete", "failed", "paused"],
        message: str,
        *,
        started: datetime,
        waves: Iterable[WaveResult] = (),
        results: Iterable[DeviceResult] = (),
        resume_at: datetime | None = None,
    ) -> RolloutResult:
        """Tell the listener that this run is over, and sum it up."""
        now = self.clock.now()
        self.tell(RolloutFinished(at=now, outcome=outcome, message=message))
        return RolloutResult(
            plan_id=self.plan.plan_id,
            outcome=outcome,
            waves=tuple(waves),
            results=tuple(results),
            message=message,
            started=started,
            finished=now,
            resume_at=resume_at,
        )

    def each(self, work: Callable[[Item], Outcome], items: Iterable[Item]) -> list[Outcome]:
        """Do ``work`` for every item in the pool, in order of the items; an exception ends it."""
        return list(self.executor.map(work, items))

    def _entry(self, kind: str, *, at: datetime, wave: int, detail: Mapping[str, Any], host: str = "") -> Entry:
        return Entry(at=at, run=self.run, plan_id=self.plan.plan_id, kind=kind, wave=wave, host=host, detail=detail)
