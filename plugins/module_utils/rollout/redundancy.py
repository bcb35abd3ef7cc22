"""The last look before devices are touched: whoever stands in for them is healthy now, on the live network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import StatenetError
from .ill import Ill, require_health

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..design.model import Stage
    from .context import Context
    from .plan import Change, Plan, PlannedWave


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundancy:
    """Who stands in for whom, and what may be expected of them.

    Attributes:
        groups: The redundancy groups of every host.
        stage_before: The stage that a device is at before a change.
        peers: The devices that a host at a stage expects anything of; a device is held to what is mutual.
    """

    groups: Mapping[str, Sequence[str]]
    stage_before: Callable[[Change], Stage]
    peers: Callable[[Stage, str], frozenset[str]]

    def standins(self, wave: PlannedWave, serving: frozenset[str]) -> tuple[str, ...]:
        """The hosts that share a group with one of the wave's, are in service, and are not changed themselves."""
        touched = {group for host in wave.hosts for group in self.groups.get(host, ())}
        others = serving - frozenset(wave.hosts)
        return tuple(sorted(host for host in others if not touched.isdisjoint(self.groups.get(host, ()))))

    def weak(
        self, context: Context, wave: PlannedWave, serving: frozenset[str], done: Callable[[PlannedWave, str], bool]
    ) -> tuple[str, ...]:
        """What is wrong with the stand-ins of a wave, a sentence per host; empty when nothing is.

        Args:
            context: The surroundings.
            wave: The wave that is about to start.
            serving: Who is in service before it.
            done: Whether an earlier wave, or this one before it was interrupted, has changed a host.
        """
        stages = stages_before(context.plan, wave, done, self.stage_before)
        stages.update({change.host: change.stage for change in wave.changes if done(wave, change.host)})

        def look(host: str) -> str:
            stage = stages.get(host, "to-be")
            # Whoever is not in the plan runs its final configuration already, and expects what that one expects.
            mutual = {peer for peer in serving if host in self.peers(stages.get(peer, "to-be"), peer)}
            try:
                session = context.access.connect(host)
                try:
                    require_health(context.access.examine(session, host, stage, frozenset(mutual)))
                finally:
                    session.close()
            except Ill as ill:
                return f"{host} is not healthy now: {ill.check} {ill.verdict}: {ill.message}"
            except StatenetError as error:
                return f"{host} does not tell whether it is healthy: {error}"
            return ""

        return tuple(told for told in context.each(look, self.standins(wave, serving)) if told)


def stages_before(
    plan: Plan,
    wave: PlannedWave,
    done: Callable[[PlannedWave, str], bool],
    stage_before: Callable[[Change], Stage],
) -> dict[str, Stage]:
    """The stage that every host of the plan is at just before a wave.

    Args:
        plan: The plan.
        wave: The wave.
        done: Whether an earlier wave has changed a host.
        stage_before: The stage that a device is at before a change.
    """
    stages: dict[str, Stage] = {}
    for other in plan.waves:
        for change in other.changes:
            stages.setdefault(change.host, stage_before(change))
            if other.number < wave.number and done(other, change.host):
                stages[change.host] = change.stage
    return stages
