"""What takes devices out of service: on top of every configuration, and away again without a trace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.drain import OVERLOAD_AT_BOOT, drain, drain_plans
from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set_with_warnings
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.drain_model import DrainPlan, DrainStep

COURTHOUSE = "canadian-el-reno-courthouse-sw1"
LIBRARY = "canadian-calumet-library-sw1"
HOSTS = ["okc-core1", "tx-core1", "el-reno-agg1", "okc-spine1", "okc-leaf1", "okc-leaf2", COURTHOUSE, LIBRARY]


def _plan(design: Design, host: str) -> DrainPlan:
    return drain_plans(design.models["to-be"])[host]


def _step(plan: DrainPlan, name: str) -> DrainStep:
    return next(step for step in plan.steps if step.name == name)


def test_old_routers_are_retired_not_drained(lab_design: Design) -> None:
    plans = drain_plans(lab_design.models["to-be"])
    assert set(plans) == {name for name in lab_design.models["to-be"] if not name.startswith("legacy")}


@pytest.mark.parametrize("host", HOSTS)
def test_undoing_leaves_no_trace(lab_design: Design, host: str) -> None:
    plan = _plan(lab_design, host)
    running = parse_text(render(lab_design.models["to-be"][host]))
    for steps in (plan.steps, *((step,) for step in plan.links)):
        tree, missing = running, ()
        for step in steps:
            before = tree
            tree, warnings = apply_set_with_warnings(tree, step.statements)
            assert compare(before, tree) != "", step.name
            missing += warnings
        for step in reversed(steps):
            tree, warnings = apply_set_with_warnings(tree, step.undo)
            missing += warnings
        assert compare(running, tree) == ""
        assert missing == ()


def test_core_router_moves_services_then_transit(lab_design: Design) -> None:
    plan = _plan(lab_design, "okc-core1")
    assert [step.name for step in plan.steps] == ["services", "transit"]
    services, transit = plan.steps
    assert "set protocols bgp group IBGP-RR-CLIENTS graceful-shutdown sender local-preference 0" in services.statements
    assert (
        "set routing-instances GENGOV protocols bgp group SPINE graceful-shutdown sender" in services.statements
    )
    assert transit.statements == (
        "delete protocols isis overload timeout",
        "set protocols isis overload internal-prefixes",
        "set protocols isis overload external-prefixes",
    )
    assert [(proof.kind, proof.at) for proof in transit.proofs] == [
        ("isis-overloaded", ("tx-core1", "el-reno-agg1")),
        ("no-transit-traffic", ("okc-core1",)),
    ]


def test_router_without_igp_has_no_transit_step(lab_design: Design) -> None:
    model = replace(lab_design.models["to-be"]["el-reno-agg1"], isis=None)
    assert [step.name for step in drain(model).steps] == ["services"]


def test_boot_overload_is_the_one_that_the_role_configures(lab_design: Design) -> None:
    assert f"timeout {OVERLOAD_AT_BOOT};" in render(lab_design.models["to-be"]["okc-core1"])


def test_sites_with_one_path_go_down_with_their_router(lab_design: Design) -> None:
    assert _plan(lab_design, "el-reno-agg1").stranded == (LIBRARY,)
    assert _plan(lab_design, "el-reno-agg2").stranded == ()


def test_spine_gives_away_the_core_the_servers_and_the_leaves_in_this_order(lab_design: Design) -> None:
    plan = _plan(lab_design, "okc-spine1")
    assert [step.name for step in plan.steps] == ["hand-off", "gateways", "fabric"]
    assert _step(plan, "gateways").statements[0] == "set interfaces irb unit 110 disable"
    assert _step(plan, "gateways").proofs[0].at == ("okc-leaf1", "okc-leaf2")
    assert _step(plan, "fabric").statements == (
        "set protocols bgp group UNDERLAY graceful-shutdown sender",
        "set protocols bgp group OVERLAY graceful-shutdown sender local-preference 0",
        "set protocols bgp group OVERLAY-RR graceful-shutdown sender local-preference 0",
    )
    assert _step(plan, "fabric").proofs[-1].subjects == ("et-0/0/12", "et-0/0/13")


def test_leaf_shuts_the_ports_of_servers_that_have_another(lab_design: Design) -> None:
    plan = _plan(lab_design, "okc-leaf2")
    assert [step.name for step in plan.steps] == ["fabric", "segments"]
    assert _step(plan, "segments").statements == ("set interfaces ae1 disable",)
    (proof,) = _step(plan, "segments").proofs
    assert (proof.kind, proof.at) == ("segments-elsewhere", ("okc-leaf1",))
    assert plan.stranded == ("okc-store1",)


def test_site_is_stranded_but_its_uplinks_can_be_drained(lab_design: Design) -> None:
    plan = _plan(lab_design, COURTHOUSE)
    assert plan.steps == ()
    assert plan.stranded == ("canadian-el-reno-courthouse",)
    assert len(plan.links) == 2
    uplink = plan.link("xe-0/2/0")
    assert not uplink.both_ends
    assert [proof.kind for proof in uplink.proofs] == [
        "bgp-graceful-shutdown-seen", "uplink-not-preferred", "no-transit-traffic",
    ]
    first, second = uplink.statements[:2]
    assert first.startswith("set routing-instances ")
    assert first.endswith(" graceful-shutdown sender")
    assert second.endswith(" preference 180")


def test_link_of_the_core_gets_a_metric_at_both_ends(lab_design: Design) -> None:
    plans = drain_plans(lab_design.models["to-be"])
    cable = next(c for c in lab_design.cabling if {c.a.host, c.b.host} == {"okc-core1", "tx-core1"})
    for end in (cable.a, cable.b):
        step = plans[end.host].link(end.interface)
        path = f"protocols isis interface {end.interface}.0 level 2 metric"
        assert step.both_ends
        assert (step.statements, step.undo) == ((f"set {path} 16777213",), (f"set {path} 10",))


def test_link_that_does_not_exist(lab_design: Design) -> None:
    with pytest.raises(KeyError, match="et-0/0/35"):
        _plan(lab_design, "okc-spine1").link("et-0/0/35")


def test_hand_off_is_drained_per_service(lab_design: Design) -> None:
    step = _plan(lab_design, "okc-spine1").link("et-0/0/1")
    services = {line.split()[2] for line in step.statements}
    assert services == {"GENGOV", "LIBRARY", "PUBSAFE", "VOICE", "REPL", "MGMT"}
    assert all(" neighbor " in line and line.endswith("graceful-shutdown sender") for line in step.statements)
