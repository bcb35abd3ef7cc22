"""Checks of pools, prefixes and numbers: nothing overlaps, everything is big enough for what is carved from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Network

    from ..common.errors import Problem
    from .draft import Draft, Placed
    from .sources import Key

    Held = tuple[IPv4Network, str, Placed[models.Record], tuple[Key, ...]]

LAST_ASN = 4294967294
LAST_LABEL = 1048575


def check_addressing(draft: Draft) -> Iterator[Problem]:
    """Problems with addresses, AS numbers and labels."""
    yield from _overlaps(draft)
    yield from _usable(draft)
    yield from _pool_sizes(draft)
    yield from _service_sizes(draft)
    yield from _gateway(draft)
    yield from _asns(draft)
    yield from _labels(draft)


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
    services = {placed.record.name: len(placed.record.ports) for placed in draft.all(models.SiteType)}
    at_hubs = sum(services.get(site.record.kind, 0) * site.record.paths for site in sites)
    at_legacy = sum(services.get(site.record.kind, 0) for site in sites if site.record.legacy)
    links = len(core_links) + 3 * len(hubs)
    handoffs = sum(len(fabric.spines) * len(fabric.routers) * len(fabric.services) for fabric in fabrics)
    switches = sum(len(fabric.spines) + len(fabric.leaves) for fabric in fabrics)
    up = len(routers) + 2 * len(hubs)
    fabric_links = sum(len(fabric.spines) * len(fabric.leaves) for fabric in fabrics)
    old = len(draft.members(draft.one(models.Legacy), "routers", models.LegacyRouter))
    return {
        "loopbacks": (up, f"one for each of {up} routers"),
        "links": (2 * (links + handoffs), f"two for each of {links} links and {handoffs} hand-offs to spines"),
        "site_links": (2 * at_hubs, f"two for each of {at_hubs} pairs of a site's service and path"),
        "legacy_links": (2 * at_legacy, f"two for each of {at_legacy} services at sites with a legacy router"),
        "management": (up + switches + old + 3, f"one for each of {up + switches + old} devices, gateway, ends"),
        "fabric_links": (2 * fabric_links, f"two for each of {fabric_links} links"),
        "fabric_loopbacks": (switches, f"one for each of {switches} switches"),
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
