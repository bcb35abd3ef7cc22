"""What keeps a device and its traffic safe: MACsec, control plane protection, the filter of the routing engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class MacsecConnections(HealthCheck):
    """Encryption on the links that the model encrypts.

    Expected Results:
        Success: Encryption on, with the modelled cipher, and an association in use in both directions.
        Failure: No connection, another cipher, clear text, or no association in use.
        Inconclusive: The device tells no macsec-connection-information.
    """

    id = "macsec"
    description = "MACsec"
    subject = "devices with MACsec"
    passes = "every modelled port encrypts with the modelled cipher, both associations are in use"
    rpc = "get-macsec-connection-information"
    root = "macsec-connection-information"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with a connectivity association."""
        return model.macsec is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every port of the association."""
        del scope
        found: dict[str, str] = {}
        for common in reply.root.iter("macsec-interface-common-information"):
            states = [(item.text or "").strip() for item in _associations(common)]
            used = "in use" if len(states) >= 2 and all(state == "inuse" for state in states) else "not in use"
            on, cipher = text(common, "encryption", "?"), text(common, "cipher-suite", "?").lower()
            found[text(common, "interface-name")] = f"encryption {on}, {cipher}, {used}"
        for port in model.macsec.interfaces if model.macsec else ():
            cipher = model.macsec.cipher if model.macsec else ""
            yield self.judge(
                model, port, what=f"MACsec on {port}", expected=f"encryption on, {cipher}, in use",
                actual=found.get(port, "no connection"),
            )


def _associations(common: _Element) -> Iterator[_Element]:
    """Of one interface: its channels follow it, up to the next interface."""
    for sibling in common.itersiblings():
        if sibling.tag == common.tag:
            return
        yield from sibling.iter("association-number-status")


class MacsecKeys(HealthCheck):
    """Key agreement (MKA) on the same links.

    Expected Results:
        Success: Every session is secured with the key of the model, or its fallback.
        Failure: No session, or one in another state.
        Inconclusive: The device tells no mka-session-information.
    """

    id = "mka"
    description = "MACsec key agreement"
    subject = "devices with MACsec"
    passes = "every modelled port has a secured session"
    rpc = "get-mka-session-information"
    root = "mka-session-information"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with a connectivity association."""
        return model.macsec is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every port of the association."""
        del scope
        found = {
            text(entry, "interface-name"): text(entry, "interface-state", "?")
            for entry in reply.root.iter("mka-session-entry")
        }
        for port in model.macsec.interfaces if model.macsec else ():
            actual = found.get(port, "no session")
            secured = actual.startswith("Secured")
            yield self.result(
                model, port, "pass" if secured else "fail", what=f"MKA session on {port}", expected="Secured",
                actual=actual,
            )


class DdosViolations(HealthCheck):
    """Control plane protection: a protocol beyond its limit loses packets.

    Expected Results:
        Success: No protocol is in violation.
        Failure: One is; it is named.
        Inconclusive: The device tells no ddos-protocols-information.
    """

    id = "ddos"
    description = "Control plane protection"
    subject = "routers and fabric switches"
    passes = "no protocol is in violation of its limit"
    rpc = "get-ddos-protocols-violations"
    root = "ddos-protocols-information"
    origin = "constant"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Not EX: it has no such request."""
        return model.family != "junos-ex" and model.role in ("core_mx", "dc_fabric")

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Name every protocol in violation."""
        del scope
        names = [
            f"{text(group, 'group-name', '?')} {text(kind, 'packet-type')}".strip()
            for group in reply.root.iter("ddos-protocol-group")
            for kind in group.iter("ddos-protocol")
            if text(kind, "packet-type-status") != "no violation"
        ]
        count = number(reply.root, ".//packet-types-in-violation")
        told = ", ".join(names) or (f"{plain(count)} packet types" if count else "none")
        yield self.judge(model, "violations", what="Protocols in violation", expected="none", actual=told)


class FilterCounters(Comparison):
    """What the filter of the routing engine discards: after a change it must not begin to discard more kinds."""

    id = "filter_counters"
    description = "Filter of the routing engine"
    noun = "Discarded by"
    subject = "devices with a filter for their routing engine"
    passes = "no counter that was zero counts discarded packets"
    rpc = "get-firewall-information"
    root = "firewall-information"
    severity = "minor"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with a discarding term that counts."""
        return bool(_counters(model))

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Whether the counters of discarding terms count."""
        wanted = _counters(model)
        found: dict[str, str] = {}
        for item in reply.root.iter("filter-information"):
            name = text(item, "filter-name")
            for counter in item.iter("counter"):
                key = (name.partition("-lo0")[0], text(counter, "counter-name").partition("-lo0")[0])
                if key in wanted and not number(counter, "packet-count"):
                    found[" ".join(key)] = "none"
                elif key in wanted:
                    found[" ".join(key)] = "some"
        return {name: told for name, told in found.items() if told == "none"}


def _counters(model: DeviceModel) -> set[tuple[str, str]]:
    filters = model.firewall.filters if model.firewall else ()
    return {
        (item.name, term.counter)
        for item in filters
        for term in item.terms
        if term.counter and term.action == "discard"
    }
