"""The devices of a network as the wave planner sees them, from ``network.json`` or straight from the intent."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..intent.devices import devices, hub_hostnames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from ..design.model import Stage
    from ..intent.models import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutDevice:
    """A device, reduced to what decides its waves.

    Attributes:
        role: Whose commit-confirmed timer applies.
        function: Its place in the network.
        groups: Redundancy groups; no wave touches two devices that share one.
        stages: The stages that it has a configuration for, without as-is, in order.
        model: Hardware model; no wave of many sites has one that no smaller wave has had.
        fabric: The data center whose fabric it belongs to.
        depth: Cables between it and the nearest core router; parents are built before their children.
        neighbours: Of a core router, the other core routers that it is linked to.
        links: The devices that it is cabled to at each stage; a link is there when both ends have it.
        anchor: Services are there: a spine of a data center, or the old core. This and the links are known of a
            designed network only; nothing about waves depends on them.
    """

    hostname: str
    role: str
    function: str
    stages: tuple[Stage, ...]
    groups: tuple[str, ...] = ()
    county: str = ""
    region: str = ""
    site: str = ""
    site_kind: str = ""
    model: str = ""
    fabric: str = ""
    depth: int = 0
    neighbours: frozenset[str] = frozenset()
    links: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    anchor: bool = field(default=False, compare=False, repr=False)


def from_network(network: Mapping[str, Any]) -> tuple[RolloutDevice, ...]:
    """The devices of ``network.json``.

    Args:
        network: Its content: ``devices`` with role, function, groups, place and stages, and ``cabling``.
    """
    depths = _depths(network)
    core = {device["hostname"] for device in network["devices"] if device["function"] == "core"}
    cables = [(cable["a"]["host"], cable["b"]["host"]) for cable in network.get("cabling", ())]
    linked = _neighbours(core, cables)
    anchors = {anchor["host"] for anchor in network.get("anchors", ())}
    return tuple(
        RolloutDevice(
            hostname=device["hostname"],
            role=device["role"],
            function=device["function"],
            stages=_after_as_is(device["stages"]),
            groups=tuple(device.get("groups", ())),
            county=device.get("county", ""),
            region=device.get("region", ""),
            site=device.get("site", ""),
            site_kind=device.get("site_kind", ""),
            model=device.get("model", ""),
            fabric=_fabric_of(device.get("groups", ()), device),
            depth=depths.get(device["hostname"], 0),
            neighbours=linked.get(device["hostname"], frozenset()),
            links={stage: frozenset(hosts) for stage, hosts in device.get("links", {}).items()},
            anchor=device["hostname"] in anchors,
        )
        for device in network["devices"]
    )


def from_intent(intent: Intent) -> tuple[RolloutDevice, ...]:
    """The devices of an intent, without designing it: what the inventory needs to tell a host's wave."""
    joined = {name for link in intent.legacy.interconnects for name in (link.legacy, link.core)}
    moved = {site.name for site in intent.sites if site.legacy}
    kinds = {site.name: site.kind for site in intent.sites}
    depths = _hub_depths(intent)
    core = {router.name for router in intent.core.routers}
    linked = _neighbours(core, [(link.a, link.b) for link in intent.core.links])
    return tuple(
        RolloutDevice(
            hostname=device.hostname,
            role=device.role,
            function=device.function,
            stages=("coexistence", "to-be") if device.hostname in joined or device.site in moved else ("to-be",),
            groups=device.groups,
            county=device.county,
            region=device.region,
            site=device.site,
            site_kind=kinds.get(device.site, ""),
            model=device.model,
            fabric=device.datacenter,
            depth=depths.get(device.hub, 0) if device.function == "aggregation" else 0,
            neighbours=linked.get(device.hostname, frozenset()),
        )
        for device in devices(intent)
    )


def _neighbours(core: AbstractSet[str], links: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {host: set() for host in core}
    for a, b in links:
        if a in core and b in core:
            found[a].add(b)
            found[b].add(a)
    return {host: frozenset(others) for host, others in found.items()}


def _after_as_is(stages: Iterable[str]) -> tuple[Stage, ...]:
    order: tuple[Stage, ...] = ("coexistence", "to-be")
    return tuple(stage for stage in order if stage in stages)


def _fabric_of(groups: Iterable[str], device: Mapping[str, Any]) -> str:
    if device["role"] != "dc_fabric":
        return ""
    if device.get("datacenter"):
        return str(device["datacenter"])
    named = (group.split(" ")[1] for group in groups if group.startswith("fabric "))
    return next(named, str(device["hostname"]).partition("-")[0])


def _depths(network: Mapping[str, Any]) -> dict[str, int]:
    neighbours: dict[str, set[str]] = {}
    for cable in network.get("cabling", ()):
        a, b = cable["a"]["host"], cable["b"]["host"]
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    through = {d["hostname"] for d in network["devices"] if d["function"] in ("core", "aggregation")}
    depths = {d["hostname"]: 0 for d in network["devices"] if d["function"] == "core"}
    queue = deque(sorted(depths))
    while queue:
        host = queue.popleft()
        for other in sorted(neighbours.get(host, set()) & through):
            if other not in depths:
                depths[other] = depths[host] + 1
                queue.append(other)
    return _same_depth_in_a_group(network, depths)


def _same_depth_in_a_group(network: Mapping[str, Any], depths: dict[str, int]) -> dict[str, int]:
    """Both routers of a hub count as deep as the shallower one, so that the pair stands side by side."""
    nearest: dict[str, int] = {}
    for device in network["devices"]:
        for group in device.get("groups", ()):
            depth = depths.get(device["hostname"], 0)
            nearest[group] = min(nearest.get(group, depth), depth)
    result = dict(depths)
    for device in network["devices"]:
        shared = [nearest[group] for group in device.get("groups", ())]
        if shared:
            result[device["hostname"]] = min(shared)
    return result


def _hub_depths(intent: Intent) -> dict[str, int]:
    owner = {host: hub.name for hub in intent.hubs for host in hub_hostnames(hub.name)}
    uplinks = {hub.name: hub.uplinks for hub in intent.hubs}

    def depth(hub: str, seen: frozenset[str]) -> int:
        parents = [owner[host] for host in uplinks[hub] if host in owner and owner[host] not in seen]
        return 1 + min((depth(parent, seen | {parent}) for parent in parents), default=0)

    return {name: depth(name, frozenset({name})) for name in uplinks}
