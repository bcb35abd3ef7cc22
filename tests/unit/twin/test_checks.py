"""The commit checks of the daemons."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.twin.checks import check_configuration

GOOD = """
set policy-options policy-statement OUT term all from prefix-list MINE
set policy-options policy-statement OUT term all then accept
set policy-options policy-statement LB then load-balance per-packet
set policy-options prefix-list MINE 10.0.0.0/8
set routing-options forwarding-table export LB
set routing-options autonomous-system 64512
set protocols bgp group G type internal
set protocols bgp group G export OUT
set protocols bgp group G neighbor 10.0.0.1 import OUT
set firewall family inet filter EDGE term all then accept
set interfaces xe-0/0/0 unit 0 family inet filter input EDGE
set routing-instances A instance-type vrf
set routing-instances A interface xe-0/0/0.0
set routing-instances A route-distinguisher 10.0.0.1:1
set routing-instances A vrf-target target:64512:1
set routing-instances B instance-type virtual-router
set routing-instances B protocols bgp group CE export OUT
"""


def test_a_sound_configuration_passes() -> None:
    assert check_configuration(parse_set(GOOD)) == ()


@pytest.mark.parametrize(
    ("lines", "path", "message"),
    [
        (
            "set protocols bgp group G neighbor 10.0.0.1 export NONE",
            "[edit protocols bgp group G neighbor 10.0.0.1]",
            'Policy error: Policy "NONE" referenced but not defined',
        ),
        (
            "set routing-instances B protocols bgp group CE import NONE",
            "[edit routing-instances B protocols bgp group CE]",
            'Policy error: Policy "NONE" referenced but not defined',
        ),
        (
            "set routing-options forwarding-table export NONE",
            "[edit routing-options forwarding-table]",
            'Policy error: Policy "NONE" referenced but not defined',
        ),
        (
            "set policy-options policy-statement OUT term all from prefix-list NONE",
            "[edit policy-options policy-statement OUT term all from]",
            "Policy error: prefix-list NONE referenced but not defined",
        ),
        (
            "set interfaces xe-0/0/0 unit 0 family inet filter output NONE",
            "[edit interfaces xe-0/0/0 unit 0 family inet]",
            "Referenced filter 'NONE' is not defined",
        ),
        (
            "set routing-instances C instance-type vrf\nset routing-instances C vrf-target target:64512:2",
            "[edit routing-instances C]",
            "RT Instance: Route-distinguisher is not configured for vrf instance",
        ),
        (
            "set routing-instances C instance-type vrf\nset routing-instances C route-distinguisher 10.0.0.1:2",
            "[edit routing-instances C]",
            "RT Instance: vrf-target or vrf-import and vrf-export must be configured",
        ),
        (
            "set routing-instances B interface xe-0/0/0.0",
            "[edit routing-instances B]",
            "interface xe-0/0/0.0 is already in routing-instance A",
        ),
    ],
)
def test_what_is_missing_is_named(lines: str, path: str, message: str) -> None:
    assert [(item.path, item.message) for item in check_configuration(parse_set(GOOD + lines))] == [(path, message)]


def test_a_policy_of_a_group_counts_when_the_group_is_applied() -> None:
    lines = "set groups X policy-options policy-statement P then accept\nset protocols bgp group G export P\n"
    assert len(check_configuration(parse_set(lines))) == 1
    assert check_configuration(parse_set(f"{lines}set apply-groups X")) == ()


def test_what_is_inactive_is_not_checked() -> None:
    lines = "set protocols bgp group G export NONE\ndeactivate protocols bgp group G"
    assert check_configuration(parse_set(lines)) == ()
