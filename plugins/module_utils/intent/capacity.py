"""Checks that what hangs off a device fits it, by the ports in its hardware profile."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..junos.profile_data import profile as profile_data
from . import models
from .boxes import box, facts_by_model
from .devices import hub_hostnames
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..common.errors import Problem
    from ..junos.hardware import Facts, PortUse
    from .draft import Draft, Placed


_LEAF_USES: tuple[PortUse, PortUse] = ("fabric", "edge")


def check_capacity(draft: Draft) -> Iterator[Problem]:
    """Problems with things that do not fit."""
    facts = facts_by_model(override.record for override in draft.all(models.HardwareOverride))
    yield from _hubs(draft, facts)
    yield from _core(draft, facts)
    for datacenter in draft.all(models.DataCenter):
        yield from _fabric(draft, datacenter, facts)
    yield from _legacy(draft, facts)
    yield from _site_ports(draft)


def _hubs(draft: Draft, facts: Mapping[str, Facts]) -> Iterator[Problem]:
    sites = Counter(site.record.hub for site in draft.all(models.Site))
    hubs = draft.all(models.Hub)
    for hub in hubs:
        own = set(hub_hostnames(hub.record.name))
        small = [child.record for child in hubs if child.record.model == "MX150"]
        children = [child.name for child in small if own & {*child.uplinks}]
        if hub.record.name in children:
            continue
        ports = _ports(facts, hub.record.model, "edge", hub.record.port_profile or "")
        free = ports - len(children)
        count = sites[hub.record.name]
        if count > max(free, 0) or len(children) > ports:
            profile = f" with port profile {hub.record.port_profile}" if hub.record.port_profile else ""
            why = f" ({ports} less one for each of the hubs {listed(children)})" if children else ""
            yield draft.problem(
                hub,
                "model",
                f"{count} sites hang off it",
                f"at most {max(free, 0)} on an {hub.record.model}{profile}{why}",
                f"move {count - max(free, 0)} of its sites to another hub in sites.csv",
            )


def _core(draft: Draft, facts: Mapping[str, Facts]) -> Iterator[Problem]:
    """100G ports: core links, hub uplinks, hand-offs to spines."""
    core = draft.one(models.Core)
    used: Counter[str] = Counter()
    for hub in draft.all(models.Hub):
        used.update(hub.record.uplinks)
    for datacenter in draft.all(models.DataCenter):
        used.update({router: len(datacenter.record.spines) for router in datacenter.record.routers})
    for link in draft.members(core, "links", models.CoreLink):
        if link.record.speed == "100g":
            used.update((link.record.a, link.record.b))
    for router in draft.members(core, "routers", models.CoreRouter):
        cards = len(router.record.cards)
        profile = box(facts, router.record.model, router.record.cards)
        ports = len(profile.choices("network", "100g"))
        count = used[router.record.name]
        if count > ports:
            yield draft.problem(
                router,
                "cards",
                f"{count} links of 100G end on it",
                f"at most {ports} with {cards} card{'s' if cards != 1 else ''}",
                "add a card" if cards < 6 else "move hubs to other core routers in hubs.yml",
            )


def _fabric(
    draft: Draft, datacenter: Placed[models.DataCenter], facts: Mapping[str, Facts]
) -> Iterator[Problem]:
    record = datacenter.record
    needs: tuple[tuple[int, str, PortUse], ...] = (
        (len(record.leaves), "leaves", "fabric"),
        (len(record.routers), "routers", "border"),
    )
    for spine in draft.members(datacenter, "spines", models.Spine):
        model = spine.record.model
        for count, what, use in needs:
            yield from _too_many(draft, spine, count, f"{count} {what} connect to it", _ports(facts, model, use))
    servers = Counter(leaf for server in record.servers for leaf in set(server.leaves))
    for leaf in draft.members(datacenter, "leaves", models.Leaf):
        up, down = len(record.spines), servers[leaf.record.name]
        fabric, edge = (_ports(facts, leaf.record.model, use) for use in _LEAF_USES)
        yield from _too_many(draft, leaf, up, f"{up} spines connect to it", fabric)
        yield from _too_many(draft, leaf, down, f"{down} servers hang off it", edge)


def _too_many(
    draft: Draft, switch: Placed[models.Spine] | Placed[models.Leaf], count: int, found: str, most: int
) -> Iterator[Problem]:
    if count > most:
        yield draft.problem(switch, "model", found, f"at most {most} on this {switch.record.model}")


def _ports(facts: Mapping[str, Facts], model: str, use: PortUse, profile: str = "") -> int:
    known = profile if profile in profile_data(model).profiles else ""
    return len(box(facts, model, ports=known).choices(use))


def _legacy(draft: Draft, facts: Mapping[str, Facts]) -> Iterator[Problem]:
    sites = Counter(site.record.legacy for site in draft.all(models.Site))
    legacy = draft.one(models.Legacy)
    links = [link.record for link in draft.members(legacy, "links", models.LegacyLink)]
    for router in draft.members(legacy, "routers", models.LegacyRouter):
        name = router.record.name
        gigabit = sum(link.speed == "1g" and name in (link.a, link.b) for link in links)
        free = len(box(facts, router.record.model).choices("edge", "1g")) - gigabit
        if sites[name] > free:
            yield draft.problem(
                router,
                "name",
                f"{sites[name]} sites hang off it",
                f"at most {free}: of {free + gigabit} ports of 1G on an {router.record.model}, links take {gigabit}",
                "name other legacy routers in sites.csv",
            )
    for site in draft.all(models.Site):
        if site.record.legacy and not site.record.legacy_mbps:
            yield draft.problem(
                site,
                "legacy_mbps",
                f"legacy_mbps is 0, yet {site.record.legacy} serves the site",
                "the speed of the old uplink: 10, 50, 100 or 1000",
            )


def _site_ports(draft: Draft) -> Iterator[Problem]:
    for site_type in draft.all(models.SiteType):
        total = sum(site_type.record.ports.values())
        if total > 100:
            yield draft.problem(
                site_type, "ports", f"the shares add up to {total} percent", "at most 100 percent", "lower some of them"
            )
