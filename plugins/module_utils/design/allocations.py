"""The numbers that the network keeps for good: ``intent/allocations.yml``, reviewed like the rest of the intent."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from ..intent.addressing import SERVICE_SLOTS

if TYPE_CHECKING:
    from collections.abc import Mapping

NumberSection = Literal["services", "datacenters", "sites", "nodes", "management", "fabric_nodes", "segments"]
LinkSection = Literal[
    "links", "handoffs", "fabric_links", "site_links", "legacy_links", "legacy_site_links", "interconnects"
]
NUMBER_SECTIONS: tuple[NumberSection, ...] = get_args(NumberSection)
LINK_SECTIONS: tuple[LinkSection, ...] = get_args(LinkSection)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAllocation:
    """What a link keeps.

    Attributes:
        number: Which /31 of its pool; for a tagged link, which block of ``service_slots`` times /31.
        ports: Interface at either end, in the order of the hosts in the key.
    """

    number: int
    ports: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocations:
    """Every number that was given out, by object. Lines of objects that are gone stay, so nothing is used twice.

    Attributes:
        service_slots: How many /31 a tagged link's block holds: the most services that a network can have.
        services: Slot of a service within every block.
        datacenters: Which /24 of every service's ``dc_prefix``; the last is the old data center.
        sites: Which /24 of every service's ``prefix``, and the AS number from ``site_asn_start``.
        nodes: Loopback within its pool, and the index of the node SID.
        management: Out-of-band address within its pool.
        fabric_nodes: Loopback within its pool, and the AS number from ``underlay_asn_start``.
        segments: Ethernet segment of a server on two leaves, ``<datacenter>/<server>``; also the number of its ae.
        links: Core and hubs, /31 from the bottom of ``links``.
        handoffs: Router to spine, blocks from the top of ``links``.
        fabric_links: Spine to leaf, /31 of ``fabric_links``.
        site_links: Hub to site, blocks of ``site_links``.
        legacy_links: Between old routers, /31 from the bottom of ``legacy_links``.
        legacy_site_links: Old router to site, blocks from the top of ``legacy_links``.
        interconnects: New to old core, blocks from the top of ``legacy_links``, counted with those of the sites.
        servers: Leaf port of a server, ``<leaf>/<server>``.
    """

    service_slots: int = SERVICE_SLOTS
    services: Mapping[str, int] = field(default_factory=dict)
    datacenters: Mapping[str, int] = field(default_factory=dict)
    sites: Mapping[str, int] = field(default_factory=dict)
    nodes: Mapping[str, int] = field(default_factory=dict)
    management: Mapping[str, int] = field(default_factory=dict)
    fabric_nodes: Mapping[str, int] = field(default_factory=dict)
    segments: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[str, LinkAllocation] = field(default_factory=dict)
    handoffs: Mapping[str, LinkAllocation] = field(default_factory=dict)
    fabric_links: Mapping[str, LinkAllocation] = field(default_factory=dict)
    site_links: Mapping[str, LinkAllocation] = field(default_factory=dict)
    legacy_links: Mapping[str, LinkAllocation] = field(default_factory=dict)
    legacy_site_links: Mapping[str, LinkAllocation] = field(default_factory=dict)
    interconnects: Mapping[str, LinkAllocation] = field(default_factory=dict)
    servers: Mapping[str, str] = field(default_factory=dict)

    def numbers(self, section: NumberSection) -> Mapping[str, int]:
        """A section of plain numbers."""
        return cast("Mapping[str, int]", getattr(self, section))

    def link_section(self, section: LinkSection) -> Mapping[str, LinkAllocation]:
        """A section of links."""
        return cast("Mapping[str, LinkAllocation]", getattr(self, section))

    def count(self) -> int:
        """How many objects have a number."""
        return sum(len(getattr(self, item.name)) for item in fields(self) if item.name != "service_slots")

    def with_sections(self, sections: Mapping[str, Mapping[str, Any]]) -> Allocations:
        """The same, with these sections instead."""
        return replace(self, **cast("dict[str, Any]", sections))
