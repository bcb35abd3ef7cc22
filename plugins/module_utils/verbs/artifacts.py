"""What ``build`` left behind, read again by the verbs that follow."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..design.model_file import parse_model
from ..rollout.topology import from_network
from .workspace import ArtifactMissing, read_json

if TYPE_CHECKING:
    from pathlib import Path

    from ..design.model import DeviceModel, Stage
    from ..rollout.plan import Change
    from ..rollout.topology import RolloutDevice
    from .workspace import Workspace


class Artifacts:
    """The designed network on disk; models are read once each, when they are first asked for.

    Threads may share one: reading a model twice is harmless.

    Args:
        workspace: Where it is.

    Raises:
        ArtifactMissing: Nothing was built yet.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.network: dict[str, Any] = read_json(workspace.network, verb="build")
        self._models: dict[tuple[str, str], DeviceModel] = {}

    @cached_property
    def devices(self) -> tuple[RolloutDevice, ...]:
        """The devices as the wave planner sees them."""
        return from_network(self.network)

    @cached_property
    def stages(self) -> dict[str, tuple[Stage, ...]]:
        """The stages that each device goes through, in order."""
        return {device["hostname"]: tuple(device["stages"]) for device in self.network["devices"]}

    def stage_before(self, change: Change) -> Stage:
        """The stage that a device is at before a change of a plan."""
        stages = self.stages[change.host]
        return stages[max(0, stages.index(change.stage) - 1)]

    def model(self, stage: Stage, host: str) -> DeviceModel:
        """The model of a device.

        Raises:
            ArtifactMissing: It was not built.
            InputError: The file is no device model.
        """
        found = self._models.get((stage, host))
        if found is None:
            path = self._workspace.model(stage, host)
            found = self._models[stage, host] = parse_model(_read(path), path=str(path))
        return found

    def configuration(self, stage: Stage, host: str) -> str:
        """The configuration of a device.

        Raises:
            ArtifactMissing: It was not built.
        """
        return _read(self._workspace.config(stage, host))

    def configurations(self) -> dict[tuple[Stage, str], str]:
        """Every configuration, by stage and host.

        Raises:
            ArtifactMissing: One of them was not built.
        """
        return {
            (stage, host): self.configuration(stage, host) for host, stages in self.stages.items() for stage in stages
        }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ArtifactMissing(path, verb="build") from error
