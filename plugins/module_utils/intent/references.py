"""Checks that every name in the intent names something, and that no two things share one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import models
from .devices import hub_hostnames, site_hostname
from .draft import LABELS, Draft, Placed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from ..common.errors import Problem

_ONCE: tuple[tuple[type[models.Record], str], ...] = (
    (models.Region, "name"),
    (models.County, "name"),
    (models.County, "fips"),
    (models.Service, "name"),
    (models.Service, "number"),
    (models.Service, "vlan"),
    (models.SiteType, "name"),
    (models.Hub, "name"),
    (models.DataCenter, "name"),
    (models.Site, "name"),
)


def check_references(draft: Draft) -> Iterator[Problem]:
    """Problems with names."""
    for kind, field in _ONCE:
        yield from _once(draft, draft.all(kind), field)
    yield from _hostnames(draft)
    yield from _counties(draft)
    yield from _shared_services(draft)
    yield from _site_types(draft)
    yield from _hubs(draft)
    yield from _sites(draft)
    for datacenter in draft.all(models.DataCenter):
        yield from _datacenter(draft, datacenter)
    yield from _legacy(draft)
    yield from _policy(draft)


def _once(draft: Draft, objects: Sequence[Placed[models.Record]], field: str) -> Iterator[Problem]:
    """A problem for each object whose value an earlier one has."""
    first: dict[Hashable, Placed[models.Record]] = {}
    for placed in objects:
        key = getattr(placed.record, field)
        other = first.setdefault(key, placed)
        if other is not placed:
            yield draft.problem(
                placed,
                field,
                f"{field} {key} is taken (first in {draft.place(other, field)})",
                f"a {field} that no other {LABELS[str(placed.path[-2])]} has",
                "change or remove one of the two",
            )


def hostnames(draft: Draft) -> Iterator[tuple[str, Placed[models.Record]]]:
    """Every host name with the object that it comes from."""
    for kind in (models.Core, models.Legacy):
        for router in _routers(draft, kind):
            yield router.record.name, router
    for hub in draft.all(models.Hub):
        for name in hub_hostnames(hub.record.name):
            yield name, hub
    for datacenter in draft.all(models.DataCenter):
        for spine in draft.members(datacenter, "spines", models.Spine):
            yield spine.record.name, spine
        for leaf in draft.members(datacenter, "leaves", models.Leaf):
            yield leaf.record.name, leaf
    for site in draft.all(models.Site):
        yield site_hostname(site.record.name), site


def _routers(
    draft: Draft, kind: type[models.Core | models.Legacy]
) -> Iterator[Placed[models.CoreRouter] | Placed[models.LegacyRouter]]:
    section = draft.one(kind)
    if kind is models.Core:
        yield from draft.members(section, "routers", models.CoreRouter)
    else:
        yield from draft.members(section, "routers", models.LegacyRouter)


def _hostnames(draft: Draft) -> Iterator[Problem]:
    first: dict[str, Placed[models.Record]] = {}
    for name, placed in hostnames(draft):
        other = first.setdefault(name, placed)
        same_list = placed.path[:-1] == other.path[:-1] and len(placed.path) == 2
        if other is not placed and not same_list:
            yield draft.problem(
                placed,
                "name",
                f"host name {name} is taken (first in {draft.place(other, 'name')})",
                "a host name that no other device has",
                "rename one of the two",
            )


def _counties(draft: Draft) -> Iterator[Problem]:
    regions = draft.names("regions")
    for county in draft.all(models.County):
        yield from draft.dangling(county, "region", county.record.region, regions, "region")


def _shared_services(draft: Draft) -> Iterator[Problem]:
    """Who shares a service must exist, be another one, and be open: an isolated one exchanges no routes at all."""
    services = {placed.record.name: placed for placed in draft.all(models.Service)}
    for service in services.values():
        for index, name in enumerate(service.record.shared_with):
            where = ("shared_with", index)
            yield from draft.dangling(service, where, name, draft.names("services"), "service")
            closed = [one for one in (service, services.get(name)) if one and one.record.isolated]
            if name == service.record.name:
                yield draft.problem(
                    service, where, "shared_with names the service itself", "other services", f"remove {name}"
                )
            elif closed:
                yield draft.problem(
                    service,
                    where,
                    f"shared_with names {name}, but {closed[0].record.name} is isolated",
                    "services that are not isolated",
                    f"remove {name}, or isolated: true of {closed[0].record.name}",
                )


def _site_types(draft: Draft) -> Iterator[Problem]:
    services = draft.names("services")
    managing = {placed.record.name for placed in draft.all(models.Service) if placed.record.kind == "management"}
    for site_type in draft.all(models.SiteType):
        for name in site_type.record.ports:
            yield from draft.dangling(site_type, ("ports", name), name, services, "service")
        if managing and not managing & set(site_type.record.ports):
            (name, *_) = sorted(managing)
            yield draft.problem(
                site_type,
                "ports",
                "ports names no management service, over which its switches are reached",
                f"{name} among the services",
                f"add {name}",
            )


def _hubs(draft: Draft) -> Iterator[Problem]:
    counties, core, hubs = draft.names("counties"), draft.names("core", "routers"), draft.names("hubs")
    for hub in draft.all(models.Hub):
        yield from draft.dangling(hub, "county", hub.record.county, counties, "county")
        if core is None or hubs is None:
            continue
        aggregation = [hostname for name in sorted(hubs) for hostname in hub_hostnames(name)]
        for index, router in enumerate(hub.record.uplinks):
            known = core if hub.record.model == "MX204" and router not in aggregation else {*core, *aggregation}
            what = "core router" if hub.record.model == "MX204" else "router of another hub"
            yield from draft.dangling(hub, ("uplinks", index), router, known, what)


def _sites(draft: Draft) -> Iterator[Problem]:
    counties, hubs = draft.names("counties"), draft.names("hubs")
    kinds, legacy = draft.names("site_types"), draft.names("legacy", "routers")
    for site in draft.all(models.Site):
        record = site.record
        yield from draft.dangling(site, "county", record.county, counties, "county")
        yield from draft.dangling(site, "hub", record.hub, hubs, "hub")
        yield from draft.dangling(site, "kind", record.kind, kinds, "site type")
        if record.legacy:
            yield from draft.dangling(site, "legacy", record.legacy, legacy, "legacy router")


def _datacenter(draft: Draft, datacenter: Placed[models.DataCenter]) -> Iterator[Problem]:
    record = datacenter.record
    services = draft.names("services")
    if record.county:
        yield from draft.dangling(datacenter, "county", record.county, draft.names("counties"), "county")
    for index, router in enumerate(record.routers):
        yield from draft.dangling(
            datacenter, ("routers", index), router, draft.names("core", "routers"), "core router"
        )
    for index, name in enumerate(record.services):
        yield from draft.dangling(datacenter, ("services", index), name, services, "service")
    servers = draft.members(datacenter, "servers", models.Server)
    yield from _once(draft, servers, "name")
    leaves = {leaf.name for leaf in record.leaves}
    for server in servers:
        for index, leaf in enumerate(server.record.leaves):
            yield from draft.dangling(server, ("leaves", index), leaf, leaves, f"leaf of {record.name}")
        for index, name in enumerate(server.record.services):
            yield from draft.dangling(server, ("services", index), name, record.services, f"service of {record.name}")


def _legacy(draft: Draft) -> Iterator[Problem]:
    section = draft.one(models.Legacy)
    regions, core = draft.names("regions"), draft.names("core", "routers")
    for router in draft.members(section, "routers", models.LegacyRouter):
        yield from draft.dangling(router, "region", router.record.region, regions, "region")
    for interconnect in draft.members(section, "interconnects", models.Interconnect):
        known = draft.names("legacy", "routers")
        yield from draft.dangling(interconnect, "legacy", interconnect.record.legacy, known, "legacy router")
        yield from draft.dangling(interconnect, "core", interconnect.record.core, core, "core router")


def _policy(draft: Draft) -> Iterator[Problem]:
    policy = draft.one(models.Policy)
    if policy is None:
        return
    sites = policy.record.sites
    for index, name in enumerate(sites.pilot):
        yield from draft.dangling(policy, ("sites", "pilot", index), name, draft.names("sites"), "site")
    for index, name in enumerate(sites.canary_counties):
        where = ("sites", "canary_counties", index)
        yield from draft.dangling(policy, where, name, draft.names("counties"), "county")
