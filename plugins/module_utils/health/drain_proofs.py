"""Whether a device is drained, or back: each proof of a drain step, judged by what the devices say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..junos.errors import JunosError
from .base import CheckResult, HealthReport
from .question import Question
from .reading import entries, number, plain, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from ..design.drain_model import DrainStep, Proof, ProofKind
    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict

    Ask = Callable[[str, Question], Reply]
    Judge = Callable[["Drained", Proof, str], Iterator["Finding"]]

GRACEFUL = ("65535:0", "graceful-shutdown")
"""The community of RFC 8326, as numbers and as Junos names it."""
LAST_METRIC = 16777214
QUIET_PERCENT = 1
QUIET_PPS = 10
"""Packets per second that protocols send over a link that carries nothing else, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one device said about one subject.

    Attributes:
        drained: It looks drained; None when it cannot be told.
        either: It fits both: there is nothing there that could be drained.
        actual: What was found, in words.
    """

    what: str
    drained: bool | None
    actual: str
    either: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """A device that is being drained, or brought back, and whom to ask about it.

    Attributes:
        model: Of the device.
        model_of: Of the devices around it.
        ask: Sends a question to a host; raises ``JunosError`` when there is no answer.
        serving: Who is in service: only they can prove anything.
        before: Packets per second on its interfaces before the drain.
    """

    model: DeviceModel
    model_of: Callable[[str], DeviceModel]
    ask: Ask
    serving: frozenset[str]
    before: Mapping[str, float]

    @property
    def host(self) -> str:
        """The device."""
        return self.model.hostname


def prove(device: Drained, step: DrainStep, *, drained: bool) -> HealthReport:
    """Whether a step has taken effect everywhere, or has been undone everywhere.

    Args:
        device: The device.
        step: The step, with its proofs.
        drained: What is to be proven; the opposite of a proof that is about traffic is never asked for, as nobody can
            say when traffic will come back.
    """
    results: list[CheckResult] = []
    for proof in step.proofs:
        if not drained and proof.kind in _ONE_WAY:
            continue
        for place in proof.at:
            if place != device.host and place not in device.serving:
                continue
            try:
                found = list(_JUDGES[proof.kind](device, proof, place))
            except JunosError as error:
                found = [Finding(what=f"{proof.kind} at {place}", drained=None, actual=str(error).rstrip("."))]
            results += [_result(device, proof, finding, drained=drained) for finding in found]
    return HealthReport(host=device.host, results=tuple(results))


def traffic(ask: Callable[[Question], Reply]) -> dict[str, float]:
    """Packets per second that a device sends, by physical interface.

    Raises:
        JunosError: It does not tell.
    """
    reply = ask(Question(rpc="get-interface-information"))
    ports = entries(reply, "physical-interface", "name")
    rates = {name: number(port, "traffic-statistics/output-pps") for name, port in ports.items()}
    return {name: rate for name, rate in rates.items() if rate is not None}


def _result(device: Drained, proof: Proof, finding: Finding, *, drained: bool) -> CheckResult:
    fits = finding.either or finding.drained is drained
    verdict: Verdict = "pass" if fits else "inconclusive" if finding.drained is None else "fail"
    expected = proof.expected if drained else "as without a drain"
    return CheckResult(
        check="drained" if drained else "undrained",
        host=device.host,
        subject=proof.kind,
        verdict=verdict,
        expected=expected,
        actual=finding.actual,
        message=f"{finding.what} - Expected: {expected} Actual: {finding.actual}",
    )


def _goodbye(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """Routes of the device, at a peer, carry the community of graceful shutdown."""
    del proof
    for address in _addresses_of(device.host, device.model_of(place)):
        arguments = (("receive-protocol-name", "bgp"), ("peer", address), ("detail", ""))
        reply = device.ask(place, Question(rpc="get-route-information", arguments=arguments))
        ways = [way for route in reply.root.iter("rt") for way in route.iter("rt-entry")]
        marked = sum(any((item.text or "").strip() in GRACEFUL for item in way.iter("community")) for way in ways)
        what = f"Routes of {device.host} ({address}) at {place}"
        if not reply.has("route-information"):
            yield Finding(what=what, drained=None, actual="a reply without route-information")
        elif not ways:
            yield Finding(what=what, drained=None, actual="none", either=True)
        elif marked in (0, len(ways)):
            yield Finding(what=what, drained=bool(marked), actual=f"{marked} of {len(ways)} marked as going away")
        else:
            yield Finding(what=what, drained=None, actual=f"only {marked} of {len(ways)} marked as going away")


def _overloaded(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """The LSP of the device, at a neighbour, is one to be avoided."""
    del proof
    arguments = (("system-id", device.host), ("extensive", ""))
    reply = device.ask(place, Question(rpc="get-isis-database-information", arguments=arguments))
    links = [number(entry, "metric") for entry in _lsp(reply, device.host).iter("reachability-tlv")]
    known = [metric for metric in links if metric is not None]
    what = f"LSP of {device.host} at {place}"
    if _lsp(reply, device.host).find(".//overload") is not None:
        yield Finding(what=what, drained=True, actual="the overload bit is set")
    elif not known:
        yield Finding(what=what, drained=None, actual="no neighbors in it")
    else:
        high = sum(metric >= LAST_METRIC for metric in known)
        actual = f"{high} of {len(known)} neighbors at metric {LAST_METRIC}"
        yield Finding(what=what, drained=high == len(known) if high in (0, len(known)) else None, actual=actual)


def _quiet(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """The device sends next to nothing over its links any more."""
    now = traffic(lambda question: device.ask(place, question))
    for port in dict.fromkeys(subject.partition(".")[0] for subject in proof.subjects):
        rate, was = now.get(port), device.before.get(port, 0.0)
        limit = max(was * QUIET_PERCENT / 100, QUIET_PPS)
        what = f"Traffic of {place} on {port}"
        if rate is None:
            yield Finding(what=what, drained=None, actual="no output-pps told")
        else:
            actual = f"{plain(rate)} pps, {plain(was)} before"
            yield Finding(what=what, drained=rate <= limit, actual=actual)


def _gateways(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """A switch of the overlay still knows the gateways, and the device's own addresses beside them no more.

    All spines announce a gateway alike, from an Ethernet segment of its own; only their own addresses tell them apart.
    """
    units = [
        (f"{interface.name}.{unit.number}", unit)
        for interface in device.model.interfaces
        for unit in interface.units
        if unit.gateway and f"{interface.name}.{unit.number}" in proof.subjects
    ]
    reply = device.ask(place, Question(rpc="get-evpn-database-information"))
    known = {(item.text or "").strip() for item in reply.root.iter("ip-address")}
    for name, unit in units:
        own = [address.partition("/")[0] for address in unit.addresses]
        here = any(address in known for address in own)
        told = "known" if unit.gateway in known else "not known"
        actual = f"{told}, {'with' if here else 'without'} {', '.join(own)}"
        drained = not here if unit.gateway in known else None
        yield Finding(what=f"Gateway {unit.gateway} ({name}) at {place}", drained=drained, actual=actual)


def _segments(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """The other leaf is up in every segment, and is its forwarder."""
    question = Question(rpc="get-evpn-instance-information", arguments=(("extensive", ""),))
    found = entries(device.ask(place, question), "evpn-esi", "evpn-esi-value")
    for segment in proof.subjects:
        entry = found.get(segment)
        status = text(entry, ".//evpn-esi-local-intf-status", "not told")
        forwarder = text(entry, ".//esi-designated-forwarder")
        backups = entry.iter("esi-backup-forwarder") if entry is not None else ()
        spare = {(item.text or "").strip() for item in backups}
        here = device.model.router_id in {forwarder, *spare}
        actual = f"{status}, forwarder {forwarder or 'unknown'}"
        drained = None if not forwarder else status.startswith("Up") and not here
        yield Finding(what=f"Segment {segment} at {place}", drained=drained, actual=actual)


def _link_avoided(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """No IS-IS route leaves by the link."""
    reply = device.ask(place, Question(rpc="get-isis-route-information"))
    used = [text(hop, "interface-name") for hop in reply.root.iter("isis-next-hop")]
    if not reply.has("isis-route-information"):
        yield Finding(what=f"IS-IS routes of {place}", drained=None, actual="a reply without isis-route-information")
        return
    for link in proof.subjects:
        count = used.count(link)
        yield Finding(what=f"IS-IS routes of {place} over {link}", drained=not count, actual=str(count))


def _uplink(device: Drained, proof: Proof, place: str) -> Iterator[Finding]:
    """The default route of a service leaves by another neighbour than the drained one."""
    reply = device.ask(place, Question(rpc="get-route-information", arguments=(("destination", "0.0.0.0/0"),)))
    tables = entries(reply, "route-table", "table-name")
    for instance in proof.subjects:
        ranks = [
            (number(way, "preference") or 0.0, text(way, "nh/to"))
            for route in (tables[f"{instance}.inet.0"].iter("rt") if f"{instance}.inet.0" in tables else ())
            for way in route.iter("rt-entry")
        ]
        best = min((rank for rank, _ in ranks), default=None)
        hops = sorted(hop for rank, hop in ranks if rank == best)
        worse = any(rank != best for rank, _ in ranks)
        actual = f"by {', '.join(hops)}" if hops else "there is none"
        yield Finding(what=f"Default route of {instance}", drained=worse if hops else None, actual=actual)


_JUDGES: Mapping[ProofKind, Judge] = {
    "bgp-graceful-shutdown-seen": _goodbye,
    "isis-overloaded": _overloaded,
    "isis-link-avoided": _link_avoided,
    "no-transit-traffic": _quiet,
    "gateways-elsewhere": _gateways,
    "segments-elsewhere": _segments,
    "uplink-not-preferred": _uplink,
}
_ONE_WAY = ("no-transit-traffic", "isis-link-avoided")


def _addresses_of(host: str, peer: DeviceModel) -> tuple[str, ...]:
    """The addresses by which a peer knows a device in its BGP sessions."""
    groups = [*peer.bgp, *(group for instance in peer.instances for group in instance.bgp)]
    return tuple(dict.fromkeys(item.address for group in groups for item in group.neighbors if item.peer == host))


def _lsp(reply: Reply, host: str) -> _Element:
    """The LSPs of a device, or everything when the reply names no owner."""
    for entry in reply.root.iter("isis-database-entry"):
        if text(entry, "lsp-id").partition(".")[0] == host:
            return entry
    return reply.root
