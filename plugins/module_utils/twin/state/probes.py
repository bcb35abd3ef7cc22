"""Downtime: how long each service of each site could not reach anybody who offers it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from ..spec import TwinSpec
    from .network import NetworkState
    from .reach import Goal
    from .routes import VrfNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A service of a site went down or came back; ``cause`` is the device that was changed last before."""

    time: str
    site: str
    service: str
    transition: Literal["down", "up"]
    cause: str


class Probes:
    """Somebody at every site who uses every service all the time.

    A service of a site is up when the site's gateway for it exchanges routes with at least one anchor that offers it
    (see ``Reach``). What is found at a sample counts from that sample on: take one after every change and before time
    moves. A service that has never been up is not in service yet: nobody can miss it.

    Args:
        state: The network.
        spec: Which services of which sites to watch, and where they are offered. An anchor in a main instance offers
            every service.
    """

    def __init__(self, state: NetworkState, spec: TwinSpec) -> None:
        self._state = state
        self._sites: dict[VrfNode, str] = {(probe.host, probe.instance): probe.site for probe in spec.probes}
        self._by_service: dict[str, list[VrfNode]] = {}
        for node in self._sites:
            self._by_service.setdefault(node[1], []).append(node)
        self._anchors: dict[str, list[VrfNode]] = {
            service: [(anchor.host, anchor.instance) for anchor in spec.anchors if anchor.instance in {service, ""}]
            for service in self._by_service
        }
        self._in_service: set[VrfNode] = set()
        self._down_since: dict[VrfNode, datetime] = {}
        self._seconds: dict[VrfNode, float] = {}
        self._events: list[Event] = []
        self._serving: dict[str, tuple[VrfNode, ...]] = {}
        self._goals: dict[str, tuple[Goal, ...]] = {}
        self._seen = (-1, -1)

    def sample(self, now: datetime) -> None:
        """Look at the network as it is at ``now``."""
        self._state.refresh()
        if self._state.version == self._seen[0]:
            return
        transit, stubs = self._state.take_changed_stubs()
        reach = self._state.reach
        everything = transit != self._seen[1]
        for service, nodes in self._by_service.items():
            serving = reach.serving(self._anchors[service])
            if everything or serving != self._serving.get(service):
                self._serving[service], self._goals[service] = serving, reach.goals(serving)
                again = nodes
            else:
                again = [node for node in nodes if node in stubs]
            goals = self._goals[service]
            for node in again:
                self._note(node, now, up=reach.reaches(node, goals))
        self._seen = (self._state.version, transit)

    def down(self) -> list[tuple[str, str]]:
        """Site and service of everything that is down at the last sample."""
        return sorted((self._sites[node], node[1]) for node in self._down_since)

    def report(self) -> dict[str, Any]:
        """Downtime up to now, in seconds: in total and per site and service, with every transition.

        ``down`` is what is down at present, ``awaited`` what has never been up.
        """
        totals, now = dict(self._seconds), self._state.fleet.clock.now()
        for node, since in self._down_since.items():
            totals[node] = totals.get(node, 0.0) + (now - since).total_seconds()
        per_site: dict[str, dict[str, float]] = {}
        for node, seconds in sorted(totals.items()):
            if seconds:
                services = per_site.setdefault(self._sites[node], {})
                services[node[1]] = services.get(node[1], 0.0) + seconds
        return {
            "sites": len(set(self._sites.values())),
            "downtime_seconds": sum(totals.values()),
            "per_site": per_site,
            "down": [{"site": site, "service": service} for site, service in self.down()],
            "awaited": [{"site": site, "service": service} for site, service in self._awaited()],
            "events": [asdict(event) for event in self._events],
        }

    def _awaited(self) -> list[tuple[str, str]]:
        return sorted((site, node[1]) for node, site in self._sites.items() if node not in self._in_service)

    def _note(self, node: VrfNode, now: datetime, *, up: bool) -> None:
        if up and node not in self._in_service:
            self._in_service.add(node)
            return
        if node not in self._in_service or up == (node not in self._down_since):
            return
        if up:
            since = self._down_since.pop(node)
            self._seconds[node] = self._seconds.get(node, 0.0) + (now - since).total_seconds()
        else:
            self._down_since[node] = now
        self._events.append(
            Event(
                time=now.isoformat(),
                site=self._sites[node],
                service=node[1],
                transition="up" if up else "down",
                cause=self._state.last_changed,
            )
        )
