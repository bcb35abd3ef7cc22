"""IPv6 follows from the numbers of IPv4: addresses, sessions, policies and gateways."""

from __future__ import annotations

from ipaddress import IPv6Network, ip_interface, ip_network
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.addressing6 import Plan6, plan6, text6
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Policy, Unit
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

COURTHOUSE = "canadian-el-reno-courthouse-sw1"


def _units(model: DeviceModel, port: str) -> dict[int, Unit]:
    return {unit.number: unit for item in model.interfaces if item.name == port for unit in item.units}


def _policy(model: DeviceModel, name: str) -> Policy:
    return next(item for item in model.policies if item.name == name)


def _prefixes(model: DeviceModel, name: str) -> list[tuple[str, str]]:
    return [(item.prefix, item.match) for term in _policy(model, name).terms for item in term.filters]


def test_plan() -> None:
    plan = plan6(IPv6Network("2001:db8::/32"))
    assert plan == Plan6(0x20010DB8 << 96)
    assert text6(plan.infrastructure("loopbacks", 3)) == "2001:db8::3"
    assert text6(plan.infrastructure("site_links", 0x1C2)) == "2001:db8:0:2::1:1c2"
    assert plan.site(10, 0) == "2001:db8:a::"
    assert plan.datacenter(10, 1) == "2001:db8:a:f001::"
    assert plan6(None) is None


def test_core_is_dual_stack(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["okc-core1"]
    assert _units(model, "lo0")[0].addresses6 == ("2001:db8::1/128",)
    ends = [_units(lab_design.models["to-be"][host], "et-0/0/2")[0].addresses6 for host in ("okc-core1", "tx-core1")]
    assert ends == [("2001:db8:0:1::1:0/127",), ("2001:db8:0:1::1:1/127",)]


def test_no_address_is_used_twice_and_both_ends_of_a_link_share_a_subnet(oklahoma_design: Design) -> None:
    owners: dict[str, str] = {}
    for host, model in oklahoma_design.models["to-be"].items():
        for item in model.interfaces:
            for unit in item.units:
                for address in unit.addresses6:
                    assert owners.setdefault(address, host) == host
                    assert str(ip_interface(address)) == address  # as Junos writes it
    links = [ip_interface(address) for address in owners if address.endswith("/127")]
    assert len({link.network for link in links}) * 2 == len(links)


def test_each_service_has_a_session_per_family(lab_design: Design) -> None:
    site, router = (lab_design.models["to-be"][host] for host in (COURTHOUSE, "el-reno-agg1"))
    groups = {group.name: group for item in site.instances if item.name == "PUBSAFE" for group in item.bgp}
    assert list(groups) == ["PE", "PE6"]
    assert [item.peer for item in groups["PE6"].neighbors] == [item.peer for item in groups["PE"].neighbors]
    assert (groups["PE6"].imports, groups["PE6"].exports) == (("PE6-IN",), ("PE6-OUT",))
    assert groups["PE6"].authentication_key == groups["PE"].authentication_key == "bgp-ce-key"
    vrf = next(item for item in router.instances if item.name == "PUBSAFE")
    edge = next(group for group in vrf.bgp if group.name == "CE6")
    assert (edge.families, edge.prefix_limit) == (("inet6 unicast",), 10)
    own = {str(ip_interface(address).ip) for unit in _units(site, "xe-0/2/0").values() for address in unit.addresses6}
    assert edge.neighbors[0].address in own


def test_policies_say_the_same_in_both_families(lab_design: Design) -> None:
    router = lab_design.models["to-be"]["el-reno-agg1"]
    assert _prefixes(router, "CE6-IN-PUBSAFE-canadian-el-reno-courthouse") == [("2001:db8:28:1::/64", "exact")]
    assert _prefixes(router, "CE6-OUT-PUBSAFE") == [("::/0", "exact"), ("2001:db8:28:f000::/52", "upto /64")]
    spine = lab_design.models["to-be"]["tx-spine1"]
    assert _prefixes(spine, "WAN6-OUT-GENGOV") == [("2001:db8:a:f001::/64", "exact"), ("::/0", "exact")]
    names = [term.name for term in _policy(router, "VRF-IN-GENGOV").terms]
    assert names == ["own", "shared-VOICE", "shared6-VOICE", "last"]
    for model in lab_design.models["to-be"].values():
        for policy in model.policies:
            families = {ip_network(item.prefix).version for term in policy.terms for item in term.filters}
            assert len(families) < 2 or policy.name.startswith("VRF-IN")
            assert policy.load_balance or policy.terms[-1].action == "reject"


def test_gateways_and_what_data_centers_originate(lab_design: Design) -> None:
    site = _units(lab_design.models["to-be"][COURTHOUSE], "irb")
    assert site[140].addresses6 == ("2001:db8:28:1::1/64",)
    spine = lab_design.models["to-be"]["okc-spine2"]
    unit = _units(spine, "irb")[110]
    assert (unit.addresses6, unit.gateway6) == (("2001:db8:a:f000::3/64",), "2001:db8:a:f000::1")
    assert [route.prefix for route in spine.instances[0].static_routes6] == ["::/0"]


def test_old_network_has_no_ipv6(lab_design: Design) -> None:
    before = lab_design.models["as-is"][COURTHOUSE]
    assert not any(unit.addresses6 for item in before.interfaces for unit in item.units)
    core = lab_design.models["coexistence"]["okc-core1"]
    groups = [group.name for item in core.instances if item.name == "GENGOV" for group in item.bgp]
    assert groups == ["SPINE", "LEGACY", "SPINE6"]


def test_network_without_ipv6(lab: Intent, lab_allocations: Allocations) -> None:
    single = design(
        lab.model_copy(update={"network": lab.network.model_copy(update={"prefix6": None})}), lab_allocations
    )
    for models in single.models.values():
        for model in models.values():
            assert not any(unit.addresses6 for item in model.interfaces for unit in item.units)
            assert not any(item.dual_stack for item in model.instances)
            assert [item.family for item in model.firewall.filters] == ["inet"] if model.firewall else True


@pytest.mark.parametrize("host", ["okc-core1", "el-reno-agg1", "okc-spine1", COURTHOUSE])
def test_neighbours_are_found_through_the_filter(lab_design: Design, host: str) -> None:
    firewall = lab_design.models["to-be"][host].firewall
    assert firewall is not None
    terms = {term.name: term for item in firewall.filters if item.family == "inet6" for term in item.terms}
    assert "neighbor-solicit" in terms["discovery"].icmp_types
