"""What no box can check for itself: numbers that must differ, and ends that must agree, across the network."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from ..junos.port_rules import violations
from .budgets import check_budgets
from .bundle_checks import check_bundles, check_cards
from .filter_checks import check_filters
from .link_checks import check_links
from .places import Places
from .reachability import check_reachability
from .reference_checks import check_references
from .session_checks import check_sessions
from .snapshot import snapshot
from .stack_checks import check_stacks
from .wanted import hardware_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from ..intent.models import Intent
    from ..intent.sources import SourceMap
    from ..junos.hardware import Hardware
    from .design import Design
    from .model import DeviceModel, Stage

_STAGES: tuple[Stage, ...] = ("as-is", "coexistence", "to-be")


def check_design(intent: Intent, design: Design, sources: SourceMap | None = None) -> tuple[Problem, ...]:
    """Everything that contradicts something else, at any stage of the migration; each problem once.

    Args:
        intent: The intent.
        design: What was made of it.
        sources: Where the intent's values stand: with them, problems name its lines instead of files of models.
    """
    boxes = hardware_of(intent)
    stages = [snapshot(design, stage) for stage in _STAGES]
    found = list(
        dict.fromkeys(
            chain(
                chain.from_iterable(_between(models) for models in stages),
                *(_alone(models, boxes) for models in _apart(stages)),
                check_budgets(stages[-1], boxes),
                check_cards(stages[-1], boxes),
                check_reachability(intent, design.links),
            )
        )
    )
    if found and sources:
        places = Places(intent, sources, design.links)
        found = [places.cite(item) for item in found]
    return tuple(sorted(found))


def check_network(models: Mapping[str, DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Problem]:
    """Contradictions between devices that run these models at the same time.

    Args:
        models: By host name.
        boxes: The hardware of every host.
    """
    yield from _between(models)
    yield from _alone(models, boxes)


def _apart(stages: Iterable[Mapping[str, DeviceModel]]) -> Iterator[dict[str, DeviceModel]]:
    """The stages without what an earlier one has: most devices run the same in two of them."""
    seen: set[int] = set()
    for models in stages:
        yield {host: model for host, model in models.items() if id(model) not in seen}
        seen |= {id(model) for model in models.values()}


def _between(models: Mapping[str, DeviceModel]) -> Iterator[Problem]:
    """What takes two devices to judge."""
    everyone = models.values()
    yield from _unique("loopback", ((model, address) for model in everyone for address in _loopbacks(model)))
    yield from _unique("node SID index", _node_indexes(everyone))
    yield from _unique("route distinguisher", ((m, rd) for m in everyone for rd in _route_distinguishers(m)))
    yield from _unique("underlay AS", ((m, group.local_as) for m in everyone for group in m.bgp if group.local_as))
    yield from _unique("AS of a site", ((m, asn) for m in everyone if m.site for asn in _instance_asns(m)))
    yield from _unique("management address", ((model, model.system.management_address) for model in everyone))
    yield from _same("VNI", everyone, _vnis, "one service per VNI in a fabric")
    yield from _same("Ethernet segment", everyone, _segments, "one aggregate and one LACP system per segment")
    yield from check_links(models)
    yield from check_sessions(models)
    yield from check_bundles(models)


def _alone(models: Mapping[str, DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Problem]:
    """What each device contradicts in itself."""
    yield from _ports(models.values(), boxes)
    yield from check_references(models)
    yield from check_stacks(models.values())
    yield from check_filters(models)


def problem(model: DeviceModel, subject: str, found: str, expected: str, remedy: str = "") -> Problem:
    """A problem in a device's model."""
    return Problem(
        source=Source(f"models/{model.hostname}.yml"),
        subject=f"{model.hostname} {subject}",
        found=found,
        expected=expected,
        remedy=remedy,
    )


def _unique(what: str, values: Iterable[tuple[DeviceModel, Hashable]]) -> Iterator[Problem]:
    owners: dict[Hashable, DeviceModel] = {}
    for model, value in values:
        owner = owners.setdefault(value, model)
        if owner is not model:
            yield problem(
                model, what, f"{value} is also the {what} of {owner.hostname}", "a value of its own",
                "give one of them another number in intent/allocations.yml",
            )


def _same(
    what: str,
    models: Iterable[DeviceModel],
    pairs: Callable[[DeviceModel], Iterable[tuple[Hashable, Hashable]]],
    expected: str,
) -> Iterator[Problem]:
    """Reports keys that stand for different things on different devices."""
    meanings: dict[Hashable, tuple[DeviceModel, Hashable]] = {}
    for model in models:
        for key, meaning in pairs(model):
            owner, known = meanings.setdefault(key, (model, meaning))
            if known != meaning:
                shown = key[-1] if isinstance(key, tuple) else key
                found = f"{shown} is {_words(meaning)} here and {_words(known)} on {owner.hostname}"
                yield problem(model, what, found, expected)


def _words(meaning: Hashable) -> str:
    return " ".join(map(str, meaning)) if isinstance(meaning, tuple) else str(meaning)


def _loopbacks(model: DeviceModel) -> Iterator[str]:
    return (
        address
        for interface in model.interfaces
        if interface.name == "lo0"
        for unit in interface.units
        for address in (*unit.addresses, *unit.addresses6)
    )


def _node_indexes(models: Iterable[DeviceModel]) -> Iterator[tuple[DeviceModel, int]]:
    for model in models:
        if model.isis and model.isis.node_index is not None:
            yield model, model.isis.node_index


def _route_distinguishers(model: DeviceModel) -> Iterator[str]:
    yield from (instance.route_distinguisher for instance in model.instances if instance.route_distinguisher)
    if model.evpn:
        yield model.evpn.route_distinguisher


def _instance_asns(model: DeviceModel) -> set[int]:
    return {instance.asn for instance in model.instances if instance.asn is not None}


def _vnis(model: DeviceModel) -> Iterator[tuple[Hashable, Hashable]]:
    """VNIs count per fabric, which its overlay AS names."""
    for vlan in model.vlans:
        if vlan.vni is not None:
            yield (model.asn, vlan.vni), ("VLAN", vlan.name, vlan.vlan_id)
    for instance in model.instances:
        if instance.vni is not None:
            yield (model.asn, instance.vni), ("VRF", instance.name)


def _segments(model: DeviceModel) -> Iterator[tuple[Hashable, Hashable]]:
    return ((item.esi, (item.name, item.lacp_system_id)) for item in model.interfaces if item.esi)


def _ports(models: Iterable[DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Problem]:
    """Ports that the hardware does not have, or not at that speed, or not next to each other."""
    for model in models:
        names = [item.name for item in model.interfaces]
        for name, count in Counter(names).items():
            if count > 1:
                yield problem(model, name, "it is used twice", "one cable per port")
        ports = tuple(
            (item.name, item.speed) for item in model.interfaces if item.name.startswith(("ge-", "mge-", "xe-", "et-"))
        )
        speeds = tuple((item.fpc, item.pic, item.port, item.speed) for item in model.chassis.ports)
        for item in violations(boxes[model.hostname], ports, speeds):
            yield problem(
                model, item.port, item.found, item.legal,
                "delete the line of its link in intent/allocations.yml and build again",
            )
