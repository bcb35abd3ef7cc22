"""A configuration that leaves nobody a way in: by the management port, and in band."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.extract import extract
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.management import way_in
from network_builder import build, commit, tree

PORT = """
system management-instance
interfaces fxp0 unit 0 family inet address 10.2.0.2/24
"""
ROUTE = "routing-instances mgmt_junos routing-options static route 0.0.0.0/0 next-hop 10.2.0.1\n"
VRF = """
interfaces irb unit 190 family inet address 10.120.1.1/24
interfaces xe-0/2/0 unit 190 family inet address 10.16.0.75/31
routing-instances MGMT instance-type virtual-router
routing-instances MGMT interface irb.190
routing-instances MGMT interface xe-0/2/0.190
"""
NEIGHBOR = "routing-instances MGMT protocols bgp group UP neighbor 10.16.0.74 peer-as 65000\n"


@pytest.mark.parametrize(
    ("statements", "reached"),
    [
        (PORT + ROUTE, True),
        (PORT, False),
        (PORT + ROUTE.replace("10.2.0.1", "10.3.0.1"), False),
        (PORT + ROUTE.replace("next-hop 10.2.0.1", "discard"), False),
        (PORT + ROUTE + "interfaces fxp0 disable", False),
        (ROUTE, False),
        (PORT + "routing-options static route 10.50.0.0/16 next-hop 10.2.0.1", True),
        (VRF + NEIGHBOR, True),
        (VRF, False),
        (VRF + "routing-instances MGMT routing-options static route 0.0.0.0/0 next-hop 10.16.0.74", True),
        (VRF + NEIGHBOR + "routing-instances MGMT protocols bgp group UP shutdown", False),
        ("interfaces ge-0/0/0 unit 0 family inet address 10.0.0.0/31\nprotocols isis interface ge-0/0/0.0", True),
        ("interfaces lo0 unit 0 family inet address 10.0.0.1/32\nprotocols isis interface lo0.0", False),
        ("system host-name a", False),
    ],
)
def test_who_is_reached(statements: str, reached: bool) -> None:
    assert way_in(extract(tree(statements))) is reached


def test_only_a_way_that_was_there_can_be_lost() -> None:
    state = build({"a": PORT + ROUTE, "b": "system host-name b"})
    assert state.manageable("a")
    assert state.manageable("b")
    commit(state, "a", "delete routing-instances mgmt_junos")
    commit(state, "b", "set system host-name c")
    assert not state.manageable("a")
    assert state.manageable("b")
    commit(state, "a", "set " + ROUTE.strip())
    assert state.manageable("a")
