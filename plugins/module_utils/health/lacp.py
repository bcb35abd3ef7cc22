"""Members of aggregates carry traffic: cabled ones by the model, those to servers as they did before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply

_WORKING = "Collecting distributing"


class LacpMembers(HealthCheck):
    """Members of aggregates between devices.

    Expected Results:
        Success: Collecting and distributing, in step with the other end.
        Failure: Not a member, or not carrying.
        Inconclusive: The device tells no aggregate.
    """

    id = "lacp"
    description = "LACP"
    subject = "devices with an aggregate towards another one"
    passes = "every member whose cable leads to a device in service is collecting and distributing"
    rpc = "get-lacp-interface-information"
    root = "lacp-interface-information-list"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with a cabled member."""
        return any(interface.bundle and interface.peer for interface in model.interfaces)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every cabled member."""
        states = _states(reply)
        for interface in model.interfaces:
            if interface.bundle and interface.peer and interface.peer.host in scope.in_service:
                yield self.judge(
                    model, interface.name, what=f"LACP on {interface.name} of {interface.bundle}", expected=_WORKING,
                    actual=states.get(interface.name, "no member"),
                )


class LacpAsBefore(Comparison):
    """Members of aggregates to servers: whether a server is plugged in is not in the model."""

    id = "lacp_as_before"
    description = "LACP"
    noun = "LACP on"
    subject = "devices with aggregates"
    passes = "every member that was collecting and distributing still is"
    rpc = "get-lacp-interface-information"
    root = "lacp-interface-information-list"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with any aggregate."""
        return any(interface.bundle for interface in model.interfaces)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """The members that carry traffic."""
        del model
        return {name: state for name, state in _states(reply).items() if state == _WORKING}


def _states(reply: Reply) -> dict[str, str]:
    return {text(entry, "name"): text(entry, "lacp-mux-state", "?") for entry in reply.root.iter("lag-lacp-protocol")}
