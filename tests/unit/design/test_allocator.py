"""Numbers are given out once and stay."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate, reclaim, unused
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import (
    CoreLink,
    County,
    Hub,
    Intent,
    Service,
    Site,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.hardware import location
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTIONS = [item.name for item in fields(Allocations) if item.name != "service_slots"]
NAMES = ["alva", "boley", "cestos", "dacoma", "eakly", "foyil"]


def _with(intent: Intent, **lists: Iterable[object]) -> Intent:
    return intent.model_copy(update={name: tuple(values) for name, values in lists.items()})


def _site(name: str, hub: str = "el-reno", *, paths: int = 2, legacy: str = "legacy-el-reno") -> Site:
    return Site(
        name=name, kind="library", county="Canadian", hub=hub, model="EX3400-24P", paths=paths, legacy=legacy
    )


def _kept(before: Allocations, after: Allocations) -> bool:
    """Whether every line of ``before`` is in ``after``, unchanged."""
    return all(getattr(before, section).items() <= getattr(after, section).items() for section in SECTIONS)


def _numbers_differ(allocations: Allocations) -> bool:
    counted = [
        *(list(getattr(allocations, name).values()) for name in SECTIONS[:7]),
        *([link.number for link in getattr(allocations, name).values()] for name in SECTIONS[7:12]),
        [link.number for name in SECTIONS[12:14] for link in getattr(allocations, name).values()],
    ]
    return all(len(set(numbers)) == len(numbers) for numbers in counted)


def test_lab_file_is_complete(lab: Intent, lab_allocations: Allocations) -> None:
    assert allocate(lab, lab_allocations) == lab_allocations


def test_oklahoma_file_is_complete(oklahoma: Intent, oklahoma_allocations: Allocations) -> None:
    assert allocate(oklahoma, oklahoma_allocations) == oklahoma_allocations


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.frozensets(st.sampled_from(NAMES)), min_size=1, max_size=5))
def test_whatever_comes_and_goes_nobody_is_renumbered(lab: Intent, steps: list[frozenset[str]]) -> None:
    """Sites appear and disappear in any order; a site that comes back gets its old numbers."""
    allocations = allocate(lab, Allocations())
    for present in steps:
        after = allocate(_with(lab, sites=(*map(_site, sorted(present)), *lab.sites)), allocations)
        assert _kept(allocations, after)
        assert _numbers_differ(after)
        allocations = after


def test_new_county_hub_link_and_service_leave_the_rest_alone(lab: Intent, lab_allocations: Allocations) -> None:
    county = County(fips="40011", name="Blaine", seat="Watonga", region="central", population=8735)
    hub = Hub(name="watonga", county="Blaine", model="MX204", uplinks=("tx-core1", "okc-core1"))
    service = Service(
        name="GUEST", title="Guests", kind="general", number=95, vlan=195, prefix="10.128.0.0/18",
        dc_prefix="10.50.128.0/20",
    )
    core = lab.core.model_copy(update={"links": (CoreLink(a="tx-core1", b="okc-core1"), *lab.core.links)})
    grown = _with(
        lab,
        counties=(county, *lab.counties),
        hubs=(hub, *lab.hubs),
        services=(service, *lab.services),
        sites=(_site("watonga-library", "watonga", legacy=""), *lab.sites),
    ).model_copy(update={"core": core})
    after = allocate(grown, lab_allocations)
    assert _kept(lab_allocations, after)
    assert after.services["GUEST"] == 6
    assert after.nodes["watonga-agg1"] == 7
    assert after.links["okc-core1/tx-core1/2"].number == 4
    assert after.links["okc-core1/watonga-agg2"].ports[1] == "et-0/0/0"


def test_removed_numbers_are_used_again_only_after_reclaim(lab: Intent, lab_allocations: Allocations) -> None:
    gone = lab.sites[0].name
    smaller = _with(lab, sites=lab.sites[1:])
    replaced = _with(lab, sites=(*lab.sites[1:], _site("yukon-library")))
    kept = allocate(replaced, allocate(smaller, lab_allocations))
    assert kept.sites["yukon-library"] == 4
    reclaimed = reclaim(smaller, lab_allocations)
    assert gone not in reclaimed.sites
    assert allocate(replaced, reclaimed).sites["yukon-library"] == 0
    assert unused(smaller, lab_allocations) == {
        "sites": (gone,),
        "site_links": (f"el-reno-agg1/{gone}-sw1", f"el-reno-agg2/{gone}-sw1"),
        "legacy_site_links": (f"legacy-el-reno/{gone}-sw1",),
    }


def test_site_that_moves_keeps_its_own_ports(lab: Intent, lab_allocations: Allocations) -> None:
    hub = Hub(name="watonga", county="Canadian", model="MX204", uplinks=("okc-core1", "tx-core1"))
    moved = lab.sites[0].model_copy(update={"hub": "watonga"})
    after = allocate(_with(lab, hubs=(*lab.hubs, hub), sites=(moved, *lab.sites[1:])), lab_allocations)
    old, new = (after.site_links[f"{name}-agg1/{moved.name}-sw1"] for name in ("el-reno", "watonga"))
    assert (old.ports[1], new.ports[1]) == ("xe-0/2/0", "xe-0/2/0")
    assert after.sites == lab_allocations.sites


def test_links_of_a_core_router_are_spread_over_its_cards(oklahoma_allocations: Allocations) -> None:
    """One failing card must not isolate a router: its first two core links, and its spines, are on different cards."""
    for section, router in (("links", "okc-core1"), ("links", "tx-core2"), ("handoffs", "okc-core2")):
        entries = getattr(oklahoma_allocations, section)
        ports = [
            link.ports[key.split("/").index(router)]
            for key, link in entries.items()
            if router in key.split("/") and "agg" not in key
        ]
        assert len({location(port)[0] for port in ports}) >= 2, ports


def test_full_hub_is_a_problem_with_a_remedy(lab: Intent, lab_allocations: Allocations) -> None:
    crowd = [_site(f"site{number}", legacy="") for number in range(13)]
    with pytest.raises(InputError) as caught:
        allocate(_with(lab, sites=(*lab.sites, *crowd)), lab_allocations)
    assert [str(problem) for problem in caught.value.problems] == [
        "intent/allocations.yml: el-reno-agg1: no free 10g edge port for link el-reno-agg1/site12-sw1. "
        "Expected: at most 16 such ports in use on this MX204. "
        "Remedy: connect it elsewhere, or delete the lines of links that are gone and build again."
    ]


def test_too_many_services_for_the_slots(lab: Intent) -> None:
    with pytest.raises(InputError) as caught:
        allocate(lab, Allocations(service_slots=5))
    assert [str(problem) for problem in caught.value.problems] == [
        "intent/allocations.yml: service MGMT: no slot left: a tagged link has 5. Expected: at most 5 services, those "
        "that were removed included. "
        "Remedy: delete the line of a service that is gone for good and build again."
    ]
