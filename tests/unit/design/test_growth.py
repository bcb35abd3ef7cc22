"""A network grows and shrinks without renumbering: only what is concerned changes.

Every property is tested on rendered configurations of a generated state with two hubs or more.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.checks import check_design
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load
from ansible_collections.statenet.junos.plugins.module_utils.render.batch import render_all

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.benchmark.state_generator import State, count_devices, state, state_of_devices, write

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel

SITES = 30


@pytest.fixture(scope="module")
def small() -> State:
    return state(SITES)


@pytest.fixture(scope="module")
def before(small: State, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, DeviceModel], Allocations]:
    return _built(small, Allocations(), tmp_path_factory.mktemp("before"))


def _built(
    found: State, allocations: Allocations, directory: Path
) -> tuple[dict[str, DeviceModel], Allocations]:
    """Models by stage and host, and the allocations that they come from; the network must be sound."""
    intent = load(write(found, directory)).intent
    grown = allocate(intent, allocations)
    designed = design(intent, grown)
    assert check_design(intent, designed) == ()
    return {f"{stage}/{host}": m for stage, models in designed.models.items() for host, m in models.items()}, grown


@lru_cache(maxsize=256)
def _text(model: DeviceModel) -> str:
    (text,) = render_all([model], workers=1)
    return text


def _changed(old: dict[str, DeviceModel], new: dict[str, DeviceModel]) -> set[str]:
    """Hosts whose configuration differs at any stage, or is new or gone. Equal models render to equal texts."""
    return {
        key.partition("/")[2]
        for key in old.keys() | new.keys()
        if key not in old or key not in new or (old[key] != new[key] and _text(old[key]) != _text(new[key]))
    }


def _kept(old: Allocations, new: Allocations) -> None:
    """Every line that was there is there still."""
    for section in ("services", "datacenters", "sites", "nodes", "management", "fabric_nodes", "segments", "links",
                    "handoffs", "fabric_links", "site_links", "legacy_links", "legacy_site_links", "interconnects",
                    "servers"):
        assert getattr(old, section).items() <= getattr(new, section).items(), section


@pytest.mark.parametrize("hub", ["hub000", "hub001", "hub002"])
def test_a_new_site_changes_itself_and_its_hub(
    small: State, before: tuple[dict[str, DeviceModel], Allocations], tmp_path: Path, hub: str
) -> None:
    old, allocations = before
    new, grown = _built(small.with_site("new-library", county="County 000", hub=hub), allocations, tmp_path)
    assert _changed(old, new) == {"new-library-sw1", f"{hub}-agg1", f"{hub}-agg2"}
    _kept(allocations, grown)


@pytest.mark.parametrize("position", [1, 13, 29])
def test_a_site_that_goes_changes_its_hub_and_its_old_router(
    small: State, before: tuple[dict[str, DeviceModel], Allocations], tmp_path: Path, position: int
) -> None:
    old, allocations = before
    gone = small.sites[position]
    new, grown = _built(small.without_site(gone.name), allocations, tmp_path)
    pair = {f"{gone.hub}-agg1", *({f"{gone.hub}-agg2"} if gone.paths == 2 else ())}
    assert _changed(old, new) == {f"{gone.name}-sw1", *pair, gone.legacy}
    assert grown == allocations


def test_a_site_that_comes_back_is_what_it_was(
    small: State, before: tuple[dict[str, DeviceModel], Allocations], tmp_path: Path
) -> None:
    old, allocations = before
    _, without = _built(small.without_site(small.sites[5].name), allocations, tmp_path / "a")
    new, _ = _built(small, without, tmp_path / "b")
    assert _changed(old, new) == set()


def test_a_new_county_changes_nothing(
    small: State, before: tuple[dict[str, DeviceModel], Allocations], tmp_path: Path
) -> None:
    old, allocations = before
    new, grown = _built(small.with_county("New County"), allocations, tmp_path)
    assert _changed(old, new) == set()
    assert grown == allocations


def test_a_new_county_with_its_hub_and_site_changes_the_core_that_it_hangs_off(
    small: State, before: tuple[dict[str, DeviceModel], Allocations], tmp_path: Path
) -> None:
    """Besides its own routers: the two core routers have a link more, the reflectors two clients more."""
    old, allocations = before
    grown_state = small.with_county("New County").with_hub("newhub", county="New County", pair=1)
    new, grown = _built(
        grown_state.with_site("new-school", county="New County", hub="newhub"), allocations, tmp_path
    )
    reflectors = {"core00-1", "core01-1"}
    assert _changed(old, new) == {
        "newhub-agg1", "newhub-agg2", "new-school-sw1", "core01-1", "core01-2", *reflectors,
    }
    _kept(allocations, grown)


def test_a_generated_state_has_the_size_that_was_asked_for() -> None:
    assert count_devices(state_of_devices(616)) <= 616 < count_devices(state(len(state_of_devices(616).sites) + 3))
    assert count_devices(state_of_devices(5000)) == 5000
