"""The links of the network with their ports and addresses: both ends of a cable are read from one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .addressing import pool, slash31, text
from .addressing6 import plan6, text6
from .allocator import SECTION_OF
from .wanted import hardware_of, wanted_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..intent.models import Intent
    from ..junos.hardware import Hardware
    from .addressing import Pool
    from .addressing6 import Plan6
    from .allocations import Allocations, LinkAllocation
    from .wanted import LinkKind, WantedLink

MTU = 9192
"""Physical MTU of every new link between routers and switches."""
INET_MTU = 9000
"""What IP packets get of it: room for a label stack."""
FABRIC_INET_MTU = 9100
"""What VXLAN packets get of it in a fabric: a gateway's 9000 and 50 of encapsulation, with some to spare."""
_DUAL_STACK = ("core", "hub-uplink", "hub-pair", "handoff", "site")
_LEGACY = ("legacy", "legacy-site", "interconnect")


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a link."""

    host: str
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """Two ports and what is between them."""

    a: End
    b: End
    speed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cable and the addresses on it.

    Attributes:
        key: Its name in the allocations.
        services: One tagged unit for each; empty for an untagged link.
        slots: Slot of each service within the block of addresses.
        first: Address of ``a`` in slot 0, as a number.
        metric: IS-IS metric, None where no IS-IS runs.
        mtu: Physical MTU; None for the default of the box.
        inet_mtu: MTU of ``family inet``; None for the default.
        bfd_ms: BFD interval that both ends sustain, in milliseconds.
        circuit: What a person should know of the circuit; empty for a plain cable.
        first6: IPv6 address of ``a`` in slot 0, as a number; None where there is no IPv6.
    """

    key: str
    kind: LinkKind
    a: End
    b: End
    speed: str
    services: tuple[str, ...]
    slots: Mapping[str, int]
    first: int
    metric: int | None
    mtu: int | None
    inet_mtu: int | None
    bfd_ms: int
    circuit: str
    first6: int | None = None

    def here(self, host: str) -> End:
        """The end at ``host``."""
        return self.a if host == self.a.host else self.b

    def there(self, host: str) -> End:
        """The end that ``host`` sees at the other side."""
        return self.b if host == self.a.host else self.a

    def address(self, host: str, service: str = "") -> str:
        """Address of ``host``'s end with its length, for a service on a tagged link."""
        return slash31(self._number(host, service))

    def neighbor(self, host: str, service: str = "") -> str:
        """Address of the end opposite to ``host``, without length."""
        return text(self._number(self.there(host).host, service))

    def addresses6(self, host: str, service: str = "") -> tuple[str, ...]:
        """IPv6 address of ``host``'s end with its length; none where there is no IPv6."""
        return () if self.first6 is None else (f"{text6(self.first6 + self._place(host, service))}/127",)

    def _number(self, host: str, service: str) -> int:
        return self.first + self._place(host, service)

    def _place(self, host: str, service: str) -> int:
        return 2 * (self.slots[service] if service else 0) + (host != self.a.host)


def topology(intent: Intent, allocations: Allocations) -> tuple[Link, ...]:
    """Every link of the old and the new network.

    Raises:
        InputError: A link, or a service on a tagged link, has no allocation yet; a pool is too small.
    """
    wanted = wanted_links(intent)
    missing = [*_without_slot(intent, allocations), *_without_line(wanted, allocations)]
    if missing:
        raise InputError(missing)
    boxes = hardware_of(intent)
    pools = intent.network.pools
    carve = _Carver(
        links=pool("pools.links", pools.links),
        site_links=pool("pools.site_links", pools.site_links),
        legacy_links=pool("pools.legacy_links", pools.legacy_links),
        fabric_links=pool("pools.fabric_links", pools.fabric_links),
        slots=allocations.service_slots,
        plan6=plan6(intent.network.prefix6),
    )
    return tuple(_link(link, allocations, carve, boxes) for link in wanted)


def _without_slot(intent: Intent, allocations: Allocations) -> Iterator[Problem]:
    return (
        missing_allocation("services", service.name)
        for service in intent.services
        if service.name not in allocations.services
    )


def _without_line(wanted: tuple[WantedLink, ...], allocations: Allocations) -> Iterator[Problem]:
    for link in wanted:
        section = SECTION_OF[link.kind]
        if link.key not in allocations.link_section(section):
            yield missing_allocation(section, link.key)


def missing_allocation(section: str, key: str) -> Problem:
    """The problem of an object that nobody allocated anything for."""
    return Problem(
        source=Source("intent/allocations.yml"),
        subject=f"{section} {key}",
        found="no line",
        expected="a line for every object of the intent",
        remedy="run build, which adds it",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carver:
    """Where the addresses of a kind of link come from."""

    links: Pool
    site_links: Pool
    legacy_links: Pool
    fabric_links: Pool
    slots: int
    plan6: Plan6 | None

    def first6(self, kind: LinkKind, first: int) -> int | None:
        """The same place in the plan of IPv6; None for links that have none."""
        if self.plan6 is None or kind not in _DUAL_STACK:
            return None
        if kind == "site":
            return self.plan6.infrastructure("site_links", first - self.site_links.first)
        return self.plan6.infrastructure("links", first - self.links.first)

    def first(self, kind: LinkKind, number: int) -> int:
        """Address of end ``a`` (of its first unit) as a number."""
        if kind == "site":
            return self.site_links.block(number, self.slots, from_top=False)
        if kind == "handoff":
            return self.links.block(number, self.slots, from_top=True)
        if kind in ("legacy-site", "interconnect"):
            return self.legacy_links.block(number, self.slots, from_top=True)
        plain = {"legacy": self.legacy_links, "fabric": self.fabric_links}.get(kind, self.links)
        return plain.block(number, 1, from_top=False)


def _link(link: WantedLink, allocations: Allocations, carve: _Carver, boxes: Mapping[str, Hardware]) -> Link:
    given: LinkAllocation = allocations.link_section(SECTION_OF[link.kind])[link.key]
    old = link.kind in _LEGACY
    first = carve.first(link.kind, given.number)
    return Link(
        key=link.key,
        kind=link.kind,
        a=End(host=link.a.host, interface=given.ports[0]),
        b=End(host=link.b.host, interface=given.ports[1]),
        speed=link.speed,
        services=link.services,
        slots=allocations.services,
        first=first,
        first6=carve.first6(link.kind, first),
        metric=link.metric,
        mtu=None if old else MTU,
        inet_mtu=None if old else FABRIC_INET_MTU if link.kind == "fabric" else INET_MTU,
        bfd_ms=max(boxes[link.a.host].bfd_ms, boxes[link.b.host].bfd_ms),
        circuit=link.circuit,
    )


def cabling(links: tuple[Link, ...]) -> tuple[Cable, ...]:
    """What is plugged into what, old and new."""
    return tuple(Cable(a=link.a, b=link.b, speed=link.speed) for link in links)
