"""Class of service: the same six classes everywhere, in the dialect of each box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.cos import CLASSES
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.cos_model import ClassOfService, CosInterface
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

COURTHOUSE = "canadian-el-reno-courthouse-sw1"


def _cos(model: DeviceModel) -> ClassOfService:
    assert model.class_of_service is not None
    return model.class_of_service


def _port(cos: ClassOfService, name: str) -> CosInterface:
    return next(item for item in cos.interfaces if item.name == name)


def test_every_device_that_carries_traffic_has_the_six_classes(oklahoma_design: Design) -> None:
    for model in oklahoma_design.models["to-be"].values():
        if model.role == "legacy":
            assert model.class_of_service is None
            continue
        cos = _cos(model)
        assert {item.name for item in cos.classes} == set(CLASSES)
        assert len({item.queue for item in cos.classes}) == 6
        scheduled = {name for item in cos.maps for name in item.classes}
        assert scheduled == set(CLASSES) == {item.name for item in cos.schedulers}
        known = {(item.type, item.name) for item in cos.classifiers}
        assert {pair for port in cos.interfaces for pair in port.classifiers} <= known


@pytest.mark.parametrize("host", ["okc-core1", "el-reno-agg1", "okc-spine1", "okc-leaf1", COURTHOUSE])
def test_rates_fit_a_link_and_replication_has_its_share(lab_design: Design, host: str) -> None:
    schedulers = {item.name: item for item in _cos(lab_design.models["to-be"][host]).schedulers}
    percents = [
        int(item.transmit_rate.removeprefix("percent "))
        for item in schedulers.values()
        if item.transmit_rate.startswith("percent")
    ]
    assert sum(percents) <= 100
    assert schedulers["replication"].transmit_rate == "percent 30"
    assert schedulers["replication"].priority == "low"
    assert schedulers["voice"].priority == "strict-high"
    capped = [item.rate for item in _cos(lab_design.models["to-be"][host]).sets if item.classes == ("voice",)]
    assert "percent 15" in (schedulers["voice"].shaping_rate or capped[0])


def test_a_site_has_the_rate_that_it_was_promised_on_each_path(lab: Intent, lab_allocations: Allocations) -> None:
    sites = tuple(
        site.model_copy(update={"access_mbps": 500}) if f"{site.name}-sw1" == COURTHOUSE else site for site in lab.sites
    )
    models = design(lab.model_copy(update={"sites": sites}), lab_allocations).models
    for host in ("el-reno-agg1", "el-reno-agg2"):
        ports = {port.name: port.peer.host for port in models["to-be"][host].interfaces if port.peer}
        rates = {ports[item.name]: item.shaping_rate for item in _cos(models["to-be"][host]).interfaces}
        assert {peer for peer, rate in rates.items() if rate} == {COURTHOUSE}
        assert rates[COURTHOUSE] == "500m"
    uplinks = [item for item in _cos(models["to-be"][COURTHOUSE]).interfaces if item.name.startswith("xe-")]
    assert [item.shaping_rate for item in uplinks] == ["500m", "500m"]
    # As long as the old uplink carries the site, nothing is held back.
    assert not any(item.shaping_rate for item in _cos(models["coexistence"][COURTHOUSE]).interfaces)
    assert "            shaping-rate 500m;\n" in render(models["to-be"][COURTHOUSE])


def test_nothing_is_classified_before_a_device_carries_traffic(lab_design: Design) -> None:
    assert lab_design.models["as-is"]["okc-core1"].class_of_service is None


def test_labels_are_classified_and_marked_in_the_core_and_addresses_at_its_edge(lab_design: Design) -> None:
    cos = _cos(lab_design.models["to-be"]["el-reno-agg1"])
    core, site = _port(cos, "et-0/0/0"), _port(cos, "xe-0/1/0")
    assert ("exp", "EXP-CORE") in core.classifiers
    assert core.rewrites == (("exp", "EXP-CORE"),)
    assert (site.unit, site.rewrites) == ("*", ())
    assert site.classifiers == (("dscp", "DSCP-TRUST"), ("dscp-ipv6", "DSCP-TRUST"))
    assert cos.instance_classifier == "EXP-CORE"
    marked = {(item.forwarding_class, item.loss_priority) for item in cos.rewrites[0].entries}
    assert marked == {(name, loss) for name in CLASSES for loss in ("low", "high")}


def test_replication_is_told_by_its_unit_not_by_what_the_storage_marks(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["okc-core1"]
    handoffs = [port.name for port in model.interfaces if any(unit.number == 170 for unit in port.units)]
    assert handoffs
    assert all(_port(_cos(model), name).fixed == (("170", "replication"),) for name in handoffs)


def test_people_cannot_mark_themselves_as_the_network(lab_design: Design) -> None:
    cos = _cos(lab_design.models["to-be"][COURTHOUSE])
    tables = {item.name: item for item in cos.classifiers}
    assert _port(cos, "ge-*").classifiers == (("dscp", "DSCP-ACCESS"), ("dscp-ipv6", "DSCP-ACCESS"))
    assert _port(cos, "xe-0/2/0").classifiers == (("dscp", "DSCP-TRUST"), ("dscp-ipv6", "DSCP-TRUST"))
    classes = {item.forwarding_class: item.codes for item in tables["DSCP-ACCESS"].entries}
    assert not {"network-control", "replication"} & classes.keys()
    assert {"cs6", "cs7", "cs1"} <= set(classes["best-effort"])


def test_strict_class_has_a_set_of_its_own_on_leaves(lab_design: Design) -> None:
    cos = _cos(lab_design.models["to-be"]["okc-leaf1"])
    assert {item.name: item.classes for item in cos.sets}["REALTIME"] == ("voice",)
    assert not {item.queue for item in cos.classes} & {3, 4}  # lossless by default
    assert {port.scheduler_map for port in cos.interfaces} == {""}


def test_switches_with_the_same_ports_share_one_object(oklahoma_design: Design) -> None:
    found = {id(m.class_of_service) for m in oklahoma_design.models["to-be"].values() if m.function == "access"}
    assert len(found) < 20
