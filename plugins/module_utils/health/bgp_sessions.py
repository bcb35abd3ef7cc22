"""Each BGP session towards a device in service is established, in every instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import bgp_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

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
    rpc = "get-bgp-summary-information"
    root = "bgp-information"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one BGP group."""
        return bool(model.bgp) or any(instance.bgp for instance in model.instances)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each session; those beyond the model are no matter of this check."""
        states = {_address(peer): (peer.findtext("peer-state") or "?").strip() for peer in reply.root.iter("bgp-peer")}
        for session in bgp_sessions(model, scope):
            where = f" in {session.instance}" if session.instance else ""
            yield self.judge(
                model,
                session.address,
                what=f"BGP session to {session.peer} ({session.address}){where}",
                expected="Established",
                actual=states.get(session.address, "no such neighbor"),
            )


def _address(peer: _Element) -> str:
    # The TCP port stands behind the address of a session that is up: 10.0.0.1+179.
    return (peer.findtext("peer-address") or "").strip().partition("+")[0]
