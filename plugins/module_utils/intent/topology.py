"""Checks of how the network hangs together: links, uplinks, reflectors, the joints between old and new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import models
from .devices import hub_hostnames
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..common.errors import Problem
    from .draft import Draft, Placed

    Link = models.CoreLink | models.LegacyLink


def check_topology(draft: Draft) -> Iterator[Problem]:
    """Problems with links."""
    yield from _core(draft)
    yield from _legacy(draft)
    yield from _uplinks(draft)
    yield from _servers(draft)


def _core(draft: Draft) -> Iterator[Problem]:
    core = draft.one(models.Core)
    if core is None:
        return
    routers = draft.members(core, "routers", models.CoreRouter)
    yield from _links(draft, draft.members(core, "links", models.CoreLink), routers, "core router")
    counties = draft.names("counties")
    for router in routers:
        if router.record.county:
            yield from draft.dangling(router, "county", router.record.county, counties, "county")
    if not any(router.record.reflector for router in routers):
        yield draft.problem(
            core,
            "routers",
            "no router is a route reflector",
            "at least one router with reflector: true",
            f"add reflector: true to {routers[0].record.name}",
        )


def _links(
    draft: Draft,
    links: Sequence[Placed[Link]],
    routers: Sequence[Placed[models.CoreRouter] | Placed[models.LegacyRouter]],
    what: str,
) -> Iterator[Problem]:
    """Both ends exist and differ, no link stands twice, and every router can be reached from the first."""
    names = {router.record.name for router in routers}
    first: dict[frozenset[str], Placed[Link]] = {}
    sound = True
    for link in links:
        a, b = link.record.a, link.record.b
        dangling = [*draft.dangling(link, "a", a, names, what), *draft.dangling(link, "b", b, names, what)]
        yield from dangling
        sound = sound and not dangling
        if a == b:
            yield draft.problem(link, "b", f"both ends are {a}", f"two different {what}s")
        other = first.setdefault(frozenset((a, b)), link)
        if other is not link:
            yield draft.problem(
                link,
                "a",
                f"the link stands twice (first in {draft.place(other, 'a')})",
                "one link between two routers",
                "remove one; raise its speed for more capacity",
            )
    if sound:
        yield from _islands(draft, [frozenset(ends) for ends in first], routers)


def _islands(
    draft: Draft,
    links: Sequence[frozenset[str]],
    routers: Sequence[Placed[models.CoreRouter] | Placed[models.LegacyRouter]],
) -> Iterator[Problem]:
    if not routers:
        return
    start = routers[0].record.name
    reached, frontier = {start}, [start]
    while frontier:
        here = frontier.pop()
        fresh = {name for ends in links if here in ends for name in ends} - reached
        reached |= fresh
        frontier += fresh
    for router in routers:
        if router.record.name not in reached:
            yield draft.problem(
                router,
                "name",
                f"no links lead from it to {start}",
                "a network in one piece",
                f"add a link from {router.record.name}",
            )


def _legacy(draft: Draft) -> Iterator[Problem]:
    legacy = draft.one(models.Legacy)
    if legacy is None or not legacy.record.routers:
        return
    routers = draft.members(legacy, "routers", models.LegacyRouter)
    yield from _links(draft, draft.members(legacy, "links", models.LegacyLink), routers, "legacy router")
    core = {router.record.name for router in routers if router.record.core}
    if not core:
        yield draft.problem(
            legacy, "routers", "no router is marked as core", "at least one router with core: true", ""
        )
    joints = draft.members(legacy, "interconnects", models.Interconnect)
    if not joints:
        yield draft.problem(
            legacy,
            "interconnects",
            "there is no interconnect: sites on the old network could not reach those on the new one",
            "at least one pair of a legacy core router and a core router",
        )
    yield from _interconnects(draft, joints, {router.record.name for router in routers}, core)


def _interconnects(
    draft: Draft, joints: Sequence[Placed[models.Interconnect]], routers: set[str], core: set[str]
) -> Iterator[Problem]:
    first: dict[tuple[str, str], Placed[models.Interconnect]] = {}
    for joint in joints:
        name = joint.record.legacy
        other = first.setdefault((name, joint.record.core), joint)
        if other is not joint:
            yield draft.problem(
                joint, "legacy", f"it stands twice (first in {draft.place(other, 'legacy')})", "each interconnect once"
            )
        if name in routers and core and name not in core:
            yield draft.problem(
                joint,
                "legacy",
                f"legacy names {name}, which is not a core router of the old network",
                f"one of {listed(sorted(core))}",
                f"name one of these, or mark {name} with core: true",
            )


def _uplinks(draft: Draft) -> Iterator[Problem]:
    """An MX204 hub goes up to the core, an MX150 hub to both routers of an MX204 hub: so there can be no circles."""
    hubs = {hub.record.name: hub.record for hub in draft.all(models.Hub)}
    core = draft.names("core", "routers")
    for hub in draft.all(models.Hub):
        first, second = hub.record.uplinks
        parents = {name: parent for name, parent in hubs.items() if set(hub_hostnames(name)) & {first, second}}
        if first == second:
            yield draft.problem(hub, "uplinks", f"both uplinks go to {first}", "two different routers")
        elif hub.record.model == "MX204" and parents:
            yield draft.problem(
                hub,
                "uplinks",
                f"an MX204 hub hangs off hub {next(iter(parents))}",
                "two core routers",
                f"name two of {listed(sorted(core or ()))}",
            )
        elif hub.record.model == "MX150":
            yield from _parent(draft, hub, parents)


def _parent(draft: Draft, hub: Placed[models.Hub], parents: dict[str, models.Hub]) -> Iterator[Problem]:
    core = draft.names("core", "routers") or frozenset()
    known = {router for name in draft.names("hubs") or () for router in hub_hostnames(name)}
    at_core = [router for router in hub.record.uplinks if router in core]
    if at_core:
        yield draft.problem(
            hub,
            "uplinks",
            f"an MX150 hub has no 100G port to reach core router {at_core[0]}",
            "the two routers of an MX204 hub",
            "name <hub>-agg1 and <hub>-agg2 of the parent, or use an MX204",
        )
    elif len(parents) == 1 and set(hub.record.uplinks) == set(hub_hostnames(next(iter(parents)))):
        (parent,) = parents.values()
        if parent.model != "MX204":
            itself = parent.name == hub.record.name
            found = "it hangs off itself" if itself else f"it hangs off hub {parent.name}, an {parent.model}"
            yield draft.problem(hub, "uplinks", found, "the two routers of an MX204 hub")
    elif parents and all(router in known for router in hub.record.uplinks):
        name = next(iter(parents))
        yield draft.problem(
            hub,
            "uplinks",
            "the uplinks are not the two routers of one hub",
            "agg1 and agg2 of the same MX204 hub",
            f"write [{', '.join(hub_hostnames(name))}]",
        )


def _servers(draft: Draft) -> Iterator[Problem]:
    for datacenter in draft.all(models.DataCenter):
        for server in draft.members(datacenter, "servers", models.Server):
            if len(set(server.record.leaves)) < len(server.record.leaves):
                yield draft.problem(
                    server,
                    "leaves",
                    f"both leaves are {server.record.leaves[0]}",
                    "two different leaves, or one",
                )
        routers = datacenter.record.routers
        for index, router in enumerate(routers):
            if router in routers[:index]:
                yield draft.problem(datacenter, ("routers", index), f"{router} stands twice", "each router once")
