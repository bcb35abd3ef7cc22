"""``show bfd session``: one for every BGP neighbor and every IS-IS interface that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


@answers("get-bfd-session-information", "show bfd session")
def bfd(request: Request) -> _Element:
    """The sessions of BGP are up while BGP is, those of IS-IS while there is an adjacency."""
    items = [
        _session(session.statement.address, "", "BGP", session.statement.bfd_ms, up=session.up)
        for session in request.state.sessions(request.host)
        if session.statement.bfd_ms is not None
    ]
    known = request.facts.isis
    for adjacency in request.state.adjacencies(request.host):
        interval = known[adjacency.unit].bfd_ms if adjacency.unit in known else None
        if interval is not None:
            address = _far_address(request, adjacency.neighbour, adjacency.neighbour_unit)
            items.append(_session(address, adjacency.unit, "ISIS L2", interval, up=adjacency.up))
    return element("bfd-session-information", *items, ("sessions", len(items)), ("clients", len(items)))


def _far_address(request: Request, host: str, unit: str) -> str:
    units = request.state.facts(host).units() if host else []
    return next((address.text for item in units if item.name == unit for address in item.addresses), "")


def _session(address: str, unit: str, client: str, interval: int | None, *, up: bool) -> _Element:
    seconds = (interval or 0) / 1000
    return element(
        "bfd-session",
        ("session-neighbor", address),
        ("session-state", "Up" if up else "Down"),
        ("session-interface", unit) if unit else None,
        ("session-detection-time", f"{3 * seconds:.3f}"),
        ("session-transmission-interval", f"{seconds:.3f}"),
        element("bfd-client", ("client-name", client)),
    )
