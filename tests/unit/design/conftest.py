"""The networks that the tests of the design stand on.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read, and packages
that were imported before cannot be found through it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

INVENTORIES = Path(__file__).parents[3] / "inventories"


def _intent(name: str) -> Intent:
    from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent

    return load_intent(INVENTORIES / name / "intent")


def _allocations(name: str) -> Allocations:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations

    return load_allocations(INVENTORIES / name / "intent" / "allocations.yml")


def _design(intent: Intent, allocations: Allocations) -> Design:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import design

    return design(intent, allocations)


@pytest.fixture(scope="session")
def lab() -> Intent:
    return _intent("lab")


@pytest.fixture(scope="session")
def lab_allocations() -> Allocations:
    return _allocations("lab")


@pytest.fixture(scope="session")
def lab_design(lab: Intent, lab_allocations: Allocations) -> Design:
    return _design(lab, lab_allocations)


@pytest.fixture(scope="session")
def oklahoma() -> Intent:
    return _intent("oklahoma")


@pytest.fixture(scope="session")
def oklahoma_allocations() -> Allocations:
    return _allocations("oklahoma")


@pytest.fixture(scope="session")
def oklahoma_design(oklahoma: Intent, oklahoma_allocations: Allocations) -> Design:
    return _design(oklahoma, oklahoma_allocations)
