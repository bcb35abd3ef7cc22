"""Checks of pools, prefixes and numbers: nothing overlaps, everything is big enough for what is carved from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import Problem
from . import models
from .addressing6 import check_prefix6

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Network

    from .draft import Draft, Placed
    from .sources import Key

    Held = tuple[IPv4Network, str, Placed[models.Record], tuple[Key, ...]]

SERVICE_SLOTS = 16
"""A tagged link takes a block of this many /31, so that a new service renumbers nothing."""
LAST_ASN = 4294967294
LAST_LABEL = 1048575


def check_addressing(draft: Draft) -> Iterator[Problem]:
    """Problems with addresses, AS numbers and labels."""
    yield from _overlaps(draft)
    yield from _usable(draft)
    yield from _pool_sizes(draft)
    yield from _service_sizes(draft)
    yield from _services(draft)
    yield from _gateway(draft)
    yield from _asns(draft)
    yield from _labels(draft)
    yield from check_prefix6(draft)


def _held(draft: Draft) -> Iterator[Held]:
    """Every block that the intent hands out, with its name and place."""
    network = draft.one(models.Network)
    if network:
        for name in models.Pools.model_fields:
            yield getattr(network.record.pools, name), f"pool {name}", network, ("pools", name)
    for service in draft.all(models.Service):
        yield service.record.prefix, f"prefix of {service.record.name}", service, ("prefix",)
        yield service.record.dc_prefix, f"dc_prefix of {service.record.name}", service, ("dc_prefix",)


def _overlaps(draft: Draft) -> Iterator[Problem]:
    """One problem for each block that reaches into an earlier one, whichever is written first."""
    blocks = list(_held(draft))
    for index, (block, name, placed, field) in enumerate(blocks):
        for other, other_name, other_placed, other_field in blocks[:index]:
            if block.overlaps(other):
                where = draft.place(other_placed, *other_field)
                yield draft.problem(
                    placed,
                    field,
                    f"{name} {block} overlaps {other_name} {other} ({where})",
                    "blocks that have no address in common",
                    "choose another block for one of the two",
                )
                break


def _usable(draft: Draft) -> Iterator[Problem]:
    for block, name, placed, field in _held(draft):
        special = block.is_multicast or block.is_loopback or block.is_link_local
        if special or block.network_address.packed[0] in (0, 255):
            yield draft.problem(
                placed,
                field,
                f"{name} {block} cannot be given to interfaces",
                "a block of unicast addresses, such as one from 10.0.0.0/8",
            )


def _pool_sizes(draft: Draft) -> Iterator[Problem]:
    network = draft.one(models.Network)
    if network is None:
        return
    for name, (needed, what) in _needs(draft).items():
        pool: IPv4Network = getattr(network.record.pools, name)
        if needed > pool.num_addresses:
            yield draft.problem(
                network,
                ("pools", name),
                f"pool {name} {pool} has {pool.num_addresses} addresses",
                f"at least {needed} ({what})",
                f"a /{32 - (needed - 1).bit_length()} or larger",
            )


def _needs(draft: Draft) -> dict[str, tuple[int, str]]:
    """Addresses that each pool has to hold, and for what."""
    routers = draft.members(draft.one(models.Core), "routers", models.CoreRouter)
    core_links = draft.members(draft.one(models.Core), "links", models.CoreLink)
    hubs, sites = draft.all(models.Hub), draft.all(models.Site)
    fabrics = [placed.record for placed in draft.all(models.DataCenter)]
    paths = sum(site.record.paths for site in sites)
    legacy = draft.one(models.Legacy)
    old = len(draft.members(legacy, "routers", models.LegacyRouter))
    old_links = len(draft.members(legacy, "links", models.LegacyLink))
    tagged = sum(bool(site.record.legacy) for site in sites)
    tagged += len(draft.members(legacy, "interconnects", models.Interconnect))
    links = len(core_links) + 3 * len(hubs)
    handoffs = sum(len(fabric.spines) * len(fabric.routers) for fabric in fabrics)
    switches = sum(len(fabric.spines) + len(fabric.leaves) for fabric in fabrics)
    up = len(routers) + 2 * len(hubs) + old
    fabric_links = sum(len(fabric.spines) * len(fabric.leaves) for fabric in fabrics)
    block = 2 * SERVICE_SLOTS
    return {
        "loopbacks": (up + 1, f"one for each of {up} routers, the first stays free"),
        "links": (
            2 * links + block * handoffs,
            f"2 for each of {links} links, {block} for each of {handoffs} hand-offs",
        ),
        "site_links": (block * paths, f"{block} for each of {paths} paths of sites"),
        "legacy_links": (
            2 * old_links + block * tagged,
            f"2 for each of {old_links} links, {block} for each of {tagged} old uplinks and interconnects",
        ),
        "management": (up + switches + 3, f"one for each of {up + switches} devices, gateway, both ends"),
        "fabric_links": (2 * fabric_links, f"2 for each of {fabric_links} links"),
        "fabric_loopbacks": (switches + 1, f"one for each of {switches} switches, the first stays free"),
    }


def _service_sizes(draft: Draft) -> Iterator[Problem]:
    sites = len(draft.all(models.Site))
    datacenters = len(draft.all(models.DataCenter))
    for service in draft.all(models.Service):
        for field, count, what in (("prefix", sites, "sites"), ("dc_prefix", datacenters, "data centers")):
            block: IPv4Network = getattr(service.record, field)
            room = 2 ** (24 - block.prefixlen) if block.prefixlen <= 24 else 0
            if room < max(count, 1):
                yield draft.problem(
                    service,
                    field,
                    f"{field} {block} holds {room} blocks of /24",
                    f"at least {max(count, 1)}, one for each of {count} {what}",
                    f"a /{24 - max(count - 1, 0).bit_length()} or larger",
                )


def _services(draft: Draft) -> Iterator[Problem]:
    """One service manages the devices, and all fit into the blocks of tagged links."""
    services = draft.all(models.Service)
    managing = [service for service in services if service.record.kind == "management"]
    if services and not managing and len(services) == len(draft.names("services") or ()):
        yield Problem(
            source=draft.sources.at("services"),
            subject="services",
            found="no service is of kind management",
            expected="one service of kind management, over which switches at sites are reached",
        )
    for extra in managing[1:]:
        yield draft.problem(
            extra,
            "kind",
            f"{managing[0].record.name} is of kind management, too ({draft.place(managing[0], 'kind')})",
            "one service of kind management",
            "choose another kind for one of the two",
        )
    for extra in services[SERVICE_SLOTS:]:
        yield draft.problem(
            extra, "name", f"it is one of {len(services)} services", f"at most {SERVICE_SLOTS}", "remove some"
        )


def _gateway(draft: Draft) -> Iterator[Problem]:
    network = draft.one(models.Network)
    if network and network.record.management.gateway not in network.record.pools.management:
        gateway, pool = network.record.management.gateway, network.record.pools.management
        yield draft.problem(
            network,
            ("management", "gateway"),
            f"gateway {gateway} is outside of pool management {pool}",
            "an address of that pool",
            f"write {pool[1] if pool.num_addresses > 1 else pool[0]}",
        )


def _asns(draft: Draft) -> Iterator[Problem]:
    """Every AS number has one owner; sites and fabrics own ranges."""
    held: list[tuple[int, int, str, Placed[models.Record], str]] = []
    network, legacy = draft.one(models.Network), draft.one(models.Legacy)
    sites = max(len(draft.all(models.Site)), 1)
    if network:
        first = network.record.site_asn_start
        held.append((network.record.asn, network.record.asn, "the network", network, "asn"))
        held.append((first, first + sites - 1, f"{sites} sites", network, "site_asn_start"))
    for placed in draft.all(models.DataCenter):
        record = placed.record
        last = record.underlay_asn_start + len(record.spines) + len(record.leaves) - 1
        held.append((record.overlay_asn, record.overlay_asn, f"the overlay of {record.name}", placed, "overlay_asn"))
        held.append((record.underlay_asn_start, last, f"the underlay of {record.name}", placed, "underlay_asn_start"))
    if legacy:
        held.append((legacy.record.asn, legacy.record.asn, "the legacy network", legacy, "asn"))
    for index, (low, high, name, owner, field) in enumerate(held):
        if high > LAST_ASN:
            found = f"AS numbers {low} to {high} of {name} go beyond {LAST_ASN}"
            yield draft.problem(owner, field, found, "a start that leaves room for all", "")
        for other_low, other_high, other_name, other, other_field in held[:index]:
            if low <= other_high and other_low <= high:
                where = draft.place(other, other_field)
                yield draft.problem(
                    owner,
                    field,
                    f"AS number {max(low, other_low)} of {name} belongs to {other_name} ({where})",
                    "AS numbers that nobody else in the network has",
                )


def _labels(draft: Draft) -> Iterator[Problem]:
    network = draft.one(models.Network)
    if network is None:
        return
    block = network.record.segment_routing
    routers = len(draft.members(draft.one(models.Core), "routers", models.CoreRouter)) + 2 * len(draft.all(models.Hub))
    if block.start + block.size - 1 > LAST_LABEL:
        last = block.start + block.size - 1
        yield draft.problem(
            network, ("segment_routing", "size"), f"the last label is {last}", f"at most {LAST_LABEL}", ""
        )
    if block.size <= routers:
        yield draft.problem(
            network,
            ("segment_routing", "size"),
            f"{block.size} labels for {routers} routers",
            f"at least {routers + 1}",
        )
