"""Each proof of a drain against hand-made replies: drained, not drained, not told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.drain_model import DrainStep, Proof
from ansible_collections.statenet.junos.plugins.module_utils.design.model import BgpGroup, BgpNeighbor
from ansible_collections.statenet.junos.plugins.module_utils.health.drain_proofs import Drained, prove, traffic
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import RpcTimeout
from ansible_collections.statenet.junos.plugins.module_utils.junos.reply import parse_reply
from health_models import CORE, LEAF
from health_replies import around, evpn, leaves, port, ports

GOODBYE = leaves("communities", community="65535:0")
PEER = replace(
    CORE, hostname="core2", instances=(),
    bgp=(BgpGroup(name="IBGP", type="internal", neighbors=(BgpNeighbor(address="10.0.0.1", peer="core1"),)),),
)


def announced(*marks: str) -> str:
    entries = "".join(around("rt", around("rt-entry", mark)) for mark in marks)
    return around("route-information", around("route-table", entries))


def lsp(*metrics: int, overload: bool = False) -> str:
    links = "".join(leaves("reachability-tlv", address_prefix="x.00", metric=metric) for metric in metrics)
    head = "<lsp-id>core1.00-00</lsp-id>" + "<overload/>" * overload
    return around("isis-database-information", around("isis-database-entry", head, around("isis-tlv", links)))


def rate(pps: int) -> str:
    return ports(port("et-0/0/2").replace("</name>", f"</name>{leaves('traffic-statistics', output_pps=pps)}"))


def gateway(*known: str) -> str:
    entries = "".join(leaves("mac-entry", active_source="05:00", ip_address=address) for address in known)
    return around("evpn-database-information", around("evpn-database-instance", entries))


def used(*links: str) -> str:
    hops = "".join(leaves("isis-next-hop", interface_name=link) for link in links)
    return around("isis-route-information", around("isis-route", hops))


def defaults(*ways: tuple[str, int]) -> str:
    entries = "".join(
        around("rt-entry", f"<preference>{rank}</preference>", leaves("nh", to=hop)) for hop, rank in ways
    )
    table = around("route-table", "<table-name>K12.inet.0</table-name>", around("rt", entries))
    return around("route-information", table)


SEGMENT = "00:00:00:fc:bd:00:00:00:00:01"
CASES = [
    ("bgp-graceful-shutdown-seen", CORE, ("core1",), announced(GOODBYE, GOODBYE), True, "2 of 2 marked as going away"),
    ("bgp-graceful-shutdown-seen", CORE, ("core1",), announced("", ""), False, "0 of 2 marked as going away"),
    ("bgp-graceful-shutdown-seen", CORE, ("core1",), announced(GOODBYE, ""), None, "only 1 of 2 marked as going away"),
    ("bgp-graceful-shutdown-seen", CORE, ("core1",), "", None, "a reply without route-information"),
    ("isis-overloaded", CORE, ("core1",), lsp(16777214, 16777214), True, "2 of 2 neighbors at metric 16777214"),
    ("isis-overloaded", CORE, ("core1",), lsp(10, overload=True), True, "the overload bit is set"),
    ("isis-overloaded", CORE, ("core1",), lsp(10, 10), False, "0 of 2 neighbors at metric 16777214"),
    ("isis-overloaded", CORE, ("core1",), lsp(16777214, 10), None, "1 of 2 neighbors at metric 16777214"),
    ("isis-overloaded", CORE, ("core1",), "", None, "no neighbors in it"),
    ("no-transit-traffic", CORE, ("et-0/0/2.0",), rate(90), True, "90 pps, 10000 before"),
    ("no-transit-traffic", CORE, ("et-0/0/2.0",), rate(101), False, "101 pps, 10000 before"),
    ("no-transit-traffic", CORE, ("et-0/0/2.0",), ports(), None, "no output-pps told"),
    ("gateways-elsewhere", LEAF, ("irb.110",), gateway("10.50.0.1", "10.50.0.3"), True, "known, without 10.50.0.2"),
    ("gateways-elsewhere", LEAF, ("irb.110",), gateway("10.50.0.1", "10.50.0.2"), False, "known, with 10.50.0.2"),
    ("gateways-elsewhere", LEAF, ("irb.110",), gateway(), None, "not known, without 10.50.0.2"),
    ("segments-elsewhere", LEAF, (SEGMENT,), evpn(forwarder="10.0.4.4"), True, "Up/Forwarding, forwarder 10.0.4.4"),
    ("segments-elsewhere", LEAF, (SEGMENT,), evpn(), False, "Up/Forwarding, forwarder 10.0.4.3"),
    ("segments-elsewhere", LEAF, (SEGMENT,), "", None, "not told, forwarder unknown"),
    ("isis-link-avoided", CORE, ("et-0/0/2.0",), used("et-1/0/0.0"), True, "0"),
    ("isis-link-avoided", CORE, ("et-0/0/2.0",), used("et-0/0/2.0"), False, "1"),
    ("isis-link-avoided", CORE, ("et-0/0/2.0",), "", None, "a reply without isis-route-information"),
    ("uplink-not-preferred", CORE, ("K12",), defaults(("10.1.1.1", 170), ("10.1.1.3", 180)), True, "by 10.1.1.1"),
    ("uplink-not-preferred", CORE, ("K12",), defaults(("10.1.1.1", 170), ("10.1.1.3", 170)), False,
     "by 10.1.1.1, 10.1.1.3"),
    ("uplink-not-preferred", CORE, ("K12",), "<route-information/>", None, "there is none"),
]


def proven(kind: Any, model: Any, subjects: Any, reply: Any, *, drained: bool) -> Any:
    proof = Proof(kind=kind, at=("core2", "gone"), subjects=subjects, rpc="x", expected="it is drained")
    step = DrainStep(name="step", statements=("set x",), undo=(), proofs=(proof,))

    def ask(host: str, question: Any) -> Any:
        assert host == "core2"
        assert str(question).startswith("get-")
        if isinstance(reply, Exception):
            raise reply
        return parse_reply(f"<rpc-reply>{reply}</rpc-reply>", device=host)

    before = {"et-0/0/2": 10000.0}
    device = Drained(model=model, model_of=lambda _: PEER, ask=ask, serving=frozenset({"core2"}), before=before)
    return prove(device, step, drained=drained)


@pytest.mark.parametrize(("kind", "model", "subjects", "reply", "drained", "actual"), CASES)
def test_proof(kind: Any, model: Any, subjects: Any, reply: str, drained: Any, actual: str) -> None:
    report = proven(kind, model, subjects, reply, drained=True)
    assert report.verdict == {True: "pass", False: "fail", None: "inconclusive"}[drained]
    assert [(result.check, result.actual) for result in report.results] == [("drained", actual)]
    assert report.results[0].message.endswith(f"Expected: it is drained Actual: {actual}")
    back = proven(kind, model, subjects, reply, drained=False)
    if kind in ("no-transit-traffic", "isis-link-avoided"):
        assert back.results == ()  # when traffic comes back is up to those who send it
    else:
        assert back.verdict == {True: "fail", False: "pass", None: "inconclusive"}[drained]
        assert back.results[0].expected == "as without a drain"


def test_who_announces_nothing_is_neither_in_nor_out() -> None:
    for drained in (True, False):
        report = proven("bgp-graceful-shutdown-seen", CORE, ("core1",), "<route-information/>", drained=drained)
        assert report.verdict == "pass"


def test_no_answer_is_no_proof() -> None:
    lost = RpcTimeout("core2", "no reply within 60 s")
    report = proven("isis-overloaded", CORE, ("core1",), lost, drained=True)
    assert report.verdict == "inconclusive"
    assert report.results[0].message == (
        "isis-overloaded at core2 - Expected: it is drained Actual: core2: no reply within 60 s"
    )


def test_traffic_by_interface() -> None:
    reply = parse_reply(f"<rpc-reply>{rate(7)}</rpc-reply>", device="core1")
    assert traffic(lambda _: reply) == {"et-0/0/2": 7.0}
