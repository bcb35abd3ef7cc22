"""What the health checks and the proofs of a drain ask, answered from the state of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.health.catalogue import CHECKS
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies import handle
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies.registry import ANSWERS, COMMANDS
from ansible_collections.statenet.junos.plugins.module_utils.twin.rpc.dispatch import HANDLERS
from lxml import etree
from network_builder import build, commit
from statewide import coexistence

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState
    from lxml.etree import _Element


def ask(state: NetworkState, host: str, name: str, /, **arguments: str) -> _Element:
    """Send a request; underscores in arguments stand for hyphens."""
    rpc = etree.Element(name)
    for key, value in arguments.items():
        etree.SubElement(rpc, key.replace("_", "-")).text = value
    answer = handle(state, state.fleet.devices[host], rpc, "xml")
    assert isinstance(answer, etree._Element)
    return answer


def texts(answer: _Element, tag: str) -> list[str]:
    """Text of every element of a name."""
    return [item.text or "" for item in answer.iter(tag)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_question_has_an_answer(check: type) -> None:
    rpc = check.rpc  # type: ignore[attr-defined]
    assert rpc in COMMANDS if " " in rpc else rpc in {*ANSWERS, *HANDLERS}


def test_bfd_of_isis_follows_the_adjacency() -> None:
    state = coexistence()
    for host in ("pe", "core"):
        commit(state, host, "set protocols isis interface et-0/0/0.0 family inet bfd-liveness-detection "
                            "minimum-interval 150")
    (session,) = ask(state, "pe", "get-bfd-session-information").iter("bfd-session")
    names = ("session-neighbor", "session-state", "session-interface", "session-detection-time")
    assert [session.findtext(name) for name in names] == ["10.0.0.1", "Up", "et-0/0/0.0", "0.450"]
    commit(state, "core", "deactivate protocols isis")
    assert texts(ask(state, "pe", "get-bfd-session-information"), "session-state") == ["Down"]


def test_isis_database_tells_who_is_to_be_avoided() -> None:
    state = coexistence()
    assert texts(ask(state, "core", "get-isis-database-information", system_id="pe"), "metric") == ["10"]
    commit(state, "pe", "set protocols isis overload advertise-high-metrics")
    answer = ask(state, "core", "get-isis-database-information", system_id="pe")
    assert texts(answer, "metric") == ["16777214"]
    assert answer.find(".//overload") is None
    commit(state, "pe", "delete protocols isis overload")
    commit(state, "pe", "set protocols isis overload")
    assert ask(state, "pe", "get-isis-database-information", system_id="pe").find(".//overload") is not None


def test_one_neighbor_protects_nothing() -> None:
    assert texts(ask(coexistence(), "pe", "get-isis-backup-coverage-information"), "isis-node-coverage") == ["0.00%"]


def test_ldp_needs_both_ends() -> None:
    state = coexistence()
    commit(state, "pe", "set protocols ldp interface et-0/0/0.0")
    assert texts(ask(state, "pe", "get-ldp-session-information"), "ldp-neighbor-address") == []
    commit(state, "core", "set protocols ldp interface et-0/0/0.0")
    assert texts(ask(state, "pe", "get-ldp-session-information"), "ldp-neighbor-address") == ["10.255.0.1"]


def test_a_graceful_shutdown_is_seen_at_the_peer() -> None:
    state = coexistence()
    question = {"receive_protocol_name": "bgp", "peer": "10.255.0.0", "detail": ""}
    before = ask(state, "core", "get-route-information", **question)
    assert texts(before, "rt-destination") == ["10.255.0.0:10:10.1.0.0/31"]
    assert texts(before, "local-preference") == ["100"]
    assert texts(before, "community") == []
    commit(state, "pe", "set protocols bgp group CORE graceful-shutdown sender local-preference 0")
    after = ask(state, "core", "get-route-information", **question)
    assert texts(after, "local-preference") == ["0"]
    assert texts(after, "community") == ["65535:0"]


def test_a_site_has_its_default_route_and_prefers_by_preference() -> None:
    state = coexistence()
    answer = ask(state, "site", "get-route-information", destination="0.0.0.0/0", table="K12.inet.0")
    assert [(item.findtext("protocol-name"), item.findtext("preference")) for item in answer.iter("rt-entry")] == [
        ("BGP", "170"),
        ("Static", "200"),
    ]
    commit(state, "site", "set routing-instances K12 protocols bgp group PE neighbor 10.1.0.0 preference 250")
    answer = ask(state, "site", "get-route-information", destination="0.0.0.0/0", table="K12.inet.0")
    assert texts(answer, "preference") == ["200", "250"]


def test_counters_have_names_and_stay_at_zero() -> None:
    state = coexistence()
    commit(state, "pe", "set firewall family inet filter PROTECT-RE term last then count re-discard")
    commit(state, "pe", "set class-of-service forwarding-classes class voice queue-num 5")
    answer = ask(state, "pe", "get-firewall-information")
    assert [texts(answer, tag) for tag in ("filter-name", "counter-name", "packet-count")] == [
        ["PROTECT-RE"], ["re-discard"], ["0"],
    ]
    queue = ask(state, "pe", "get-interface-queue-information", interface_name="et-0/0/0")
    assert texts(queue, "forwarding-class-name") == ["voice"]
    assert texts(queue, "queue-counters-tail-drop-packets") == ["0"]


def test_the_kernel_has_what_is_active() -> None:
    state = coexistence()
    counts = texts(ask(state, "pe", "get-forwarding-table-information", summary=""), "route-count")
    routes = texts(ask(state, "pe", "get-route-summary-information", table="inet.0"), "active-route-count")
    assert counts[-2] == routes[0]
    assert set(texts(ask(state, "pe", "show-krt-queue"), "krtq-queue-length")) == {"0"}


@pytest.mark.parametrize(
    ("host", "size", "loss"), [("10.255.0.1", "56", "0"), ("10.255.0.1", "8972", "100"), ("10.255.0.9", "56", "100")]
)
def test_pings_come_back_when_they_fit(host: str, size: str, loss: str) -> None:
    answer = ask(coexistence(), "pe", "ping", host=host, count="3", size=size, do_not_fragment="")
    assert answer.findtext(".//packet-loss") == loss


LEAF = """
system host-name {name}
chassis aggregated-devices ethernet device-count 2
interfaces et-0/0/0 unit 0 family inet address 10.1.0.{number}/31
interfaces ae1 esi 00:00:00:00:00:00:00:00:00:01
interfaces ae1 esi all-active
interfaces lo0 unit 0 family inet address 10.0.4.{number}/32
routing-options autonomous-system 64701
protocols evpn encapsulation vxlan
protocols bgp group OVERLAY type internal
protocols bgp group OVERLAY local-address 10.1.0.{number}
protocols bgp group OVERLAY family evpn signaling
protocols bgp group OVERLAY neighbor 10.1.0.{other}
"""


def test_segments_have_one_forwarder_while_a_leaf_is_up() -> None:
    leaves = {
        "leaf1": LEAF.format(name="leaf1", number=0, other=1), "leaf2": LEAF.format(name="leaf2", number=1, other=0)
    }
    state = build(
        leaves, ["leaf1 et-0/0/0 leaf2 et-0/0/0"], models={"leaf1": "QFX5100-48S", "leaf2": "QFX5100-48S"}
    )

    def told(host: str) -> list[str]:
        answer = ask(state, host, "get-evpn-instance-information", extensive="")
        tags = ("evpn-esi-local-intf-status", "esi-designated-forwarder", "esi-backup-forwarder")
        return [text for tag in tags for text in texts(answer, tag)]

    assert told("leaf2") == ["Up/Forwarding", "10.0.4.0", "10.0.4.1"]
    commit(state, "leaf1", "set interfaces ae1 disable")
    assert told("leaf2") == ["Up/Forwarding", "10.0.4.1"]
    assert told("leaf1") == ["Down", "10.0.4.1"]
    assert ask(state, "leaf1", "get-evpn-instance-information").find(".//evpn-esi") is None


def test_members_of_a_virtual_chassis_have_an_engine_each() -> None:
    state = build(
        {"sw": "virtual-chassis preprovisioned\nvirtual-chassis member 0 role routing-engine\n"
               "virtual-chassis member 0 serial-number NX1\nvirtual-chassis member 1 role routing-engine\n"
               "virtual-chassis member 1 serial-number NX2"},
        models={"sw": "EX3400-48P"},
    )
    answer = ask(state, "sw", "get-route-engine-information")
    assert texts(answer, "re-name") == ["fpc0", "fpc1"]
    assert texts(answer, "mastership-state") == ["master", "backup"]
