"""Reading a tree by CLI words."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos import tree
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set, parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text

from . import samples


@pytest.fixture(scope="module")
def root() -> tree.Node:
    return parse_text(samples.ROUTER)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("system host-name", "okc-core1"),
        ("system domain-name", None),
        ("no such words", None),
        ("interfaces et-0/0/2 mtu", "9192"),
        ("interfaces et-0/0/2 gigether-options 802.3ad", "ae10"),
        ("interfaces et-0/0/2 unit 0 family inet mtu", "9000"),
        ("interfaces xe-0/1/0 unit 110 vlan-id", None),
        ("interfaces et-0/0/2 unit 0 family mpls maximum-labels", None),
        ("routing-instances PUBSAFE route-distinguisher", "10.0.255.11:101"),
        ("routing-instances PUBSAFE vrf-target", "target:65000:101"),
        ("routing-instances PUBSAFE protocols bgp group CE import", "( CE-IN && CE-FILTER )"),
        ("routing-options autonomous-system", "65000"),
        ("protocols isis interface et-0/0/2.0 level 2 metric", "10"),
        ("policy-options policy-statement CE-IN term sites then local-preference", "200"),
        ("system syslog file messages archive size", "10m"),
        ("interfaces et-0/0/2 hold-time up", "3000"),
        ("interfaces et-0/0/2 hold-time down", "0"),
    ],
)
def test_value(root: tree.Node, path: str, value: str | None) -> None:
    assert root.value(*path.split()) == value


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("interfaces et-0/0/2 unit 0 family iso", True),
        ("interfaces et-0/0/2 unit 0 family mpls", False),
        ("interfaces et-0/0/2 unit 1", False),
        ("interfaces et-0/0/2 unit", True),
        ("routing-options static route 192.0.2.128/25 discard", True),
        ("system host-name okc-core1", True),
        ("system host-name other", False),
        ("policy-options prefix-list LOOPBACKS 10.1.255.0/24", True),
        ("policy-options community SITE members 65000:1102", True),
        ("policy-options policy-statement CE-IN term sites from route-filter 10.110.0.0/16 upto /30", True),
        ("policy-options policy-statement CE-IN term sites from route-filter 10.110.0.0/16 exact", False),
    ],
)
def test_exists(root: tree.Node, path: str, there: bool) -> None:
    assert root.exists(*path.split()) is there


def test_inactive_statements_only_on_demand(root: tree.Node) -> None:
    assert root.get("interfaces", "xe-0/1/0") is None
    assert root.value("interfaces", "xe-0/1/0", "unit", "110", "vlan-id", inactive=True) == "110"
    assert [name for name, _ in root.children("interfaces")] == ["et-0/0/2"]
    assert [name for name, _ in root.children("interfaces", inactive=True)] == ["et-0/0/2", "xe-0/1/0"]
    unit = root.get("interfaces", "et-0/0/2", "unit", "0", "family")
    assert unit is not None
    assert [node.name for node in unit.statements()] == ["inet", "iso"]
    assert [node.name for node in unit.statements(inactive=True)] == ["inet", "iso", "mpls"]


def test_lists(root: tree.Node) -> None:
    assert root.leaf_list("apply-groups") == ("re0", "re1")
    assert root.leaf_list("policy-options", "community", "SITE", "members") == ("65000:1101", "65000:1102")
    assert root.leaf_list("system", "host-name") == ("okc-core1",)
    assert root.leaf_list("system", "domain-search") == ()
    assert [name for name, _ in root.children("policy-options", "prefix-list", "LOOPBACKS")] == [
        "10.0.255.0/24", "10.1.255.0/24"
    ]
    filters = root.entries("policy-options", "policy-statement", "CE-IN", "term", "sites", "from", "route-filter")
    assert [entry.keys for entry in filters] == [("10.110.0.0/16", "upto", "/30"), ("10.111.0.0/16", "exact")]
    assert [name for name, _ in root.children("routing-instances")] == ["PUBSAFE"]
    assert list(root.children("no", "such")) == []


def test_a_node_reads_below_itself(root: tree.Node) -> None:
    interface = root.get("interfaces", "et-0/0/2")
    assert interface is not None
    assert (interface.key, interface.keys, interface.name) == ("et-0/0/2", ("et-0/0/2",), "interface")
    assert interface.comment == "to Tulsa"
    assert [number for number, _ in interface.children("unit")] == ["0"]
    assert interface.value("unit", "0", "family", "inet", "address") is None
    assert [address for address, _ in interface.children("unit", "0", "family", "inet", "address")] == ["10.0.0.0/31"]


def test_order_counts_only_where_it_has_a_meaning() -> None:
    lines = ["set system name-server 1.1.1.1", "set system name-server 2.2.2.2"]
    assert parse_set("\n".join(lines)) != parse_set("\n".join(reversed(lines)))
    lines = ["set interfaces a mtu 1500", "set interfaces b mtu 1500"]
    assert parse_set("\n".join(lines)) == parse_set("\n".join(reversed(lines)))


def test_edits_share_what_they_do_not_touch(root: tree.Node) -> None:
    before = parse_text(samples.ROUTER)
    after = apply_set(before, ["set system host-name other"])
    assert before == root
    assert after.value("system", "host-name") == "other"
    assert after.get("policy-options") is before.get("policy-options")
    assert after.get("system", "ntp") is before.get("system", "ntp")


def test_nodes_are_no_keys() -> None:
    with pytest.raises(TypeError):
        hash(tree.empty())
