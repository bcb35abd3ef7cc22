"""Answers to operational requests, from the state of the network: what ``show`` commands and facts ask for."""

from __future__ import annotations

from . import (
    access,
    bfd,
    bgp,
    chassis,
    clocks,
    ddos,
    evpn_database,
    facts,
    files,
    forwarding,
    interfaces,
    isis,
    isis_database,
    ldp,
    lldp,
    macsec,
    optics,
    ping,
    power,
    queues,
    routing,
    software,
    switching,
    system,
    vpn,
    vrrp,
    vxlan,
)
from .dispatch import handle

__all__ = ["handle"]

MODULES = (
    access, bfd, bgp, chassis, clocks, ddos, evpn_database, facts, files, forwarding, interfaces, isis, isis_database,
    ldp, lldp, macsec, optics, ping, power, queues, routing, software, switching, system, vpn, vrrp, vxlan,
)
"""Imported for their entries in the registry."""
