"""Checks that what hangs off a device fits it. Port counts: Juniper's hardware guides of MX204, MX150, MX480, QFX."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from . import models
from .devices import hub_hostnames
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft, Placed

HUB_SITE_PORTS = {"MX204": 16, "MX150": 8}
"""MX204: two QSFP28 ports as 4x10G and eight SFP+; the other two carry uplink and peer. MX150: eight of ten 1G."""
CARD_100G_PORTS = 4
"""MPC7E-MRATE: ports 2 and 5 of each of two PICs."""
LEGACY_SITES = 96
SPINE_PORTS = 36
PORTS_PER_100G = 3
"""QFX10002-36Q: a 100G port takes the place of three 40G ports."""
LEAF_UPLINKS = {"QFX5100-48S": 6, "EX4600-40F": 4}
LEAF_SERVERS = {"QFX5100-48S": 48, "EX4600-40F": 40}


def check_capacity(draft: Draft) -> Iterator[Problem]:
    """Problems with things that do not fit."""
    yield from _hubs(draft)
    yield from _core(draft)
    for datacenter in draft.all(models.DataCenter):
        yield from _fabric(draft, datacenter)
    yield from _legacy(draft)
    yield from _site_ports(draft)


def _hubs(draft: Draft) -> Iterator[Problem]:
    sites = Counter(site.record.hub for site in draft.all(models.Site))
    hubs = draft.all(models.Hub)
    for hub in hubs:
        own = set(hub_hostnames(hub.record.name))
        small = [child.record for child in hubs if child.record.model == "MX150"]
        children = [child.name for child in small if own & {*child.uplinks}]
        if hub.record.name in children:
            continue
        ports = HUB_SITE_PORTS[hub.record.model]
        free = ports - len(children)
        count = sites[hub.record.name]
        if count > free:
            why = f" ({ports} less one for each of the hubs {listed(children)})" if children else ""
            yield draft.problem(
                hub,
                "model",
                f"{count} sites hang off it",
                f"at most {free} on an {hub.record.model}{why}",
                f"move {count - free} of its sites to another hub in sites.csv",
            )


def _core(draft: Draft) -> Iterator[Problem]:
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
        ports = cards * CARD_100G_PORTS
        count = used[router.record.name]
        if count > ports:
            yield draft.problem(
                router,
                "cards",
                f"{count} links of 100G end on it",
                f"at most {ports} with {cards} card{'s' if cards != 1 else ''} ({CARD_100G_PORTS} per MPC7E-MRATE)",
                "add a card" if cards < 6 else "move hubs to other core routers in hubs.yml",
            )


def _fabric(draft: Draft, datacenter: Placed[models.DataCenter]) -> Iterator[Problem]:
    record = datacenter.record
    needed = len(record.leaves) + PORTS_PER_100G * len(record.routers)
    if needed > SPINE_PORTS:
        yield draft.problem(
            datacenter,
            "leaves",
            f"each spine needs {needed} ports: {len(record.leaves)} for leaves and {PORTS_PER_100G} for each of "
            f"{len(record.routers)} routers",
            f"at most {SPINE_PORTS} on a QFX10002-36Q",
            "remove leaves",
        )
    servers = Counter(leaf for server in record.servers for leaf in set(server.leaves))
    for leaf in draft.members(datacenter, "leaves", models.Leaf):
        model = leaf.record.model
        if len(record.spines) > LEAF_UPLINKS[model]:
            found, most = f"{len(record.spines)} spines", LEAF_UPLINKS[model]
            yield draft.problem(leaf, "model", f"it connects to {found}", f"at most {most} from an {model}")
        if servers[leaf.record.name] > LEAF_SERVERS[model]:
            found, most = f"{servers[leaf.record.name]} servers hang off it", LEAF_SERVERS[model]
            yield draft.problem(leaf, "model", found, f"at most {most} on an {model}", "move some to another leaf")


def _legacy(draft: Draft) -> Iterator[Problem]:
    sites = Counter(site.record.legacy for site in draft.all(models.Site))
    for router in draft.members(draft.one(models.Legacy), "routers", models.LegacyRouter):
        count = sites[router.record.name]
        if count > LEGACY_SITES:
            yield draft.problem(
                router,
                "name",
                f"{count} sites hang off it",
                f"at most {LEGACY_SITES} on an {router.record.model}",
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
