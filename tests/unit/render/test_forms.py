"""A generated configuration says the same in every form, and comes back from a device as it was written.

All of the lab, and of Oklahoma a device of every function and model at every stage, alone and as a Virtual Chassis.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.jsonform import parse_json, print_json
from ansible_collections.statenet.junos.plugins.module_utils.junos.load import load
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set, print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from ansible_collections.statenet.junos.plugins.module_utils.junos.xmlform import parse_xml, print_xml
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render
from ansible_collections.statenet.junos.plugins.module_utils.twin.checks import check_configuration
from ansible_collections.statenet.junos.plugins.module_utils.twin.database import ConfigurationDatabase
from ansible_collections.statenet.junos.plugins.module_utils.twin.holdings import Client
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import VirtualScheduler

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel

INVENTORIES = Path(__file__).parents[3] / "inventories"
START = datetime(2020, 8, 25, 3, tzinfo=UTC)
ADMIN = Client(session_id=1, user="netauto", since=START)
FACTORY = "system {\n    host-name factory;\n}\nprotocols {\n    lldp {\n        interface all;\n    }\n}\n"


@cache
def _models(inventory: str) -> tuple[DeviceModel, ...]:
    directory = INVENTORIES / inventory / "intent"
    intent = load_intent(directory)
    stages = design(intent, allocate(intent, load_allocations(directory / "allocations.yml"))).models
    return tuple(model for models in stages.values() for model in models.values())


def _sample() -> list[DeviceModel]:
    found = {
        (model.function, model.model, model.stage, bool(model.virtual_chassis)): model for model in _models("oklahoma")
    }
    return [*_models("lab"), *found.values()]


def test_the_sample_has_every_function_and_model() -> None:
    sample = _sample()
    for known in ("function", "model", "stage"):
        assert {getattr(m, known) for m in sample} == {getattr(m, known) for m in _models("oklahoma")}


@pytest.mark.slow
def test_every_form_says_the_same() -> None:
    for model in _sample():
        text = render(model)
        tree = parse_text(text)
        assert print_text(tree) == text, model.hostname
        for form, read, write in (
            ("set", parse_set, print_set), ("XML", parse_xml, print_xml), ("JSON", parse_json, print_json)
        ):
            written = write(tree)
            again = read(written)
            assert again == tree, f"{model.hostname} {model.stage}: {form}"
            assert print_text(again) == text, f"{model.hostname} {model.stage}: {form}"
            assert not compare(tree, again), f"{model.hostname} {model.stage}: {form}"


@pytest.mark.slow
def test_a_device_shows_what_was_committed() -> None:
    """Loaded over a factory default and committed, with the daemons' checks: no difference to what it shows then."""
    for model in _sample():
        device = ConfigurationDatabase(
            parse_text(FACTORY),
            scheduler=VirtualScheduler(START),
            subject=model.hostname,
            on_change=lambda: None,
            check=lambda tree, family=model.family: check_configuration(tree, family),
        )
        text = render(model)
        device.put_candidate(ADMIN, load(device.candidate(ADMIN), parse_text(text), "override"))
        assert device.commit(ADMIN) == (), model.hostname
        shown = print_text(device.running)
        assert shown == text, model.hostname
        assert not compare(device.running, parse_text(shown)), model.hostname
        assert not compare(parse_text(shown), load(device.running, parse_text(text), "merge")), model.hostname
