"""Control devices: like the canaries, but not touched by the wave; they tell the change from the weather."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..common.errors import StatenetError
from .ill import Ill, require_health
from .redundancy import stages_before

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..design.model import Stage
    from .context import Context
    from .plan import Change, PlannedWave
    from .redundancy import Redundancy
    from .result import DeviceResult

CONTROLS = 2
"""Control devices per sick device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the control devices say about sick ones.

    Attributes:
        verdict: ``fail``: it is the change, as controls are well, or as there are none; ``inconclusive``: every sick
            device has controls, and they are sick in the same check, so it is the environment.
        note: The same in a sentence fragment.
    """

    verdict: Literal["fail", "inconclusive"]
    note: str


class ControlGroup:
    """The devices that a wave is compared with; nobody is asked before a device of the wave is sick.

    Args:
        context: The surroundings.
        redundancy: Knows the stages that devices are at, and what they expect of each other.
        wave: The wave that soaks.
        serving: Who is in service by now.
        done: Whether a wave has changed a host.
    """

    def __init__(
        self,
        context: Context,
        redundancy: Redundancy,
        wave: PlannedWave,
        *,
        serving: frozenset[str],
        done: Callable[[PlannedWave, str], bool],
    ) -> None:
        self._context = context
        self._redundancy = redundancy
        self._wave = wave
        self._serving = serving
        self._stages = stages_before(context.plan, wave, done, redundancy.stage_before)

    def judge(self, ill: Sequence[DeviceResult]) -> Judgement:
        """Examine controls of the sick devices, and say what it is."""
        changes = {change.host: change for change in self._wave.changes}
        chosen = {item.host: self.of(changes[item.host]) for item in ill}
        hosts = sorted({host for controls in chosen.values() for host in controls})
        found = dict(zip(hosts, self._context.each(self._sick_checks, hosts), strict=True))
        details = {host: {"sick": sorted(checks)} for host, checks in found.items()}
        self._context.record_devices("control-examined", details, wave=self._wave.number)
        for item in ill:
            controls = chosen[item.host]
            if not controls:
                note = f"nothing like {item.host} stands outside the wave to compare with"
                return Judgement(verdict="fail", note=note)
            well = [host for host in controls if item.failed_check not in found[host]]
            if well:
                return Judgement(verdict="fail", note=f"{well[0]} is like it, was not changed, and is well")
        names = ", ".join(hosts)
        return Judgement(verdict="inconclusive", note=f"{names} were not changed and are sick in the same way")

    def of(self, change: Change) -> tuple[str, ...]:
        """The controls of a device of the wave: the same role, best of the same kind of site and county."""
        wave = self._wave.hosts
        others: dict[str, Change] = {}
        for item in (item for other in self._context.plan.waves for item in other.changes):
            if item.role == change.role and item.host not in wave and self._lives(item):
                others.setdefault(item.host, item)
        ranked = sorted(
            others.values(),
            key=lambda item: (item.site_kind != change.site_kind, item.county != change.county, item.host),
        )
        return tuple(item.host for item in ranked[:CONTROLS])

    def _lives(self, item: Change) -> bool:
        """Whether the device carries something now: in the new network, or still in the old one."""
        return item.host in self._serving or (item.role == "site_ex" and self._stages[item.host] == "as-is")

    def _sick_checks(self, host: str) -> frozenset[str]:
        stage = self._stages[host]
        try:
            session = self._context.access.connect(host)
            try:
                report = self._context.access.examine(session, host, stage, self._mutual(host))
                require_health(report)
            finally:
                session.close()
        except Ill as ill:
            return frozenset({ill.check, *(result.check for result in report.results if result.verdict != "pass")})
        except StatenetError:
            return frozenset({"session"})
        return frozenset()

    def _mutual(self, host: str) -> frozenset[str]:
        """Who may be expected of a device: those in service that expect it, too, at the stage that they are at."""
        changed = {change.host: change.stage for change in self._wave.changes}
        stages: dict[str, Stage] = {**self._stages, **changed}
        peers = self._redundancy.peers
        return frozenset(peer for peer in self._serving if peer not in stages or host in peers(stages[peer], peer))
