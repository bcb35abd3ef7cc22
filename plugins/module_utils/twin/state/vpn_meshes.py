"""The VPN meshes that VRFs take part in: who hears whose routes, and has a labelled path or a tunnel to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .components import Components

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .facts import DeviceFacts, InstanceFacts
    from .families import Family
    from .isis import Isis
    from .routes import Mesh, VrfNode

EVPN = "evpn-signaling"
"""Its type 5 routes carry both families."""
Speaker = tuple[str, str, str, bool]
"""A session as one side sees it: family of routes, this side, the other side, and whether this one reflects to it."""


def meshes(
    facts: Mapping[str, DeviceFacts], speakers: Iterable[Iterable[Speaker]], isis: Isis, family: Family
) -> dict[VrfNode, tuple[Mesh, ...]]:
    """The meshes of every VRF.

    Args:
        facts: Of every device.
        speakers: The established sessions with routes of VPNs, by device.
        isis: Whose labelled paths next hops resolve over.
        family: Of the routes in question.
    """
    every = [speaker for found in speakers for speaker in found]
    joined: dict[VrfNode, list[Mesh]] = {}
    for kind in (family.vpn, EVPN):
        # Where next hops do not resolve, routes are hidden, and none is passed on.
        sessions = [
            item
            for item in every
            if item[0] == kind and (kind == EVPN or all(family.labelled(facts[host]) for host in item[1:3]))
        ]
        for host, place in _places(sessions, isis if kind != EVPN else None):
            for context in facts[host].instances.values():
                for target in _targets(context, kind):
                    joined.setdefault((host, context.name), []).append((kind, target, *place))
    return {node: tuple(found) for node, found in joined.items()}


def _places(sessions: list[Speaker], isis: Isis | None) -> Iterable[tuple[str, tuple[str, str]]]:
    """Every speaker with each mesh that it is in: that of the reflectors, and one per session without any."""

    def domain(host: str) -> str:
        return isis.label_domain(host) if isis is not None else ""

    reflected = {frozenset((one, other)) for _, one, other, reflects in sessions if reflects}
    mesh = Components((one, other) for _, one, other, reflects in sessions if reflects)
    for host in {host for _, one, other, _ in sessions for host in (one, other)}:
        yield host, (mesh.root(host), domain(host))
    for one, other in {(one, other) for _, one, other, _ in sessions if one < other}:
        if domain(one) == domain(other) and frozenset((one, other)) not in reflected:
            yield from ((host, (one, other)) for host in (one, other))


def _targets(context: InstanceFacts, kind: str) -> list[str]:
    """The targets that a VRF both imports and exports, if it takes part in a family of routes."""
    if context.kind != "vrf" or (kind == EVPN and context.vni is None):
        return []
    return sorted(context.import_targets & context.export_targets)
