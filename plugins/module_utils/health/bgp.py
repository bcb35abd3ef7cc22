"""BGP beyond the state of its sessions: flaps, prefixes, how near a limit is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import bgp_sessions, peers
from .reading import number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict

LIMIT_PERCENT = 80
"""How near its prefix limit a session may come: at the limit it is torn down."""


def address_of(peer: _Element) -> str:
    """Address of a peer; the TCP port stands behind that of a session that is up: ``10.0.0.1+179``."""
    return text(peer, "peer-address").partition("+")[0]


class BgpFlaps(Comparison):
    """How often sessions went down."""

    id = "bgp_flaps"
    description = "BGP flaps"
    noun = "Flaps of"
    subject = "devices with BGP"
    passes = "no session of the model has gone down since"
    rpc = "get-bgp-summary-information"
    root = "bgp-information"
    rule = "not-more"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one neighbour."""
        return bool(_addresses(model))

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Flaps by neighbour."""
        known = _addresses(model)
        found = {address_of(peer): text(peer, "flap-count") for peer in reply.root.iter("bgp-peer")}
        return {address: told for address, told in found.items() if address in known and told}


class BgpPrefixes(Comparison):
    """How many prefixes every neighbour sends and this side accepts."""

    id = "bgp_prefixes"
    description = "BGP prefixes"
    noun = "Accepted prefixes of"
    subject = "devices with BGP"
    passes = "every neighbour's accepted prefixes are within 2 % (at least 1) of before, table by table"
    rpc = "get-bgp-summary-information"
    root = "bgp-information"
    rule = "within"
    tolerance = 2.0
    severity = "major"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one neighbour."""
        return bool(_addresses(model))

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Accepted prefixes by neighbour and table."""
        known = _addresses(model)
        return {
            f"{address_of(peer)} {text(rib, 'name')}": plain(count)
            for peer in reply.root.iter("bgp-peer")
            for rib in peer.iter("bgp-rib")
            if address_of(peer) in known and (count := number(rib, "accepted-prefix-count")) is not None
        }


class BgpPrefixLimits(HealthCheck):
    """How near the neighbours with a limit come to it.

    Expected Results:
        Success: At most 80 % of the limit of the model.
        Failure: More: soon the session is torn down.
        Inconclusive: The device tells no bgp-information, or no count for a session that is up.
    """

    id = "bgp_prefix_limits"
    description = "BGP prefix limits"
    subject = "devices whose neighbours have a prefix limit"
    passes = f"every neighbour with a limit announces at most {LIMIT_PERCENT} % of it"
    rpc = "get-bgp-summary-information"
    root = "bgp-information"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with a limited group."""
        groups = [*model.bgp, *(group for instance in model.instances for group in instance.bgp)]
        return any(group.prefix_limit for group in groups)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the sessions that are up; those that are not are the matter of another check."""
        found = {address_of(peer): peer for peer in reply.root.iter("bgp-peer")}
        for session in bgp_sessions(model, scope):
            peer = found.get(session.address)
            if not session.prefix_limit or peer is None or text(peer, "peer-state") != "Established":
                continue
            counts = [number(rib, "received-prefix-count") for rib in peer.iter("bgp-rib")]
            told = [count for count in counts if count is not None]
            limit = session.prefix_limit * LIMIT_PERCENT / 100
            verdict: Verdict = "inconclusive" if not told else "pass" if sum(told) <= limit else "fail"
            yield self.result(
                model, session.address, verdict, what=f"Prefixes of {session.peer} ({session.address})",
                expected=f"at most {plain(limit)} of its limit of {session.prefix_limit}",
                actual=plain(sum(told)) if told else "not told",
            )


def _addresses(model: DeviceModel) -> frozenset[str]:
    return frozenset(session.address for session in bgp_sessions(model, Scope(in_service=peers(model))))
