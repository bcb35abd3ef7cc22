"""Access ports of sites: what hangs where, who may use it, and when a switch begins to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.design.stack_checks import check_stacks
from ansible_collections.statenet.junos.plugins.module_utils.junos.hardware import hardware
from ansible_collections.statenet.junos.plugins.module_utils.junos.virtual_chassis import virtual_chassis

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.access_model import PortRange
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Stage
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

COURTHOUSE = "canadian-el-reno-courthouse-sw1"
COUNTY_OFFICE = "canadian-el-reno-county-office-sw1"
LIBRARY = "canadian-calumet-library-sw1"
STAGES: tuple[Stage, ...] = ("as-is", "coexistence", "to-be")


def _spans(model: DeviceModel) -> dict[str, list[str]]:
    return {item.name: [f"{span.first} {span.last}" for span in item.spans] for item in model.ranges}


def _range(model: DeviceModel, name: str) -> PortRange:
    return next(item for item in model.ranges if item.name == name)


def _changed(lab: Intent, allocations: Allocations, section: str, **change: object) -> Design:
    items = tuple(item.model_copy(update=change) for item in getattr(lab, section))
    return design(lab.model_copy(update={section: items}), allocations)


def test_ports_are_shared_out_among_services(lab_design: Design) -> None:
    assert _spans(lab_design.models["to-be"][LIBRARY]) == {
        "LIBRARY": ["ge-0/0/0 ge-0/0/19"],
        "VOICE": ["ge-0/0/20 ge-0/0/21"],
        "MGMT": ["ge-0/0/22 ge-0/0/22"],
        "UNUSED": ["ge-0/0/23 ge-0/0/23"],
    }


def test_members_are_shared_out_alike(lab_design: Design) -> None:
    """A member that is added later moves no port of the others."""
    assert _spans(lab_design.models["to-be"][COURTHOUSE]) == {
        "GENGOV": ["ge-0/0/0 ge-0/0/20", "ge-1/0/0 ge-1/0/20"],
        "PUBSAFE": ["ge-0/0/21 ge-0/0/34", "ge-1/0/21 ge-1/0/34"],
        "VOICE": ["ge-0/0/35 ge-0/0/43", "ge-1/0/35 ge-1/0/43"],
        "MGMT": ["ge-0/0/44 ge-0/0/44", "ge-1/0/44 ge-1/0/44"],
        "UNUSED": ["ge-0/0/45 ge-0/0/47", "ge-1/0/45 ge-1/0/47"],
    }


def test_a_range_goes_on_where_ports_change_their_name(lab: Intent, lab_allocations: Allocations) -> None:
    changed = _changed(lab, lab_allocations, "sites", model="EX4300-48MP", members=1, serials="")
    assert _spans(changed.models["to-be"][COUNTY_OFFICE])["GENGOV"] == ["ge-0/0/0 ge-0/0/23", "mge-0/0/24 mge-0/0/32"]


def test_sites_of_a_kind_share_their_ranges(oklahoma_design: Design) -> None:
    """Hundreds of switches with dozens of ports: the same objects, or design takes seconds."""
    kinds: dict[tuple[str, str, int], int] = {}
    for model in oklahoma_design.models["to-be"].values():
        if model.function == "access":
            members = len(model.virtual_chassis.members) if model.virtual_chassis else 1
            ranges = id(model.ranges)
            assert kinds.setdefault((model.site_kind, model.model, members), ranges) == ranges


def test_phones_are_told_of_their_vlan_where_people_sit(lab_design: Design) -> None:
    model = lab_design.models["to-be"][COURTHOUSE]
    voice = {item.name: (item.voice_vlan, item.voice_class) for item in model.ranges}
    phones = ("VOICE", "voice")
    assert voice == {"GENGOV": phones, "PUBSAFE": phones, "VOICE": ("", ""), "MGMT": ("", ""), "UNUSED": ("", "")}
    assert model.class_of_service is not None
    assert "voice" in {item.name for item in model.class_of_service.classes}


def test_power_stays_with_phones_and_public_safety(lab_design: Design) -> None:
    model = lab_design.models["to-be"][COURTHOUSE]
    assert {item.name for item in model.ranges if item.priority} == {"VOICE", "PUBSAFE"}
    assert model.poe is not None
    assert model.poe.members == (0, 1)


def test_only_open_services_let_strangers_in_while_no_server_answers(lab_design: Design) -> None:
    ranges = lab_design.models["to-be"][COURTHOUSE].ranges
    fails = {item.name: item.authentication.server_fail for item in ranges if item.authentication}
    assert fails == {"GENGOV": "permit", "PUBSAFE": "use-cache", "VOICE": "permit", "MGMT": "use-cache"}


def test_machines_are_asked_for_their_address_at_once(lab_design: Design) -> None:
    ranges = lab_design.models["to-be"][COURTHOUSE].ranges
    assert {item.name for item in ranges if item.authentication and item.authentication.mac_only} == {"VOICE", "MGMT"}


def test_servers_are_asked_through_the_management_service(lab_design: Design) -> None:
    model = lab_design.models["to-be"][COURTHOUSE]
    (server,) = model.authentication_servers
    assert (server.address, server.source_address, server.instance, server.secret) == (
        "10.50.112.41", model.system.management_address, "MGMT", "radius-secret",
    )


def test_migration_leaves_the_people_at_the_ports_alone(lab_design: Design) -> None:
    first, *others = (lab_design.models[stage][COURTHOUSE] for stage in STAGES)
    for model in others:
        assert model.ranges == first.ranges
        assert model.authentication_servers == first.authentication_servers


def test_nobody_has_to_prove_who_he_is_where_authentication_is_off(lab: Intent, lab_allocations: Allocations) -> None:
    model = _changed(lab, lab_allocations, "site_types", authentication="off").models["to-be"][LIBRARY]
    assert model.authentication_servers == ()
    assert [vlan.name for vlan in model.vlans] == ["LIBRARY", "VOICE", "MGMT"]
    assert _range(model, "LIBRARY").authentication is None


def test_a_network_without_radius_has_no_authentication(lab: Intent, lab_allocations: Allocations) -> None:
    network = lab.network.model_copy(update={"access": None})
    model = design(lab.model_copy(update={"network": network}), lab_allocations).models["to-be"][LIBRARY]
    assert _range(model, "LIBRARY").authentication is None


@pytest.mark.parametrize(
    ("host", "stage", "expected"),
    [
        (COURTHOUSE, "as-is", "snooping"),
        (COURTHOUSE, "coexistence", "snooping"),
        (COURTHOUSE, "to-be", "source-guard"),
        (LIBRARY, "coexistence", "snooping"),
        (LIBRARY, "to-be", "inspection"),
    ],
)
def test_switches_listen_before_they_judge(lab_design: Design, host: str, stage: Stage, expected: str) -> None:
    """Source guard without bindings cuts everybody off; bindings come with leases, which take their time."""
    vlans = {vlan.name: vlan.dhcp_security for vlan in lab_design.models[stage][host].vlans}
    assert vlans.pop("MGMT") == ""  # no DHCP there, so no bindings ever
    assert vlans.pop("QUARANTINE") == ""
    assert set(vlans.values()) == {expected}


def test_dhcp_security_can_be_off(lab: Intent, lab_allocations: Allocations) -> None:
    changed = _changed(lab, lab_allocations, "site_types", dhcp_security="off")
    for stage in STAGES:
        assert {vlan.dhcp_security for vlan in changed.models[stage][LIBRARY].vlans} == {""}


def test_requests_are_relayed_within_the_service(lab_design: Design) -> None:
    relays = {item.name: item.dhcp_servers for item in lab_design.models["to-be"][COURTHOUSE].instances}
    assert relays == {"GENGOV": ("10.50.0.11",), "PUBSAFE": ("10.50.48.11",), "VOICE": ("10.50.64.11",), "MGMT": ()}


def test_virtual_chassis_has_an_uplink_on_each_of_its_routing_engines(lab_design: Design) -> None:
    model = lab_design.models["to-be"][COURTHOUSE]
    stack = model.virtual_chassis
    assert stack is not None
    assert [(item.number, item.role, item.serial) for item in stack.members] == [
        (0, "routing-engine", "NX0219430101"), (1, "routing-engine", "NX0219430102"),
    ]
    assert (stack.preprovisioned, stack.split_detection, model.chassis.dual_re) == (True, False, True)
    assert [item.name for item in model.interfaces if item.peer] == ["xe-0/2/0", "xe-1/2/0"]


def test_third_member_is_a_line_card_and_halves_can_tell_which_is_the_smaller(
    lab: Intent, lab_allocations: Allocations
) -> None:
    stack = _changed(lab, lab_allocations, "sites", members=3, serials="").models["to-be"][LIBRARY].virtual_chassis
    assert stack is not None
    assert [item.role for item in stack.members] == ["routing-engine", "routing-engine", "line-card"]
    assert (stack.preprovisioned, stack.split_detection) == (False, True)


def test_single_switch_is_no_virtual_chassis(lab_design: Design) -> None:
    model = lab_design.models["to-be"][LIBRARY]
    assert model.virtual_chassis is None
    assert not model.chassis.dual_re


def test_hardware_of_a_virtual_chassis() -> None:
    box = hardware("EX3400-24P")
    three = virtual_chassis(box, 3)
    assert virtual_chassis(box, 1) is box
    assert [port.name for port in three.choices("uplink", "10g")][:3] == ["xe-0/2/0", "xe-1/2/0", "xe-2/2/0"]
    assert len(three.choices("access")) == 72
    assert three.poe_watts == 3 * box.poe_watts
    assert three.cages[2, 2, 0].speeds == (("10g", "xe-2/2/0"), ("1g", "ge-2/2/0"))


def test_family_is_a_fact_of_the_model(lab_design: Design) -> None:
    assert lab_design.models["to-be"][COUNTY_OFFICE].family == "junos-qfx"
    assert lab_design.models["to-be"][LIBRARY].family == "junos-ex"


def test_uplinks_on_one_member_are_a_contradiction(lab: Intent, lab_allocations: Allocations) -> None:
    """A site that got a second switch keeps its ports: the cable has to move."""
    grown = _changed(lab, lab_allocations, "sites", members=2, serials="")
    hosts = (COUNTY_OFFICE, "canadian-yukon-public-safety-sw1")
    assert [str(problem) for problem in check_stacks(grown.models["to-be"].values())] == [
        f"models/{host}.yml: {host} xe-0/2/1: it is on member 0 of the Virtual Chassis, as xe-0/2/0. Expected: "
        "uplinks on two members. Remedy: delete the line of its link in intent/allocations.yml, build again, and move "
        "the cable."
        for host in hosts
    ]


def test_deleted_line_comes_back_on_the_other_member(lab: Intent, lab_allocations: Allocations) -> None:
    key = f"el-reno-agg2/{COUNTY_OFFICE}"
    old = lab_allocations.site_links[key]
    sites = tuple(site.model_copy(update={"members": 2, "serials": ""}) for site in lab.sites)
    rest = {name: link for name, link in lab_allocations.site_links.items() if name != key}
    again = allocate(lab.model_copy(update={"sites": sites}), lab_allocations.with_sections({"site_links": rest}))
    assert (again.site_links[key].number, again.site_links[key].ports) == (old.number, (old.ports[0], "xe-1/2/0"))


def test_another_member_changes_nothing_elsewhere(
    lab: Intent, lab_allocations: Allocations, lab_design: Design
) -> None:
    sites = tuple(
        site.model_copy(update={"members": 2}) if f"{site.name}-sw1" == LIBRARY else site for site in lab.sites
    )
    grown = design(lab.model_copy(update={"sites": sites}), lab_allocations)
    for stage in STAGES:
        before, after = lab_design.models[stage], grown.models[stage]
        assert {host for host in after if after[host] != before[host]} == {LIBRARY}
    spans = _spans(grown.models["to-be"][LIBRARY])
    assert {name: own[0] for name, own in spans.items()} == {
        name: own[0] for name, own in _spans(lab_design.models["to-be"][LIBRARY]).items()
    }
