"""Export policies: which routes get out."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.addresses import parse
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.extract import extract
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.policy import exports
from network_builder import tree

ACCEPT = "policy-options policy-statement P term a then accept"
REJECT_REST = "policy-options policy-statement P term z then reject"
FROM = "policy-options policy-statement P term a from"


@pytest.mark.parametrize(
    ("statements", "route", "protocol", "expected"),
    [
        ([], "10.0.0.0/24", "bgp", True),
        ([], "10.0.0.0/24", "direct", False),
        ([ACCEPT], "10.0.0.0/24", "direct", True),
        ([f"{FROM} protocol direct", ACCEPT], "10.0.0.0/24", "direct", True),
        ([f"{FROM} protocol direct", ACCEPT], "10.0.0.0/24", "static", False),
        ([f"{FROM} protocol static", ACCEPT, REJECT_REST], "10.0.0.0/24", "bgp", False),
        ([f"{FROM} route-filter 10.0.0.0/24 exact", ACCEPT], "10.0.0.0/24", "direct", True),
        ([f"{FROM} route-filter 10.0.0.0/24 exact", ACCEPT], "10.0.0.0/25", "direct", False),
        ([f"{FROM} route-filter 10.0.0.0/8 orlonger", ACCEPT], "10.0.0.0/25", "direct", True),
        ([f"{FROM} route-filter 10.0.0.0/8 longer", ACCEPT], "10.0.0.0/8", "direct", False),
        ([f"{FROM} route-filter 10.0.0.0/8 upto /24", ACCEPT], "10.0.0.0/25", "direct", False),
        ([f"{FROM} route-filter 10.0.0.0/8 upto /24", ACCEPT], "10.3.0.0/24", "direct", True),
        ([f"{FROM} route-filter 10.0.0.0/8 prefix-length-range /24-/24", ACCEPT], "10.0.0.0/23", "direct", False),
        (["policy-options prefix-list L 10.0.0.0/24", f"{FROM} prefix-list L", ACCEPT], "10.0.0.0/24", "direct", True),
        (["policy-options prefix-list L 10.0.1.0/24", f"{FROM} prefix-list L", ACCEPT], "10.0.0.0/24", "direct", False),
        ([f"{FROM} interface lo0.0", ACCEPT], "10.0.0.1/32", "direct", True),
        ([f"{FROM} interface lo0.0", ACCEPT], "10.0.0.0/24", "direct", False),
        (["policy-options policy-statement P then accept"], "10.0.0.0/24", "direct", True),
        (["policy-options policy-statement P term a then next policy", REJECT_REST], "10.0.0.0/24", "bgp", True),
        (["policy-options policy-statement P then load-balance per-packet"], "10.0.0.0/24", "direct", False),
    ],
)
def test_exports(statements: list[str], route: str, protocol: str, expected: bool) -> None:
    policies = extract(tree("\n".join(statements))).policies
    assert exports(policies, ("P",), parse(route), protocol) is expected
