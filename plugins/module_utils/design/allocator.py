"""Gives numbers and ports to what is new in the intent, and leaves everything else as it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import fields
from itertools import count
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from ..intent.devices import devices
from ..junos.hardware import location
from .allocations import LINK_SECTIONS, Allocations, LinkAllocation, LinkSection
from .wanted import hardware_of, wanted_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..intent.models import Intent
    from ..junos.hardware import Hardware, Port, PortUse
    from .wanted import LinkKind, WantedEnd, WantedLink

SECTION_OF: Mapping[LinkKind, LinkSection] = {
    "core": "links",
    "hub-uplink": "links",
    "hub-pair": "links",
    "handoff": "handoffs",
    "fabric": "fabric_links",
    "site": "site_links",
    "legacy": "legacy_links",
    "legacy-site": "legacy_site_links",
    "interconnect": "interconnects",
}
"""Where a kind of link is kept."""
_FILE = Source("intent/allocations.yml")


def allocate(intent: Intent, existing: Allocations) -> Allocations:
    """Adds what the intent's new objects need: the lowest numbers and the first ports that were never given out.

    Everything existing is kept, also for objects that the intent no longer has.

    Raises:
        InputError: A device has no free port left, or the network more services than slots; all of them at once.
    """
    problems: list[Problem] = []
    boxes = hardware_of(intent)
    ports = _Ports(boxes, existing, problems)
    links = _links(intent, existing, ports)
    servers = dict(existing.servers)
    for leaf, server in _server_ports(intent):
        key = f"{leaf}/{server}"
        port = servers.get(key) or ports.take(leaf, "edge", "", "server", f"server {server}")
        if port:
            servers[key] = port
    slots = existing.service_slots
    services = numbered((service.name for service in intent.services), existing.services)
    problems += [
        Problem(
            source=_FILE,
            subject=f"service {name}",
            found=f"no slot left: a tagged link has {slots}",
            expected=f"at most {slots} services, those that were removed included",
            remedy="delete the line of a service that is gone for good and build again",
        )
        for name, slot in services.items()
        if slot >= slots
    ]
    if problems:
        raise InputError(problems)
    return existing.with_sections(
        {"services": services, "servers": servers, **_object_numbers(intent, existing), **links}
    )


def unused(intent: Intent, allocations: Allocations) -> dict[str, tuple[str, ...]]:
    """Lines of objects that the intent no longer has, per section: what ``reclaim`` would give back."""
    needed = allocate(intent, Allocations(service_slots=allocations.service_slots))
    sections = [item.name for item in fields(Allocations) if item.name != "service_slots"]
    found = {
        section: tuple(key for key in getattr(allocations, section) if key not in getattr(needed, section))
        for section in sections
    }
    return {section: keys for section, keys in found.items() if keys}


def reclaim(intent: Intent, allocations: Allocations) -> Allocations:
    """Gives back the numbers of objects that are gone, so that new ones may get them."""
    kept = {
        section: {key: value for key, value in getattr(allocations, section).items() if key not in gone}
        for section, gone in unused(intent, allocations).items()
    }
    return allocations.with_sections(kept)


def numbered(names: Iterable[str], existing: Mapping[str, int], *, first: int = 0, skip: int = -1) -> dict[str, int]:
    """The existing numbers, and the lowest free ones from ``first`` for new names; ``skip`` is never given out."""
    numbers = dict(existing)
    free = _free(numbers.values(), first=first, skip=skip)
    for name in names:
        if name not in numbers:
            numbers[name] = next(free)
    return numbers


def _free(used: Iterable[int], *, first: int = 0, skip: int = -1) -> Iterator[int]:
    taken = {*used, skip}
    return (number for number in count(first) if number not in taken)


def _object_numbers(intent: Intent, existing: Allocations) -> dict[str, dict[str, int]]:
    refs = devices(intent)
    pool = intent.network.pools.management
    gateway = int(intent.network.management.gateway) - int(pool.network_address)
    out_of_band = (ref.hostname for ref in refs if ref.function != "access")
    routers = (ref.hostname for ref in refs if ref.role in ("core_mx", "legacy"))
    return {
        "datacenters": numbered((item.name for item in intent.datacenters), existing.datacenters),
        "sites": numbered((site.name for site in intent.sites), existing.sites),
        "nodes": numbered(routers, existing.nodes, first=1),
        "management": numbered(out_of_band, existing.management, first=1, skip=gateway),
        "fabric_nodes": numbered((ref.hostname for ref in refs if ref.role == "dc_fabric"), existing.fabric_nodes,
                                 first=1),
        "segments": numbered(
            (
                f"{datacenter.name}/{server.name}"
                for datacenter in intent.datacenters
                for server in datacenter.servers
                if len(server.leaves) > 1
            ),
            existing.segments,
            first=1,
        ),
    }


def _server_ports(intent: Intent) -> Iterator[tuple[str, str]]:
    for datacenter in intent.datacenters:
        for server in datacenter.servers:
            for leaf in server.leaves:
                yield leaf, server.name


def _links(intent: Intent, existing: Allocations, ports: _Ports) -> dict[str, dict[str, LinkAllocation]]:
    links: dict[str, dict[str, LinkAllocation]] = {
        section: dict(existing.link_section(section)) for section in LINK_SECTIONS
    }
    free = {section: _free(item.number for item in entries.values()) for section, entries in links.items()}
    # Both count blocks from the top of one pool.
    legacy = [*links["legacy_site_links"].values(), *links["interconnects"].values()]
    free["legacy_site_links"] = free["interconnects"] = _free(item.number for item in legacy)
    for link in wanted_links(intent):
        section = SECTION_OF[link.kind]
        if link.key not in links[section]:
            ends = ports.end(link, link.a), ports.end(link, link.b)
            links[section][link.key] = LinkAllocation(number=next(free[section]), ports=ends)
    return links


class _Ports:
    """The ports that are taken, per device."""

    def __init__(self, boxes: Mapping[str, Hardware], existing: Allocations, problems: list[Problem]) -> None:
        self._boxes = boxes
        self._problems = problems
        self._used: dict[str, set[str]] = defaultdict(set)
        self._cages: dict[str, dict[tuple[int, int, int], bool]] = defaultdict(dict)
        self._cards: Counter[tuple[str, int, str]] = Counter()
        self._full: set[tuple[str, str, str]] = set()
        for section in LINK_SECTIONS:
            for key, link in existing.link_section(section).items():
                for host, port in zip(key.split("/"), link.ports, strict=False):
                    self._use(host, port, section)
        for key, port in existing.servers.items():
            self._use(key.partition("/")[0], port, "servers")

    def end(self, link: WantedLink, end: WantedEnd) -> str:
        """The port for an end of a new link; empty when there is none, which is a problem then."""
        if end.fixed is None:
            return self.take(end.host, end.use, link.speed, SECTION_OF[link.kind], f"link {link.key}")
        fixed = self._boxes[end.host].choices(end.use, link.speed)
        if end.fixed < len(fixed):
            return fixed[end.fixed].name
        self._missing(end.host, end.use, link.speed, f"link {link.key}")
        return ""

    def take(self, host: str, use: PortUse, speed: str, section: str, subject: str) -> str:
        """Picks the first free port on the card that carries the fewest links of this section, then of any."""
        free = [port for port in self._boxes[host].choices(use, speed) if self._is_free(host, port)]
        if not free:
            self._missing(host, use, speed, subject)
            return ""
        best = min(free, key=lambda port: (*self._load(host, port.location[0], section), port.position))
        self._use(host, best.name, section)
        return best.name

    def _use(self, host: str, port: str, section: str) -> None:
        cage = location(port)
        self._used[host].add(port)
        self._cages[host][cage] = ":" in port
        self._cards[host, cage[0], section] += 1
        self._cards[host, cage[0], ""] += 1

    def _load(self, host: str, card: int, section: str) -> tuple[int, int]:
        return self._cards[host, card, section], self._cards[host, card, ""]

    def _is_free(self, host: str, port: Port) -> bool:
        """A cage is one port or four channels of 10G, not both."""
        channel = ":" in port.name
        return port.name not in self._used[host] and self._cages[host].get(port.location, channel) == channel

    def _missing(self, host: str, use: str, speed: str, subject: str) -> None:
        if (host, use, speed) in self._full:
            return
        self._full.add((host, use, speed))
        box = self._boxes[host]
        count_of_use = len([port for port in box.ports if use in port.uses and speed in ("", port.speed)])
        kind = f"{speed} {use} port" if speed else f"{use} port"
        self._problems.append(
            Problem(
                source=_FILE,
                subject=host,
                found=f"no free {kind} for {subject}",
                expected=f"at most {count_of_use} such ports in use on this {box.model}",
                remedy="connect it elsewhere, or delete the lines of links that are gone and build again",
            )
        )
