"""The designed lab on the twin's network state: sessions come up, and no step of the migration loses a service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.design.snapshot import snapshot
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import Cable, DeviceSpec, End, TwinSpec
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Stage
    from ansible_collections.statenet.junos.plugins.module_utils.junos.tree import Node

START = datetime(2020, 9, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Box:
    """A device that runs its model's configuration."""

    hostname: str
    model: str
    family: str
    running: Node
    config_version: int = 1
    started_at: datetime = START


@dataclass(frozen=True)
class Fleet:
    """What the state asks of a fleet."""

    spec: TwinSpec
    devices: Mapping[str, Box]
    clock: VirtualClock


@cache
def _configuration(model: DeviceModel) -> Node:
    return parse_text(render(model))


def _network(design: Design, stage_of: Callable[[DeviceModel], Stage]) -> NetworkState:
    """The network with every device at the stage that ``stage_of`` gives for its final model."""
    models = {host: snapshot(design, stage_of(model))[host] for host, model in design.models["to-be"].items()}
    spec = TwinSpec(
        name="lab",
        devices=tuple(DeviceSpec(hostname=host, model=m.model, configuration="-") for host, m in models.items()),
        cabling=tuple(
            Cable(
                a=End(host=cable.a.host, interface=cable.a.interface),
                b=End(host=cable.b.host, interface=cable.b.interface),
                speed=cable.speed,
            )
            for cable in design.cabling
        ),
    )
    boxes = {host: Box(host, m.model, m.family, _configuration(m)) for host, m in models.items()}
    state = NetworkState(Fleet(spec, boxes, VirtualClock(START)))
    state.refresh()
    return state


def _lost(design: Design, state: NetworkState) -> list[tuple[str, str]]:
    return [
        (probe.site, probe.instance)
        for probe in design.probes
        if not state.reaches(
            (probe.host, probe.instance),
            [(item.host, item.instance) for item in design.anchors if item.instance in (probe.instance, "")],
        )
    ]


STEPS: list[tuple[str, Callable[[DeviceModel], Stage]]] = [
    ("nothing yet", lambda _: "as-is"),
    ("new network built", lambda m: "as-is" if m.function in ("access", "legacy") else "to-be"),
    ("joined with the old", lambda m: "as-is" if m.function == "access" else "coexistence"),
    ("libraries on both", lambda m: "as-is" if m.site_kind not in ("", "library") else "coexistence"),
    ("all sites on both", lambda _: "coexistence"),
    ("libraries off the old", lambda m: "to-be" if m.site_kind == "library" else "coexistence"),
    ("all sites off the old", lambda m: "to-be" if m.function == "access" else "coexistence"),
    ("joint cut", lambda m: "as-is" if m.function == "legacy" else "to-be"),
    ("old network retired", lambda _: "to-be"),
]


@pytest.mark.parametrize("stage_of", [step for _, step in STEPS], ids=[name for name, _ in STEPS])
def test_no_step_loses_a_service(lab_design: Design, stage_of: Callable[[DeviceModel], Stage]) -> None:
    assert _lost(lab_design, _network(lab_design, stage_of)) == []


@pytest.mark.parametrize("stage", ["as-is", "coexistence", "to-be"])
def test_every_session_comes_up(lab_design: Design, stage: Stage) -> None:
    state = _network(lab_design, lambda _: stage)
    sessions = [session for host in lab_design.models["to-be"] for session in state.sessions(host)]
    assert sessions
    assert [session for session in sessions if not session.up] == []


@pytest.mark.parametrize("stage", ["coexistence", "to-be"])
def test_every_neighbour_is_adjacent(lab_design: Design, stage: Stage) -> None:
    models = snapshot(lab_design, stage)
    state = _network(lab_design, lambda _: stage)
    wanted = {
        (host, item.peer) for host, model in models.items() if model.isis for item in model.isis.interfaces if item.peer
    }
    assert sum(len(state.adjacencies(host)) for host in models) == len(wanted) > 0


def test_old_sites_reach_the_new_data_centers_over_the_joint(lab_design: Design) -> None:
    """A site that has not moved gets at what has moved already, and stays cut off where there is no joint."""
    data_centers = [(item.host, item.instance) for item in lab_design.anchors if item.instance == "LIBRARY"]
    site = ("canadian-calumet-library-sw1", "LIBRARY")
    assert _network(lab_design, dict(STEPS)["joined with the old"]).reaches(site, data_centers)
    assert not _network(lab_design, dict(STEPS)["new network built"]).reaches(site, data_centers)
