"""What the kernel forwards by: ``show route forwarding-table summary`` and ``show krt queue``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.tables import tables
from .elements import element
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_QUEUES = (
    "Routing table add queue", "Interface add/delete/change queue", "Top-priority deletion queue",
    "Top-priority change queue", "Top-priority add queue", "high priority V4oV6 tcnh delete queue",
    "Normal-priority indirect next hop queue", "Normal-priority deletion queue",
)


@answers("get-forwarding-table-information", "show route forwarding-table summary + summary")
def forwarding_table(request: Request) -> _Element:
    """Every route that is active is in the kernel; only the summary is there."""
    found = []
    for name, routes in sorted(tables(request.state, request.host).items()):
        if name.endswith("inet.0"):
            instance = name.removesuffix("inet.0").rstrip(".") or "default"
            found.append(
                element(
                    "route-table", ("table-name", instance), ("address-family", "Internet"),
                    element("route-table-summary", ("route-type", "user"), ("route-count", len(routes))),
                    element("route-table-summary", ("route-type", "perm"), ("route-count", 6)),
                )
            )
    return element("forwarding-table-information", *found)


@answers("show-krt-queue", "show krt queue")
def kernel_queue(request: Request) -> _Element:
    """Nothing ever waits here."""
    del request
    items = [element("krt-queue", ("krtq-type", name), ("krtq-queue-length", 0)) for name in _QUEUES]
    return element("krt-queue-information", *items)
