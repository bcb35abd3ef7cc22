"""The cables lead where the plan says: what LLDP hears on each port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import cabled_ports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class LldpNeighbors(HealthCheck):
    """Neighbour and port at the far end of each cable.

    A device that names its ports by index (the default of old releases) tells the system only; then the port counts as
    told by its description, or as not told, which is no failure.

    Expected Results:
        Success: The expected system is heard on the expected port.
        Failure: Nothing, or another system or port, is heard.
        Inconclusive: The device tells no lldp-neighbors-information.
    """

    id = "lldp"
    description = "LLDP neighbors"
    subject = "devices with a cable"
    passes = "the neighbour and port that the cabling says is heard on every cabled port"
    rpc = "get-lldp-neighbors-information"
    root = "lldp-neighbors-information"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one cable."""
        return any(interface.peer for interface in model.interfaces)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each cabled port."""
        heard = {_local_port(entry): entry for entry in reply.root.iter("lldp-neighbor-information")}
        for interface, peer in cabled_ports(model, scope):
            expected = f"{peer.host} {peer.interface}"
            yield self.judge(
                model,
                interface.name,
                what=f"LLDP neighbor on {interface.name}",
                expected=expected,
                actual=_heard(heard.get(interface.name), expected),
            )


def _local_port(entry: _Element) -> str:
    # Which of the two a platform sends differs; some append the unit.
    name = (entry.findtext("lldp-local-interface") or entry.findtext("lldp-local-port-id") or "").strip()
    return name.removesuffix(".0")


def _heard(entry: _Element | None, expected: str) -> str:
    if entry is None:
        return "nothing"
    system = (entry.findtext("lldp-remote-system-name") or "").strip()
    host, _, port = expected.partition(" ")
    told = (entry.findtext("lldp-remote-port-id") or "").strip().removesuffix(".0")
    description = (entry.findtext("lldp-remote-port-description") or "").strip()
    same_system = system == host or system.partition(".")[0] == host
    same_port = told == port or port in description.split() or told.isdigit()
    return expected if same_system and same_port else f"{system or 'a nameless system'} {told or description}".rstrip()
