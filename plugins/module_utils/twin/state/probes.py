"""Downtime: how long each service of each site could not reach anybody who offers it, in either address family."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from .families import FAMILIES, INET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ..spec import TwinSpec
    from .families import Family
    from .network import NetworkState
    from .reach import Goal
    from .routes import VrfNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A service of a site went down or came back; ``cause`` is the device that was changed last before."""

    time: str
    site: str
    service: str
    family: str
    transition: Literal["down", "up"]
    cause: str


class Probes:
    """Somebody at every site who uses every service all the time, over IPv4 and over IPv6.

    A service of a site is up in a family when the site's gateway for it exchanges routes of that family with at least
    one anchor that offers it (see ``Reach``). What is found at a sample counts from that sample on: take one after
    every change and before time moves. A service that has never been up is not in service yet: nobody can miss it.

    Args:
        state: The network.
        spec: Which services of which sites to watch, and where they are offered. An anchor in a main instance offers
            every service.
    """

    def __init__(self, state: NetworkState, spec: TwinSpec) -> None:
        self._state = state
        self._sites: dict[VrfNode, str] = {(probe.host, probe.instance): probe.site for probe in spec.probes}
        by_service: dict[str, list[VrfNode]] = {}
        for node in self._sites:
            by_service.setdefault(node[1], []).append(node)
        anchors = {
            service: [(anchor.host, anchor.instance) for anchor in spec.anchors if anchor.instance in {service, ""}]
            for service in by_service
        }
        self._watches = tuple(_Watch(state, family, by_service, anchors) for family in FAMILIES)
        self._events: list[Event] = []
        self._seen = -1

    def sample(self, now: datetime) -> None:
        """Look at the network as it is at ``now``."""
        self._state.refresh()
        if self._state.version == self._seen:
            return
        for watch in self._watches:
            self._events += [
                Event(
                    time=now.isoformat(),
                    site=self._sites[node],
                    service=node[1],
                    family=watch.family.name,
                    transition="up" if up else "down",
                    cause=self._state.last_changed,
                )
                for node, up in watch.sample(now)
            ]
        self._seen = self._state.version

    def down(self) -> list[tuple[str, str, str]]:
        """Site, service and family of everything that is down at the last sample."""
        return sorted(
            (self._sites[node], node[1], watch.family.name) for watch in self._watches for node in watch.down_since
        )

    def report(self) -> dict[str, Any]:
        """Downtime up to now, in seconds, with every transition.

        ``downtime_seconds`` is the sum over sites, services and families, ``per_family`` that of each family.
        ``per_site`` has the seconds per site and service; what was missing in IPv6 is there as ``VOICE inet6``.
        ``down`` is what is down at present, ``awaited`` what has addresses and has never been up.
        """
        now = self._state.fleet.clock.now()
        totals = {watch.family: watch.seconds_until(now) for watch in self._watches}
        per_family = {family.name: sum(found.values()) for family, found in totals.items()}
        per_site: dict[str, dict[str, float]] = {}
        for family, found in totals.items():
            for node, seconds in found.items():
                if seconds:
                    per_site.setdefault(self._sites[node], {})[_label(node[1], family)] = seconds
        return {
            "sites": len(set(self._sites.values())),
            "downtime_seconds": sum(per_family.values()),
            "per_family": per_family,
            "per_site": {site: dict(sorted(services.items())) for site, services in sorted(per_site.items())},
            "down": _named(self.down()),
            "awaited": _named(self._awaited()),
            "events": [asdict(event) for event in self._events],
        }

    def _awaited(self) -> list[tuple[str, str, str]]:
        return sorted(
            (self._sites[node], node[1], watch.family.name) for watch in self._watches for node in watch.awaited()
        )


def _label(service: str, family: Family) -> str:
    return service if family is INET else f"{service} {family.name}"


def _named(found: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"site": site, "service": service, "family": family} for site, service, family in found]


class _Watch:
    """The probes of one family.

    Attributes:
        down_since: What is down.
    """

    def __init__(
        self,
        state: NetworkState,
        family: Family,
        by_service: Mapping[str, list[VrfNode]],
        anchors: Mapping[str, list[VrfNode]],
    ) -> None:
        self.family = family
        self.down_since: dict[VrfNode, datetime] = {}
        self._state = state
        self._reach = state.reach[family]
        self._by_service = by_service
        self._anchors = anchors
        self._in_service: set[VrfNode] = set()
        self._seconds: dict[VrfNode, float] = {}
        self._serving: dict[str, tuple[VrfNode, ...]] = {}
        self._goals: dict[str, tuple[Goal, ...]] = {}
        self._transit = -1

    def sample(self, now: datetime) -> Iterator[tuple[VrfNode, bool]]:
        """Look at what may have changed; yields each node that went down (False) or came back (True)."""
        transit, stubs = self._state.take_changed_stubs(self.family)
        everything = transit != self._transit
        self._transit = transit
        for service, nodes in self._by_service.items():
            serving = self._reach.serving(self._anchors[service])
            if everything or serving != self._serving.get(service):
                self._serving[service], self._goals[service] = serving, self._reach.goals(serving)
                again = nodes
            else:
                again = [node for node in nodes if node in stubs]
            goals = self._goals[service]
            for node in again:
                up = self._reach.reaches(node, goals)
                if self._changes(node, now, up=up):
                    yield node, up

    def awaited(self) -> Iterator[VrfNode]:
        """Nodes with hosts behind them that have never reached anybody."""
        for nodes in self._by_service.values():
            yield from (node for node in nodes if node not in self._in_service and self._reach.configured(node))

    def seconds_until(self, now: datetime) -> dict[VrfNode, float]:
        """How long each node was down, up to a moment."""
        totals = dict(self._seconds)
        for node, since in self.down_since.items():
            totals[node] = totals.get(node, 0.0) + (now - since).total_seconds()
        return totals

    def _changes(self, node: VrfNode, now: datetime, *, up: bool) -> bool:
        """Take note of a node; whether it went down or came back."""
        if up and node not in self._in_service:
            self._in_service.add(node)
            return False
        if node not in self._in_service or up == (node not in self.down_since):
            return False
        if up:
            since = self.down_since.pop(node)
            self._seconds[node] = self._seconds.get(node, 0.0) + (now - since).total_seconds()
        else:
            self.down_since[node] = now
        return True
