"""The network at one stage of the migration: for every device the model that it runs while the others run theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .design import Design
    from .model import DeviceModel, Stage


def snapshot(design: Design, stage: Stage) -> Mapping[str, DeviceModel]:
    """What every device runs at a stage.

    In coexistence a device without a model for it runs its final one if it is new, and its first one if it is old.
    """
    if stage != "coexistence":
        return design.models[stage]
    own = design.models["coexistence"]
    return {
        host: own.get(host) or (design.models["as-is"][host] if model.role == "legacy" else model)
        for host, model in design.models["to-be"].items()
    }
