"""What configuration groups and interface ranges come to."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.inherit import inherited, undefined_groups
from ansible_collections.statenet.junos.plugins.module_utils.junos.interface_range import expanded
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set, print_set


def lines(text: str) -> str:
    return "".join(f"set {line.strip()}\n" for line in text.strip().splitlines())


CASES = {
    "what is missing comes in": (
        """
        groups G system location building Annex
        groups G system location floor 2
        apply-groups G
        system location floor 3
        """,
        """
        system location building Annex
        system location floor 3
        """,
    ),
    "the first of several groups wins": (
        """
        groups A system host-name a
        groups B system host-name b
        groups B system domain-name b.example
        apply-groups B
        apply-groups A
        """,
        """
        system host-name b
        system domain-name b.example
        """,
    ),
    "the inner application wins over the outer one": (
        """
        groups OUT protocols isis interface <*> level 2 metric 100
        groups IN protocols isis interface <xe-*> level 2 metric 20
        apply-groups OUT
        protocols isis apply-groups IN
        protocols isis interface xe-0/0/0.0
        protocols isis interface et-0/0/0.0
        """,
        """
        protocols isis interface xe-0/0/0.0 level 2 metric 20
        protocols isis interface et-0/0/0.0 level 2 metric 100
        """,
    ),
    "an exception keeps a group out of a part": (
        """
        groups G interfaces <*> mtu 9192
        apply-groups G
        interfaces xe-0/0/0 description up
        interfaces xe-0/0/1 apply-groups-except G
        interfaces xe-0/0/1 description down
        """,
        """
        interfaces xe-0/0/0 description up
        interfaces xe-0/0/0 mtu 9192
        interfaces xe-0/0/1 description down
        """,
    ),
    "a pattern makes nothing by itself, and fits what another group makes": (
        """
        groups PORTS interfaces xe-0/0/5 description made
        groups MTU interfaces <xe-*> mtu 1600
        groups MTU interfaces <ge-*> mtu 1700
        apply-groups [ MTU PORTS ]
        """,
        """
        interfaces xe-0/0/5 description made
        interfaces xe-0/0/5 mtu 1600
        """,
    ),
    "a choice of the configuration stands": (
        """
        groups G policy-options policy-statement P term 1 then accept
        apply-groups G
        policy-options policy-statement P term 1 then reject
        """,
        """
        policy-options policy-statement P term 1 then reject
        """,
    ),
    "patterns within patterns": (
        """
        groups G interfaces <et-*> unit <*> family mpls
        apply-groups G
        interfaces et-0/0/0 unit 0 family inet address 10.0.0.0/31
        interfaces et-0/0/1 mtu 9000
        """,
        """
        interfaces et-0/0/0 unit 0 family inet address 10.0.0.0/31
        interfaces et-0/0/0 unit 0 family mpls
        interfaces et-0/0/1 mtu 9000
        """,
    ),
    "a group inside a group is not followed": (
        """
        groups IN system services ssh
        groups OUT system apply-groups IN
        apply-groups OUT
        system host-name x
        """,
        """
        system host-name x
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_inheritance(case: str) -> None:
    written, expected = CASES[case]
    assert inherited(parse_set(lines(written))) == parse_set(lines(expected))


def test_inactive_groups_and_applications_count_for_nothing() -> None:
    text = lines("groups G system location floor 2\napply-groups G\nsystem host-name x")
    for command in ("deactivate groups G", "deactivate apply-groups G", "deactivate groups G system location"):
        assert print_set(inherited(parse_set(text + command))) == "set system host-name x\n"


def test_a_configuration_without_groups_stays_the_same_object() -> None:
    tree = parse_set("set system host-name x")
    assert inherited(tree) is tree
    assert expanded(tree) is tree


def test_groups_that_are_not_there() -> None:
    tree = parse_set(lines("groups G system host-name x\napply-groups G\ninterfaces xe-0/0/0 apply-groups H"))
    assert list(undefined_groups(tree)) == [("interfaces xe-0/0/0", "H")]


def test_interface_ranges() -> None:
    tree = expanded(
        parse_set(
            lines(
                """
                interfaces interface-range ACCESS member-range ge-0/0/0 to ge-0/0/2
                interfaces interface-range ACCESS member ge-0/0/7
                interfaces interface-range ACCESS member "ge-1/0/[2-3]"
                interfaces interface-range ACCESS mtu 1600
                interfaces interface-range ACCESS unit 0 family ethernet-switching vlan members STAFF
                interfaces ge-0/0/1 description "the printer"
                interfaces ge-0/0/1 mtu 1500
                protocols lldp interface ACCESS
                protocols rstp interface ACCESS edge
                protocols rstp interface ge-0/0/0 disable
                """
            )
        )
    )
    ports = dict(tree.children("interfaces"))
    assert set(ports) == {"ge-0/0/0", "ge-0/0/1", "ge-0/0/2", "ge-0/0/7", "ge-1/0/2", "ge-1/0/3"}
    assert {name: port.value("mtu") for name, port in ports.items()} == dict.fromkeys(ports, "1600") | {
        "ge-0/0/1": "1500"
    }
    assert ports["ge-0/0/1"].value("description") == "the printer"
    assert all(port.exists("unit", "0", "family", "ethernet-switching", "vlan") for port in ports.values())
    assert {name for name, _ in tree.children("protocols", "lldp", "interface")} == set(ports)
    assert not tree.exists("protocols", "rstp", "interface", "ge-0/0/0", "edge")
    assert tree.exists("protocols", "rstp", "interface", "ge-0/0/7", "edge")
