"""The EVPN-VXLAN overlay of a fabric: its neighbours, segments, tunnels, addresses and type-5 contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import entries, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply

MAC_PERCENT = 5.0
"""How far the number of learned addresses may move: hosts come and go."""


def overlay(model: DeviceModel, scope: Scope) -> dict[str, str]:
    """Addresses of the EVPN neighbours in service, and whose they are."""
    groups = [group for group in model.bgp if "evpn signaling" in group.families]
    return {
        item.address: item.peer for group in groups for item in group.neighbors if item.peer in scope.in_service
    }


class _Fabric(HealthCheck):
    """What every check of a fabric has in common."""

    subject = "fabric switches"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with an overlay."""
        return model.evpn is not None

    def every_neighbor(
        self, reply: Reply, model: DeviceModel, scope: Scope, *, element: str, what: str, noun: str
    ) -> Iterable[CheckResult]:
        """Judge whether each modelled overlay neighbour in service is among the addresses that the device tells.

        Args:
            reply: The device's.
            model: Of the device.
            scope: Who is in service.
            element: Each element of this name has an address.
            what: What is looked for, up to the neighbour's name.
            noun: What there is, or is not.
        """
        found = {(entry.text or "").strip() for entry in reply.root.iter(element)}
        for address, peer in overlay(model, scope).items():
            actual = f"a {noun}" if address in found else f"no {noun}"
            yield self.judge(model, address, what=f"{what} {peer} ({address})", expected=f"a {noun}", actual=actual)


class _Routed(HealthCheck):
    """What the checks of type-5 routes have in common."""

    subject = "fabric switches with VRFs"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with a VRF in the overlay."""
        return any(instance.vni is not None for instance in model.instances)


class EvpnNeighbors(_Fabric):
    """The switches that this one hears EVPN routes of.

    Expected Results:
        Success: Every spine or leaf that it has a session with, and that is in service, is a neighbour.
        Failure: One is missing.
        Inconclusive: The device tells no evpn-instance.
    """

    id = "evpn_neighbors"
    description = "EVPN neighbors"
    passes = "every modelled neighbour in service is one of the EVPN instance"
    rpc = "get-evpn-instance-information"
    arguments = {"extensive": ""}  # noqa: RUF012 -- declared by the base class
    root = "evpn-instance-information"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every neighbour of the model."""
        return self.every_neighbor(
            reply, model, scope, element="evpn-neighbor-address", what="EVPN neighbor", noun="neighbor"
        )


class EvpnGateways(_Fabric):
    """Gateways (IRB) of the overlay.

    Expected Results:
        Success: As many are up as there are.
        Failure: Fewer.
        Inconclusive: The device tells no numbers.
    """

    id = "evpn_gateways"
    description = "EVPN gateways"
    subject = "spines"
    passes = "every IRB of the overlay is up"
    rpc = "get-evpn-instance-information"
    arguments = {"extensive": ""}  # noqa: RUF012 -- declared by the base class
    root = "irb-interfaces"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with gateways."""
        return model.evpn is not None and any(vlan.irb for vlan in model.vlans)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the numbers of every instance."""
        del scope
        for entry in reply.root.iter("evpn-instance"):
            name = text(entry, "evpn-instance-name", "?")
            up, known = text(entry, "irb-interfaces-up", "?"), text(entry, "irb-interfaces", "?")
            yield self.judge(
                model, name, what=f"Gateways of {name}", expected=f"{known} of {known} up",
                actual=f"{up} of {known} up",
            )


class EvpnSegments(Comparison):
    """Ethernet segments: links of servers to two leaves, each with a designated forwarder."""

    id = "evpn_segments"
    description = "Ethernet segments"
    noun = "Ethernet segment"
    subject = "leaves with Ethernet segments"
    passes = "every segment that was up is, and has a designated forwarder if it had one"
    rpc = "get-evpn-instance-information"
    arguments = {"extensive": ""}  # noqa: RUF012 -- declared by the base class
    root = "evpn-instance-information"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with a modelled segment."""
        return any(interface.esi for interface in model.interfaces)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """State of every modelled segment that works."""
        known = {interface.esi for interface in model.interfaces if interface.esi}
        found = {esi: _segment(entry) for esi, entry in entries(reply, "evpn-esi", "evpn-esi-value").items()}
        return {esi: state for esi, state in found.items() if esi in known and state.startswith("Up")}


class EvpnDatabase(Comparison):
    """Addresses that the overlay has learned."""

    id = "evpn_database"
    description = "EVPN database"
    noun = "Addresses of"
    subject = "fabric switches"
    passes = f"as many addresses are known as before, within {MAC_PERCENT:g} % (at least 1)"
    rpc = "get-evpn-database-information"
    root = "evpn-database-information"
    rule = "within"
    tolerance = MAC_PERCENT
    severity = "major"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Switches with an overlay."""
        return model.evpn is not None

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Number of addresses by instance."""
        del model
        return {
            text(entry, "instance-name", "?"): str(sum(1 for _ in entry.iter("mac-entry")))
            for entry in reply.root.iter("evpn-database-instance")
        }


class EvpnDuplicates(_Fabric):
    """Addresses that move too often are frozen as duplicates: a loop, or two hosts with one address.

    Expected Results:
        Success: None.
        Failure: At least one.
        Inconclusive: The device tells no evpn-database-information.
    """

    id = "evpn_duplicates"
    description = "Duplicate addresses"
    passes = "no address is held back as a duplicate"
    rpc = "get-evpn-database-information"
    arguments = {"state": "duplicate"}  # noqa: RUF012 -- declared by the base class
    root = "evpn-database-information"
    origin = "constant"
    severity = "major"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Name every duplicate."""
        del scope
        found = [text(entry, "mac-address", "?") for entry in reply.root.iter("mac-entry")]
        actual = ", ".join(found) or "none"
        yield self.judge(model, "duplicates", what=self.description, expected="none", actual=actual)


class RemoteTunnels(_Fabric):
    """VXLAN tunnels to the other switches.

    Expected Results:
        Success: One to every modelled overlay neighbour in service.
        Failure: One is missing: no frame gets there.
        Inconclusive: The device tells no vxlan-source-vtep-information.
    """

    id = "vxlan_tunnels"
    description = "VXLAN tunnels"
    passes = "there is a tunnel to every modelled overlay neighbour in service"
    rpc = "get-ethernet-switching-vxlan-rvtep-info"
    root = "vxlan-source-vtep-information"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every neighbour of the model."""
        return self.every_neighbor(
            reply, model, scope, element="remote-vtep-address", what="VXLAN tunnel to", noun="tunnel"
        )


class RoutedContexts(_Routed):
    """VRFs whose prefixes travel as type-5 routes.

    Expected Results:
        Success: Every such VRF has its context, with the VNI of the model.
        Failure: One is missing, or has another VNI.
        Inconclusive: The device tells no evpn-l3-context-information.
    """

    id = "evpn_contexts"
    description = "EVPN routed contexts"
    passes = "every VRF with type-5 routes has its context, with its VNI"
    rpc = "get-evpn-l3-context-information"
    root = "evpn-l3-context-information"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every VRF of the model."""
        del scope
        found = entries(reply, "evpn-l3-context", "context-name")
        for instance in model.instances:
            if instance.vni is not None:
                actual = text(found.get(instance.name), "context-vni", "no context")
                yield self.judge(
                    model, instance.name, what=f"VNI of {instance.name}", expected=str(instance.vni), actual=actual
                )


class RoutedPrefixes(_Routed, Comparison):
    """Type-5 routes of every VRF."""

    id = "evpn_prefixes"
    description = "EVPN prefixes"
    noun = "Type-5 prefixes of"
    passes = "every VRF has as many type-5 prefixes as before, within 2 % (at least 1)"
    rpc = "get-evpn-ip-prefix-database-information"
    root = "evpn-ip-prefix-database-information"
    rule = "within"
    tolerance = 2.0
    severity = "major"
    steady = True

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Number of prefixes by VRF."""
        del model
        contexts = reply.root.iter("evpn-pfxdb-l3-context")
        return {
            text(entry, "context-name", "?"): plain(sum(1 for _ in entry.iter("evpn-pfxdb-evpn-ip-entry")))
            for entry in contexts
        }


def _segment(entry: _Element) -> str:
    status = text(entry, ".//evpn-esi-local-intf-status") or text(entry, "evpn-esi-status", "?")
    forwarder = text(entry, ".//esi-designated-forwarder")
    up = "Up" if status.startswith(("Up", "Resolved")) else status
    return f"{up}, {'with' if forwarder else 'without'} a designated forwarder"
