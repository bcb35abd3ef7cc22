"""VRRP, MACsec, the EVPN database and control plane protection: state from configurations, cables and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_encoding import encode9
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies import handle
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.faults import FaultError
from lxml import etree
from network_builder import build, commit
from test_replies import ask, typed

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

ROUTER = """
interfaces xe-0/1/0 vlan-tagging
interfaces xe-0/1/0 unit 10 vlan-id 10
interfaces xe-0/1/0 unit 10 family inet address 10.0.0.{own}/24 vrrp-group 7 virtual-address 10.0.0.1
interfaces xe-0/1/0 unit 10 family inet address 10.0.0.{own}/24 vrrp-group 7 priority {priority}
interfaces et-0/0/0 unit 0 family inet address 10.9.{own}.0/31
interfaces xe-0/1/0 unit 10 family inet address 10.0.0.{own}/24 vrrp-group 7 track interface et-0/0/0 priority-cost 60
"""
SWITCH = """
vlans LAN vlan-id 10
vlans LAN l3-interface irb.10
vlans OTHER vlan-id 20
interfaces xe-0/2/0 unit 0 family ethernet-switching interface-mode trunk
interfaces xe-0/2/0 unit 0 family ethernet-switching vlan members {first}
interfaces xe-0/2/1 unit 0 family ethernet-switching interface-mode trunk
interfaces xe-0/2/1 unit 0 family ethernet-switching vlan members {second}
"""
CABLES = (
    "a xe-0/1/0 sw xe-0/2/0 10g", "b xe-0/1/0 sw xe-0/2/1 10g", "a et-0/0/0 core et-0/0/0 100g",
    "b et-0/0/0 core et-0/0/1 100g",
)


def vrrp(*, first: str = "LAN", second: str = "5-15", priorities: tuple[int, int] = (120, 100)) -> NetworkState:
    return build(
        {
            "a": ROUTER.format(own=2, priority=priorities[0]), "b": ROUTER.format(own=3, priority=priorities[1]),
            "sw": SWITCH.format(first=first, second=second), "core": "system host-name core",
        },
        CABLES, models={"sw": "EX3400-24P", "core": "MX480"},
    )


def masters(state: NetworkState) -> dict[str, str]:
    found = {host: ask(state, host, "get-vrrp-information") for host in ("a", "b")}
    return {host: answer.findtext("vrrp-interface/vrrp-state") or "" for host, answer in found.items()}


@pytest.mark.parametrize(
    ("members", "priorities", "expected"),
    [
        (("LAN", "LAN"), (120, 100), {"a": "master", "b": "backup"}),
        (("all", "5-15"), (100, 120), {"a": "backup", "b": "master"}),
        (("10", "LAN"), (100, 100), {"a": "backup", "b": "master"}),
        (("LAN", "OTHER"), (120, 100), {"a": "master", "b": "master"}),
    ],
)
def test_vrrp_master_in_a_vlan(
    members: tuple[str, str], priorities: tuple[int, int], expected: dict[str, str]
) -> None:
    assert masters(vrrp(first=members[0], second=members[1], priorities=priorities)) == expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (("link_down", "a", "xe-0/1/0"), {"a": "init", "b": "master"}),
        (("link_down", "b", "xe-0/1/0"), {"a": "master", "b": "init"}),
        (("link_down", "a", "et-0/0/0"), {"a": "backup", "b": "master"}),
        (("device_down", "core", ""), {"a": "master", "b": "backup"}),
    ],
)
def test_vrrp_follows_links_and_what_it_tracks(fault: tuple[str, str, str], expected: dict[str, str]) -> None:
    state = vrrp()
    kind, host, interface = fault
    state.fault(kind, host=host, **({"interface": interface} if interface else {}))
    assert masters(state) == expected


def test_vrrp_an_owner_is_master() -> None:
    state = vrrp()
    commit(state, "b", "set interfaces xe-0/1/0 unit 10 family inet address 10.0.0.3/24 vrrp-group 7 virtual-address "
                       "10.0.0.3")
    assert masters(state) == {"a": "backup", "b": "master"}


def test_vrrp_as_a_person_and_a_check_read_it() -> None:
    state = vrrp()
    assert typed(state, "a", "show vrrp") == (
        "Interface    State  Group  VR state  VR Mode  Address\n"
        "xe-0/1/0.10  up     7      master    Active   10.0.0.1"
    )
    detail = ask(state, "b", "get-vrrp-information", detail="").find("vrrp-interface")
    assert [detail.findtext(name) for name in ("priority", "preempt", "master-router", "virtual-mac")] == [
        "100", "yes", "10.0.0.2", "00:00:5e:00:01:07",
    ]
    assert len(ask(state, "a", "get-vrrp-interface-information", interface_name="xe-0/1/0.11")) == 0


def test_vrrp_between_an_irb_and_a_router() -> None:
    state = vrrp()
    address = "set interfaces irb unit 10 family inet address 10.0.0.4/24 vrrp-group 7"
    commit(state, "sw", f"{address} virtual-address 10.0.0.1", f"{address} priority 200")
    answer = ask(state, "sw", "get-vrrp-information")
    assert answer.findtext("vrrp-interface/vrrp-state") == "master"
    assert masters(state) == {"a": "backup", "b": "backup"}


KEY, OTHER = "aa" * 32, "bb" * 32


def macsec(host: str, *, cak: str = KEY, cipher: str = "gcm-aes-256", fallback: str = "") -> str:
    """A port with an association; each device writes the key in its own way."""
    base = "security macsec connectivity-association CA"
    lines = [
        f"{base} cipher-suite {cipher}", f"{base} security-mode static-cak", f"{base} pre-shared-key ckn 0a0b",
        f'{base} pre-shared-key cak "{encode9(cak, salt=host)}"', f"{base} replay-protect replay-window-size 5",
        "security macsec interfaces xe-0/0/0 connectivity-association CA",
    ]
    if fallback:
        lines += [f"{base} fallback-key ckn 0c0d", f'{base} fallback-key cak "{encode9(fallback, salt=host)}"']
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("far", "state", "channels"),
    [
        (macsec("b"), "Secured - Primary", 2),
        (macsec("b", cak=OTHER), "Unsecured", 0),
        (macsec("b", cak=OTHER, fallback=OTHER), "Secured - Fallback", 2),
        (macsec("b", cipher="gcm-aes-128"), "Unsecured", 0),
        ("system host-name b", "Unsecured", 0),
    ],
)
def test_macsec_needs_the_same_key_and_cipher_at_both_ends(far: str, state: str, channels: int) -> None:
    near = macsec("a", fallback=OTHER if "fallback-key" in far else "")
    models = {"a": "QFX5100-48S", "b": "QFX5100-48S"}
    network = build({"a": near, "b": far}, ["a xe-0/0/0 b xe-0/0/0 10g"], models=models)
    answer = ask(network, "a", "get-macsec-connection-information")
    common = answer.find("macsec-interface-common-information")
    assert [common.findtext(name) for name in ("interface-name", "cipher-suite", "encryption")] == [
        "xe-0/0/0", "GCM-AES-256", "on",
    ]
    assert [item.text for item in answer.iter("association-number-status")] == ["inuse"] * channels
    session = ask(network, "a", "get-mka-session-information").find("mka-session-entry")
    assert session.findtext("interface-state") == state


def test_macsec_ends_with_the_cable() -> None:
    models = {"a": "QFX5100-48S", "b": "QFX5100-48S"}
    network = build({"a": macsec("a"), "b": macsec("b")}, ["a xe-0/0/0 b xe-0/0/0 10g"], models=models)
    mine, theirs = (ask(network, host, "get-macsec-connection-information") for host in "ab")
    assert mine.findtext("inbound-secure-channel/sci") == theirs.findtext("outbound-secure-channel/sci")
    network.fault("link_down", host="b", interface="xe-0/0/0")
    assert ask(network, "a", "get-macsec-connection-information").find("inbound-secure-channel") is None
    assert KEY not in typed(network, "a", "show security mka sessions")


def test_ddos_violations_are_the_injected_ones() -> None:
    state = build({"r": "system ddos-protection protocols bgp aggregate bandwidth 100", "sw": "system host-name sw"},
                  models={"sw": "EX3400-24P"})
    name = "get-ddos-protocols-violations"
    assert ask(state, "r", name).findtext("packet-types-in-violation") == "0"
    assert ask(state, "r", name).find("ddos-protocol-group") is None
    state.fault("ddos_violation", host="r", group="bgp")
    answer = ask(state, "r", name)
    assert [answer.findtext(path) for path in (
        "packet-types-in-violation", "ddos-protocol-group/group-name", "ddos-protocol-group/ddos-protocol/packet-type",
        ".//packet-dropped",
    )] == ["1", "bgp", "aggregate", "100"]
    assert ask(state, "sw", name).tag == "rpc-error"
    changed = [
        group.findtext("group-name")
        for group in ask(state, "r", "get-ddos-protocols-parameters").iter("ddos-protocol-group")
        if group.findtext("ddos-protocol/packet-type-modified") == "yes"
    ]
    assert changed == ["bgp"]
    with pytest.raises(FaultError, match="arguments"):
        state.fault("ddos_violation", host="r")


def spine(number: int) -> str:
    return f"""
interfaces lo0 unit 0 family inet address 10.0.0.{number}/32
interfaces irb unit 110 family inet address 10.110.0.{number}/24 virtual-gateway-address 10.110.0.254
vlans K12 vlan-id 110
vlans K12 vxlan vni 10110
vlans K12 l3-interface irb.110
protocols evpn encapsulation vxlan
protocols evpn extended-vni-list 10110
routing-options autonomous-system 64610
interfaces et-0/0/0 unit 0 family inet address 10.1.0.{number}/30
routing-options router-id 10.0.0.{number}
protocols bgp group O type internal
protocols bgp group O local-address 10.1.0.{number}
protocols bgp group O family evpn signaling
protocols bgp group O neighbor 10.1.0.{3 - number}
"""


def test_evpn_database_has_the_gateways_of_the_overlay() -> None:
    models = {"s1": "QFX10002-36Q", "s2": "QFX10002-36Q"}
    state = build({"s1": spine(1), "s2": spine(2)}, ["s1 et-0/0/0 s2 et-0/0/0 40g"], models=models)

    def entries(**arguments: str) -> list[tuple[str | None, list[str | None]]]:
        rpc = etree.Element("get-evpn-database-information")
        for name, value in arguments.items():
            etree.SubElement(rpc, name).text = value
        answer = handle(state, state.fleet.devices["s1"], rpc, "xml")
        return [
            (item.findtext("active-source"), [address.text for address in item.iter("ip-address")])
            for item in answer.iter("mac-entry")
        ]

    gateway = ("05:00:00:fc:62:00:00:27:7e:00", ["10.110.0.254"])
    assert sorted(entries()) == [gateway, ("10.0.0.1", ["10.110.0.1"]), ("10.0.0.2", ["10.110.0.2"])]
    assert entries(state="duplicate") == []
    assert entries(neighbor="10.0.0.2") == [("10.0.0.2", ["10.110.0.2"])]
    assert entries(vni="7") == []
    state.fault("bgp_down", host="s1", peer="s2")
    assert sorted(entries()) == [gateway, ("10.0.0.1", ["10.110.0.1"])]
