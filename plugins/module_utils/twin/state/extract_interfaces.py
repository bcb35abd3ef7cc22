"""Ports, logical interfaces and port speeds of one configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import parse
from .facts import PortFacts, UnitFacts

if TYPE_CHECKING:
    from .addresses import Address
    from .view import View

_FAMILIES = ("inet", "inet6", "iso", "mpls", "ethernet-switching")
_SPEEDS = ("100m", "1g", "2.5g", "5g", "10g", "25g", "40g", "50g", "100g")
_OPTION_STANZAS = ("gigether-options", "ether-options", "fastether-options")


def ports(interfaces: View) -> dict[str, PortFacts]:
    """Every interface under ``[edit interfaces]``, by name."""
    return {name: _port(name, entry) for name, entry in interfaces.items()}


def chassis_speeds(chassis: View) -> dict[tuple[int, int, int], str]:
    """``chassis fpc F pic P port N speed`` (or ``channel-speed``, which makes breakout ports of that speed)."""
    return {
        (int(fpc), int(pic), int(number)): port.value("speed") or port.value("channel-speed")
        for fpc, slot in chassis.items("fpc")
        for pic, card in slot.items("pic")
        for number, port in card.items("port")
    }


def _port(name: str, entry: View) -> PortFacts:
    bundle = speed = ""
    for stanza in _OPTION_STANZAS:
        options = entry.child(stanza)
        bundle = bundle or options.value("802.3ad")
        speed = speed or options.value("speed") or next((s for s in _SPEEDS if options.has("speed", s)), "")
    tagging = next((tag for tag in ("vlan-tagging", "flexible-vlan-tagging") if entry.has(tag)), "")
    return PortFacts(
        name=name,
        description=entry.value("description"),
        disabled=entry.has("disable"),
        speed=entry.value("speed") or speed,
        mtu=entry.number("mtu"),
        tagging=tagging,  # type: ignore[arg-type]
        bundle=bundle,
        esi=entry.value("esi"),
        units=tuple(_unit(name, number, unit) for number, unit in entry.items("unit")),
    )


def _unit(port: str, number: str, entry: View) -> UnitFacts:
    family = entry.child("family")
    inet, iso = family.child("inet"), family.child("iso")
    addresses, gateways = _addresses(inet)
    addresses6, gateways6 = _addresses(family.child("inet6"))
    return UnitFacts(
        name=f"{port}.{number}",
        port=port,
        description=entry.value("description"),
        disabled=entry.has("disable"),
        vlan_id=entry.number("vlan-id"),
        addresses=addresses,
        addresses6=addresses6,
        gateways=gateways,
        gateways6=gateways6,
        mtu=inet.number("mtu"),
        net=next((net for net, _ in iso.items("address")), ""),
        families=frozenset(name for name in _FAMILIES if family.has(name)),
    )


def _addresses(family: View) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """Addresses of a family on a unit, and the virtual gateways beside them."""
    listed = family.items("address")
    addresses = tuple(found for text, _ in listed if not text.startswith("fe80:") and (found := parse(text)))
    return addresses, tuple(value for _, entry in listed for value in entry.values("virtual-gateway-address"))
