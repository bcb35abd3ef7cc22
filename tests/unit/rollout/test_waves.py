"""The order of a rollout: dark first, redundancy kept, sites in growing waves, the old network last."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Policy, SiteWaves
from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import RolloutDevice, from_network
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import DARK, assign, wave_of_host

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import Stage

BOTH: tuple[Stage, ...] = ("coexistence", "to-be")
NEW: tuple[Stage, ...] = ("to-be",)


def state(sites: int = 100, hubs: int = 8) -> tuple[RolloutDevice, ...]:
    """A state in small: two core cities, hubs, two fabrics, sites in four counties, a legacy network."""
    return (
        *(
            router(f"{city}-core{number}", "core", BOTH if number == 1 else NEW, f"core {city}")
            for city in ("okc", "tul")
            for number in (1, 2)
        ),
        *(
            router(f"hub{hub}-agg{number}", "aggregation", NEW, f"hub hub{hub}", depth=1 + hub % 2)
            for hub in range(hubs)
            for number in (1, 2)
        ),
        *(
            fabric(f"{dc}-{function}{number}", function, dc, f"fabric {dc} {function}s")
            for dc in ("okc", "tx")
            for function in ("spine", "leaf")
            for number in (1, 2)
        ),
        *(site(number) for number in range(sites)),
        *(
            RolloutDevice(hostname=name, role="legacy", function="legacy", stages=stages)
            for name, stages in (("leg-core1", BOTH), ("leg-core2", BOTH), ("leg-edge1", NEW), ("leg-edge2", NEW))
        ),
    )


def router(hostname: str, function: str, stages: tuple[Stage, ...], group: str, depth: int = 0) -> RolloutDevice:
    return RolloutDevice(
        hostname=hostname, role="core_mx", function=function, stages=stages, groups=(group,), depth=depth
    )


def site(number: int) -> RolloutDevice:
    return RolloutDevice(
        hostname=f"site{number:03}-sw1",
        role="site_ex",
        function="access",
        stages=NEW if number % 10 == 9 else BOTH,
        county=f"county{number % 4}",
        region="r",
        site=f"site{number:03}",
    )


def fabric(hostname: str, function: str, dc: str, group: str) -> RolloutDevice:
    return RolloutDevice(
        hostname=hostname, role="dc_fabric", function=function, stages=NEW, groups=(group,), fabric=dc
    )


def policy(**kwargs: object) -> Policy:
    sites = SiteWaves(pilot=("site004",), canary_counties=("county1",), sizes=(5, 10, 20), max_percent=25)
    return Policy(**{"start": "2020-09-01 22:00", "deadline": "2020-12-31", "sites": sites, **kwargs})


DEVICES = state()
WAVES = assign(policy(), DEVICES, greenfield=frozenset({"tx"}))


def test_the_order_of_the_kinds() -> None:
    kinds = [wave.kind for wave in WAVES]
    assert list(dict.fromkeys(kinds)) == [
        "core",
        "aggregation",
        "fabric",
        "interconnect",
        "pilot",
        "canary",
        "sites",
        "retire-sites",
        "retire-core",
        "retire-legacy",
    ]
    assert all(a == b or kinds.index(b) == position for position, (a, b) in enumerate(pairwise(kinds), start=1))


def test_the_waves_by_name_and_size() -> None:
    assert [(wave.number, wave.name, len(wave.steps)) for wave in WAVES] == [
        (1, "core, 1 of 2", 2),
        (2, "core, 2 of 2", 2),
        (3, "aggregation side 1, 1 of 2", 5),
        (4, "aggregation side 1, 2 of 2", 3),
        (5, "aggregation side 2, 1 of 2", 5),
        (6, "aggregation side 2, 2 of 2", 3),
        (7, "tx leaves, 1 of 2", 1),
        (8, "tx leaves, 2 of 2", 1),
        (9, "tx spines, 1 of 2", 1),
        (10, "tx spines, 2 of 2", 1),
        (11, "okc leaves, 1 of 2", 1),
        (12, "okc leaves, 2 of 2", 1),
        (13, "okc spines, 1 of 2", 1),
        (14, "okc spines, 2 of 2", 1),
        (15, "interconnect, 1 of 2", 1),
        (16, "interconnect, 2 of 2", 1),
        (17, "pilot", 1),
        (18, "canary county1", 25),
        (19, "sites, 1 of 5", 5),
        (20, "sites, 2 of 5", 10),
        (21, "sites, 3 of 5", 20),
        (22, "sites, 4 of 5", 20),
        (23, "sites, 5 of 5", 19),
        (24, "retire pilot", 1),
        (25, "retire sites, 1 of 6", 5),
        (26, "retire sites, 2 of 6", 10),
        (27, "retire sites, 3 of 6", 20),
        (28, "retire sites, 4 of 6", 20),
        (29, "retire sites, 5 of 6", 20),
        (30, "retire sites, 6 of 6", 14),
        (31, "retire interconnect, 1 of 2", 1),
        (32, "retire interconnect, 2 of 2", 1),
        (33, "retire legacy edge", 2),
        (34, "retire legacy core, 1 of 2", 1),
        (35, "retire legacy core, 2 of 2", 1),
    ]


def test_no_wave_holds_two_devices_of_one_redundancy_group() -> None:
    groups = {device.hostname: device.groups for device in DEVICES}
    for wave in WAVES:
        shared = Counter(group for step in wave.steps for group in groups[step.host])
        assert not [group for group, count in shared.items() if count > 1], wave.name


def test_every_device_reaches_every_one_of_its_stages_once_and_in_order() -> None:
    reached: dict[str, list[str]] = {}
    for wave in WAVES:
        for step in wave.steps:
            reached.setdefault(step.host, []).append(step.stage)
    assert reached == {device.hostname: list(device.stages) for device in DEVICES}


def test_parents_are_built_before_their_children() -> None:
    first = wave_of_host(WAVES)
    side = sorted((first[f"hub{hub}-agg1"], 1 + hub % 2) for hub in range(8))
    assert [depth for _, depth in side] == sorted(depth for _, depth in side)


def test_no_site_wave_exceeds_the_percentage() -> None:
    for percent in (1, 8, 30):
        sites = SiteWaves(pilot=("site004",), canary_counties=("county1",), sizes=(5, 40), max_percent=percent)
        for wave in assign(policy(sites=sites), DEVICES):
            if wave.kind in ("pilot", "canary", "sites", "retire-sites"):
                assert len(wave.steps) <= max(1, percent), wave


def test_dark_waves_do_not_soak_and_burn_in_before_the_first_live_one() -> None:
    assert {wave.soak_hours for wave in WAVES if wave.kind in DARK} == {0}
    assert {wave.soak_hours for wave in WAVES if wave.kind not in DARK} == {18}
    waiting = {wave.kind: wave.after_days for wave in WAVES if wave.after_days}
    assert waiting == {"interconnect": 3, "retire-sites": 14}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_input_does_not_matter(seed: int) -> None:
    shuffled = list(DEVICES)
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    assert assign(policy(), shuffled, greenfield=frozenset({"tx"})) == WAVES


def test_a_network_without_legacy_and_sites_still_has_waves() -> None:
    core = tuple(device for device in DEVICES if device.function == "core" and device.stages == NEW)
    found = assign(policy(), core)
    assert [(wave.name, [step.host for step in wave.steps]) for wave in found] == [("core", ["okc-core2", "tul-core2"])]
    assert assign(policy(), ()) == ()


def test_devices_of_network_json() -> None:
    network = {
        "devices": [
            device("c1", "core_mx", "core", ["core okc"]),
            device("a1", "core_mx", "aggregation", ["hub h"]),
            device("a2", "core_mx", "aggregation", ["hub h"]),
            device("b1", "core_mx", "aggregation", ["hub g"]),
            device("tx-spine1", "dc_fabric", "spine", ["fabric tx spine"]),
            device("tx-leaf1", "dc_fabric", "leaf", []),
            device("s-sw1", "site_ex", "access", [], site="s", stages=["as-is", "coexistence", "to-be"]),
        ],
        "cabling": [
            cable(*ends)
            for ends in (("c1", "a1"), ("a1", "a2"), ("a1", "b1"), ("c1", "tx-spine1"), ("a1", "s-sw1"))
        ],
    }
    found = {item.hostname: item for item in from_network(network)}
    assert {name: item.depth for name, item in found.items()} == {
        "c1": 0,
        "a1": 1,
        "a2": 1,
        "b1": 2,
        "tx-spine1": 0,
        "tx-leaf1": 0,
        "s-sw1": 0,
    }
    assert {name: item.fabric for name, item in found.items() if item.fabric} == {"tx-spine1": "tx", "tx-leaf1": "tx"}
    assert found["s-sw1"].stages == BOTH
    assert found["c1"].stages == NEW


def device(hostname: str, role: str, function: str, groups: list[str], **kwargs: object) -> dict[str, object]:
    plain = {"hostname": hostname, "role": role, "function": function, "groups": groups, "stages": ["as-is", "to-be"]}
    return {**plain, **kwargs}


def cable(a: str, b: str) -> dict[str, object]:
    return {"a": {"host": a, "interface": "x"}, "b": {"host": b, "interface": "y"}, "speed": "100g"}


def test_every_core_wave_is_linked_to_what_stands() -> None:
    """A router whose neighbours are all to come has no adjacency and no session to be judged by."""
    links = {"a1": {"a2", "b1", "c1"}, "a2": {"a1", "b2", "c2"}, "b1": {"a1", "b2", "c1"}, "b2": {"a2", "b1"}}
    links |= {"c1": {"a1", "b1", "c2"}, "c2": {"a2", "c1"}}
    core = [
        RolloutDevice(
            hostname=host,
            role="core_mx",
            function="core",
            stages=("to-be",),
            groups=(f"core {host[0]}", *(["reflectors"] if host in ("a1", "c1") else [])),
            neighbours=frozenset(others),
        )
        for host, others in links.items()
    ]
    built: set[str] = set()
    for wave in assign(policy(), core):
        for host in wave.hosts:
            assert links[host] & (built | set(wave.hosts)), f"{host} stands alone in {wave.name}"
        assert len({"a1", "c1"} & set(wave.hosts)) < 2
        built |= set(wave.hosts)
    assert built == set(links)
