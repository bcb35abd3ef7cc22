"""The proof on the graph that no wave costs more than one box: not even when all of its devices are down together."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ..design.model import Stage
    from .plan import PlannedWave
    from .topology import RolloutDevice

NAMED = 3


def require_connectivity(
    devices: Sequence[RolloutDevice],
    waves: Iterable[PlannedWave],
    *,
    left: Container[tuple[str, Stage]],
    single_path: AbstractSet[str],
) -> None:
    """Refuse waves that take a site or a data center below its guarantee.

    While a wave is changed, every site that it does not change still has a way to a place where services are, and every
    data center one to the other data centers, if they had one before; lost may only be what hangs on a single one of
    its devices alone, as on the old core, which no order of waves can help. After a wave nothing may be lost.

    Args:
        devices: All devices; those of which no link is known are in no proof.
        waves: The waves, in order.
        left: Host and stage of every change that the network still has before it, in the plan or beyond it.
        single_path: Sites that the intent gives one path only: their change may cost them service.

    Raises:
        InputError: One problem per wave and sort of loss.
    """
    stages = {device.hostname: _present(device, left) for device in devices}
    known = [device for device in devices if device.links]
    problems: list[Problem] = []
    before = _Standing(known, stages, frozenset())
    for wave in waves:
        now = stages
        during = _Standing(known, now, frozenset(wave.hosts))
        stages = now | {change.host: change.stage for change in wave.changes}
        after = _Standing(known, stages, frozenset())
        lost = during.missing(before)
        if lost:  # rare, so that the single losses are not looked for otherwise
            alone = (_Standing(known, now, frozenset({host})).missing(before) for host in wave.hosts)
            lost = lost.difference(*alone)
        lost = (lost | after.missing(before)) - single_path
        if lost:
            problems.append(_cut_off(wave, lost))
        before = after
    if problems:
        raise InputError(problems)


def _present(device: RolloutDevice, left: Container[tuple[str, Stage]]) -> str:
    """The stage that a device is at now: the one before the first that is still to come."""
    reached = "as-is"
    for stage in device.stages:
        if (device.hostname, stage) in left:
            return reached
        reached = stage
    return reached


class _Standing:
    """Who has a way to where at one moment."""

    def __init__(self, devices: Iterable[RolloutDevice], stages: Mapping[str, str], down: AbstractSet[str]) -> None:
        self._devices = [device for device in devices if device.hostname not in down]
        ends = {device.hostname: device.links.get(stages[device.hostname], frozenset()) for device in self._devices}
        self._links = {
            host: [other for other in others if host in ends.get(other, ())] for host, others in ends.items()
        }
        anchors = [device.hostname for device in self._devices if device.anchor]
        reached = self._reached(anchors)
        self._sites = {device.site for device in self._devices if device.site}
        self._connected = {device.site for device in self._devices if device.site and device.hostname in reached}
        self._joined = frozenset(self._joined_centers())

    def missing(self, before: _Standing) -> frozenset[str]:
        """What had its connection before and is here without one."""
        sites = (before._connected & self._sites) - self._connected
        return frozenset(sites) | {f"data center {name}" for name in before._joined - self._joined}

    def _joined_centers(self) -> Iterator[str]:
        """The data centers that reach a spine of another one."""
        spines: defaultdict[str, list[str]] = defaultdict(list)
        for device in self._devices:
            if device.function == "spine":
                spines[device.fabric].append(device.hostname)
        for name, members in spines.items():
            reached = self._reached(members)
            if any(not reached.isdisjoint(others) for other, others in spines.items() if other != name):
                yield name

    def _reached(self, starts: Iterable[str]) -> set[str]:
        seen = set(starts)
        queue = deque(seen)
        while queue:
            for other in self._links[queue.popleft()]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return seen


def _cut_off(wave: PlannedWave, lost: AbstractSet[str]) -> Problem:
    named = sorted(lost)
    shown = ", ".join(named[:NAMED]) + (f" and {len(named) - NAMED} more" if len(named) > NAMED else "")
    return Problem(
        source=Source("rollout.yml"),
        subject=f"wave {wave.number} ({wave.name})",
        found=f"with its {len(wave.changes)} devices down together it cuts off {shown}",
        expected="every site with two paths, and every data center, keeps a way",
        remedy="make the wave smaller, or give what stands in for each other one redundancy group",
    )
