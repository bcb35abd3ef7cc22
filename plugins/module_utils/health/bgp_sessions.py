"""Each BGP session towards a device in service is established, in every instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .bgp import address_of
from .expectations import bgp_sessions
from .reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class BgpSessions(HealthCheck):
    """State of the sessions in the model, internal and external.

    Expected Results:
        Success: Established.
        Failure: The neighbour is not there, or in another state.
        Inconclusive: The device tells no bgp-information.
    """

    id = "bgp_sessions"
    description = "BGP sessions"
    subject = "devices with BGP"
    passes = "every session of the model is established, in every instance"
    rpc = "get-bgp-summary-information"
    root = "bgp-information"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one BGP group."""
        return bool(model.bgp) or any(instance.bgp for instance in model.instances)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each session; those beyond the model are no matter of this check."""
        states = {address_of(peer): text(peer, "peer-state", "?") for peer in reply.root.iter("bgp-peer")}
        for session in bgp_sessions(model, scope):
            where = f" in {session.instance}" if session.instance else ""
            yield self.judge(
                model,
                session.address,
                what=f"BGP session to {session.peer} ({session.address}){where}",
                expected="Established",
                actual=states.get(session.address, "no such neighbor"),
            )
