"""BGP sessions: each neighbor statement against the statement at the other end.

A session is established when the peer's address is reachable (over a connected subnet whose cable is up; or, for a
loopback, over IS-IS or over an underlay of established eBGP sessions), its owner has a statement for the address that
this side speaks from, each side has the AS that the other expects, and the two share an address family. Otherwise its
state is Idle when there is no route to the peer and Active when the peer does not agree.

Simpler than a router: sessions come and go at once, without timers; authentication, hold times, MTU and prefix limits
do not matter; an underlay reaches every loopback that its owner exports, whatever the transit policies are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .addresses import parse
from .components import Components
from .families import FAMILIES, family_of
from .policy import exports
from .re_filter import BGP, Packet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from .facts import DeviceFacts, PeerFacts
    from .faults import Faults
    from .index import NetworkIndex, Owner
    from .isis import Isis
    from .links import Links

SessionKey = tuple[str, str, str]
"""Host, routing instance (empty: the main one) and address of the peer."""
SessionState = Literal["Established", "Active", "Idle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One side of a BGP session.

    Attributes:
        reason: Why it is not established.
        peer_host: Owner of the peer's address, when reachable.
        source: Address that this side speaks from.
        families: What both sides agreed on.
        since: When it entered its state.
        flaps: How often it left ``Established``.
    """

    statement: PeerFacts
    state: SessionState
    reason: str = ""
    peer_host: str = ""
    peer_instance: str = ""
    source: str = ""
    families: frozenset[str] = frozenset()
    direct: bool = False
    since: datetime
    flaps: int = 0

    @property
    def up(self) -> bool:
        """Whether it is established."""
        return self.state == "Established"


@dataclass(frozen=True, slots=True)
class _Path:
    """How a peer's address is reached."""

    owner: Owner
    source: str
    direct: bool


class Bgp:
    """All sessions of the network."""

    def __init__(
        self, facts: Mapping[str, DeviceFacts], index: NetworkIndex, *, links: Links, isis: Isis, faults: Faults
    ) -> None:
        self._facts = facts
        self._index = index
        self._links = links
        self._isis = isis
        self._faults = faults
        self._sessions: dict[str, dict[SessionKey, Session]] = {}
        self._indirect: set[SessionKey] = set()
        self._underlay_edges: dict[SessionKey, str] = {}
        self._underlay_stale = False
        self._underlay: Components[str] = Components([])

    def refresh(
        self, hosts: set[str], touched: set[str], *, near: set[str], igp_changed: bool, now: datetime
    ) -> set[str]:
        """Recompute what depends on some devices.

        Args:
            hosts: Devices whose configuration, ports or faults changed.
            touched: Addresses that they have or had.
            near: Devices with a cable to one of them.
            igp_changed: Whether loopbacks may have become reachable or unreachable.
            now: Time of the change.

        Returns:
            Hosts with a session that changed.
        """
        dirty = {key for address in touched for key in self._index.statements_about(address)}
        for host in hosts:
            dirty.update((host, *key) for key in self._index.device(host).peers)
        for host in near - hosts:
            dirty |= self._across(host, hosts)
        affected = self._forget(hosts)
        direct = {key for key in dirty if self._connected(key)}
        affected |= self._judge_all(direct, now)
        indirect = dirty - direct
        if self._rebuild_underlay() or igp_changed:
            indirect |= self._indirect
        return affected | self._judge_all(indirect, now)

    def sessions(self, host: str) -> list[Session]:
        """Of one device, in the order of its configuration."""
        known = self._sessions.get(host, {})
        return [known[(host, *key)] for key in self._index.device(host).peers]

    def _forget(self, hosts: set[str]) -> set[str]:
        """Drop the sessions whose statements are gone."""
        affected = set()
        for host in hosts:
            known, stated = self._sessions.setdefault(host, {}), self._index.device(host).peers
            for key in [key for key in known if key[1:] not in stated]:
                affected |= {host, known.pop(key).peer_host or host}
                self._indirect.discard(key)
                self._underlay_stale |= bool(self._underlay_edges.pop(key, ""))
        return affected

    def _judge_all(self, keys: set[SessionKey], now: datetime) -> set[str]:
        affected = set()
        for key in keys:
            host = key[0]
            old = self._sessions[host].get(key)
            new = self._judge(key, old, now)
            (self._indirect.discard if new.direct else self._indirect.add)(key)
            if new != old:
                affected.add(host)
                self._sessions[host][key] = new
                self._note_underlay(key, new)
        return affected

    def _note_underlay(self, key: SessionKey, session: Session) -> None:
        """Keep the edges of the underlay current: established, connected eBGP sessions between main instances."""
        main = not key[1] and not session.peer_instance and not session.statement.internal
        peer = session.peer_host if main and session.up and session.direct else ""
        if peer != self._underlay_edges.get(key, ""):
            self._underlay_stale = True
            self._underlay_edges[key] = peer

    def _rebuild_underlay(self) -> bool:
        stale, self._underlay_stale = self._underlay_stale, False
        if stale:
            self._underlay = Components((key[0], peer) for key, peer in self._underlay_edges.items() if peer)
        return stale

    def _connected(self, key: SessionKey) -> Owner | None:
        return self._index.device(key[0]).local.get(key[1:])

    def _across(self, host: str, changed: set[str]) -> set[SessionKey]:
        """Statements of a device for peers behind a cable to a changed device."""
        return {
            (host, *key)
            for key, owner in self._index.device(host).local.items()
            if self._links.leads_to(host, owner.unit.port, changed)
        }

    def _judge(self, key: SessionKey, old: Session | None, now: datetime) -> Session:
        host, instance, address = key
        statement = self._index.device(host).peers[(instance, address)]
        refusal = self._silence(host, statement)
        path = refusal or self._connected_path(key, statement) or self._routed_path(key, statement)
        if isinstance(path, str):
            since, flaps = _history(old, "Idle", now)
            direct = self._connected(key) is not None
            return Session(statement=statement, state="Idle", reason=path, direct=direct, since=since, flaps=flaps)
        owner = path.owner
        reverse = self._index.device(owner.host).peers.get((owner.instance, path.source))
        reason = self._disagreement(statement, path, reverse) or self._filtered(host, statement, path)
        state: SessionState = "Active" if reason else "Established"
        since, flaps = _history(old, state, now)
        return Session(
            statement=statement,
            state=state,
            reason=reason,
            peer_host=owner.host,
            peer_instance=owner.instance,
            source=path.source,
            families=frozenset() if reason or reverse is None else statement.families & reverse.families,
            direct=path.direct,
            since=since,
            flaps=flaps,
        )

    def _silence(self, host: str, statement: PeerFacts) -> str:
        """Why a side does not even try."""
        if not self._faults.powered(host):
            return f"{host} has no power"
        if statement.shutdown:
            return f"shut down at {host}"
        if self._faults.silent(host):
            return f"no routing protocols at {host}"
        muted = self._faults.muted_peers(host)
        if muted and muted & {statement.address, *(o.host for o in self._index.owners(statement.address))}:
            return f"silenced at {host}"
        return ""

    def _connected_path(self, key: SessionKey, statement: PeerFacts) -> _Path | str | None:
        local = self._connected(key)
        if local is None:
            return None
        if not self._links.unit_up(key[0], local.unit):
            return f"{local.unit.name} is down: {self._links.status(key[0], local.unit.port).reason or 'disabled'}"
        for host, unit in self._links.opposite_units(key[0], local.unit):
            for owner in self._index.device(host).owned.get(key[2], ()):
                if owner.unit.name == unit.name:
                    return _Path(owner, statement.local_address or local.address.text, direct=True)
        return f"nobody has {key[2]} at the other end of {local.unit.name}"

    def _routed_path(self, key: SessionKey, statement: PeerFacts) -> _Path | str:
        host, instance, address = key
        if instance or (not statement.internal and not statement.multihop):
            return f"{address} is not directly connected"
        for owner in self._index.owners(address):
            if owner.unit.port == "lo0" and not owner.instance and self._loopback_reached(host, owner):
                return _Path(owner, statement.local_address, direct=False)
        return f"no route to {address}"

    def _loopback_reached(self, host: str, owner: Owner) -> bool:
        if not self._faults.powered(owner.host) or host == owner.host:
            return False
        if self._isis.reaches(host, owner.host):
            return True
        return self._underlay.together(host, owner.host) and all(
            self._exports_loopback(end) for end in (host, owner.host)
        )

    def _exports_loopback(self, host: str) -> bool:
        facts = self._facts[host]
        loopback = facts.ports.get("lo0")
        units = [unit for unit in loopback.units if unit.name == "lo0.0"] if loopback else []
        routes = [address for unit in units for family in FAMILIES for address in family.addresses(unit)]
        return any(
            exports(facts.policies, peer.exports, route, "direct")
            for peer in facts.peers
            if not peer.internal and not peer.instance
            for route in routes
        )

    def _filtered(self, host: str, near: PeerFacts, path: _Path) -> str:
        """Whether the filter of a routing engine keeps the session from coming up.

        One side connects to port 179 of the other, whose answers come from there. Either side may do so.
        """
        there = path.owner.host
        family = family_of(near.address)
        mine, theirs = family.re_filter(self._facts[host]), family.re_filter(self._facts[there])
        if mine.terms is None and theirs.terms is None:
            return ""
        to_me, to_them = _segments(near.address), _segments(path.source)
        connects = theirs.accepts(to_them[0]) and mine.accepts(to_me[1])
        listens = mine.accepts(to_me[0]) and theirs.accepts(to_them[1])
        return "" if connects or listens else f"filtered between {host} and {there}"

    def _disagreement(self, near: PeerFacts, path: _Path, far: PeerFacts | None) -> str:
        peer = path.owner.host
        if not path.source:
            return "no local-address"
        if far is None:
            return f"{peer} has no neighbor {path.source}"
        refusal = self._silence(peer, far)
        if refusal:
            return refusal
        speaks_from = far.local_address or (near.address if path.direct else "")
        if speaks_from != near.address:
            return f"{peer} speaks from {speaks_from or 'no fixed address'}"
        for side, other, name in ((near, far, peer), (far, near, "this side")):
            expected = side.local_as if side.internal else side.peer_as
            if expected is None or expected != other.local_as:
                return f"{name} has AS {other.local_as}, expected {expected}"
        return "" if near.families & far.families else "no common address family"


def _segments(sender: str) -> tuple[Packet, Packet]:
    """What BGP needs to get through in one direction: a connection of either side, and what belongs to it."""
    source = parse(sender)
    return Packet(source=source, destination_port=BGP), Packet(source=source, source_port=BGP)


def _history(old: Session | None, state: SessionState, now: datetime) -> tuple[datetime, int]:
    """Since when a session is in a state, and how often it left ``Established``."""
    if old is None:
        return now, 0
    return (old.since, old.flaps) if old.state == state else (now, old.flaps + old.up)
