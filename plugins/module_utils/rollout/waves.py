"""Which device changes in which wave: dark network first, then sites in growing waves, then the old network's end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal, get_args

from .batches import batches, limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ..design.model import Stage
    from ..intent.models import Policy
    from .batches import Limits
    from .freeze_scope import Target
    from .topology import RolloutDevice

Kind = Literal[
    "core",
    "aggregation",
    "fabric",
    "interconnect",
    "pilot",
    "canary",
    "sites",
    "retire-sites",
    "retire-core",
    "retire-legacy",
]
DARK: frozenset[Kind] = frozenset({"core", "aggregation", "fabric"})
"""Kinds whose devices are new and carry nothing yet: the burn-in after the last of them stands for their soak."""

Phase = Literal["all", "dark", "interconnect", "sites", "retire"]
"""A part of the migration that is planned, rehearsed and approved on its own; ``all`` is the whole."""
PHASES: tuple[Phase, ...] = get_args(Phase)
_PHASES: dict[Kind, Phase] = {
    "core": "dark",
    "aggregation": "dark",
    "fabric": "dark",
    "interconnect": "interconnect",
    "pilot": "sites",
    "canary": "sites",
    "sites": "sites",
    "retire-sites": "retire",
    "retire-core": "retire",
    "retire-legacy": "retire",
}


def phase_of(kind: Kind) -> Phase:
    """The phase of the migration that waves of this kind belong to."""
    return _PHASES[kind]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Step:
    """One device brought to one stage."""

    host: str
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The devices that change together, as one transaction.

    Attributes:
        number: Counted from 1, without gaps.
        kind: What sort of devices it changes.
        soak_hours: Hours of repeated checks after it, before the next wave.
        after_days: Whole days that must have passed since the wave before it ended its soak.
    """

    number: int
    name: str
    kind: Kind
    steps: tuple[Step, ...]
    soak_hours: int
    after_days: int = 0

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that it changes."""
        return tuple(step.host for step in self.steps)

    @property
    def drain_steps(self) -> int:
        """What is drained is not known before the plan."""
        return 0

    @property
    def places(self) -> frozenset[Target]:
        """Where they are is not known here: every freeze counts."""
        return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    name: str
    kind: Kind
    steps: tuple[Step, ...]


def assign(
    policy: Policy, devices: Iterable[RolloutDevice], *, greenfield: frozenset[str] = frozenset()
) -> tuple[Wave, ...]:
    """The waves of a whole rollout.

    A device's first change belongs to the build, its second one to the retirement; a legacy router is retired last.
    The same input always gives the same waves, in whatever order the devices come.

    Args:
        policy: How sites are cut, how long to soak and to wait.
        devices: All devices of the network.
        greenfield: Data centers of which nothing exists yet; their fabrics come first.
    """
    ordered = sorted(devices, key=lambda device: (device.depth, device.region, device.county, device.hostname))
    new = [device for device in ordered if device.role != "legacy" and device.stages]
    legacy = [device for device in ordered if device.role == "legacy"]
    sites = [device for device in new if device.function == "access"]
    ceilings = limits(policy, ordered)
    drafts = chain(
        _network_built_dark(policy, new, greenfield, ceilings),
        _interconnected(legacy, ceilings),
        _sites_moved(policy, sites, ceilings),
        _retired(policy, new, sites, legacy, ceilings=ceilings),
    )
    return tuple(_numbered(policy, [draft for draft in drafts if draft.steps]))


def wave_of_host(waves: Iterable[Wave]) -> dict[str, int]:
    """The first wave of every host that changes."""
    first: dict[str, int] = {}
    for wave in waves:
        for step in wave.steps:
            first.setdefault(step.host, wave.number)
    return first


def _network_built_dark(
    policy: Policy, new: Sequence[RolloutDevice], greenfield: frozenset[str], ceilings: Limits
) -> Iterator[_Draft]:
    sizes = policy.sites.sizes
    core = [device for device in new if device.function == "core"]
    yield from _drafts("core", "core", _grown(core, ceilings))
    aggregation = [device for device in new if device.function == "aggregation"]
    for position, side in enumerate(_sides(aggregation), start=1):
        yield from _drafts(f"aggregation side {position}", "aggregation", batches(side, sizes, ceilings))
    fabrics = sorted({device.fabric for device in new if device.role == "dc_fabric"})
    for fabric in sorted(fabrics, key=lambda name: (name not in greenfield, name)):
        members = [device for device in new if device.fabric == fabric]
        spines = [device for device in members if device.function == "spine"]
        leaves = [device for device in members if device.function != "spine"]
        # Leaves first: the spines reach each other's loopbacks only through them.
        yield from _drafts(f"{fabric} leaves", "fabric", batches(leaves, sizes, ceilings))
        yield from _drafts(f"{fabric} spines", "fabric", batches(spines, (1,), ceilings))


def _interconnected(legacy: Sequence[RolloutDevice], ceilings: Limits) -> Iterator[_Draft]:
    joined = [device for device in legacy if "coexistence" in device.stages]
    yield from _drafts("interconnect", "interconnect", batches(joined, (1,), ceilings), stage="coexistence")


def _sites_moved(policy: Policy, sites: Sequence[RolloutDevice], ceilings: Limits) -> Iterator[_Draft]:
    pilots, canaries, rest = _site_classes(policy, sites)
    ceilings = _site_limits(policy, len(sites), ceilings)
    everything = (len(sites),)
    yield from _drafts("pilot", "pilot", batches(pilots, everything, ceilings))
    for county, members in canaries.items():
        yield from _drafts(f"canary {county}", "canary", batches(members, everything, ceilings))
    first = _first_of_each_model(rest, {device.model for device in (*pilots, *chain.from_iterable(canaries.values()))})
    yield from _drafts("canary hardware", "canary", batches(first, everything, ceilings))
    rest = [device for device in rest if device not in first]
    yield from _drafts("sites", "sites", batches(rest, policy.sites.sizes, ceilings))


def _first_of_each_model(devices: Sequence[RolloutDevice], seen: AbstractSet[str]) -> list[RolloutDevice]:
    """One device of every hardware model that nothing has changed yet: it goes before the others of its kind."""
    found: dict[str, RolloutDevice] = {}
    for device in devices:
        if device.model and device.model not in seen:
            found.setdefault(device.model, device)
    return list(found.values())


def _retired(
    policy: Policy,
    new: Sequence[RolloutDevice],
    sites: Sequence[RolloutDevice],
    legacy: Sequence[RolloutDevice],
    *,
    ceilings: Limits,
) -> Iterator[_Draft]:
    of_sites = _site_limits(policy, len(sites), ceilings)
    sizes = policy.sites.sizes
    both = [device for device in sites if len(device.stages) > 1]
    pilots, canaries, rest = _site_classes(policy, both)
    yield from _drafts("retire pilot", "retire-sites", batches(pilots, (len(sites),), of_sites), stage="to-be")
    others = [*chain.from_iterable(canaries.values()), *rest]
    yield from _drafts("retire sites", "retire-sites", batches(others, sizes, of_sites), stage="to-be")
    infrastructure = [device for device in new if device.function != "access" and len(device.stages) > 1]
    yield from _drafts("retire interconnect", "retire-core", batches(infrastructure, (1,), ceilings), stage="to-be")
    going = [device for device in legacy if "to-be" in device.stages]
    edge = [device for device in going if "coexistence" not in device.stages]
    core = [device for device in going if "coexistence" in device.stages]
    yield from _drafts("retire legacy edge", "retire-legacy", batches(edge, sizes, ceilings), stage="to-be")
    yield from _drafts("retire legacy core", "retire-legacy", batches(core, (1,), ceilings), stage="to-be")


def _sides(devices: Sequence[RolloutDevice]) -> list[list[RolloutDevice]]:
    """The first of every redundancy group, then the second of each, and so on."""
    seen: defaultdict[str, int] = defaultdict(int)
    sides: list[list[RolloutDevice]] = []
    for device in devices:
        position = max((seen[group] for group in device.groups), default=0)
        for group in device.groups:
            seen[group] += 1
        while len(sides) <= position:
            sides.append([])
        sides[position].append(device)
    return sides


def _site_classes(
    policy: Policy, sites: Sequence[RolloutDevice]
) -> tuple[list[RolloutDevice], dict[str, list[RolloutDevice]], list[RolloutDevice]]:
    pilots = [device for device in sites if device.site in policy.sites.pilot]
    canaries: dict[str, list[RolloutDevice]] = {county: [] for county in policy.sites.canary_counties}
    rest: list[RolloutDevice] = []
    for device in sites:
        if device.site in policy.sites.pilot:
            continue
        canaries.get(device.county, rest).append(device)
    return pilots, canaries, rest


def _site_limits(policy: Policy, total: int, ceilings: Limits) -> Limits:
    share = max(1, total * policy.sites.max_percent // 100)
    return replace(ceilings, devices=share if ceilings.devices is None else min(share, ceilings.devices))


def _grown(core: Sequence[RolloutDevice], ceilings: Limits) -> Iterator[tuple[RolloutDevice, ...]]:
    """The core in batches, each linked to what stands already: a router alone has nobody to be healthy with.

    The first batch is a router and what is linked to it. Routers of which no link is known go with any batch.
    """
    left, built = list(core), frozenset[str]()
    while left:
        leads_on = any(device.neighbours & built for device in left)
        stands = built if leads_on else frozenset({left[0].hostname})
        near = [
            device
            for device in left
            if not device.neighbours or device.hostname in stands or device.neighbours & stands
        ]
        batch = next(batches(near, (len(near),), ceilings))
        built |= {device.hostname for device in batch}
        left = [device for device in left if device.hostname not in built]
        yield batch


def _drafts(
    name: str, kind: Kind, batches: Iterable[tuple[RolloutDevice, ...]], *, stage: Stage | None = None
) -> Iterator[_Draft]:
    found = list(batches)
    for position, batch in enumerate(found, start=1):
        steps = tuple(sorted(Step(host=device.hostname, stage=stage or device.stages[0]) for device in batch))
        yield _Draft(name=name if len(found) == 1 else f"{name}, {position} of {len(found)}", kind=kind, steps=steps)


def _numbered(policy: Policy, drafts: Sequence[_Draft]) -> Iterator[Wave]:
    previous: Kind | None = None
    for number, draft in enumerate(drafts, start=1):
        after = 0
        if previous in DARK and draft.kind not in DARK:
            after = policy.burn_in_days
        if draft.kind.startswith("retire") and previous is not None and not previous.startswith("retire"):
            after = policy.retire_after_days
        soak = 0 if draft.kind in DARK else policy.soak_hours
        yield Wave(
            number=number, name=draft.name, kind=draft.kind, steps=draft.steps, soak_hours=soak, after_days=after
        )
        previous = draft.kind
