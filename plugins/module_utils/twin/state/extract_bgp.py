"""BGP neighbor statements of one configuration, with what they inherit from group and protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .facts import PeerFacts
from .view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .facts import InstanceFacts

_FAMILIES = ("inet", "inet6", "inet-vpn", "inet6-vpn", "evpn", "l2vpn")
_USUAL = (frozenset({"inet-unicast"}), frozenset({"inet6-unicast"}))
"""Where nothing is stated: the family of the neighbor's address."""
_KINDS = ("unicast", "labeled-unicast", "signaling")


def peers(root: View, instances: dict[str, InstanceFacts]) -> tuple[PeerFacts, ...]:
    """Every neighbor of the main instance and of the routing instances."""
    found = _instance_peers("", root.child("protocols", "bgp"), instances[""].asn)
    for name, entry in root.child("routing-instances").items():
        found += _instance_peers(name, entry.child("protocols", "bgp"), instances[name].asn)
    return tuple(found)


def _instance_peers(instance: str, bgp: View, asn: int | None) -> list[PeerFacts]:
    if bgp.has("disable"):
        return []
    found = []
    for name, group in bgp.items("group"):
        inherited = {"local_as": asn, **_stated(bgp), **_stated(group)}
        for address, neighbor in group.items("neighbor"):
            stated = {**inherited, **_stated(neighbor)}
            kind, peer_as = stated.pop("kind", ""), stated.get("peer_as")
            internal = kind == "internal" or (not kind and peer_as is not None and peer_as == asn)
            stated.setdefault("families", _USUAL[":" in address])
            found.append(PeerFacts(instance=instance, group=name, address=address, internal=internal, **stated))
    return found


def _stated(level: View) -> dict[str, Any]:
    """What one stanza says, by field; what it does not say is missing, so that it is inherited."""
    known = level.names() & _FIELDS.keys()
    return {_FIELDS[word][0]: _FIELDS[word][1](level, word) for word in known}


def _families(level: View, word: str) -> frozenset[str]:
    family = level.child(word)
    names = {f"{name}-{kind}" for name in _FAMILIES for kind in _KINDS if family.has(name, kind)}
    return frozenset(names | {"route-target"}) if family.has("route-target") else frozenset(names)


_FIELDS: Final[Mapping[str, tuple[str, Callable[[View, str], Any]]]] = {
    "type": ("kind", View.value),
    "local-address": ("local_address", View.value),
    "local-as": ("local_as", View.number),
    "peer-as": ("peer_as", View.number),
    "family": ("families", _families),
    "import": ("imports", View.values),
    "export": ("exports", View.values),
    "cluster": ("reflector", View.has),
    "multihop": ("multihop", View.has),
    "shutdown": ("shutdown", View.has),
    "bfd-liveness-detection": ("bfd_ms", lambda level, word: level.number(word, "minimum-interval")),
    "graceful-shutdown": ("graceful", lambda level, word: level.has(word, "sender")),
    "preference": ("preference", View.number),
    "description": ("description", View.value),
}
"""Statement to field of ``PeerFacts``, and how to read it."""
