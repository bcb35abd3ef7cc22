"""Which checks a device gets: all whose subject its model has, as far as they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from ..common.errors import InputError, Problem, Source
from .access import ArpEntries, AuthenticatedHosts, DhcpBindings, PowerBudget, PoweredPorts, Quarantine
from .alarms import ChassisAlarms, SystemAlarms
from .base import SEVERITIES
from .bfd import BfdSessions
from .bgp import BgpFlaps, BgpPrefixes, BgpPrefixLimits
from .bgp_sessions import BgpSessions
from .chassis import Environment, Inventory, LineCards, PortGroups, RoutingEngines, SwitchFabric
from .clocks import NtpAssociations
from .commit import RunningCommit
from .evpn import (
    EvpnDatabase,
    EvpnDuplicates,
    EvpnGateways,
    EvpnNeighbors,
    EvpnSegments,
    RemoteTunnels,
    RoutedContexts,
    RoutedPrefixes,
)
from .gateways import VrrpGroups
from .interfaces import CabledInterfaces
from .isis import BackupCoverage, IsisOverload
from .isis_adjacency import IsisAdjacencies
from .labels import LabelledPaths, LdpNeighbors
from .lacp import LacpAsBefore, LacpMembers
from .lldp import LldpNeighbors
from .optics import ReceivedLight
from .paths import JumboPaths, ServiceProbes
from .ports import InterfaceErrors, PortsAsBefore
from .protection import DdosViolations, FilterCounters, MacsecConnections, MacsecKeys
from .queues import PreciousQueues
from .redundancy import SwitchoverReadiness, TaskReplication, VirtualChassisMembers
from .snapshot import Comparison
from .software import BootTime, CoreDumps, ReleaseAsBefore, SoftwareRelease, Storage
from .switching import BlockedPorts, LearnedAddresses, SpanningTree
from .tables import DefaultRoutes, ForwardingTable, HiddenRoutes, KernelQueue, RouteCounts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from .base import HealthCheck, Severity

CHECKS: tuple[type[HealthCheck], ...] = (
    RunningCommit,
    SoftwareRelease,
    ReleaseAsBefore,
    BootTime,
    CoreDumps,
    Storage,
    NtpAssociations,
    SystemAlarms,
    ChassisAlarms,
    Inventory,
    RoutingEngines,
    TaskReplication,
    SwitchoverReadiness,
    VirtualChassisMembers,
    LineCards,
    PortGroups,
    SwitchFabric,
    Environment,
    CabledInterfaces,
    PortsAsBefore,
    InterfaceErrors,
    ReceivedLight,
    PreciousQueues,
    LldpNeighbors,
    LacpMembers,
    LacpAsBefore,
    MacsecConnections,
    MacsecKeys,
    IsisAdjacencies,
    IsisOverload,
    BackupCoverage,
    LdpNeighbors,
    LabelledPaths,
    BfdSessions,
    BgpSessions,
    BgpFlaps,
    BgpPrefixes,
    BgpPrefixLimits,
    RouteCounts,
    HiddenRoutes,
    DefaultRoutes,
    KernelQueue,
    ForwardingTable,
    EvpnNeighbors,
    EvpnGateways,
    EvpnSegments,
    EvpnDatabase,
    EvpnDuplicates,
    RemoteTunnels,
    RoutedContexts,
    RoutedPrefixes,
    SpanningTree,
    BlockedPorts,
    LearnedAddresses,
    VrrpGroups,
    AuthenticatedHosts,
    Quarantine,
    PoweredPorts,
    PowerBudget,
    DhcpBindings,
    ArpEntries,
    DdosViolations,
    FilterCounters,
    JumboPaths,
    ServiceProbes,
)
"""In the order in which they run: what explains a failure below comes first."""

Depth = Literal["fast", "full"]
"""Fast: the gate inside a wave. Full: everything that every device of its kind can answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which checks of the catalogue are wanted.

    Attributes:
        depth: The gate, or everything.
        names: Only these, as patterns (``bgp_*``); then depth does not count, and those on request are among them.
        severity: Only these and graver ones.
        extra: These as well, as patterns.
        skip: Not these, as patterns, whatever else is asked for.
        intended: Something was changed meanwhile: values that a change may alter are not compared.
    """

    depth: Depth = "fast"
    names: tuple[str, ...] = ()
    severity: Severity = "minor"
    extra: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    intended: bool = False

    def has(self, check: type[HealthCheck]) -> bool:
        """Whether a check is among them."""
        if SEVERITIES.index(check.severity) > SEVERITIES.index(self.severity):
            return False
        if _fits(check, self.skip):
            return False
        if self.names:
            return _fits(check, self.names)
        if self.intended and issubclass(check, Comparison) and check.steady:
            return False
        chosen = not check.on_request and (self.depth == "full" or check.fast)
        return chosen or _fits(check, self.extra)


FAST = Selection()
FULL = Selection(depth="full")


def catalogue(model: DeviceModel, selection: Selection = FAST) -> tuple[HealthCheck, ...]:
    """The checks for a device.

    Args:
        model: What the device should be.
        selection: Which of them are wanted.
    """
    return tuple(check for kind in CHECKS if selection.has(kind) and (check := kind()).applies(model))


def _fits(check: type[HealthCheck], patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(check.id, pattern) for pattern in patterns)


def require_names(names: Iterable[str], *, subject: str) -> None:
    """Nothing, when every pattern fits a check.

    Raises:
        InputError: One fits none.
    """
    known = [check.id for check in CHECKS]
    problems = [
        Problem(
            source=Source(subject),
            subject="checks",
            found=pattern,
            expected=f"the name of a health check, or a pattern of names: {', '.join(sorted(known))}",
        )
        for pattern in names
        if not any(fnmatchcase(check, pattern) for check in known)
    ]
    if problems:
        raise InputError(problems)
