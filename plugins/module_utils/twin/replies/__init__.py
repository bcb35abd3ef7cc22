"""Answers to operational requests, from the state of the network: what ``show`` commands and facts ask for."""

from __future__ import annotations

from . import bgp, chassis, facts, files, interfaces, isis, lldp, software, switching, system, vpn
from .dispatch import handle

__all__ = ["handle"]

MODULES = (bgp, chassis, facts, files, interfaces, isis, lldp, software, switching, system, vpn)
"""Imported for their entries in the registry."""
