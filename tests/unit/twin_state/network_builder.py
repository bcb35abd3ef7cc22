"""Builds a network of a few devices from ``set`` statements, for the tests of state and replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.tree import Node, empty
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import (
    Anchor,
    Cable,
    DeviceSpec,
    End,
    Probe,
    TwinSpec,
)
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START = datetime(2020, 9, 1, 12, 0, tzinfo=UTC)


@dataclass
class FakeDevice:
    """A device as the state sees it."""

    hostname: str
    model: str
    family: str
    running: Node
    config_version: int = 1
    started_at: datetime = START


@dataclass
class FakeFleet:
    """A fleet as the state sees it."""

    spec: TwinSpec
    devices: dict[str, FakeDevice]
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(START))


def tree(statements: str) -> Node:
    """A configuration from ``set`` statements, one a line, without the word ``set``."""
    return apply_set(empty(), [f"set {line.strip()}" for line in statements.strip().splitlines() if line.strip()])


def build(
    configurations: Mapping[str, str],
    cables: Sequence[str] = (),
    *,
    models: Mapping[str, str] | None = None,
    sites: Mapping[str, str] | None = None,
    probes: Sequence[tuple[str, str, str]] = (),
    anchors: Sequence[tuple[str, str]] = (),
) -> NetworkState:
    """A network; a cable reads ``a et-0/0/0 b et-0/0/1 100g``."""
    models, sites = models or {}, sites or {}
    cut = [cable.split() for cable in cables]
    spec = TwinSpec(
        name="test",
        devices=tuple(
            DeviceSpec(hostname=name, model=models.get(name, "MX204"), configuration="-", site=sites.get(name, ""))
            for name in configurations
        ),
        cabling=tuple(
            Cable(a=End(host=c[0], interface=c[1]), b=End(host=c[2], interface=c[3]), speed=c[4] if c[4:] else "")
            for c in cut
        ),
        probes=tuple(Probe(site=site, host=host, instance=name) for site, host, name in probes),
        anchors=tuple(Anchor(host=host, instance=name) for host, name in anchors),
    )
    devices = {
        name: FakeDevice(name, models.get(name, "MX204"), family(models.get(name, "MX204")), tree(text))
        for name, text in configurations.items()
    }
    return NetworkState(FakeFleet(spec, devices))


def family(model: str) -> str:
    """YANG family of a model."""
    return "junos-ex" if model.startswith("EX") else "junos-qfx" if model.startswith("QFX") else "junos"


def commit(state: NetworkState, hostname: str, *commands: str) -> None:
    """Change a device's configuration with ``set`` and ``delete`` commands."""
    device = state.fleet.devices[hostname]
    device.running = apply_set(device.running, list(commands))
    device.config_version += 1
    state.changed(hostname)
