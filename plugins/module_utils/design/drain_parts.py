"""What draining a device and draining a link have in common: sessions that say goodbye, ports that are shut, proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drain_model import DrainStep, Proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import BgpGroup, DeviceModel, Interface


def main_groups(model: DeviceModel, *, internal: bool, external: bool) -> Iterator[tuple[str, BgpGroup]]:
    """Groups of the main instance, with their place in the configuration."""
    for group in model.bgp:
        if internal if group.type == "internal" else external:
            yield f"protocols bgp group {group.name}", group


def service_groups(model: DeviceModel, *, internal: bool) -> tuple[tuple[str, BgpGroup], ...]:
    """The sessions that carry services, with their place in the configuration."""
    found = list(main_groups(model, internal=True, external=False)) if internal else []
    for instance in model.instances:
        for group in instance.bgp:
            found.append((f"routing-instances {instance.name} protocols bgp group {group.name}", group))
    return tuple(found)


def graceful_shutdown(model: DeviceModel, name: str, groups: tuple[tuple[str, BgpGroup], ...]) -> DrainStep:
    """Announces everything with the community that makes it the last choice, local preference 0."""
    peers = tuple(dict.fromkeys(neighbor.peer for _, group in groups for neighbor in group.neighbors))
    return DrainStep(
        name=name,
        statements=tuple(f"set {path} {_sender(group)}" for path, group in groups),
        undo=tuple(f"delete {path} graceful-shutdown" for path, _ in groups),
        proofs=(seen(model, peers),),
    )


def _sender(group: BgpGroup) -> str:
    return "graceful-shutdown sender" + (" local-preference 0" if group.type == "internal" else "")


def seen(model: DeviceModel, peers: tuple[str, ...]) -> Proof:
    """Proves that the peers understood a graceful shutdown."""
    return Proof(
        kind="bgp-graceful-shutdown-seen",
        at=peers,
        subjects=(model.hostname,),
        rpc="get-route-information",
        expected="what it announces has community 65535:0 and local preference 0, and is active only without a choice",
    )


def quiet(model: DeviceModel, interfaces: tuple[str, ...]) -> Proof:
    """Proves that nothing goes through any more, in the words of the boxes' counters."""
    return Proof(
        kind="no-transit-traffic",
        at=(model.hostname,),
        subjects=interfaces,
        rpc="get-interface-information",
        expected="output-pps below 1 percent of what it was before the drain",
    )


def disabled(model: DeviceModel, name: str, segments: tuple[Interface, ...]) -> DrainStep:
    """Shuts ports of servers that have a second leaf: LACP moves them, the withdrawn segment tells the fabric."""
    others = tuple(dict.fromkeys(host for group in model.groups for host in _members(group) if host != model.hostname))
    return DrainStep(
        name=name,
        statements=tuple(f"set interfaces {item.name} disable" for item in segments),
        undo=tuple(f"delete interfaces {item.name} disable" for item in segments),
        proofs=(
            Proof(
                kind="segments-elsewhere", at=others, subjects=tuple(item.esi for item in segments),
                rpc="get-evpn-instance-information",
                expected="every Ethernet segment is up at the other leaf, which is its designated forwarder",
            ),
        ),
    )


def _members(group: str) -> tuple[str, ...]:
    """The leaves that a redundancy group of an Ethernet segment names."""
    last = group.split()[-1]
    return tuple(last.split("+")) if "+" in last else ()
