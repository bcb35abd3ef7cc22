"""``ping``: to the loopbacks that the routing reaches, as far as the packets fit the links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.tables import tables
from .elements import element, flag
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADERS = 28
"""Bytes of the IP and the ICMP header that a ping's size does not count."""


@answers("ping")
def ping(request: Request) -> _Element:
    """Every packet comes back, or none: the first link decides whether it fits."""
    host, count = request.arguments.get("host", ""), int(request.arguments.get("count") or 5)
    size = int(request.arguments.get("size") or 56)
    back = count if _reaches(request, host, size + _HEADERS) else 0
    return element(
        "ping-results",
        ("target-host", host), ("target-ip", host), ("packet-size", size),
        element(
            "probe-results-summary", ("probes-sent", count), ("responses-received", back),
            ("packet-loss", 100 - 100 * back // count),
        ),
        flag("ping-success" if back else "ping-failure"),
    )


def _reaches(request: Request, address: str, length: int) -> bool:
    ways = tables(request.state, request.host, main_only=True).get("inet.0", {}).get(f"{address}/32", [])
    units = {unit.name: unit for unit in request.facts.units()}
    for way in ways:
        unit = units.get(way.via)
        port = request.facts.ports.get(unit.port) if unit is not None else None
        if unit is not None and port is not None:
            return length <= (unit.mtu or port.payload_mtu) or "do-not-fragment" not in request.arguments
    return bool(ways)


@answers("get-probe-results", "show services rpm probe-results")
def probes(request: Request) -> _Element:
    """The probes of ``services rpm``; nothing answers them here, so none has a result."""
    del request
    return element("probe-results")
