"""Labelled paths through the core: LDP where it is used, and a way to every other end of a VPN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import isis_interfaces, loopbacks
from .reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict


class LdpNeighbors(HealthCheck):
    """LDP on the links of the core, where it gives out the labels.

    Expected Results:
        Success: A neighbour on every interface, and every session operational.
        Failure: An interface without one, or a session in another state.
        Inconclusive: The device tells no ldp-session-information.
    """

    id = "ldp"
    description = "LDP sessions"
    subject = "routers with LDP"
    passes = "there are as many sessions as IS-IS neighbours in service, all operational"
    rpc = "get-ldp-session-information"
    root = "ldp-session-information"

    def applies(self, model: DeviceModel) -> bool:
        """Routers whose model says LDP instead of segment routing."""
        return model.isis is not None and model.isis.ldp

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every session, then their number."""
        sessions = list(reply.root.iter("ldp-session"))
        for entry in sessions:
            address = text(entry, "ldp-neighbor-address", "?")
            state = text(entry, "ldp-session-state") or text(entry, "ldp-connection-state", "?")
            yield self.judge(
                model, address, what=f"LDP session to {address}", expected="Operational", actual=state
            )
        wanted = len({interface.peer for interface in isis_interfaces(model, scope)})
        verdict: Verdict = "pass" if len(sessions) >= wanted else "fail"
        yield self.result(
            model, "sessions", verdict, what="LDP sessions", expected=f"at least {wanted}", actual=str(len(sessions))
        )


class LabelledPaths(HealthCheck):
    """``inet.3``: where no labelled path leads, VPN routes have no next hop.

    Expected Results:
        Success: A route to the loopback of every iBGP neighbour in service.
        Failure: One is missing.
        Inconclusive: The device tells no route-information.
    """

    id = "labelled_paths"
    description = "Labelled paths"
    subject = "routers with MPLS"
    passes = "inet.3 has a route to the loopback of every iBGP neighbour in service"
    rpc = "get-route-information"
    arguments = {"table": "inet.3"}  # noqa: RUF012 -- declared by the base class
    root = "route-information"

    def applies(self, model: DeviceModel) -> bool:
        """Routers of the core with iBGP and MPLS; the old network is without."""
        labels = any(unit.mpls for interface in model.interfaces for unit in interface.units)
        return labels and model.isis is not None and any(group.type == "internal" for group in model.bgp)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every neighbour."""
        found = {text(route, "rt-destination").partition("/")[0] for route in reply.root.iter("rt")}
        for address, peer in loopbacks(model, scope).items():
            if ":" in address:
                continue
            actual = "a route" if address in found else "no route"
            yield self.judge(
                model, address, what=f"Labelled path to {peer} ({address})", expected="a route", actual=actual
            )
