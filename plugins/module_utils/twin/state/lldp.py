"""What LLDP hears: both ends run it on the port and the cable is up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .facts import DeviceFacts
    from .links import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class LldpNeighbour:
    """A device heard on a port.

    Attributes:
        parent: Aggregate that the local port is a member of; empty when there is none.
        description: Of the remote port, from its configuration.
        system: Its system name: the configured host name.
    """

    port: str
    parent: str
    host: str
    remote_port: str
    description: str
    system: str


def neighbours(host: str, facts: Mapping[str, DeviceFacts], links: Links) -> list[LldpNeighbour]:
    """Everything that one device hears, by port."""
    found = []
    for port in links.cabled(host):
        far = links.far(host, port)
        if far is None or not links.status(host, port).up:
            continue
        if not (_speaks(facts[host], port) and _speaks(facts[far[0]], far[1])):
            continue
        local, remote = facts[host].ports.get(port), facts[far[0]].ports.get(far[1])
        found.append(
            LldpNeighbour(
                port=port,
                parent=local.bundle if local else "",
                host=far[0],
                remote_port=far[1],
                description=remote.description if remote else "",
                system=facts[far[0]].hostname or far[0],
            )
        )
    return found


def _speaks(facts: DeviceFacts, port: str) -> bool:
    if port in facts.lldp:
        return port not in facts.lldp_disabled
    return "all" in facts.lldp and "all" not in facts.lldp_disabled
