"""What dcd, l2ald and rpd refuse, word for word."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.twin.checks import check_configuration

SWITCH = """
set interfaces ge-0/0/1 mtu 1514
set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk
set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members [ STAFF 20 30-40 ]
set interfaces interface-range ACCESS member-range ge-0/0/2 to ge-0/0/4
set interfaces interface-range ACCESS unit 0 family ethernet-switching vlan members STAFF
set interfaces irb unit 10 family inet address 10.1.0.1/24
set vlans STAFF vlan-id 10
set vlans GUEST vlan-id 20
set protocols rstp interface ACCESS edge
"""
ROUTER = """
set interfaces xe-0/0/0 unit 1 family inet address 10.0.0.0/31
set interfaces xe-0/0/0 unit 2 family inet address 10.0.0.0/31
set interfaces xe-0/0/1 unit 0 family inet address 10.0.0.2/31
set interfaces lo0 unit 0 family inet address 10.9.0.1/32
set routing-instances A instance-type virtual-router
set routing-instances A interface xe-0/0/0.2
set routing-options autonomous-system 64512
set routing-options static route 10.7.0.0/16 discard
set policy-options community GREEN members 64512:1
set policy-options policy-statement P term a from community GREEN
set policy-options policy-statement P term a then community add GREEN
set protocols bgp group E type external
set protocols bgp group E neighbor 10.0.0.3 peer-as 64513
set groups MORE protocols bgp group <*> import P
set apply-groups MORE
"""


def test_sound_configurations_pass() -> None:
    assert check_configuration(parse_set(SWITCH), "junos-ex") == ()
    assert check_configuration(parse_set(ROUTER), "junos") == ()


@pytest.mark.parametrize(
    ("family", "base", "lines", "path", "message"),
    [
        ("junos", ROUTER, "delete routing-options autonomous-system", "protocols",
         "Error in neighbor 10.0.0.3 of group E:\nmust define local autonomous system when enabling BGP"),
        ("junos", ROUTER, "set protocols bgp group E neighbor 10.0.0.3 peer-as 64512", "protocols",
         "Error in neighbor 10.0.0.3 of group E.\nExternal peer's AS (64512) must not be the same as the local AS "
         "(64512)."),
        ("junos", ROUTER, "delete protocols bgp group E neighbor 10.0.0.3 peer-as", "protocols",
         "Error in neighbor 10.0.0.3 of group E:\nPeer AS number must be configured for an external peer"),
        ("junos", ROUTER, "set interfaces xe-0/0/1 unit 1 family inet address 10.0.0.3/31",
         "interfaces xe-0/0/1 unit 1 family inet", "Overlapping subnet is configured"),
        ("junos", ROUTER, "set interfaces xe-0/0/1 mtu 16001", "interfaces xe-0/0/1",
         "Value 16001 is not within range (256..9500)"),
        ("junos", ROUTER, "set routing-instances A interface xe-0/0/7.0", "routing-instances A",
         "interface xe-0/0/7.0 is not configured"),
        ("junos", ROUTER, "set routing-options static route 10.7.0.1/16 discard", "routing-options static",
         "10.7.0.1/16: host bits of the prefix are set"),
        ("junos", ROUTER, "delete policy-options community GREEN", "policy-options policy-statement P term a",
         "Policy error: Community GREEN referenced but not defined"),
        ("junos", ROUTER, "set groups MORE protocols bgp group <*> export NONE", "protocols bgp group E",
         'Policy error: Policy "NONE" referenced but not defined'),
        ("junos", ROUTER, "set protocols apply-groups OTHER", "protocols",
         "configuration group 'OTHER' is not defined"),
        ("junos-ex", SWITCH, "delete interfaces ge-0/0/1 unit 0 family ethernet-switching vlan",
         "interfaces ge-0/0/1 unit 0 family ethernet-switching",
         "For trunk interface, please ensure either vlan members is configured or inner-vlan-id-list is configured"),
        ("junos-ex", SWITCH, "set vlans OTHER vlan-id 10", "vlans OTHER",
         "vlan-id 10 is configured on vlan STAFF already"),
        ("junos-ex", SWITCH, "set interfaces interface-range ACCESS unit 0 family ethernet-switching vlan members 77",
         "interfaces ge-0/0/2 unit 0 family ethernet-switching vlan",
         "No vlan matches vlan tag 77 for interface ge-0/0/2.0"),
        ("junos-ex", SWITCH + "set interfaces ge-0/0/9 unit 0 family inet address 10.8.0.1/24\n",
         "set protocols rstp interface ge-0/0/9", "protocols rstp",
         "XSTP : Interface ge-0/0/9 is not enabled for Ethernet Switching"),
    ],
)
def test_refusals(family: str, base: str, lines: str, path: str, message: str) -> None:
    found = check_configuration(parse_set(f"{base}{lines}\n"), family)
    assert found
    assert (found[0].path, found[0].message) == (f"[edit {path}]", message)
