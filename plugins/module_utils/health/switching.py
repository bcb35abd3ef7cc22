"""Layer 2 of a switch: spanning tree on uplinks, ports that something has blocked, learned addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import cabled_ports
from .reading import number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply

_BLOCKED = {
    "SCTL": "storm control", "MMAS": "MAC move limit", "LH": "MAC limit", "MI": "MAC+IP limit", "AD": "an admin",
    "BPDU": "BPDU protection",
}
"""Flags of ``show ethernet-switching interface`` of a port that is kept from forwarding, and who keeps it."""


class SpanningTree(HealthCheck):
    """Ports under spanning tree whose cable leads to another device.

    Expected Results:
        Success: Forwarding, or not under spanning tree at all.
        Failure: Blocked, or inconsistent.
        Inconclusive: The device tells no stp-interface-information.
    """

    id = "spanning_tree"
    description = "Spanning tree"
    subject = "switches"
    passes = "no cabled port towards a device in service is blocked"
    rpc = "get-stp-interface-information"
    root = "stp-interface-information"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with access ports or with servers."""
        return bool(model.ranges) or model.server_edge is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Name every cabled port that does not forward."""
        cabled = {interface.name for interface, _ in cabled_ports(model, scope)}
        blocked = []
        for entry in reply.root.iter("stp-interface-entry"):
            port = text(entry, "interface-name").partition(".")[0]
            state = text(entry, "port-state", "?")
            if port in cabled and not state.startswith("FWD"):
                blocked.append(f"{port} {state}")
        actual = ", ".join(blocked) or "none"
        yield self.judge(model, "ports", what="Blocked uplinks", expected="none", actual=actual)


class BlockedPorts(HealthCheck):
    """Ports that a protection has shut: storm control, MAC limits, BPDUs.

    Expected Results:
        Success: None.
        Failure: At least one; each is named with what shut it.
        Inconclusive: The device tells no l2ng-l2ald-iff-interface-information.
    """

    id = "blocked_ports"
    description = "Blocked ports"
    subject = "switches"
    passes = "no port is shut by storm control, a MAC limit or BPDU protection"
    rpc = "get-ethernet-switching-interface-details"
    root = "l2ng-l2ald-iff-interface-information"
    origin = "constant"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with access ports or with servers."""
        return bool(model.ranges) or model.server_edge is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Name every port with such a flag."""
        del scope
        shut: dict[str, None] = {}
        for entry in reply.root.iter("l2ng-l2ald-iff-interface-entry"):
            port, flags = text(entry, "l2iff-interface-name"), text(entry, "l2iff-interface-flags")
            for flag in flags.replace(",", " ").split():
                if flag in _BLOCKED:
                    shut[f"{port} by {_BLOCKED[flag]}"] = None
        actual = ", ".join(shut) or "none"
        yield self.judge(model, "ports", what=self.description, expected="none", actual=actual)


class LearnedAddresses(Comparison):
    """How many MAC addresses a switch has learned."""

    id = "mac_table"
    description = "MAC table"
    noun = "Learned MAC addresses"
    subject = "switches"
    passes = "as many MAC addresses are learned as before, within 5 % (at least 1)"
    rpc = "get-ethernet-switching-table-information"
    root = "l2ng-l2ald-rtb-macdb"
    rule = "within"
    tolerance = 5.0
    severity = "minor"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Switches; a router has another table."""
        return model.family != "junos" and bool(model.vlans)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """The count that the device tells, or that of its entries."""
        del model
        total = number(reply.root, ".//l2ng-l2-total-mac-count")
        return {"": plain(total if total is not None else sum(1 for _ in reply.root.iter("l2ng-l2-mac-address")))}
