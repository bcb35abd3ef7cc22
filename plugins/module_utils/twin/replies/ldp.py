"""``show ldp session``: one for every IS-IS neighbor whose link speaks LDP at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


@answers("get-ldp-session-information", "show ldp session")
def sessions(request: Request) -> _Element:
    """Sessions between loopbacks, over adjacencies that are up."""
    state = request.state
    mine = _speaks(request, request.host)
    found: dict[str, None] = {}
    for item in state.adjacencies(request.host):
        if item.up and item.unit in mine and item.neighbour_unit in _speaks(request, item.neighbour):
            units = state.facts(item.neighbour).units()
            found.update(dict.fromkeys(a.text for unit in units if unit.name == "lo0.0" for a in unit.addresses))
    return element(
        "ldp-session-information",
        *(
            element(
                "ldp-session", ("ldp-neighbor-address", address), ("ldp-session-state", "Operational"),
                ("ldp-connection-state", "Open"), ("ldp-remaining-time", 27),
            )
            for address in found
        ),
    )


def _speaks(request: Request, host: str) -> frozenset[str]:
    named = request.state.configuration(host).child("protocols", "ldp").items("interface")
    return frozenset(name if "." in name else f"{name}.0" for name, entry in named if not entry.has("disable"))
