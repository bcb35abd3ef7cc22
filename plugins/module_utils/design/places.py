"""Which line of the intent each device and link comes from, so that a contradiction between two boxes names both."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..intent.devices import hub_hostnames, site_hostname

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem, Source
    from ..intent.models import DataCenter, Intent
    from ..intent.sources import Key, SourceMap
    from .topology import Link

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_PORT = re.compile(r"(?:ge|mge|xe|et)-[0-9/:]+")


class Places:
    """Where devices and links are written down.

    Args:
        intent: The intent.
        sources: Places of its values.
        links: The designed links, whose ends tell which line a port belongs to.
    """

    def __init__(self, intent: Intent, sources: SourceMap, links: tuple[Link, ...]) -> None:
        self._devices = {host: sources.at(*path) for host, path in _devices(intent)}
        lines = {key: sources.at(*path) for key, path in _links(intent)}
        self._ports = {
            (end.host, end.interface): lines[link.key]
            for link in links
            if link.key in lines
            for end in (link.a, link.b)
        }

    def of(self, host: str, port: str = "") -> Source | None:
        """The line of a port's link, or else of the device; None when the intent has neither."""
        return self._ports.get((host, port)) or self._devices.get(host)

    def cite(self, problem: Problem) -> Problem:
        """The problem at its line of the intent, with the line of every other device that it names."""
        host = problem.subject.partition(" ")[0]
        port = _PORT.search(problem.subject)
        own = self.of(host, port.group() if port else "")
        return replace(problem, source=own or problem.source, found=self._with_lines(problem.found, host))

    def _with_lines(self, text: str, own: str) -> str:
        said = {own}

        def line(match: re.Match[str]) -> str:
            host = match.group()
            if host in said or host not in self._devices:
                return host
            said.add(host)
            return f"{host} ({self._devices[host]})"

        return _HOST.sub(line, text)


def _devices(intent: Intent) -> Iterator[tuple[str, tuple[Key, ...]]]:
    for index, router in enumerate(intent.core.routers):
        yield router.name, ("core", "routers", index, "name")
    for index, hub in enumerate(intent.hubs):
        for host in hub_hostnames(hub.name):
            yield host, ("hubs", index, "name")
    for index, datacenter in enumerate(intent.datacenters):
        for position, spine in enumerate(datacenter.spines):
            yield spine.name, ("datacenters", index, "spines", position, "name")
        for position, leaf in enumerate(datacenter.leaves):
            yield leaf.name, ("datacenters", index, "leaves", position, "name")
    for index, site in enumerate(intent.sites):
        yield site_hostname(site.name), ("sites", index, "name")
    for index, old in enumerate(intent.legacy.routers):
        yield old.name, ("legacy", "routers", index, "name")


def _links(intent: Intent) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Keys as in the allocations; parallel links are not possible in the intent."""
    for index, link in enumerate(intent.core.links):
        yield "/".join(sorted((link.a, link.b))), ("core", "links", index, "a")
    for index, hub in enumerate(intent.hubs):
        pair = hub_hostnames(hub.name)
        yield "/".join(pair), ("hubs", index, "name")
        for position, (upstream, host) in enumerate(zip(hub.uplinks, pair, strict=True)):
            yield f"{upstream}/{host}", ("hubs", index, "uplinks", position)
    for index, datacenter in enumerate(intent.datacenters):
        yield from _fabric_links(index, datacenter)
    for index, site in enumerate(intent.sites):
        for router in hub_hostnames(site.hub):
            yield f"{router}/{site_hostname(site.name)}", ("sites", index, "hub")
        yield f"{site.legacy}/{site_hostname(site.name)}", ("sites", index, "legacy")
    for index, old in enumerate(intent.legacy.links):
        yield "/".join(sorted((old.a, old.b))), ("legacy", "links", index, "a")
    for index, joint in enumerate(intent.legacy.interconnects):
        yield f"{joint.core}/{joint.legacy}", ("legacy", "interconnects", index, "core")


def _fabric_links(index: int, datacenter: DataCenter) -> Iterator[tuple[str, tuple[Key, ...]]]:
    for spine in datacenter.spines:
        for position, router in enumerate(datacenter.routers):
            yield f"{router}/{spine.name}", ("datacenters", index, "routers", position)
        for position, leaf in enumerate(datacenter.leaves):
            yield f"{spine.name}/{leaf.name}", ("datacenters", index, "leaves", position, "name")
