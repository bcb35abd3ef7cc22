"""Interfaces: an end of a link, a loopback, a management port, as the device model has them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .model import Interface, IsisInterface, Peer, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .context import Context
    from .topology import Link
    from .wanted import LinkKind

_WORDS: dict[LinkKind, str] = {
    "core": "CORE",
    "hub-uplink": "UPLINK",
    "hub-pair": "PAIR",
    "site": "SITE",
    "fabric": "FABRIC",
    "handoff": "DC",
    "legacy": "LEGACY",
    "legacy-site": "LEGACY",
    "interconnect": "INTERCONNECT",
}


HOLD_UP_MS = 3000
"""A link that flaps comes back after that time without a break, so that routing converges once."""
_DAMPED = ("core", "hub-uplink", "hub-pair")


def cabled(link: Link, host: str, units: tuple[Unit, ...]) -> Interface:
    """The end of a link at a host, with these units."""
    there = link.there(host)
    circuit = f", {link.circuit}" if link.circuit else ""
    return Interface(
        name=link.here(host).interface,
        description=f"{_WORDS[link.kind]}: {there.host} {there.interface} [{link.speed}{circuit}]",
        speed=link.speed,
        mtu=link.mtu,
        tagged=bool(link.services),
        units=units,
        peer=Peer(host=there.host, interface=there.interface),
        hold_up_ms=HOLD_UP_MS if link.kind in _DAMPED else None,
    )


def routed(link: Link, host: str, *, mpls: bool = False) -> Interface:
    """An untagged routed link: one unit, with IS-IS where the link has a metric."""
    unit = Unit(
        number=0,
        addresses=(link.address(host),),
        addresses6=link.addresses6(host),
        mtu=link.inet_mtu,
        isis=link.metric is not None,
        mpls=mpls,
    )
    return cabled(link, host, (unit,))


def tagged(context: Context, link: Link, host: str) -> Interface:
    """A routed link with one unit per service, numbered like the VLAN."""
    peer = link.there(host).host
    services = (context.services[name] for name in link.services)
    units = tuple(
        Unit(
            number=service.vlan,
            description=f"{service.name} {peer}",
            vlan_id=service.vlan,
            addresses=(link.address(host, service.name),),
            addresses6=link.addresses6(host, service.name),
            mtu=link.inet_mtu,
            source_check=link.kind == "site" and host == link.a.host,
        )
        for service in services
    )
    return cabled(link, host, units)


def unit_name(link: Link, host: str, vlan: int) -> str:
    """The logical interface of a service on a tagged link."""
    return f"{link.here(host).interface}.{vlan}"


def loopback(address: str, *, iso: str = "", address6: str = "") -> Interface:
    """``lo0`` with the router's own addresses."""
    addresses6 = (f"{address6}/128",) if address6 else ()
    return Interface(
        name="lo0", units=(Unit(number=0, addresses=(f"{address}/32",), addresses6=addresses6, iso=iso),)
    )


def isis_interfaces(links: Iterable[Link], host: str) -> tuple[IsisInterface, ...]:
    """The IS-IS links of a host, and its passive loopback."""
    active = (
        IsisInterface(
            name=f"{link.here(host).interface}.0",
            metric=link.metric,
            peer=link.there(host).host,
            bfd_ms=link.bfd_ms,
        )
        for link in links
        if link.metric is not None
    )
    return (*active, IsisInterface(name="lo0.0", passive=True))


def in_order(interfaces: Iterable[Interface]) -> tuple[Interface, ...]:
    """Interfaces as Junos shows them: by name, numbers as numbers."""
    return tuple(sorted(interfaces, key=lambda interface: _natural(interface.name)))


@lru_cache(maxsize=16384)
def _natural(name: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", name))
