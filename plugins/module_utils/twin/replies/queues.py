"""``show interfaces queue`` and ``show firewall``: counters, which stay at zero where nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


@answers("get-interface-queue-information", "show interfaces queue")
def queues(request: Request) -> _Element:
    """The queues of every port, by the forwarding classes of the configuration."""
    classes = request.configuration.child("class-of-service", "forwarding-classes")
    named = [(name, entry.number("queue-num")) for name, entry in classes.items("class")]
    named += [(entry.keys[-1] if entry.keys else name, None) for name, entry in classes.items("queue")]
    wanted = request.arguments.get("interface-name", "")
    ports = [port for port in request.state.ports(request.host) if wanted in {"", port}]
    return element("interface-information", *(_port(port, named) for port in ports), style="normal")


def _port(port: str, classes: list[tuple[str, int | None]]) -> _Element:
    counters = (
        "queue-counters-queued-packets", "queue-counters-trans-packets", "queue-counters-trans-bytes",
        "queue-counters-tail-drop-packets", "queue-counters-red-packets",
    )
    items = [
        element(
            "queue", ("queue-number", number if number is not None else place), ("forwarding-class-name", name),
            *((counter, 0) for counter in counters),
        )
        for place, (name, number) in enumerate(classes or [("best-effort", 0)])
    ]
    return element("physical-interface", ("name", port), element("queue-counters", *items))


@answers("get-firewall-information", "show firewall")
def filters(request: Request) -> _Element:
    """The filters of the configuration with the counters that they name."""
    found = []
    for family in ("inet", "inet6"):
        for name, entry in request.configuration.child("firewall", "family", family).items("filter"):
            counters = dict.fromkeys(
                counter for _, term in entry.items("term") if (counter := term.child("then").value("count"))
            )
            items = [
                element("counter", ("counter-name", counter), ("packet-count", 0), ("byte-count", 0))
                for counter in counters
            ]
            found.append(element("filter-information", ("filter-name", name), *items))
    return element("firewall-information", *found)
