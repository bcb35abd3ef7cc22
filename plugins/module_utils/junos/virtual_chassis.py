"""Several boxes of one model as the one device that they are in a Virtual Chassis."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from .hardware import Cage

if TYPE_CHECKING:
    from .hardware import Hardware


@lru_cache(maxsize=64)
def virtual_chassis(box: Hardware, members: int) -> Hardware:
    """The hardware of a Virtual Chassis: ports of member N are those of FPC N, two members are Routing Engines.

    Ports come in the order of their place first and of the member second, so that the first two uplinks are on two
    members.

    Args:
        box: One member.
        members: How many there are; one is the box itself.
    """
    if members == 1:
        return box
    ports = [
        replace(port, name=_at(port.name, member)) for port in box.ports for member in range(members)
    ]
    cages = {
        (member, *place[1:]): Cage(
            speeds=tuple((speed, _at(name, member)) for speed, name in cage.speeds), channels=cage.channels
        )
        for member in range(members)
        for place, cage in box.cages.items()
    }
    return replace(
        box,
        dual_re=True,
        ports=tuple(replace(port, position=position) for position, port in enumerate(ports)),
        cages=cages,
        poe_watts=box.poe_watts * members,
    )


def _at(name: str, member: int) -> str:
    """The same port of another member."""
    kind, _, place = name.partition("-")
    return f"{kind}-{member}/{place.partition('/')[2]}"
