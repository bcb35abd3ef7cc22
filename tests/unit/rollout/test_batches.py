"""How devices are cut into batches: sizes, redundancy groups, and ceilings that nothing exceeds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Ceilings, Window
from ansible_collections.statenet.junos.plugins.module_utils.rollout.batches import Limits, batches, limits
from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import RolloutDevice
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import assign
from hypothesis import given
from hypothesis import strategies as st

from .fakes import policy

if TYPE_CHECKING:
    from collections.abc import Iterable


def switch(name: str, county: str, *groups: str, model: str = "EX3400-24P") -> RolloutDevice:
    return RolloutDevice(
        hostname=f"{name}-sw1",
        role="site_ex",
        function="access",
        stages=("to-be",),
        groups=groups,
        county=county,
        site=name,
        model=model,
    )


SWITCHES = (switch("a1", "a"), switch("a2", "a"), switch("a3", "a"), switch("b1", "b"), switch("c1", "c"))


def cut(switches: Iterable[RolloutDevice], *sizes: int, **ceilings: object) -> list[list[str]]:
    found = batches(tuple(switches), sizes, Limits(**ceilings))  # type: ignore[arg-type]
    return [[device.site for device in batch] for batch in found]


@pytest.mark.parametrize(
    ("ceilings", "expected"),
    [
        ({}, [["a1", "a2"], ["a3", "b1", "c1"]]),
        ({"devices": 2}, [["a1", "a2"], ["a3", "b1"], ["c1"]]),
        ({"sites": 1}, [["a1"], ["a2"], ["a3"], ["b1"], ["c1"]]),
        ({"counties": 1}, [["a1", "a2"], ["a3"], ["b1"], ["c1"]]),
        ({"county_sites": {"a": 1}}, [["a1", "b1"], ["a2", "c1"], ["a3"]]),
    ],
)
def test_no_batch_exceeds_a_ceiling(ceilings: dict[str, object], expected: list[list[str]]) -> None:
    assert cut(SWITCHES, 2, 3, **ceilings) == expected


def test_two_of_a_group_are_never_together() -> None:
    pair = (switch("a1", "a", "hub x"), switch("a2", "a", "hub x"), switch("b1", "b", "hub y"))
    assert cut(pair, 3) == [["a1", "b1"], ["a2"]]


def test_the_ceilings_of_a_policy() -> None:
    rules = policy(
        ceilings=Ceilings(devices=30, sites=20, counties=5, county_percent=40), window=Window(devices=25)
    )
    assert limits(rules, SWITCHES) == Limits(
        devices=25, sites=20, counties=5, county_sites={"a": 1, "b": 1, "c": 1}
    )


@given(
    counties=st.lists(st.integers(0, 4), min_size=1, max_size=40),
    devices=st.integers(1, 10),
    most=st.integers(1, 4),
    percent=st.integers(1, 100),
)
def test_every_device_is_in_one_batch_and_no_ceiling_is_exceeded(
    counties: list[int], devices: int, most: int, percent: int
) -> None:
    switches = tuple(switch(f"s{number}", f"county{county}") for number, county in enumerate(counties))
    ceilings = Ceilings(devices=devices, counties=most, county_percent=percent)
    bounds = limits(policy(ceilings=ceilings), switches)
    found = list(batches(switches, (5, 20), bounds))
    assert sorted(device.hostname for batch in found for device in batch) == sorted(
        device.hostname for device in switches
    )
    for batch in found:
        of_county = Counter(device.county for device in batch)
        assert len(batch) <= devices
        assert len(of_county) <= most
        assert all(count <= (bounds.county_sites or {})[county] for county, count in of_county.items())


def test_hardware_that_nothing_has_tried_goes_ahead_with_one_device_each() -> None:
    switches = (
        switch("s0", "a"),
        *(switch(f"s{number}", "a") for number in range(1, 6)),
        *(switch(f"t{number}", "b", model="EX4300-48MP") for number in range(3)),
        switch("u0", "b", model="EX4400-48P"),
    )
    waves = assign(policy(), switches)
    assert [(wave.name, wave.hosts) for wave in waves][:2] == [
        ("pilot", ("s0-sw1",)),
        ("canary hardware", ("t0-sw1", "u0-sw1")),
    ]
    assert not {"t0-sw1", "u0-sw1"} & {host for wave in waves[2:] for host in wave.hosts}
