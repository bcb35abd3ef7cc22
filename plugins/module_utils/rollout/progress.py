"""How far a rollout has come, read from its journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from .journal import Entry
    from .plan import Plan, PlannedWave


ROLLBACK_STARTED = "rollback-started"
ROLLED_BACK = "wave-rolled-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveProgress:
    """How far one wave has come.

    Attributes:
        done: Hosts that were confirmed at their target.
        touched: Hosts that may run something else than before: those, and those of an attempt that did not pass.
        interrupted: An attempt was begun and did not come to its end, or to a good one.
        verdict_passed: The verdict of the last attempt was a pass: what is still pending is to be confirmed.
        passed_at: When it last passed.
        soak_checks: Checks of the soak that have passed since then.
        soaked_at: When its soak was over.
    """

    done: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    interrupted: bool = False
    verdict_passed: bool = False
    passed_at: datetime | None = None
    soak_checks: int = 0
    soaked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a rollout has come.

    Attributes:
        started_at: When its first run began.
        complete: The last run found nothing left to do.
    """

    started_at: datetime | None
    complete: bool
    waves: Mapping[int, WaveProgress]

    def of(self, wave: PlannedWave) -> WaveProgress:
        """How far ``wave`` has come."""
        return self.waves.get(wave.number, WaveProgress())


def read_progress(plan: Plan, entries: Iterable[Entry]) -> Progress:
    """The progress that the entries of one plan and run tell."""
    complete = not plan.waves
    started_at: datetime | None = None
    waves: dict[int, _Builder] = {}
    for entry in entries:
        if entry.wave:
            waves.setdefault(entry.wave, _Builder()).take(entry)
        elif entry.kind == "rollout-started":
            started_at = started_at or entry.at
        elif entry.kind == "rollout-finished":
            complete = bool(entry.detail["complete"])
        elif entry.kind == ROLLBACK_STARTED:
            complete = not plan.waves
    return Progress(
        started_at=started_at, complete=complete, waves={number: builder.build() for number, builder in waves.items()}
    )


class _Builder:
    def __init__(self) -> None:
        self._hosts: frozenset[str] = frozenset()
        self._done: frozenset[str] = frozenset()
        self._interrupted = False
        self._verdict_passed = False
        self._passed_at: datetime | None = None
        self._soak_checks = 0
        self._soaked_at: datetime | None = None

    def take(self, entry: Entry) -> None:
        if entry.kind == "wave-started":
            self._hosts = frozenset(entry.detail["hosts"])
            self._interrupted, self._verdict_passed = True, False
        elif entry.kind == "verdict":
            self._verdict_passed = entry.detail["verdict"] == "pass"
        elif entry.kind == "revert-intended":
            self._verdict_passed = False
        elif entry.kind == "wave-passed":
            self._interrupted, self._verdict_passed = False, False
            self._done |= self._hosts
            self._passed_at, self._soak_checks, self._soaked_at = entry.at, 0, None
        elif entry.kind == "soak-checked" and entry.detail["verdict"] == "pass":
            self._soak_checks += 1
        elif entry.kind == "soaked":
            self._soaked_at = entry.at
        elif entry.kind == ROLLED_BACK:
            self._hosts = self._done = frozenset()
            self._interrupted, self._verdict_passed = False, False
            self._passed_at, self._soak_checks, self._soaked_at = None, 0, None

    def build(self) -> WaveProgress:
        return WaveProgress(
            done=self._done,
            touched=self._done | self._hosts if self._interrupted else self._done,
            interrupted=self._interrupted,
            verdict_passed=self._verdict_passed,
            passed_at=self._passed_at,
            soak_checks=self._soak_checks,
            soaked_at=self._soaked_at,
        )
