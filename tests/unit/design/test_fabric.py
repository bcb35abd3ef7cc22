"""What the design decides for the switches of a data center."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.context import build_context
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.design.fabric_model import LoopProbe
from ansible_collections.statenet.junos.plugins.module_utils.design.spine import gateway_mac

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Interface
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

SWITCHES = ("okc-spine1", "okc-spine2", "okc-leaf1", "okc-leaf2", "tx-spine1", "tx-spine2", "tx-leaf1")


def _switches(lab_design: Design) -> list[DeviceModel]:
    return [lab_design.models["to-be"][name] for name in SWITCHES]


def _interface(model: DeviceModel, name: str) -> Interface:
    return next(item for item in model.interfaces if item.name == name)


@pytest.mark.parametrize(
    ("vlan", "mac"), [(110, "00:00:5e:01:01:10"), (2, "00:00:5e:01:00:02"), (4093, "00:00:5e:01:40:93")]
)
def test_gateway_mac_shows_the_vlan(vlan: int, mac: str) -> None:
    assert gateway_mac(vlan) == mac


def test_both_spines_answer_for_a_gateway_with_the_same_addresses(lab_design: Design) -> None:
    one, two = (_interface(lab_design.models["to-be"][name], "irb") for name in ("okc-spine1", "okc-spine2"))
    for first, second in zip(one.units, two.units, strict=True):
        assert (first.gateway, first.gateway_mac) == (second.gateway, second.gateway_mac)
        assert first.addresses != second.addresses
        assert first.mtu == 9000
    assert one.mtu == 9192


def test_every_vrf_of_a_spine_has_a_loopback_of_its_own(lab_design: Design) -> None:
    seen: set[str] = set()
    for model in _switches(lab_design):
        units = {f"lo0.{unit.number}": unit.addresses for unit in _interface(model, "lo0").units}
        for instance in model.instances:
            (name,) = (item for item in instance.interfaces if item.startswith("lo0."))
            (address,) = units[name]
            assert address.endswith("/32")
            assert address not in seen
            seen.add(address)


def test_loopbacks_of_vrfs_are_outside_of_every_data_center(lab: Intent, lab_allocations: Allocations) -> None:
    context = build_context(lab, lab_allocations)
    service = context.services["GENGOV"]
    own = {context.dc_prefix(service, name).rpartition(".")[0] for name in ("okc", "tx", "")}
    assert context.vrf_loopback(service, "okc-spine1").rpartition(".")[0] not in own


def test_a_leaf_more_renumbers_no_loopback(lab: Intent, lab_allocations: Allocations) -> None:
    more = replace(lab_allocations, fabric_nodes={**lab_allocations.fabric_nodes, "okc-leaf9": 99})
    for host in ("okc-spine1", "tx-spine2"):
        before, after = (build_context(lab, numbers) for numbers in (lab_allocations, more))
        service = before.services["VOICE"]
        assert before.vrf_loopback(service, host) == after.vrf_loopback(service, host)


def test_overlay_is_slower_to_give_up_than_the_underlay(lab_design: Design) -> None:
    for model in _switches(lab_design):
        speeds = {group.name: group.bfd_ms for group in model.bgp}
        assert all(speeds[name] >= 3 * speeds["UNDERLAY"] for name in speeds if name != "UNDERLAY")


def test_sessions_are_authenticated_and_know_their_mtu(lab_design: Design) -> None:
    for model in _switches(lab_design):
        assert {(group.authentication_key, group.mtu_discovery) for group in model.bgp} == {("bgp-fabric-key", True)}
        assert {g.authentication_key for i in model.instances for g in i.bgp} <= {"bgp-ce-key"}


def test_sessions_go_without_a_key_that_the_intent_does_not_declare(lab: Intent, lab_allocations: Allocations) -> None:
    bare = lab.model_copy(update={"network": lab.network.model_copy(update={"secrets": {}})})
    model = design(bare, lab_allocations).models["to-be"]["okc-spine1"]
    assert {group.authentication_key for group in model.bgp} == {""}


def test_route_distinguisher_of_layer_2_is_that_of_no_vrf(lab_design: Design) -> None:
    for model in _switches(lab_design):
        assert model.evpn
        assert model.evpn.route_distinguisher == f"{model.router_id}:65000"


def test_edge_protection_is_on_server_ports_only(lab_design: Design) -> None:
    leaf = lab_design.models["to-be"]["okc-leaf2"].server_edge
    assert leaf
    assert leaf.ports == ("ae1", "xe-0/0/1")
    assert (leaf.storm_percent, leaf.bpdu_timeout) == (1, 600)
    assert lab_design.models["to-be"]["okc-spine1"].server_edge is None
    assert _interface(lab_design.models["to-be"]["okc-leaf2"], "xe-0/0/0").hold_up_ms == 2000
    assert _interface(lab_design.models["to-be"]["okc-leaf2"], "xe-0/0/1").hold_up_ms is None


@pytest.mark.parametrize(
    ("release", "probes"),
    [
        ("20.3R1", ()),
        ("20.4R1", (LoopProbe(interface="ae1.0", vlan_id=110), LoopProbe(interface="xe-0/0/1.0", vlan_id=170))),
    ],
)
def test_loops_are_looked_for_where_the_release_can(
    lab: Intent, lab_allocations: Allocations, release: str, probes: tuple[LoopProbe, ...]
) -> None:
    other = lab.model_copy(update={"network": lab.network.model_copy(update={"junos_release": release})})
    edge = design(other, lab_allocations).models["to-be"]["okc-leaf2"].server_edge
    assert edge
    assert edge.probes == probes


def test_texas_is_the_same_role_with_other_data(lab_design: Design) -> None:
    one, two = (lab_design.models["to-be"][name] for name in ("okc-spine1", "tx-spine1"))
    assert [group.name for group in one.bgp] == [group.name for group in two.bgp]
    assert [instance.name for instance in one.instances] == [instance.name for instance in two.instances]
    assert one.evpn
    assert two.evpn
    assert one.evpn.vnis == two.evpn.vnis
    targets = {instance.target for model in (one, two) for instance in model.instances}
    assert len(targets) == len(one.instances) + len(two.instances)
