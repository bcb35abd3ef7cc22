"""Ports as they were before: none went down, no counter of errors rose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import entries, number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import CheckResult, Scope

_COUNTERS = {
    "input-errors": "input-error-list/input-errors",
    "input-drops": "input-error-list/input-drops",
    "framing-errors": "input-error-list/framing-errors",
    "output-errors": "output-error-list/output-errors",
    "output-drops": "output-error-list/output-drops",
    "carrier-transitions": "output-error-list/carrier-transitions",
    "crc-errors": "ethernet-mac-statistics/input-crc-errors",
    "fec-uncorrected": "ethernet-fec-statistics/fec_uncorrected_count",
}


class PortsAsBefore(Comparison):
    """Ports that were up, cabled in the model or not: what hangs off them is not always modelled."""

    id = "ports_as_before"
    description = "Ports"
    noun = "Port"
    passes = "no port that was up is down, unless its cable leads to a device that is out of service"
    rpc = "get-interface-information"
    root = "physical-interface"
    rule = "same"

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """State of the ports that are up."""
        del model
        found = entries(reply, "physical-interface", "name")
        return {name: "up" for name, port in found.items() if text(port, "oper-status") == "up"}

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the ports that are not known to lead out of service, and that the change did not shut."""
        states = {
            name: f"{text(port, 'admin-status', '?')}/{text(port, 'oper-status', '?')}"
            for name, port in entries(reply, "physical-interface", "name").items()
        }
        modelled = {port.name: port.peer for port in model.interfaces}
        for result in super().evaluate(reply, model, scope):
            peer = modelled.get(result.subject)
            told = states.get(result.subject, "not there")
            if result.verdict != "fail" or (peer is not None and peer.host in scope.in_service):
                yield result if result.verdict != "fail" else self._down(model, result.subject, told)
            elif peer is None and not told.startswith("down/"):
                yield self._down(model, result.subject, told)

    def _down(self, model: DeviceModel, port: str, told: str) -> CheckResult:
        return self.result(model, port, "fail", what=f"Port {port}", expected="up as before", actual=told)


class InterfaceErrors(Comparison):
    """Counters of errors and drops on cabled ports."""

    id = "interface_errors"
    description = "Interface errors"
    noun = "Counter of"
    subject = "devices with a cable"
    passes = "no counter of errors, drops or carrier transitions on a cabled port has risen"
    rpc = "get-interface-information"
    arguments = {"extensive": ""}  # noqa: RUF012 -- declared by the base class
    root = "physical-interface"
    rule = "not-more"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one cable."""
        return any(interface.peer for interface in model.interfaces)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Every counter that the device tells of a cabled port."""
        ports = entries(reply, "physical-interface", "name")
        cabled = [interface.name for interface in model.interfaces if interface.peer]
        return {
            f"{name} {counter}": plain(value)
            for name in cabled
            for counter, path in _COUNTERS.items()
            if (value := number(ports.get(name), path)) is not None
        }
