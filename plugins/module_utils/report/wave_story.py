"""What came of each wave of a plan, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ..junos.secrets import conceal
from ..rollout.progress import ROLLED_BACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..rollout.journal import Entry
    from ..rollout.plan import Change, Plan, PlannedWave


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStory:
    """What came of one device in the last attempt of its wave.

    Attributes:
        outcome: As ``rollout.result`` has it; ``not decided`` where the wave was interrupted, else ``not reached``.
        check: The health check that did not pass.
    """

    host: str
    role: str
    stage: str
    outcome: str
    message: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A pause before a wave."""

    reason: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveStory:
    """What came of one wave; times are UTC.

    Attributes:
        verdict: ``pass``, ``fail`` or ``inconclusive`` of the last attempt; else ``rolled back``, ``interrupted`` or
            ``not begun``.
        started: When the last attempt began.
        ended: When its devices were confirmed or reverted.
        soaked: When its soak was over.
        attempts: How often it was begun.
        checks: Health checks of the soak that have passed.
        trouble: Everything that was not a pass, in order, with its time: attempts and checks of the soak.
    """

    number: int
    name: str
    kind: str
    verdict: str
    started: datetime | None
    ended: datetime | None
    soaked: datetime | None
    attempts: int
    checks: int
    waits: tuple[Wait, ...]
    trouble: tuple[tuple[datetime, str], ...]
    devices: tuple[DeviceStory, ...]


def wave_stories(plan: Plan, entries: Iterable[Entry]) -> tuple[WaveStory, ...]:
    """One story per wave of the plan, in order.

    Args:
        plan: The plan.
        entries: Of one run.
    """
    tellers = {wave.number: _Teller(wave) for wave in plan.waves}
    for entry in entries:
        if entry.wave in tellers:
            tellers[entry.wave].take(entry)
    return tuple(teller.story() for teller in tellers.values())


@dataclass(slots=True)
class _Teller:
    wave: PlannedWave
    verdict: str = "not begun"
    started: datetime | None = None
    ended: datetime | None = None
    soaked: datetime | None = None
    attempts: int = 0
    checks: int = 0
    waits: list[Wait] = field(default_factory=list)
    trouble: list[tuple[datetime, str]] = field(default_factory=list)
    outcomes: dict[str, Entry | None] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        takers: dict[str, Callable[[Entry], None]] = {
            "waiting": self._waiting,
            "wave-started": self._started,
            "device-finished": self._device,
            "wave-passed": self._ended,
            "wave-failed": self._ended,
            "soak-checked": self._checked,
            "soaked": self._soaked,
            ROLLED_BACK: self._rolled_back,
        }
        taker = takers.get(entry.kind)
        if taker is not None:
            taker(entry)

    def story(self) -> WaveStory:
        return WaveStory(
            number=self.wave.number,
            name=self.wave.name,
            kind=self.wave.kind,
            verdict=self.verdict,
            started=self.started,
            ended=self.ended,
            soaked=self.soaked,
            attempts=self.attempts,
            checks=self.checks,
            waits=tuple(self.waits),
            trouble=tuple(self.trouble),
            devices=tuple(self._story_of(change) for change in self.wave.changes),
        )

    def _story_of(self, change: Change) -> DeviceStory:
        entry = self.outcomes.get(change.host)
        begun = "not decided" if change.host in self.outcomes else "not reached"
        detail = entry.detail if entry is not None else {"outcome": begun}
        return DeviceStory(
            host=change.host,
            role=change.role,
            stage=change.stage,
            outcome=str(detail["outcome"]),
            message=conceal(str(detail.get("message", ""))),
            check=str(detail.get("check", "")),
        )

    def _waiting(self, entry: Entry) -> None:
        until = datetime.fromisoformat(entry.detail["until"])
        self.waits.append(Wait(reason=entry.detail["reason"], since=entry.at, until=until))

    def _started(self, entry: Entry) -> None:
        self.verdict, self.started, self.ended, self.soaked = "interrupted", entry.at, None, None
        self.outcomes.update(dict.fromkeys(entry.detail["hosts"]))
        self.attempts += 1
        self.checks = 0

    def _device(self, entry: Entry) -> None:
        self.outcomes[entry.host] = entry

    def _ended(self, entry: Entry) -> None:
        self.verdict, self.ended = str(entry.detail["verdict"]), entry.at
        if self.verdict != "pass":
            self.trouble.append((entry.at, f"{self.verdict}: {conceal(entry.detail['message'])}"))

    def _checked(self, entry: Entry) -> None:
        verdict = entry.detail["verdict"]
        if verdict == "pass":
            self.checks += 1
        else:
            self.trouble.append((entry.at, f"soak {verdict}: {conceal(entry.detail['message'])}"))

    def _soaked(self, entry: Entry) -> None:
        self.soaked = entry.at

    def _rolled_back(self, entry: Entry) -> None:
        self.verdict, self.ended, self.soaked = "rolled back", entry.at, None
        self.outcomes = {}
