"""What every part of a running rollout needs: the plan, the ways out, and the thread pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .journal import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor
    from datetime import datetime

    from ..common.clock import Clock
    from .contracts import NetworkAccess
    from .events import Event, Listener
    from .journal import Journal
    from .plan import Change, Plan

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a running rollout.

    Attributes:
        run: What the journal's entries are about: the real network, or one rehearsal.
        text_of: The new configuration of a change, proven to be the approved one.
    """

    plan: Plan
    run: str
    access: NetworkAccess
    journal: Journal
    clock: Clock
    executor: Executor
    listener: Listener
    text_of: Callable[[Change], str]

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

    def each(self, work: Callable[[Item], Outcome], items: Iterable[Item]) -> list[Outcome]:
        """Do ``work`` for every item in the pool, in order of the items; an exception ends it."""
        return list(self.executor.map(work, items))

    def _entry(self, kind: str, *, at: datetime, wave: int, detail: Mapping[str, Any], host: str = "") -> Entry:
        return Entry(at=at, run=self.run, plan_id=self.plan.plan_id, kind=kind, wave=wave, host=host, detail=detail)
