"""Both ways to the devices agree, so that the inventory tells the waves that the plan has."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.design.serialize import network_document
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import require_deadline, schedule
from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import from_intent, from_network
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import assign

INVENTORIES = Path(__file__).parents[3] / "inventories"


@pytest.mark.parametrize("name", ["lab", "oklahoma"])
def test_the_intent_and_the_designed_network_give_the_same_waves(name: str) -> None:
    intent = load_intent(INVENTORIES / name / "intent")
    document = network_document(intent, design(intent, allocate(intent, Allocations())))
    devices = from_intent(intent)
    assert sorted(devices, key=repr) == sorted(from_network(document), key=repr)
    greenfield = frozenset(datacenter.name for datacenter in intent.datacenters if datacenter.greenfield)
    waves = assign(intent.policy, devices, greenfield=greenfield)
    roles = {device.hostname: device.role for device in devices}
    found = schedule(waves, intent.policy, intent.calendar, roles=roles)
    require_deadline(found, waves, intent.policy, intent.calendar)


@pytest.mark.parametrize("name", ["lab", "oklahoma"])
def test_reflectors_and_the_old_core_are_never_in_one_wave(name: str) -> None:
    intent = load_intent(INVENTORIES / name / "intent")
    devices = from_intent(intent)
    for group in ("reflectors", "legacy core"):
        members = {item.hostname for item in devices if group in item.groups}
        assert members
        for wave in assign(intent.policy, devices):
            assert len(members.intersection(wave.hosts)) <= 1, wave.name
