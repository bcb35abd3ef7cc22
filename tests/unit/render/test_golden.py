"""Configurations of the lab, and of Oklahoma for what the lab has not, whole, as reviewed.

They are ``tests/golden/<stage>/<host>.conf``.

A change of a template or of the design shows here as a diff of Junos text. When it is meant:
``pytest tests/unit/render --update-golden``, then read the diff in git.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design, design
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Stage

CHECKOUT = Path(__file__).parents[3]
GOLDEN = CHECKOUT / "tests" / "golden"
INVENTORIES = CHECKOUT / "inventories"

CASES: list[tuple[Stage, str]] = [
    ("as-is", "okc-core1"),  # day 0 of a router with two routing engines
    ("as-is", "okc-spine1"),  # day 0 of a switch
    ("as-is", "legacy-okc"),
    ("as-is", "canadian-calumet-library-sw1"),
    ("coexistence", "okc-core1"),  # with the interconnect
    ("coexistence", "legacy-okc"),
    ("coexistence", "canadian-calumet-library-sw1"),  # a single path
    ("to-be", "el-reno-agg1"),
    ("to-be", "okc-spine1"),
    ("to-be", "okc-leaf1"),  # with a shared Ethernet segment
    ("to-be", "legacy-okc"),  # retired
    ("to-be", "canadian-calumet-library-sw1"),
    ("to-be", "canadian-el-reno-courthouse-sw1"),  # a Virtual Chassis
    ("to-be", "canadian-el-reno-county-office-sw1"),  # of the family of the QFX
    # Models that the lab has none of.
    ("to-be", "boise-city-agg1"),  # MX150
    ("to-be", "okc-leaf7"),  # EX4600 as a leaf
    ("to-be", "tulsa-tulsa-high-school-sw1"),  # EX4300-48P, three of them, serial numbers unknown
    ("to-be", "cleveland-norman-high-school-sw1"),  # EX4300-48MP, multigigabit ports
]


@cache
def _design(inventory: str) -> Design:
    directory = INVENTORIES / inventory / "intent"
    intent = load_intent(directory)
    return design(intent, allocate(intent, load_allocations(directory / "allocations.yml")))


def _model(stage: Stage, host: str) -> DeviceModel:
    found = _design("lab").models[stage].get(host)
    return found if found else _design("oklahoma").models[stage][host]


@pytest.mark.parametrize(("stage", "host"), CASES, ids=lambda value: value)
def test_configuration_is_as_reviewed(stage: Stage, host: str, *, update_golden: bool) -> None:
    golden = GOLDEN / stage / f"{host}.conf"
    text = render(_model(stage, host))
    if update_golden:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text)
    assert text == golden.read_text()


def test_no_golden_file_is_orphaned() -> None:
    assert {path.relative_to(GOLDEN) for path in GOLDEN.rglob("*.conf")} == {
        Path(stage) / f"{host}.conf" for stage, host in CASES
    }
