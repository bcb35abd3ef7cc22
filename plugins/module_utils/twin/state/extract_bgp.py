"""BGP neighbor statements of one configuration, with what they inherit from group and protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .facts import PeerFacts

if TYPE_CHECKING:
    from .facts import InstanceFacts
    from .view import View

_BFD_INTERVAL = ("bfd-liveness-detection", "minimum-interval")
_DEFAULT_FAMILIES = frozenset({"inet-unicast"})


def peers(root: View, instances: dict[str, InstanceFacts]) -> tuple[PeerFacts, ...]:
    """Every neighbor of the main instance and of the routing instances."""
    found = _instance_peers("", root.child("protocols").child("bgp"), instances[""].asn)
    for name, entry in root.child("routing-instances").items():
        found += _instance_peers(name, entry.child("protocols").child("bgp"), instances[name].asn)
    return tuple(found)


def _instance_peers(instance: str, bgp: View, asn: int | None) -> list[PeerFacts]:
    if bgp.has("disable"):
        return []
    return [
        _peer(address, instance, name, (neighbor, group, bgp), asn)
        for name, group in bgp.items("group")
        for address, neighbor in group.items("neighbor")
    ]


def _peer(address: str, instance: str, group: str, levels: tuple[View, View, View], asn: int | None) -> PeerFacts:
    """One neighbor; ``levels`` are the stanzas that it inherits from, the nearest first."""
    local_as = _first(levels, "local-as")
    peer_as = _first(levels, "peer-as")
    local = int(local_as) if local_as.isdigit() else asn
    remote = int(peer_as) if peer_as.isdigit() else None
    kind = _first(levels, "type")
    return PeerFacts(
        instance=instance,
        group=group,
        address=address,
        internal=kind == "internal" or (not kind and remote is not None and remote == asn),
        local_address=_first(levels, "local-address"),
        local_as=local,
        peer_as=remote,
        families=_families(levels),
        imports=_chain(levels, "import"),
        exports=_chain(levels, "export"),
        reflector=any(level.has("cluster") for level in levels),
        multihop=any(level.has("multihop") for level in levels),
        shutdown=any(level.has("shutdown") for level in levels),
        bfd_ms=next((ms for level in levels if (ms := level.number(*_BFD_INTERVAL))), None),
        description=levels[0].value("description"),
    )


def _first(levels: tuple[View, ...], name: str) -> str:
    return next((value for level in levels if (value := level.value(name))), "")


def _chain(levels: tuple[View, ...], name: str) -> tuple[str, ...]:
    return next((values for level in levels if (values := level.values(name))), ())


def _families(levels: tuple[View, ...]) -> frozenset[str]:
    for level in levels:
        family = level.child("family")
        names = {
            f"{name}-{kind}"
            for name in ("inet", "inet6", "inet-vpn", "inet6-vpn", "evpn", "l2vpn")
            for kind in ("unicast", "labeled-unicast", "signaling")
            if family.has(name, kind)
        }
        if family.has("route-target"):
            names.add("route-target")
        if names:
            return frozenset(names)
    return _DEFAULT_FAMILIES
