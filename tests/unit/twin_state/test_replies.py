"""Replies: element names that clients read, text tables, formats, commands, refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies import handle
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies.registry import ANSWERS, COMMANDS
from lxml import etree
from network_builder import build, commit
from statewide import coexistence

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState
    from lxml.etree import _Element

JUNOS = "{http://xml.juniper.net/junos/21.4R0/junos}"


def ask(state: NetworkState, host: str, name: str, **arguments: str) -> _Element:
    """Send a request; underscores in arguments stand for hyphens."""
    rpc = etree.Element(name)
    for key, value in arguments.items():
        etree.SubElement(rpc, key.replace("_", "-")).text = value
    answer = handle(state, state.fleet.devices[host], rpc, "xml")
    assert isinstance(answer, etree._Element)
    return answer


def typed(state: NetworkState, host: str, command: str, wanted: str = "text") -> str:
    """Type a command; refusals come back as their message."""
    rpc = etree.Element("command")
    rpc.text = command
    answer = handle(state, state.fleet.devices[host], rpc, wanted)
    if isinstance(answer, etree._Element):
        return (answer.findtext("error-message") or "").strip() or etree.tostring(answer, encoding="unicode")
    assert answer is not None
    return answer


def test_bgp_summary_counts_and_lists_sessions() -> None:
    state = coexistence()
    commit(state, "spine", "deactivate routing-instances K12 protocols bgp")
    state.refresh()
    state.fleet.clock.sleep(90)
    answer = ask(state, "core", "get-bgp-summary-information")
    counts = [answer.findtext(name) for name in ("group-count", "peer-count", "down-peer-count")]
    assert (answer.tag, counts) == ("bgp-information", ["2", "3", "1"])
    peers = {peer.findtext("peer-address"): peer for peer in answer.findall("bgp-peer")}
    assert {address: peer.findtext("peer-state") for address, peer in peers.items()} == {
        "10.255.0.0": "Established", "10.3.0.1": "Active", "10.4.0.1": "Established",
    }
    edge = peers["10.4.0.1"]
    assert edge.findtext("peer-as") == "65100"
    assert edge.find("elapsed-time").get(f"{JUNOS}seconds") == "90"
    assert edge.findtext("bgp-rib/name") == "K12.inet.0"
    assert int(edge.findtext("bgp-rib/received-prefix-count")) > 0


def test_bgp_neighbor_names_instance_group_and_policies() -> None:
    (peer,) = ask(coexistence(), "spine", "get-bgp-neighbor-information", neighbor_address="10.3.0.0")
    names = ("peer-address", "peer-cfg-rti", "peer-group", "peer-state", "bgp-option-information/export-policy")
    assert [peer.findtext(name) for name in names] == ["10.3.0.0+179", "K12", "WAN", "Established", "OUT"]


@pytest.mark.parametrize(
    ("instance", "peers"), [("master", ["10.255.0.0"]), ("K12", ["10.3.0.1", "10.4.0.1"]), ("LIBRARIES", [])]
)
def test_bgp_summary_of_an_instance(instance: str, peers: list[str]) -> None:
    answer = ask(coexistence(), "core", "get-bgp-summary-information", instance=instance)
    assert [peer.findtext("peer-address") for peer in answer.findall("bgp-peer")] == peers


def test_isis_adjacency_names_interface_and_system() -> None:
    state = coexistence()
    (item,) = ask(state, "pe", "get-isis-adjacency-information")
    names = ("interface-name", "system-name", "level", "adjacency-state")
    assert [item.findtext(name) for name in names] == ["et-0/0/0.0", "core", "2", "Up"]
    commit(state, "core", "deactivate protocols isis")
    assert len(ask(state, "pe", "get-isis-adjacency-information")) == 0


def test_isis_overview_tells_overload() -> None:
    state = coexistence()
    assert ask(state, "pe", "get-isis-overview-information").find(".//isis-overload-enabled") is None
    commit(state, "pe", "set protocols isis overload")
    assert ask(state, "pe", "get-isis-overview-information").find(".//isis-overload-enabled") is not None


def test_lldp_neighbors() -> None:
    answer = ask(coexistence(), "pe", "get-lldp-neighbors-information")
    names = ("lldp-local-port-id", "lldp-remote-port-id", "lldp-remote-system-name")
    assert [[item.findtext(name) for name in names] for item in answer] == [
        ["xe-0/1/0", "xe-0/2/0", "site"], ["et-0/0/0", "et-0/0/0", "core"],
    ]


def test_interfaces_terse_and_full() -> None:
    state = coexistence()
    commit(state, "site", "set interfaces ge-0/2/3 disable", "set interfaces xe-0/2/0 description uplink")
    terse = ask(state, "site", "get-interface-information", terse="")
    status = {
        item.findtext("name"): (item.findtext("admin-status"), item.findtext("oper-status"))
        for item in terse.iter("physical-interface", "logical-interface")
    }
    assert status == {
        "ge-0/2/3": ("down", "down"), "ge-0/2/3.110": ("up", "down"), "xe-0/2/0": ("up", "up"),
        "xe-0/2/0.110": ("up", "up"), "irb": ("up", "up"), "irb.110": ("up", "up"), "lo0": ("up", "up"),
    }
    assert terse.findtext(".//logical-interface[name='irb.110']/address-family/interface-address/ifa-local") == (
        "10.110.1.1/24"
    )
    (port,) = ask(state, "site", "get-interface-information", interface_name="xe-0/2/0", extensive="")
    assert [port.findtext(name) for name in ("speed", "mtu", "description")] == ["10Gbps", "1514", "uplink"]
    assert port.findtext("input-error-list/input-errors") == "0"


@pytest.mark.parametrize(
    ("name", "found"),
    [("xe-0/2/0", ["xe-0/2/0"]), ("*-0/2/*", ["ge-0/2/3", "xe-0/2/0"]), ("irb.110", ["irb.110"])],
)
def test_interface_names_and_patterns(name: str, found: list[str]) -> None:
    answer = ask(coexistence(), "site", "get-interface-information", interface_name=name, terse="")
    assert [item.findtext("name") for item in answer] == found


def test_unknown_interface_is_refused() -> None:
    answer = ask(coexistence(), "site", "get-interface-information", interface_name="xe-9/9/9")
    assert (answer.tag, answer.findtext("error-message").strip()) == ("rpc-error", "device xe-9/9/9 not found")


def test_alarms_are_the_injected_ones() -> None:
    state = coexistence()
    assert ask(state, "pe", "get-alarm-information").find("alarm-summary/no-active-alarms") is not None
    state.fault("alarm", host="pe", description="PEM 0 Not OK")
    answer = ask(state, "pe", "get-alarm-information")
    assert answer.findtext("alarm-summary/active-alarm-count") == "1"
    assert answer.findtext("alarm-detail/alarm-description") == "PEM 0 Not OK"
    state.clear_faults()
    assert ask(state, "pe", "get-alarm-information").find("alarm-summary/no-active-alarms") is not None


def test_inventory_serial_is_stable_and_unique() -> None:
    serials = {host: ask(coexistence(), host, "get-chassis-inventory").findtext("chassis/serial-number") for host in (
        "pe", "core", "site", "spine",
    )}
    again = ask(coexistence(), "pe", "get-chassis-inventory").findtext("chassis/serial-number")
    assert again == serials["pe"] == "BKFC37AA24"
    assert len(set(serials.values())) == 4


def test_aggregates_and_lacp() -> None:
    lag = """
    chassis aggregated-devices ethernet device-count 1
    interfaces xe-0/0/0 ether-options 802.3ad ae0
    interfaces xe-0/0/1 ether-options 802.3ad ae0
    interfaces ae0 unit 0
    """
    state = build(
        {"a": lag, "b": lag}, ["a xe-0/0/0 b xe-0/0/0", "a xe-0/0/1 b xe-0/0/1"],
        models={"a": "QFX5100-48S", "b": "QFX5100-48S"},
    )
    commit(state, "b", "set interfaces xe-0/0/1 disable")
    answer = ask(state, "a", "get-lacp-interface-information")
    assert [
        (item.findtext("name"), item.findtext("lacp-mux-state")) for item in answer.iter("lag-lacp-protocol")
    ] == [("xe-0/0/0", "Collecting distributing"), ("xe-0/0/1", "Detached")]


def test_evpn_instance_and_vlans() -> None:
    state = build(
        {"leaf": "vlans K12 vlan-id 110\nvlans K12 vxlan vni 10110\nprotocols evpn encapsulation vxlan\n"
                 "protocols evpn extended-vni-list 10110"},
        models={"leaf": "QFX5100-48S"},
    )
    assert ask(state, "leaf", "get-evpn-instance-information").findtext(".//num-local-vnis") == "1"
    assert ask(state, "leaf", "get-vlan-information").findtext(".//l2ng-l2rtb-vlan-tag") == "110"


@pytest.mark.parametrize("host", ["core", "pe", "site", "spine"])
@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_every_request_has_an_answer_in_every_format(host: str, name: str) -> None:
    state = coexistence()
    device = state.fleet.devices[host]
    xml = handle(state, device, etree.Element(name), "xml")
    assert isinstance(xml, etree._Element)
    for wanted in ("text", "json"):
        answer = handle(state, device, etree.Element(name), wanted)
        if xml.tag == "rpc-error":
            assert isinstance(answer, etree._Element)
        else:
            assert isinstance(answer, str)
            assert wanted == "text" or json.loads(answer)[xml.tag]


def test_every_command_leads_to_a_request() -> None:
    assert {name for name, _ in COMMANDS.values()} <= set(ANSWERS)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("show isis adjacency", "Interface   System  L  State  Hold (secs)\net-0/0/0.0  core    2  Up     24"),
        (
            "show bgp summary instance K12 | no-more",
            "Groups: 1 Peers: 1 Down peers: 0\n"
            "Peer      AS          Flaps  Last Up/Dwn  State\n"
            "10.1.0.1  4200000001  0      0:00         Established",
        ),
        (
            "show interfaces  et-0/0/0 terse",
            "Interface   Admin  Link  Proto  Local\n"
            "et-0/0/0    up     up\n"
            "et-0/0/0.0  up     up    inet   10.0.0.0/31\n"
            "                         iso\n"
            "                         mpls",
        ),
        ("show system alarms", "No alarms currently active"),
        ("show vlans", "syntax error"),
    ],
)
def test_commands_as_text(command: str, expected: str) -> None:
    assert typed(coexistence(), "pe", command) == expected


def test_command_as_json_and_xml() -> None:
    state = coexistence()
    value = json.loads(typed(state, "pe", "show isis adjacency | display json"))
    assert value["isis-adjacency-information"][0]["isis-adjacency"][0]["system-name"] == [{"data": "core"}]
    assert typed(state, "pe", "show isis adjacency", "xml").startswith("<isis-adjacency-information")


@pytest.mark.parametrize("command", ["show wonders", "show isis adjacency | match core", "show interfaces a b c"])
def test_unknown_commands_are_left_to_others(command: str) -> None:
    state = coexistence()
    rpc = etree.Element("command")
    rpc.text = command
    assert handle(state, state.fleet.devices["pe"], rpc, "text") is None
    assert handle(state, state.fleet.devices["pe"], etree.Element("get-configuration"), "xml") is None


@pytest.mark.parametrize(
    ("statements", "identity", "members"),
    [
        ("", "virtual-chassis-id-information", [("0", None, "Master*")]),
        (
            "virtual-chassis member 0 mastership-priority 129\nvirtual-chassis member 1 mastership-priority 129\n"
            "virtual-chassis member 2 mastership-priority 0",
            "virtual-chassis-id-information",
            [("0", None, "Master*"), ("1", None, "Backup"), ("2", None, "Linecard")],
        ),
        (
            "virtual-chassis preprovisioned\nvirtual-chassis member 0 role routing-engine\n"
            "virtual-chassis member 0 serial-number NX1\nvirtual-chassis member 1 role line-card\n"
            "virtual-chassis member 1 serial-number NX2",
            "preprovisioned-virtual-chassis-information",
            [("0", "NX1", "Master*"), ("1", "NX2", "Linecard")],
        ),
    ],
)
def test_virtual_chassis_has_the_members_of_its_configuration(
    statements: str, identity: str, members: list[tuple[str, str | None, str]]
) -> None:
    state = build({"s1": f"system host-name s1\n{statements}"}, models={"s1": "EX3400-48P"})
    answer = ask(state, "s1", "get-virtual-chassis-information")
    assert answer[0].tag == identity
    found = answer.findall("member-list/member")
    assert [(item.findtext("member-id"), item.findtext("member-role")) for item in found] == [
        (number, role) for number, _, role in members
    ]
    serials = [item.findtext("member-serial-number") for item in found]
    assert len(set(serials)) == len(members)
    assert all(wanted in (None, told) for told, (_, wanted, _) in zip(serials, members, strict=True))
