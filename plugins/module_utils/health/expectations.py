"""What a device model promises towards the devices that are in service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..design.model import BgpGroup, DeviceModel, Interface, IsisInterface, Peer
    from .base import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSession:
    """A BGP session; ``instance`` is empty for the main one."""

    instance: str
    group: str
    address: str
    peer: str
    bfd: bool = False
    prefix_limit: int | None = None
    families: tuple[str, ...] = ()


def peers(model: DeviceModel) -> frozenset[str]:
    """The devices that a model expects anything of.

    A device is only to be held to what its neighbour expects as well, at the stage that this one is at: between the end
    of an interconnect on one side and on the other, sessions are down as they should be.
    """
    cabled = {interface.peer.host for interface in model.interfaces if interface.peer is not None}
    adjacent = {interface.peer for interface in model.isis.interfaces if interface.peer} if model.isis else set()
    speaking = {neighbor.peer for _, group in _groups(model) for neighbor in group.neighbors if neighbor.peer}
    return frozenset(cabled | adjacent | speaking)


def cabled_ports(model: DeviceModel, scope: Scope) -> Iterator[tuple[Interface, Peer]]:
    """Ports with a cable to a device in service."""
    for interface in model.interfaces:
        if interface.peer is not None and interface.peer.host in scope.in_service:
            yield interface, interface.peer


def isis_interfaces(model: DeviceModel, scope: Scope) -> Iterator[IsisInterface]:
    """Interfaces with an IS-IS neighbour in service."""
    for interface in model.isis.interfaces if model.isis else ():
        if not interface.passive and interface.peer in scope.in_service:
            yield interface


def bgp_sessions(model: DeviceModel, scope: Scope) -> Iterator[ExpectedSession]:
    """BGP neighbours in service, of the main instance and of every routing instance."""
    for instance, group in _groups(model):
        for neighbor in group.neighbors:
            if neighbor.peer in scope.in_service:
                yield ExpectedSession(
                    instance=instance,
                    group=group.name,
                    address=neighbor.address,
                    peer=neighbor.peer,
                    bfd=group.bfd_ms is not None,
                    prefix_limit=group.prefix_limit,
                    families=group.families,
                )


def bfd_interfaces(model: DeviceModel, scope: Scope) -> Iterator[IsisInterface]:
    """IS-IS interfaces with BFD towards a neighbour in service."""
    for interface in isis_interfaces(model, scope):
        if interface.bfd_ms is not None:
            yield interface


def bfd_neighbors(model: DeviceModel, scope: Scope) -> Iterator[ExpectedSession]:
    """BGP neighbours in service whose sessions BFD watches."""
    return (session for session in bgp_sessions(model, scope) if session.bfd)


def loopbacks(model: DeviceModel, scope: Scope) -> dict[str, str]:
    """Addresses of the loopbacks that this device speaks iBGP with, by address, and whose they are."""
    found = {}
    for group in model.bgp:
        if group.type == "internal":
            found.update({item.address: item.peer for item in group.neighbors if item.peer in scope.in_service})
    return found


def _groups(model: DeviceModel) -> Iterator[tuple[str, BgpGroup]]:
    for group in model.bgp:
        yield "", group
    for instance in model.instances:
        for group in instance.bgp:
            yield instance.name, group
