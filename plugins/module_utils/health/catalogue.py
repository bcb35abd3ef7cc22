"""Which checks a device gets: all whose subject its model has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .alarms import ChassisAlarms, SystemAlarms
from .bgp_sessions import BgpSessions
from .commit import RunningCommit
from .interfaces import CabledInterfaces
from .isis_adjacency import IsisAdjacencies
from .lldp import LldpNeighbors

if TYPE_CHECKING:
    from ..design.model import DeviceModel
    from .base import HealthCheck

CHECKS: tuple[type[HealthCheck], ...] = (
    RunningCommit,
    SystemAlarms,
    ChassisAlarms,
    CabledInterfaces,
    LldpNeighbors,
    IsisAdjacencies,
    BgpSessions,
)
"""In the order in which they run: what a failure below explains comes first."""


def catalogue(model: DeviceModel) -> tuple[HealthCheck, ...]:
    """The checks for a device."""
    return tuple(check for kind in CHECKS if (check := kind()).applies(model))
