"""Access ports: who is let in, who gets power, who has an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import leading_number, located, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict

POE_PERCENT = 90
"""How much of the power of a switch may be in use: beyond it ports of low priority go dark."""


class AuthenticatedHosts(Comparison):
    """How many hosts 802.1X has let in: a RADIUS server out of reach shows here first."""

    id = "dot1x"
    description = "802.1X"
    noun = "Authenticated hosts"
    subject = "sites with 802.1X"
    passes = "as many hosts are authenticated as before, within 5 % (at least 1)"
    rpc = "get-dot1x-interface-information"
    root = "dot1x-interface-information"
    rule = "within"
    tolerance = 5.0
    severity = "major"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Switches with authenticating ports."""
        return any(ports.authentication for ports in model.ranges)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """How many there are."""
        del model
        states = [text(entry, "state") for entry in reply.root.iter("interface")]
        return {"": str(states.count("Authenticated"))}


class Quarantine(HealthCheck):
    """Everybody in quarantine means that the RADIUS servers refuse everybody, or that the switch asks wrongly.

    Expected Results:
        Success: Some host is elsewhere, or nobody is there.
        Failure: All authenticated hosts are in the quarantine VLAN.
        Inconclusive: The device tells no dot1x-interface-information.
    """

    id = "quarantine"
    description = "802.1X quarantine"
    subject = "sites with 802.1X"
    passes = "not all authenticated hosts are in the quarantine VLAN"
    rpc = "get-dot1x-interface-information"
    root = "dot1x-interface-information"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with authenticating ports."""
        return any(ports.authentication for ports in model.ranges)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Count who is where."""
        del scope
        away = {ports.authentication.quarantine_vlan for ports in model.ranges if ports.authentication}
        hosts = [entry for entry in reply.root.iter("interface") if text(entry, "state") == "Authenticated"]
        caught = sum(text(entry, "authenticated-vlan") in away for entry in hosts)
        verdict: Verdict = "fail" if hosts and caught == len(hosts) else "pass"
        yield self.result(
            model, "quarantine", verdict, what=self.description, expected="not everybody",
            actual=f"{caught} of {len(hosts)} hosts",
        )


class PoweredPorts(Comparison):
    """Ports that give power: a phone without power is a phone that does not ring."""

    id = "poe_ports"
    description = "PoE ports"
    noun = "Power of"
    subject = "sites with PoE"
    passes = "every port that gave power still does"
    rpc = "get-poe-interface-information"
    root = "interface-information"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with PoE."""
        return model.poe is not None

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """The ports that deliver."""
        del model
        entries = [*reply.root.iter("interface-information-detail")] or [*reply.root.iter("interface-information")]
        return {
            text(entry, "interface-name"): "on"
            for entry in entries
            if text(entry, "interface-status").upper() in ("ON", "DELIVERING")
        }


class PowerBudget(HealthCheck):
    """Power in use, member by member.

    Expected Results:
        Success: At most 90 % of what the member can give.
        Failure: More.
        Inconclusive: The device tells no controller, or not its power.
    """

    id = "poe_budget"
    description = "PoE budget"
    subject = "sites with PoE"
    passes = f"every member gives at most {POE_PERCENT} % of its power"
    rpc = "get-poe-controller-information"
    root = "controller-maxpower"
    severity = "major"
    origin = "constant"

    def applies(self, model: DeviceModel) -> bool:
        """Switches with PoE."""
        return model.poe is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every controller."""
        del scope
        for name, entry in located(reply, "controller-information", "controller-index"):
            most = leading_number(text(entry, "controller-maxpower"))
            used = leading_number(text(entry, "controller-power-consumption"))
            if not most or used is None:
                yield self.inconclusive(model, f"no power of controller {name}")
                continue
            limit = most * POE_PERCENT / 100
            yield self.result(
                model, name, "pass" if used <= limit else "fail", what=f"Power of controller {name}",
                expected=f"at most {plain(limit)} W of {plain(most)} W", actual=f"{plain(used)} W",
            )


class DhcpBindings(Comparison):
    """Addresses that DHCP snooping knows; source guard drops who is not among them."""

    id = "dhcp_bindings"
    description = "DHCP bindings"
    noun = "DHCP bindings"
    subject = "sites with DHCP snooping"
    passes = "no fewer than 95 % of the bindings of before are known"
    rpc = "get-dhcp-security-binding"
    root = "dhcp-security-binding"
    rule = "within"
    tolerance = 5.0
    severity = "major"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Switches with a protected VLAN."""
        return any(vlan.dhcp_security for vlan in model.vlans)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """How many there are."""
        del model
        return {"": str(sum(1 for _ in reply.root.iter("dhcp-security-entry")))}


class ArpEntries(HealthCheck):
    """The neighbours on the links to the network answer ARP.

    Expected Results:
        Success: Every eBGP neighbour in service has an entry.
        Failure: One has none.
        Inconclusive: The device tells no arp-table-information.
    """

    id = "arp"
    description = "ARP"
    subject = "sites"
    passes = "every directly connected neighbour in service has an entry"
    rpc = "get-arp-table-information"
    arguments = {"no-resolve": ""}  # noqa: RUF012 -- declared by the base class
    root = "arp-table-information"
    severity = "minor"

    def applies(self, model: DeviceModel) -> bool:
        """Switches of sites with sessions to the network."""
        return model.function == "access" and any(instance.bgp for instance in model.instances)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every neighbour with an IPv4 address."""
        found = {text(entry, "ip-address") for entry in reply.root.iter("arp-table-entry")}
        for instance in model.instances:
            for group in instance.bgp:
                for item in group.neighbors:
                    if item.peer in scope.in_service and ":" not in item.address:
                        actual = "an entry" if item.address in found else "no entry"
                        what = f"ARP entry of {item.peer} ({item.address})"
                        yield self.judge(model, item.address, what=what, expected="an entry", actual=actual)
