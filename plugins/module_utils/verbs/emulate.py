"""The twin of a designed network: which devices it has, what they run at first, how they are cabled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import StatenetError
from ..twin.process import start, status
from ..twin.spec import Anchor, Cable, DeviceSpec, End, Probe, TwinSpec, write_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from ..twin.runtime import TwinStatus


class TwinMissing(StatenetError):
    """A verb was told to work on the twin, and none runs.

    Args:
        directory: Where one was looked for.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(f"no twin runs in {directory}. Start one: `ansible-playbook statenet.junos.twin`.")


def twin_spec(
    network: Mapping[str, Any],
    configuration: Callable[[str], Path],
    *,
    start_at: datetime,
    constraints: Path | None = None,
) -> TwinSpec:
    """The emulated fleet.

    Args:
        network: Content of ``network.json``.
        configuration: File with the configuration that a host starts with.
        start_at: First moment of its virtual clock.
        constraints: Directory with YANG models whose constraints every commit must meet.
    """
    devices = tuple(
        DeviceSpec(
            hostname=device["hostname"],
            role=device["role"],
            function=device["function"],
            model=device["model"],
            family=device["family"],
            configuration=str(configuration(device["hostname"]).absolute()),
            groups=tuple(device["groups"]),
            county=device["county"],
            region=device["region"],
            site=device["site"],
        )
        for device in network["devices"]
    )
    return TwinSpec(
        name=network["name"],
        start=start_at,
        constraints=str(constraints.absolute()) if constraints is not None else "",
        devices=devices,
        cabling=tuple(
            Cable(a=End(**cable["a"]), b=End(**cable["b"]), speed=cable["speed"]) for cable in network["cabling"]
        ),
        probes=tuple(Probe(**probe) for probe in network["probes"]),
        anchors=tuple(Anchor(**anchor) for anchor in network["anchors"]),
    )


def start_twin(directory: Path, spec: TwinSpec, *, parent: int | None = None) -> TwinStatus:
    """Start a twin in ``directory``.

    Raises:
        TwinError: It does not come up.
    """
    path = directory.with_name(f"{directory.name}-spec.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_spec(spec, path)
    try:
        return start(directory, path, parent=parent)
    finally:
        path.unlink()


def running_twin(directory: Path) -> TwinStatus:
    """The twin that runs in ``directory``.

    Raises:
        TwinMissing: None does.
    """
    found = status(directory)
    if found is None:
        raise TwinMissing(directory)
    return found
