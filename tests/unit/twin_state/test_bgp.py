"""BGP sessions: a statement against the other end's statement, one disagreement at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from network_builder import build, commit

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

PE = """
system host-name pe
interfaces xe-0/1/0 vlan-tagging
interfaces xe-0/1/0 unit 110 vlan-id 110
interfaces xe-0/1/0 unit 110 family inet address 10.1.0.0/31
routing-options autonomous-system 65000
routing-instances K12 instance-type vrf
routing-instances K12 interface xe-0/1/0.110
routing-instances K12 protocols bgp group CE type external
routing-instances K12 protocols bgp group CE neighbor 10.1.0.1 peer-as 4200000001
"""
SITE = """
system host-name site
interfaces xe-0/2/0 vlan-tagging
interfaces xe-0/2/0 unit 110 vlan-id 110
interfaces xe-0/2/0 unit 110 family inet address 10.1.0.1/31
routing-instances K12 instance-type virtual-router
routing-instances K12 interface xe-0/2/0.110
routing-instances K12 routing-options autonomous-system 4200000001
routing-instances K12 protocols bgp group PE type external
routing-instances K12 protocols bgp group PE neighbor 10.1.0.0 peer-as 65000
"""
CABLE = ["pe xe-0/1/0 site xe-0/2/0 10g"]
K12 = "routing-instances K12 protocols bgp group PE"


def edge() -> NetworkState:
    return build({"pe": PE, "site": SITE}, CABLE, models={"site": "EX4300-48T"})


def test_edge_session_is_established_on_both_sides() -> None:
    state = edge()
    (mine,), (theirs,) = state.sessions("pe"), state.sessions("site")
    assert (mine.state, mine.peer_host, mine.peer_instance, mine.source) == ("Established", "site", "K12", "10.1.0.0")
    assert (theirs.state, theirs.families) == ("Established", frozenset({"inet-unicast"}))


@pytest.mark.parametrize(
    ("commands", "status", "reason"),
    [
        ([f"delete {K12} neighbor 10.1.0.0"], "Active", "site has no neighbor 10.1.0.0"),
        ([f"deactivate {K12}"], "Active", "site has no neighbor 10.1.0.0"),
        (
            [f"set {K12} neighbor 10.1.0.0 peer-as 65001"],
            "Active", "this side has AS 65000, expected 65001",
        ),
        (
            ["set routing-instances K12 routing-options autonomous-system 4200000002"],
            "Active", "site has AS 4200000002, expected 4200000001",
        ),
        ([f"set {K12} local-as 4200000003"], "Active", "site has AS 4200000003, expected 4200000001"),
        ([f"set {K12} local-address 10.9.9.9"], "Active", "site speaks from 10.9.9.9"),
        ([f"set {K12} family inet-vpn unicast"], "Active", "no common address family"),
        ([f"set {K12} neighbor 10.1.0.0 shutdown"], "Active", "shut down at site"),
        (["delete routing-instances K12 interface xe-0/2/0.110"], "Active", "site has no neighbor 10.1.0.0"),
        (["set interfaces xe-0/2/0 unit 110 disable"], "Idle", "nobody has 10.1.0.1 at the other end of xe-0/1/0.110"),
        (["set interfaces xe-0/2/0 disable"], "Idle", "xe-0/1/0.110 is down: site xe-0/2/0 is disabled"),
        (
            ["set interfaces xe-0/2/0 unit 110 vlan-id 111"],
            "Idle", "nobody has 10.1.0.1 at the other end of xe-0/1/0.110",
        ),
        (
            ["delete interfaces xe-0/2/0 unit 110 family inet address 10.1.0.1/31"],
            "Idle", "nobody has 10.1.0.1 at the other end of xe-0/1/0.110",
        ),
    ],
)
def test_edge_session_stays_down(commands: list[str], status: str, reason: str) -> None:
    state = edge()
    commit(state, "site", *commands)
    (mine,) = state.sessions("pe")
    assert (mine.state, mine.reason) == (status, reason)
    assert not any(theirs.up for theirs in state.sessions("site"))


def test_session_remembers_when_it_came_up_and_how_often_it_fell() -> None:
    state = edge()
    begin = state.sessions("pe")[0].since
    state.fleet.clock.sleep(60)
    state.fault("bgp_down", host="site", peer="10.1.0.0")
    fallen = state.sessions("pe")[0]
    assert (fallen.state, fallen.reason, fallen.flaps) == ("Active", "silenced at site", 1)
    assert (fallen.since - begin).total_seconds() == 60
    state.fleet.clock.sleep(60)
    state.clear_faults()
    risen = state.sessions("pe")[0]
    assert (risen.up, risen.flaps, (risen.since - begin).total_seconds()) == (True, 1, 120)


def test_forgotten_statement_is_forgotten() -> None:
    state = edge()
    assert len(state.sessions("site")) == 1
    commit(state, "site", f"delete {K12}")
    assert state.sessions("site") == []


def test_external_peer_behind_a_router_needs_multihop() -> None:
    state = edge()
    commit(state, "pe", "set routing-instances K12 protocols bgp group CE neighbor 10.7.0.1 peer-as 1")
    assert state.sessions("pe")[1].reason == "10.7.0.1 is not directly connected"


CORE = """
interfaces et-0/0/0 unit 0 family inet address 10.0.0.{last}/31
interfaces et-0/0/0 unit 0 family iso
interfaces lo0 unit 0 family inet address 10.255.0.{last}/32
interfaces lo0 unit 0 family iso address 49.0001.0102.5500.000{last}.00
routing-options autonomous-system 65000
protocols isis interface et-0/0/0.0 point-to-point
protocols isis interface lo0.0 passive
protocols bgp group CORE type internal
protocols bgp group CORE local-address 10.255.0.{last}
protocols bgp group CORE family inet-vpn unicast
protocols bgp group CORE neighbor 10.255.0.{other}
"""


def core() -> NetworkState:
    configurations = {f"r{n}": CORE.format(last=n, other=1 - n) for n in (0, 1)}
    return build(configurations, ["r0 et-0/0/0 r1 et-0/0/0 100g"])


def test_loopback_session_follows_isis() -> None:
    state = core()
    assert [session.up for host in ("r0", "r1") for session in state.sessions(host)] == [True, True]
    commit(state, "r1", "set protocols isis interface et-0/0/0.0 disable")
    assert state.sessions("r0")[0].reason == "no route to 10.255.0.1"
    commit(state, "r1", "delete protocols isis interface et-0/0/0.0 disable")
    assert state.sessions("r0")[0].up


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("delete protocols bgp group CORE local-address", "r1 speaks from no fixed address"),
        ("set routing-options autonomous-system 65001", "r1 has AS 65001, expected 65000"),
        ("set protocols bgp group CORE family evpn signaling", ""),
        ("delete protocols isis interface lo0.0", "no route to 10.255.0.1"),
        ("delete interfaces lo0 unit 0 family inet", "no route to 10.255.0.1"),
    ],
)
def test_loopback_session_disagrees(command: str, reason: str) -> None:
    state = core()
    commit(state, "r1", command)
    assert state.sessions("r0")[0].reason == reason


FABRIC = """
interfaces et-0/0/0 unit 0 family inet address 10.0.0.{last}/31
interfaces lo0 unit 0 family inet address 10.255.0.{last}/32
routing-options autonomous-system 64610
policy-options policy-statement UNDERLAY-OUT term lo0 from protocol direct
policy-options policy-statement UNDERLAY-OUT term lo0 from route-filter 10.255.0.0/24 prefix-length-range /32-/32
policy-options policy-statement UNDERLAY-OUT term lo0 then accept
policy-options policy-statement UNDERLAY-OUT term last then reject
protocols bgp group UNDERLAY type external
protocols bgp group UNDERLAY export UNDERLAY-OUT
protocols bgp group UNDERLAY local-as 421000000{last}
protocols bgp group UNDERLAY local-as no-prepend-global-as
protocols bgp group UNDERLAY neighbor 10.0.0.{other} peer-as 421000000{other}
protocols bgp group OVERLAY type internal
protocols bgp group OVERLAY local-address 10.255.0.{last}
protocols bgp group OVERLAY family evpn signaling
protocols bgp group OVERLAY neighbor 10.255.0.{other}
"""


def fabric() -> NetworkState:
    configurations = {f"r{n}": FABRIC.format(last=n, other=1 - n) for n in (0, 1)}
    return build(configurations, ["r0 et-0/0/0 r1 et-0/0/0 40g"], models={"r0": "QFX10002-36Q", "r1": "QFX5100-48S"})


def test_overlay_stands_on_the_underlay() -> None:
    state = fabric()
    assert [session.state for session in state.sessions("r0")] == ["Established", "Established"]
    assert state.sessions("r0")[1].families == frozenset({"evpn-signaling"})


@pytest.mark.parametrize(
    ("command", "underlay", "overlay"),
    [
        ("delete protocols bgp group UNDERLAY export", "Established", "Idle"),
        ("set policy-options policy-statement UNDERLAY-OUT term lo0 then reject", "Established", "Idle"),
        ("deactivate protocols bgp group UNDERLAY", "Active", "Idle"),
        ("delete protocols bgp group UNDERLAY local-as", "Active", "Idle"),
        ("deactivate protocols bgp group OVERLAY", "Established", "Active"),
    ],
)
def test_overlay_falls(command: str, underlay: str, overlay: str) -> None:
    state = fabric()
    commit(state, "r1", command)
    assert [session.state for session in state.sessions("r0")] == [underlay, overlay]
