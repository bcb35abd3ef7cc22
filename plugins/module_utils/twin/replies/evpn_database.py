"""The EVPN database: the MAC and IP addresses (type-2 routes) that the switches of an overlay announce themselves.

Nobody is plugged in, so that these are the gateways: the address of each IRB in a VLAN with a VNI, and its virtual
gateway address, which all gateways of the VLAN announce with one MAC address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import element, mac
from .registry import Request, answers
from .vxlan import _loopback, _overlay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_INSTANCE = "default-switch"
_GATEWAY = "00:00:5e:00:01:01"
"""MAC address of an IPv4 virtual gateway (Juniper, "virtual-gateway-address")."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Entry:
    """A MAC address in a VNI, and who announces it: a tunnel end or, for an anycast gateway, an Ethernet segment."""

    vni: int
    mac: str
    source: str
    addresses: tuple[str, ...]


def _text(answer: _Element) -> str:
    names = ("vni-id", "mac-address", "active-source", "ip-address")
    rows = [[cell(item, name) for name in names] for item in answer.iter("mac-entry")]
    return table(["VLAN/VNI", "MAC address", "Active source", "IP address"], rows)


@answers(
    "get-evpn-database-information", "show evpn database", "show evpn database extensive + extensive", text=_text
)
def database(request: Request) -> _Element:
    """Every address of the overlay in a VNI that this device has; none is a duplicate."""
    if not request.facts.evpn:
        return element("evpn-database-information")
    arguments = request.arguments
    wanted = {name: arguments.get(name, "") for name in ("mac-address", "vni", "l2-domain-id", "neighbor")}
    entries = [] if arguments.get("state") == "duplicate" else sorted(_entries(request))
    items = [
        element(
            "mac-entry", ("vni-id", item.vni), ("mac-address", item.mac), ("active-source", item.source),
            ("active-source-timestamp", f"{request.device.started_at:%b %d %H:%M:%S}"),
            *(("ip-address", address) for address in item.addresses), style="brief",
        )
        for item in entries
        if wanted["mac-address"] in ("", item.mac)
        and wanted["vni"] in ("", str(item.vni))
        and wanted["l2-domain-id"] in ("", str(item.vni))
        and wanted["neighbor"] in ("", item.source)
    ]
    named = arguments.get("instance", _INSTANCE)
    instance = element("evpn-database-instance", ("instance-name", _INSTANCE), *items)
    return element("evpn-database-information", instance if named == _INSTANCE else None, style="brief")


def _entries(request: Request) -> Iterator[_Entry]:
    gateways: dict[int, set[str]] = {}
    own = request.facts.evpn_vnis
    autonomous_system = request.facts.asn or 0
    for host in sorted(_overlay(request) | {request.host}):
        facts = request.state.facts(host)
        if not request.state.powered(host):
            continue
        units = {unit.name: unit for unit in facts.units()}
        for vlan in facts.vlans:
            unit = units.get(vlan.irb)
            known = vlan.vni is not None and str(vlan.vni) in own and str(vlan.vni) in facts.evpn_vnis
            if unit is None or not known or not request.state.links.unit_up(host, unit):
                continue
            addresses = tuple(address.text for address in unit.addresses)
            yield _Entry(vni=vlan.vni or 0, mac=mac(host), source=_loopback(request, host), addresses=addresses)
            if unit.gateways:
                gateways.setdefault(vlan.vni or 0, set()).update(unit.gateways)
    for vni, virtual in gateways.items():
        segment = _segment(autonomous_system, vni)
        yield _Entry(vni=vni, mac=_GATEWAY, source=segment, addresses=tuple(sorted(virtual)))


def _segment(autonomous_system: int, vni: int) -> str:
    """The Ethernet segment of a virtual gateway: type 5, the AS and the VNI (RFC 7432, section 5)."""
    digits = f"05{autonomous_system:08x}{vni:08x}00"
    return ":".join(digits[index : index + 2] for index in range(0, 20, 2))
