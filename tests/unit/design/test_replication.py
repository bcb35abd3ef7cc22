"""Replication between the data centers: a VRF that leads nowhere else, and MACsec where the hardware could."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.context import build_context
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.design.replication import guaranteed_percent, on_the_way
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent


@pytest.fixture
def encrypted(lab: Intent, lab_allocations: Allocations) -> Design:
    """The lab as if its hardware could encrypt, which the intent's own check does not let pass."""
    assert lab.replication
    wanted = lab.replication.model_copy(update={"encryption": "macsec", "fallback_key": "macsec-fallback-cak"})
    return design(lab.model_copy(update={"replication": wanted}), lab_allocations)


def test_vrf_of_replication_leads_to_the_other_data_center_only(lab_design: Design) -> None:
    for model in lab_design.models["to-be"].values():
        for instance in model.instances:
            if instance.name == "REPL":
                assert instance.static_routes == ()
                assert not instance.auto_export
    models = lab_design.models["to-be"].values()
    carriers = {model.function for model in models for instance in model.instances if instance.name == "REPL"}
    assert carriers == {"core", "spine"}


def test_guarantee_is_that_of_the_intent(lab: Intent, lab_allocations: Allocations) -> None:
    assert lab.replication
    wanted = lab.replication.model_copy(update={"guaranteed_percent": 45})
    assert guaranteed_percent(build_context(lab.model_copy(update={"replication": wanted}), lab_allocations)) == 45
    assert guaranteed_percent(build_context(lab.model_copy(update={"replication": None}), lab_allocations)) == 30


def test_scheduler_of_every_box_has_the_guarantee(lab: Intent, lab_allocations: Allocations) -> None:
    assert lab.replication
    wanted = lab.replication.model_copy(update={"guaranteed_percent": 45})
    models = design(lab.model_copy(update={"replication": wanted}), lab_allocations).models["to-be"]
    for host in ("okc-core1", "okc-spine1", "okc-leaf1"):
        cos = models[host].class_of_service
        assert cos
        rates = {item.name: item.transmit_rate for item in cos.schedulers}
        assert rates["replication"] == "percent 45"
        numbers = [int(rate.split()[1]) for rate in rates.values() if rate.startswith("percent")]
        assert sum(numbers) <= 100


def test_way_is_handoffs_and_core(lab: Intent, lab_allocations: Allocations) -> None:
    context = build_context(lab, lab_allocations)
    assert {link.kind for link in context.topology if on_the_way(context, link)} == {"core", "handoff"}
    elsewhere = build_context(lab.model_copy(update={"replication": None}), lab_allocations)
    assert not any(on_the_way(elsewhere, link) for link in elsewhere.topology)


def test_nothing_encrypts_where_the_storage_does(lab_design: Design) -> None:
    assert all(model.macsec is None for model in lab_design.models["to-be"].values())


def test_macsec_is_on_both_ends_of_every_link_of_the_way(encrypted: Design) -> None:
    models = encrypted.models["to-be"]
    secured = {(host, name) for host, model in models.items() if model.macsec for name in model.macsec.interfaces}
    ends = {
        (end.host, end.interface)
        for link in encrypted.links
        if link.kind in ("core", "handoff")
        for end in (link.a, link.b)
    }
    assert secured == ends
    names = {(model.macsec.key_name, model.macsec.fallback_name) for model in models.values() if model.macsec}
    assert len(names) == 1
    ((key, fallback),) = names
    assert key != fallback
    assert len(key) == 64


def test_macsec_of_a_switch(encrypted: Design) -> None:
    text = render(encrypted.models["to-be"]["okc-spine1"])
    assert "cipher-suite gcm-aes-xpn-256;" in text
    assert 'cak "$SECRET$macsec-cak";' in text
    assert "connectivity-association REPLICATION;" in text
    assert "should-secure" not in text
    model = encrypted.models["to-be"]["okc-spine1"]
    assert model.macsec
    alone = render(replace(model, macsec=replace(model.macsec, fallback="", fallback_name="")))
    assert "fallback-key" not in alone
