"""Control plane protection: limits as configured, counters without traffic, and violations that are injected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import element, rpc_error
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..state.view import View

GROUPS = {
    "resolve": 5000, "icmp": 20000, "igmp": 20000, "ospf": 20000, "pim": 8000, "rsvp": 20000, "ldp": 20000,
    "bgp": 20000, "vrrp": 20000, "lldp": 20000, "lacp": 20000, "isis": 20000, "arp": 20000, "bfd": 20000,
    "dhcpv4": 5000, "snmp": 20000, "ssh": 20000, "ntp": 20000, "tacacs": 20000, "radius": 20000, "exceptions": 250,
    "vxlan": 500,
}
"""Some of the protocol groups, with a bandwidth in packets per second where nothing is configured.

The names are those under ``[edit system ddos-protection protocols]``. Defaults differ by platform; these are round
figures of the size that routers have.
"""
_BURST = 10


def _text(answer: _Element) -> str:
    names = ("packet-type", "ddos-system-statistics/packet-received", "ddos-system-statistics/packet-dropped")
    rows = [
        [cell(group, "group-name"), *(cell(item, name) for name in names)]
        for group in answer.iter("ddos-protocol-group")
        for item in group.iter("ddos-protocol")
    ]
    head = f"Packet types in violation: {cell(answer, 'packet-types-in-violation') or 0}"
    return "\n".join([head, table(["Protocol group", "Packet type", "Received", "Dropped"], rows)])


@answers("get-ddos-protocols-statistics", "show ddos-protection protocols statistics", text=_text)
def statistics(request: Request) -> _Element:
    """Counters of every group."""
    return _answer(request, list(GROUPS))


@answers("get-ddos-protocols-violations", "show ddos-protection protocols violations", text=_text)
def violations(request: Request) -> _Element:
    """The groups beyond their limit: those that a fault names."""
    return _answer(request, _violated(request))


@answers("get-ddos-protocols-parameters", "show ddos-protection protocols parameters")
def parameters(request: Request) -> _Element:
    """The limits of every group, and whether they are those of the configuration."""
    if request.device.family == "junos-ex":
        return _unknown()
    groups = []
    for name, default in GROUPS.items():
        policer = _policer(request, name)
        bandwidth = policer.number("bandwidth") or default
        limits = element(
            "ddos-system-parameters",
            ("policer-bandwidth", bandwidth), ("policer-burst", policer.number("burst") or bandwidth * _BURST),
            ("policer-enabled", "no" if policer.has("disable-routing-engine") else "yes"), style="detail",
        )
        modified = ("packet-type-modified", "yes" if policer.present else "no")
        protocol = element("ddos-protocol", ("packet-type", "aggregate"), modified, limits)
        groups.append(element("ddos-protocol-group", ("group-name", name), protocol))
    changed = sum(_policer(request, name).present for name in GROUPS)
    return element(
        "ddos-protocols-information", ("total-packet-types", len(GROUPS)), ("mod-packet-types", changed), *groups
    )


def _answer(request: Request, names: list[str]) -> _Element:
    if request.device.family == "junos-ex":
        return _unknown()
    violated = set(_violated(request))
    return element(
        "ddos-protocols-information",
        ("total-packet-types", len(GROUPS)), ("packet-types-rcvd-packets", len(violated)),
        ("packet-types-in-violation", len(violated)),
        *(
            element("ddos-protocol-group", ("group-name", name), _protocol(request, name, broken=name in violated))
            for name in names
        ),
    )


def _protocol(request: Request, name: str, *, broken: bool) -> _Element:
    """A group that is violated gets twice what it may, and loses half of it."""
    limit = _policer(request, name).number("bandwidth") or GROUPS.get(name, 0)
    counters = element(
        "ddos-system-statistics",
        ("packet-received", 2 * limit if broken else 0), ("packet-arrival-rate", 2 * limit if broken else 0),
        ("packet-dropped", limit if broken else 0), ("packet-arrival-rate-max", 2 * limit if broken else 0),
        style="detail",
    )
    state = ("packet-type-status", "violation" if broken else "no violation")
    return element("ddos-protocol", ("packet-type", "aggregate"), state, counters)


def _violated(request: Request) -> list[str]:
    active = request.state.faults.active()
    return sorted({fault[2] for fault in active if fault[:2] == ("ddos_violation", request.host)})


def _policer(request: Request, name: str) -> View:
    return request.configuration.child("system", "ddos-protection", "protocols", name, "aggregate")


def _unknown() -> _Element:
    return rpc_error("syntax error", bad_element="ddos-protection")
