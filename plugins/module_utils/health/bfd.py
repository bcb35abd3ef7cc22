"""Every BFD session of the model towards a device in service is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import bfd_interfaces, bfd_neighbors, peers
from .reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class BfdSessions(HealthCheck):
    """State of the sessions that IS-IS and BGP ask for.

    Expected Results:
        Success: Up.
        Failure: There is no such session, or it is in another state: a dead link would be noticed late.
        Inconclusive: The device tells no bfd-session-information.
    """

    id = "bfd"
    description = "BFD sessions"
    subject = "devices with BFD"
    passes = "every session of the model, of IS-IS and of BGP in every instance, is up"
    rpc = "get-bfd-session-information"
    root = "bfd-session-information"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with a protocol that asks for it."""
        everybody = Scope(in_service=peers(model))
        return any(bfd_interfaces(model, everybody)) or any(bfd_neighbors(model, everybody))

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge by interface for IS-IS, whose neighbour's address is not modelled, and by address for BGP."""
        sessions = list(reply.root.iter("bfd-session"))
        by_port = {text(entry, "session-interface"): text(entry, "session-state", "?") for entry in sessions}
        by_address = {text(entry, "session-neighbor"): text(entry, "session-state", "?") for entry in sessions}
        for interface in bfd_interfaces(model, scope):
            yield self.judge(
                model, interface.name, what=f"BFD session to {interface.peer} on {interface.name}", expected="Up",
                actual=by_port.get(interface.name, "no session"),
            )
        for session in bfd_neighbors(model, scope):
            where = f" in {session.instance}" if session.instance else ""
            yield self.judge(
                model, session.address, what=f"BFD session to {session.peer} ({session.address}){where}",
                expected="Up", actual=by_address.get(session.address, "no session"),
            )
