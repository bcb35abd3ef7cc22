"""A filter before the routing engine: who gets through, and what a lock-out does to BGP."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.addresses import parse
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.re_filter import (
    BGP,
    NETCONF,
    Packet,
    re_filter,
)
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.view import View
from network_builder import build, commit, tree

PEERS = """
policy-options prefix-list BGP-PEERS apply-path "protocols bgp group <*> neighbor <*>"
policy-options prefix-list MANAGEMENT 192.0.2.0/24
protocols bgp group G neighbor 10.0.0.1 peer-as 65001
protocols bgp group H neighbor 10.0.0.3 peer-as 65002
interfaces lo0 unit 0 family inet filter input RE
"""
TERM = "firewall family inet filter RE term"
MANAGE = f"""
{TERM} manage from source-prefix-list MANAGEMENT
{TERM} manage from protocol tcp
{TERM} manage from destination-port [ ssh 830 ]
{TERM} manage then accept
"""
ROUTE = f"""
{TERM} route from source-prefix-list BGP-PEERS
{TERM} route from protocol tcp
{TERM} route from port bgp
{TERM} route then accept
"""
LAST = f"{TERM} last then discard"


@pytest.mark.parametrize(
    ("terms", "manages", "routes"),
    [
        (MANAGE + ROUTE + LAST, True, True),
        (MANAGE + ROUTE, True, True),
        (MANAGE, True, False),
        (ROUTE, False, True),
        (f"{TERM} all then accept", True, True),
        (f"{TERM} no from source-address 10.0.0.0/8\n{TERM} no then discard\n{TERM} all then accept", True, False),
        (f"{TERM} odd from tcp-established\n{TERM} odd then discard\n{TERM} all then accept", True, True),
        (f"{TERM} log then count seen\n{TERM} log then next term\n{MANAGE}", True, False),
        (f"{TERM} udp from protocol udp\n{TERM} udp then accept", False, False),
        (f"{TERM} range from destination-port 800-900\n{TERM} range then accept", True, False),
        (f"{TERM} wrong from source-prefix-list EMPTY\n{TERM} wrong then accept\n"
         "policy-options prefix-list EMPTY apply-path \"system ntp server <*>\"", False, False),
        (f"{TERM} but from source-address 10.0.0.0/24\n{TERM} but from source-address 10.0.0.1/32 except\n"
         f"{TERM} but then accept", True, False),
    ],
)
def test_who_gets_through(terms: str, manages: bool, routes: bool) -> None:
    configured = tree(PEERS + terms)
    found = re_filter(View(configured), configured)
    peer = parse("10.0.0.1")
    assert found.accepts(Packet(source=None, destination_port=NETCONF)) is manages
    assert found.accepts(Packet(source=peer, destination_port=BGP)) is routes


def test_nobody_is_kept_out_without_a_filter() -> None:
    configured = tree("system host-name a")
    assert re_filter(View(configured), configured).accepts(Packet(source=None, destination_port=1))


def test_a_filter_that_forgets_a_neighbor_drops_its_session() -> None:
    def router(name: str, own: str, peer: str, asn: int, peer_asn: int) -> str:
        return f"""
        system host-name {name}
        interfaces xe-0/0/0 unit 0 family inet address {own}/31
        routing-options autonomous-system {asn}
        protocols bgp group E type external
        protocols bgp group E neighbor {peer} peer-as {peer_asn}
        """

    state = build(
        {
            "a": router("a", "10.0.0.0", "10.0.0.1", 65000, 65001),
            "b": router("b", "10.0.0.1", "10.0.0.0", 65001, 65000),
        },
        ["a xe-0/0/0 b xe-0/0/0 10g"],
    )
    assert [session.up for session in state.sessions("a")] == [True]
    commit(
        state, "a",
        "set interfaces lo0 unit 0 family inet filter input RE",
        f"set {TERM} manage from destination-port 830",
        f"set {TERM} manage then accept",
    )
    (session,) = state.sessions("a")
    assert (session.state, session.reason) == ("Active", "filtered between a and b")
    assert not state.sessions("b")[0].up
    assert state.manageable("a")
    commit(state, "a", f"set {TERM} route from port bgp", f"set {TERM} route then accept")
    assert state.sessions("b")[0].up
    commit(state, "a", f"delete {TERM} manage")
    assert not state.manageable("a")
