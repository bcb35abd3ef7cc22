"""Answers to operational requests, from the state of the network: what ``show`` commands and facts ask for."""

from __future__ import annotations

from . import (
    access,
    bgp,
    chassis,
    clocks,
    ddos,
    evpn_database,
    facts,
    files,
    interfaces,
    isis,
    lldp,
    macsec,
    optics,
    power,
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
    access, bgp, chassis, clocks, ddos, evpn_database, facts, files, interfaces, isis, lldp, macsec, optics, power,
    routing, software, switching, system, vpn, vrrp, vxlan,
)
"""Imported for their entries in the registry."""
