"""What the design decides, device by device and stage by stage."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.checks import check_design
from ansible_collections.statenet.junos.plugins.module_utils.design.design import Anchor, Probe, design
from ansible_collections.statenet.junos.plugins.module_utils.design.model import (
    BgpGroup,
    DeviceModel,
    Instance,
    Interface,
    PolicyTerm,
    StaticRoute,
)

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import Stage
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

COURTHOUSE = "canadian-el-reno-courthouse-sw1"
LIBRARY = "canadian-calumet-library-sw1"


def _interface(model: DeviceModel, name: str) -> Interface:
    return next(item for item in model.interfaces if item.name == name)


def _instance(model: DeviceModel, name: str) -> Instance:
    return next(item for item in model.instances if item.name == name)


def _group(groups: tuple[BgpGroup, ...], name: str) -> BgpGroup:
    return next(item for item in groups if item.name == name)


def _terms(model: DeviceModel, name: str) -> tuple[PolicyTerm, ...]:
    return next(item.terms for item in model.policies if item.name == name)


def test_lab_contradicts_itself_nowhere(lab: Intent, lab_design: Design) -> None:
    assert check_design(lab, lab_design) == ()


def test_oklahoma_contradicts_itself_nowhere(oklahoma: Intent, oklahoma_design: Design) -> None:
    assert check_design(oklahoma, oklahoma_design) == ()


def test_design_is_deterministic(lab: Intent, lab_allocations: Allocations, lab_design: Design) -> None:
    assert design(lab, lab_allocations) == lab_design


@pytest.mark.parametrize(
    ("host", "stages"),
    [
        ("okc-core1", ("as-is", "coexistence", "to-be")),  # with the interconnect
        ("tx-core1", ("as-is", "to-be")),
        ("el-reno-agg1", ("as-is", "to-be")),
        ("okc-spine1", ("as-is", "to-be")),
        ("okc-leaf1", ("as-is", "to-be")),
        (COURTHOUSE, ("as-is", "coexistence", "to-be")),
        ("legacy-okc", ("as-is", "coexistence", "to-be")),
        ("legacy-el-reno", ("as-is", "to-be")),
    ],
)
def test_stages(lab_design: Design, host: str, stages: tuple[Stage, ...]) -> None:
    assert lab_design.stages(host) == stages


def test_new_site_needs_one_change(lab: Intent, lab_allocations: Allocations) -> None:
    fresh = lab.sites[0].model_copy(update={"legacy": ""})
    changed = design(lab.model_copy(update={"sites": (fresh, *lab.sites[1:])}), lab_allocations)
    assert changed.stages(f"{fresh.name}-sw1") == ("as-is", "to-be")


@pytest.mark.parametrize(
    ("host", "family"),
    [
        ("okc-core1", "junos"),
        ("el-reno-agg2", "junos"),
        ("okc-spine1", "junos-qfx"),
        ("okc-leaf1", "junos-qfx"),
        (LIBRARY, "junos-ex"),
        ("legacy-okc", "junos"),
    ],
)
def test_family_is_a_fact_of_the_hardware(lab_design: Design, host: str, family: str) -> None:
    assert lab_design.models["to-be"][host].family == family


def test_ex4600_takes_the_family_of_its_silicon(oklahoma_design: Design) -> None:
    assert oklahoma_design.models["to-be"]["okc-leaf7"].family == "junos-qfx"


def test_new_devices_start_manageable_and_empty(lab_design: Design) -> None:
    for host in ("okc-core1", "el-reno-agg1", "okc-spine1", "okc-leaf1"):
        model = lab_design.models["as-is"][host]
        assert [item.name for item in model.interfaces] == sorted(["lo0", model.system.management_interface])
        assert model.system.management_vrf == "mgmt_junos"
        assert (model.bgp, model.isis, model.instances, model.vlans, model.policies) == ((), None, (), (), ())


# Sites.


def test_site_moves_from_the_old_uplink_over_both_to_the_new(lab_design: Design) -> None:
    def uplinks(stage: Stage) -> list[str]:
        return [item.name for item in lab_design.models[stage][COURTHOUSE].interfaces if item.peer]

    assert uplinks("as-is") == ["ge-0/2/3"]
    assert uplinks("coexistence") == ["ge-0/2/3", "xe-0/2/0", "xe-1/2/0"]
    assert uplinks("to-be") == ["xe-0/2/0", "xe-1/2/0"]


def test_site_prefers_new_over_old_without_any_change_of_the_old(lab_design: Design) -> None:
    before = _instance(lab_design.models["as-is"][COURTHOUSE], "PUBSAFE")
    both = _instance(lab_design.models["coexistence"][COURTHOUSE], "PUBSAFE")
    after = _instance(lab_design.models["to-be"][COURTHOUSE], "PUBSAFE")
    default = StaticRoute(prefix="0.0.0.0/0", next_hop="10.24.15.164", preference=200)
    assert before.static_routes == both.static_routes == (default,)
    assert default.preference > 170  # eBGP
    assert not before.bgp
    assert before.asn is None
    assert [neighbor.peer for neighbor in both.bgp[0].neighbors] == ["el-reno-agg1", "el-reno-agg2"]
    assert both.bgp == after.bgp
    assert not after.static_routes


def test_site_addresses_follow_from_its_number(lab_design: Design) -> None:
    model = lab_design.models["to-be"][COURTHOUSE]
    units = {unit.number: unit.addresses for unit in _interface(model, "irb").units}
    assert units == {110: ("10.64.1.1/24",), 140: ("10.88.1.1/24",), 150: ("10.96.1.1/24",), 190: ("10.120.1.1/24",)}
    assert _instance(model, "PUBSAFE").asn == 4200000001
    assert (model.system.management_address, model.system.management_interface) == ("10.120.1.1", "irb.190")
    assert model.system.management_vrf == "MGMT"


def test_site_announces_its_own_prefixes_and_takes_a_default(lab_design: Design) -> None:
    model = lab_design.models["to-be"][COURTHOUSE]
    own, last = _terms(model, "PE-OUT")
    assert [item.prefix for item in own.filters] == ["10.64.1.0/24", "10.88.1.0/24", "10.96.1.0/24", "10.120.1.0/24"]
    assert own.protocols == ("direct",)
    assert last.action == "reject"
    default, datacenters, last = _terms(model, "PE-IN")
    assert [(item.prefix, item.match) for item in default.filters] == [("0.0.0.0/0", "exact")]
    assert ("10.50.48.0/20", "upto /24") in [(item.prefix, item.match) for item in datacenters.filters]
    assert last.action == "reject"


def test_site_with_one_path_hangs_off_the_first_router_only(lab_design: Design) -> None:
    model = lab_design.models["to-be"][LIBRARY]
    assert [item.peer.host for item in model.interfaces if item.peer] == ["el-reno-agg1"]
    assert all(group.multipath == "" for instance in model.instances for group in instance.bgp)


# Routers.


def test_aggregation_has_a_vrf_per_service_of_its_sites(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["el-reno-agg2"]
    # The only library has one path, to the other router.
    assert [item.name for item in model.instances] == ["GENGOV", "PUBSAFE", "VOICE", "MGMT"]
    vrf = _instance(model, "PUBSAFE")
    assert (vrf.route_distinguisher, vrf.target) == (f"{model.router_id}:40", "target:64600:40")
    assert vrf.bgp[0].exports == ("CE-OUT-PUBSAFE",)
    default, datacenters, last = _terms(model, "CE-OUT-PUBSAFE")
    assert [item.prefix for item in (*default.filters, *datacenters.filters)] == ["0.0.0.0/0", "10.50.48.0/20"]
    assert last.action == "reject"


def test_a_site_may_announce_its_own_prefix_only(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["el-reno-agg1"]
    group = _instance(model, "PUBSAFE").bgp[0]
    assert (group.imports, group.families, group.prefix_limit) == ((), ("inet unicast",), 10)
    assert [(neighbor.peer, neighbor.imports) for neighbor in group.neighbors] == [
        (COURTHOUSE, ("CE-IN-PUBSAFE-canadian-el-reno-courthouse",)),
        ("canadian-yukon-public-safety-sw1", ("CE-IN-PUBSAFE-canadian-yukon-public-safety",)),
    ]
    own, last = _terms(model, "CE-IN-PUBSAFE-canadian-el-reno-courthouse")
    assert [(item.prefix, item.match) for item in own.filters] == [("10.88.1.0/24", "exact")]
    assert last.action == "reject"
    assert all(unit.source_check for unit in _interface(model, "xe-0/1/0").units)
    assert not any(unit.source_check for item in model.interfaces for unit in item.units if unit.mpls)


# Services that share.


def test_shared_service_is_reached_by_route_target_and_lends_no_default(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["el-reno-agg1"]
    assert [item.name for item in model.communities] == ["RT-GENGOV", "RT-LIBRARY", "RT-VOICE"]
    assert [item.name for item in model.instances if item.auto_export] == ["GENGOV", "LIBRARY", "VOICE"]
    assert _instance(model, "GENGOV").imports == ("VRF-IN-GENGOV",)
    own, voice, _voice6, last = _terms(model, "VRF-IN-GENGOV")
    assert (own.communities, own.filters) == (("RT-GENGOV",), ())
    assert voice.communities == ("RT-VOICE",)
    assert [(item.prefix, item.match) for item in voice.filters] == [
        ("10.96.0.0/18", "upto /24"), ("10.50.64.0/20", "upto /24")
    ]
    assert last.action == "reject"
    names = [term.name for term in _terms(model, "VRF-IN-VOICE")]
    assert names == ["own", "shared-GENGOV", "shared-LIBRARY", "shared6-GENGOV", "shared6-LIBRARY", "last"]


def test_isolated_service_exchanges_nothing(lab_design: Design) -> None:
    for model in lab_design.models["to-be"].values():
        for instance in model.instances:
            if instance.name in ("PUBSAFE", "REPL"):
                assert (instance.imports, instance.auto_export) == ((), False)
        for policy in model.policies:
            names = {name for term in policy.terms for name in term.communities}
            assert not names & {"RT-PUBSAFE", "RT-REPL"}


def test_spine_hears_of_those_who_share_although_its_own_as_is_in_their_path(lab_design: Design) -> None:
    sites, datacenters, _ = _terms(lab_design.models["to-be"]["okc-core1"], "SPINE-OUT-VOICE")
    assert [item.prefix for item in sites.filters] == ["10.96.0.0/18", "10.64.0.0/18", "10.80.0.0/18"]
    assert [item.prefix for item in datacenters.filters] == ["10.50.64.0/20", "10.50.0.0/20", "10.50.32.0/20"]
    accepted = _terms(lab_design.models["to-be"]["okc-spine1"], "WAN-IN-VOICE")[1]
    assert {item.prefix for item in (*sites.filters, *datacenters.filters)} == {i.prefix for i in accepted.filters}
    groups = {item.name: item.bgp[0] for item in lab_design.models["to-be"]["okc-core1"].instances}
    assert [name for name, group in groups.items() if group.as_override] == ["GENGOV", "LIBRARY", "VOICE"]


def test_limits_do_not_move_with_the_number_of_sites(
    lab: Intent, lab_allocations: Allocations, lab_design: Design
) -> None:
    fewer = design(lab.model_copy(update={"sites": lab.sites[1:]}), lab_allocations)
    for name in ("GENGOV", "PUBSAFE"):
        limits = [_instance(one.models["to-be"]["okc-core1"], name).maximum_prefixes for one in (fewer, lab_design)]
        assert limits[0] == limits[1]
    # 64 sites, 16 data centers, and the same of VOICE.
    assert limits == [256 + 64 + 16] * 2


# What the core is built with.


def test_keys_are_there_where_the_intent_has_them(
    lab: Intent, lab_allocations: Allocations, lab_design: Design
) -> None:
    model = lab_design.models["coexistence"]["okc-core1"]
    assert [(chain.name, chain.keys[0].secret, chain.isis) for chain in model.key_chains] == [
        ("ISIS", "isis-key", True), ("IBGP", "bgp-core-key", False)
    ]
    assert model.isis is not None
    assert model.isis.key_chain == "ISIS"
    assert {group.key_chain for group in model.bgp} == {"IBGP"}
    groups = {group.name: group.authentication_key for group in _instance(model, "GENGOV").bgp}
    # The old network keeps its configuration.
    assert groups == {"SPINE": "bgp-ce-key", "SPINE6": "bgp-ce-key", "LEGACY": ""}
    open_network = lab.network.model_copy(update={"secrets": {}})
    bare = design(lab.model_copy(update={"network": open_network}), lab_allocations).models["to-be"]["okc-core1"]
    assert bare.isis is not None
    assert (bare.key_chains, bare.isis.key_chain, bare.bgp[0].key_chain) == ((), "", "")
    assert _instance(bare, "GENGOV").bgp[0].authentication_key == ""


def test_labels_by_ldp_where_the_intent_says_so(lab: Intent, lab_allocations: Allocations) -> None:
    network = lab.network.model_copy(update={"transport": "ldp"})
    for model in design(lab.model_copy(update={"network": network}), lab_allocations).models["to-be"].values():
        if model.role == "core_mx":
            assert model.isis is not None
            assert (model.isis.ldp, model.isis.srgb_start, model.isis.node_index) == (True, None, None)
            assert not model.isis.microloop_avoidance


@pytest.mark.parametrize(("release", "avoided"), [("19.4R3", False), ("20.4R3-S9", False), ("21.1R1", True)])
def test_microloops_are_avoided_where_the_release_can(
    lab: Intent, lab_allocations: Allocations, release: str, avoided: bool
) -> None:
    network = lab.network.model_copy(update={"junos_release": release})
    model = design(lab.model_copy(update={"network": network}), lab_allocations).models["to-be"]["okc-core1"]
    assert model.isis is not None
    assert model.isis.microloop_avoidance is avoided


def test_restart_is_announced_where_there_is_one_routing_engine(lab_design: Design) -> None:
    models = lab_design.models["to-be"]
    assert not models["okc-core1"].graceful_restart
    assert models["okc-core1"].chassis.dual_re
    assert models["el-reno-agg1"].graceful_restart


def test_every_router_of_the_new_core_peers_with_both_reflectors(lab_design: Design) -> None:
    models = lab_design.models["to-be"]
    client = _group(models["el-reno-agg1"].bgp, "IBGP-RR")
    assert [neighbor.peer for neighbor in client.neighbors] == ["okc-core1", "tx-core1"]
    assert client.families == ("inet-vpn unicast", "inet6-vpn unicast", "evpn signaling", "route-target")
    reflector = models["okc-core1"]
    clients = _group(reflector.bgp, "IBGP-RR-CLIENTS")
    assert clients.cluster == reflector.router_id
    assert clients.families[-1] == "route-target advertise-default"
    assert [neighbor.peer for neighbor in clients.neighbors] == ["el-reno-agg1", "el-reno-agg2"]
    mesh = _group(reflector.bgp, "IBGP-RR-MESH")
    assert (mesh.cluster, [neighbor.peer for neighbor in mesh.neighbors]) == ("", ["tx-core1"])


def test_segment_routing_and_isis(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["okc-core1"]
    assert model.isis is not None
    assert (model.isis.srgb_start, model.isis.srgb_size, model.isis.node_index) == (16000, 8000, 1)
    assert [(item.name, item.metric, item.peer) for item in model.isis.interfaces] == [
        ("et-0/0/2.0", 10, "tx-core1"),
        ("et-1/0/5.0", 10, "el-reno-agg1"),
        ("lo0.0", None, ""),
    ]
    assert _interface(model, "lo0").units[0].iso == "49.0001.0100.0000.0001.00"


def test_core_knows_the_old_network_in_coexistence_only_and_prefers_the_new(lab_design: Design) -> None:
    both = lab_design.models["coexistence"]["okc-core1"]
    groups = [group.name for group in _instance(both, "GENGOV").bgp]
    assert groups == ["SPINE", "LEGACY", "SPINE6"]
    fallback = _terms(both, "LEGACY-IN-GENGOV")[0]
    assert fallback.local_preference is not None
    assert fallback.local_preference < 100  # what every other path of the new network has
    after = lab_design.models["to-be"]["okc-core1"]
    assert [group.name for group in _instance(after, "GENGOV").bgp] == ["SPINE", "SPINE6"]
    assert not any("LEGACY" in policy.name for policy in after.policies)


# The old network.


def test_old_network_prefers_the_new_one_for_sites_that_have_moved(lab_design: Design) -> None:
    both = lab_design.models["coexistence"]["legacy-okc"]
    moved = _terms(both, "CORE-IN-PUBSAFE")[0]
    assert moved.local_preference == 200
    edge = lab_design.models["as-is"]["legacy-el-reno"]
    assert len(edge.static_routes) == 3 + 4 + 3 + 3
    assert {route.preference for route in edge.static_routes} == {200}  # BGP, 170, wins as soon as it has the route


def test_old_core_originates_the_old_data_center_and_a_default(lab_design: Design) -> None:
    model = lab_design.models["as-is"]["legacy-okc"]
    assert [route.prefix for route in model.static_routes][:3] == ["0.0.0.0/0", "10.50.15.0/24", "10.50.47.0/24"]
    assert all(route.discard for route in model.static_routes)


def test_retired_router_carries_nothing(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["legacy-el-reno"]
    assert [item.name for item in model.interfaces] == ["fxp0", "lo0"]
    assert (model.bgp, model.isis, model.static_routes, model.policies) == ((), None, (), ())


# Fabrics.


def test_spine_is_gateway_border_and_reflector(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["okc-spine2"]
    gateway = _interface(model, "irb").units[0]
    assert (gateway.number, gateway.addresses, gateway.gateway) == (110, ("10.50.0.3/24",), "10.50.0.1")
    vrf = _instance(model, "GENGOV")
    assert (vrf.vni, vrf.target) == (20010, "target:64701:10")
    assert [neighbor.peer for neighbor in vrf.bgp[0].neighbors] == ["okc-core1"]
    overlay = _group(model.bgp, "OVERLAY")
    assert (overlay.cluster, overlay.families) == (model.router_id, ("evpn signaling",))
    underlay = _group(model.bgp, "UNDERLAY")
    assert underlay.local_as == 4210000002
    assert underlay.bfd_ms == 1000  # what the leaf sustains
    assert [(port.port, port.speed) for port in model.chassis.ports] == [(1, "100g")]


def test_spine_announces_its_prefix_and_a_default(lab_design: Design) -> None:
    own, default, last = _terms(lab_design.models["to-be"]["tx-spine1"], "WAN-OUT-GENGOV")
    assert [item.prefix for item in own.filters] == ["10.50.1.0/24"]
    assert [item.prefix for item in default.filters] == ["0.0.0.0/0"]
    assert last.action == "reject"


def test_two_leaves_share_an_ethernet_segment(lab_design: Design) -> None:
    pair = [_interface(lab_design.models["to-be"][host], "ae1") for host in ("okc-leaf1", "okc-leaf2")]
    assert {item.esi for item in pair} == {"00:00:00:fc:bd:00:00:00:00:01"}
    assert {item.lacp_system_id for item in pair} == {"02:fc:bd:00:00:01"}
    assert lab_design.models["to-be"]["okc-leaf1"].chassis.aggregates == 2  # ae1 needs a count of 2


def test_every_vlan_of_a_fabric_is_in_its_overlay(oklahoma_design: Design) -> None:
    for model in oklahoma_design.models["to-be"].values():
        if model.evpn:
            assert model.evpn.vnis == tuple(vlan.vni for vlan in model.vlans)


def test_new_data_centers_leave_room_for_the_old_one(lab: Intent, lab_allocations: Allocations) -> None:
    tight = lab.services[0].model_copy(update={"dc_prefix": IPv4Network("10.50.0.0/23")})
    with pytest.raises(InputError) as caught:
        design(lab.model_copy(update={"services": (tight, *lab.services[1:])}), lab_allocations)
    assert [str(problem) for problem in caught.value.problems] == [
        "services.yml: service GENGOV: dc_prefix 10.50.0.0/23 holds 2 /24. "
        "Expected: 4: one per data center, one for loopbacks, and the last for the old data center. Remedy: widen it."
    ]


def test_somebody_has_to_manage_the_sites(lab: Intent, lab_allocations: Allocations) -> None:
    services = tuple(
        service.model_copy(update={"kind": "general"}) if service.kind == "management" else service
        for service in lab.services
    )
    with pytest.raises(InputError, match=r"services\.yml: services: none of kind management\. Expected: one: switches"):
        design(lab.model_copy(update={"services": services}), lab_allocations)


# What is probed.


def test_probes_and_anchors(lab_design: Design) -> None:
    assert Probe(site="canadian-el-reno-courthouse", host=COURTHOUSE, instance="PUBSAFE") in lab_design.probes
    assert len(lab_design.probes) == 3 + 4 + 3 + 3
    assert Anchor(host="tx-spine2", instance="VOICE") in lab_design.anchors
    assert lab_design.anchors[-1] == Anchor(host="legacy-okc", instance="")


def test_cables_have_two_ends_and_old_ones_are_there_too(lab_design: Design) -> None:
    ends = [(end.host, end.interface) for cable in lab_design.cabling for end in (cable.a, cable.b)]
    assert len(set(ends)) == len(ends) == 54
    assert ("legacy-el-reno", "ge-0/0/1") in ends


# Small hubs.


def test_small_hub_hangs_off_both_routers_of_its_parent(oklahoma_design: Design, oklahoma: Intent) -> None:
    hub = next(hub for hub in oklahoma.hubs if hub.model == "MX150")
    for number, parent in enumerate(hub.uplinks, start=1):
        uplink = _interface(oklahoma_design.models["to-be"][f"{hub.name}-agg{number}"], "xe-0/0/12")
        assert uplink.peer is not None
        assert (uplink.peer.host, uplink.speed) == (parent, "10g")
    site = next(site for site in oklahoma.sites if site.hub == hub.name)
    model = oklahoma_design.models["to-be"][f"{site.name}-sw1"]
    assert _interface(model, "ge-0/2/0").speed == "1g"
