"""A Virtual Chassis has its uplinks on two members: the loss of one must not cut the site off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from ..junos.hardware import location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .model import DeviceModel


def check_stacks(models: Iterable[DeviceModel]) -> Iterator[Problem]:
    """Virtual Chassis whose new uplinks all end on one member.

    A site that grows from one switch to several keeps its ports, so this is where somebody has to move a cable.
    """
    for model in models:
        if model.virtual_chassis is None or model.stage == "as-is":
            continue
        uplinks = [item.name for item in model.interfaces if item.peer and item.mtu is not None]
        members = {location(name)[0] for name in uplinks}
        if len(uplinks) > 1 and len(members) == 1:
            yield Problem(
                source=Source(f"models/{model.hostname}.yml"),
                subject=f"{model.hostname} {uplinks[-1]}",
                found=f"it is on member {members.pop()} of the Virtual Chassis, as {' and '.join(uplinks[:-1])}",
                expected="uplinks on two members",
                remedy="delete the line of its link in intent/allocations.yml, build again, and move the cable",
            )
