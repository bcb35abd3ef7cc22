"""What a wave may cost on the graph: a box that nothing stands in for, never two that stand in for each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.rollout.connectivity import require_connectivity
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, PlannedWave
from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import RolloutDevice

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import Stage

LINKS = {
    "spine1": {"core1", "core2"},
    "spine2": {"core1", "core2"},
    "core1": {"spine1", "spine2", "core2", "agg1"},
    "core2": {"spine1", "spine2", "core1", "agg2"},
    "agg1": {"core1", "agg2", "s1-sw1", "s2-sw1"},
    "agg2": {"core2", "agg1", "s1-sw1"},
    "s1-sw1": {"agg1", "agg2"},
    "s2-sw1": {"agg1"},
}


def device(hostname: str, **kwargs: object) -> RolloutDevice:
    links = {"to-be": frozenset(LINKS[hostname])}
    site = hostname.removesuffix("-sw1") if hostname.endswith("-sw1") else ""
    spine = hostname.startswith("spine")
    fields: dict[str, object] = {
        "role": "core_mx",
        "function": "spine" if spine else "core",
        "stages": ("to-be",),
        "fabric": {"spine1": "okc", "spine2": "tx"}.get(hostname, ""),
        "anchor": spine,
        "links": links,
        "site": site,
    }
    return RolloutDevice(hostname=hostname, **{**fields, **kwargs})  # type: ignore[arg-type]


DEVICES = tuple(device(hostname) for hostname in LINKS)


def wave(number: int, *hosts: str, stage: Stage = "to-be") -> PlannedWave:
    changes = tuple(
        Change(
            host=host, stage=stage, role="core_mx", configuration="", target="t", baseline="b", diff="+ x;"
        )
        for host in hosts
    )
    return PlannedWave(number=number, name="core", kind="core", changes=changes, soak_hours=0)


def refused(*waves: PlannedWave, devices: tuple[RolloutDevice, ...] = DEVICES) -> list[str]:
    try:
        require_connectivity(devices, waves, left=frozenset(), single_path=frozenset({"s2"}))
    except InputError as error:
        return [f"{problem.subject}: {problem.found}" for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "hosts",
    [("core1",), ("agg1",), ("agg2",), ("core1", "agg1"), ("s1-sw1",), ("s1-sw1", "s2-sw1"), ("spine1",)],
)
def test_a_wave_that_leaves_a_way(hosts: tuple[str, ...]) -> None:
    assert refused(wave(3, *hosts)) == []


@pytest.mark.parametrize(
    ("hosts", "lost"),
    [
        (("agg1", "agg2"), "s1"),
        (("core1", "agg2"), "s1"),
        (("core1", "core2"), "data center okc, data center tx, s1"),
    ],
)
def test_a_wave_that_takes_both_ways(hosts: tuple[str, ...], lost: str) -> None:
    assert refused(wave(3, *hosts)) == [f"wave 3 (core): with its 2 devices down together it cuts off {lost}"]


def test_what_hangs_on_one_box_alone_is_no_matter_of_the_order() -> None:
    alone = tuple(replace(item, links={"to-be": item.links["to-be"] - {"agg2"}}) for item in DEVICES)
    assert refused(wave(1, "agg1"), devices=alone) == []
    assert refused(wave(1, "agg1", "core2"), devices=alone) == []


def test_after_a_wave_nothing_is_lost() -> None:
    retired = tuple(
        replace(item, stages=("coexistence", "to-be"), links={"coexistence": item.links["to-be"], "to-be": frozenset()})
        if item.hostname == "agg1"
        else replace(item, links={"to-be": item.links["to-be"] - {"agg2"}})
        for item in DEVICES
    )
    with pytest.raises(InputError) as caught:
        require_connectivity(retired, [wave(4, "agg1")], left={("agg1", "to-be")}, single_path=frozenset())
    assert str(caught.value).splitlines()[1:] == [
        "  rollout.yml: wave 4 (core): with its 1 devices down together it cuts off s1, s2. Expected: every site with "
        "two paths, and every data center, keeps a way. Remedy: make the wave smaller, or give what stands in for each "
        "other one redundancy group."
    ]


def test_devices_without_known_links_prove_nothing() -> None:
    unknown = tuple(replace(item, links={}) for item in DEVICES)
    assert refused(wave(1, "core1", "core2"), devices=unknown) == []
