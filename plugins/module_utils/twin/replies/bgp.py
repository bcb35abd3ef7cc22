"""``show bgp``.

Prefix counters count what the peer itself originates and exports: addresses of its interfaces and its static routes in
the instance of the session; for VPN families the addresses in its VRFs, for EVPN its VNIs. Routes that it passes on for
others are not counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..state.families import INET, INET6
from ..state.tables import originated
from .astext import cell, table
from .elements import Item, duration, element, leaf
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..state.bgp import Session
    from ..state.facts import PeerFacts
    from ..state.network import NetworkState

_TABLES = {
    "inet-unicast": "inet.0", "inet6-unicast": "inet6.0", "inet-vpn-unicast": "bgp.l3vpn.0",
    "inet6-vpn-unicast": "bgp.l3vpn-inet6.0", "evpn-signaling": "bgp.evpn.0", "route-target-": "bgp.rtarget.0",
    "route-target": "bgp.rtarget.0", "inet-labeled-unicast": "inet.3",
}


def _summary_text(answer: _Element) -> str:
    head = (
        f"Groups: {cell(answer, 'group-count')} Peers: {cell(answer, 'peer-count')} "
        f"Down peers: {cell(answer, 'down-peer-count')}"
    )
    rows = [
        [cell(peer, name) for name in ("peer-address", "peer-as", "flap-count", "elapsed-time", "peer-state")]
        for peer in answer.iter("bgp-peer")
    ]
    return f"{head}\n{table(['Peer', 'AS', 'Flaps', 'Last Up/Dwn', 'State'], rows)}"


@answers("get-bgp-summary-information", "show bgp summary", text=_summary_text)
def summary(request: Request) -> _Element:
    """Every session, of the main instance and of routing instances."""
    sessions = _sessions(request)
    groups = {(session.statement.instance, session.statement.group) for session in sessions}
    ribs = Counter(table for session in sessions if session.up for table in _tables(session))
    return element(
        "bgp-information",
        ("group-count", len(groups)),
        ("peer-count", len(sessions)),
        ("down-peer-count", sum(not session.up for session in sessions)),
        *(element("bgp-rib", ("name", name)) for name in sorted(ribs)),
        *(_summary_peer(request, session) for session in sessions),
        thread="BGP I/O",
    )


def _summary_peer(request: Request, session: Session) -> _Element:
    age, messages = request.now - session.since, _messages(request, session)
    state = leaf("peer-state", session.state, format="Establ") if session.up else leaf("peer-state", session.state)
    return element(
        "bgp-peer",
        ("peer-address", session.statement.address),
        ("peer-as", _peer_as(session)),
        ("input-messages", messages),
        ("output-messages", messages),
        ("route-queue-count", 0),
        ("flap-count", session.flaps),
        duration("elapsed-time", age),
        ("description", session.statement.description) if session.statement.description else None,
        state,
        *_ribs(request, session),
        style="terse",
    )


def _neighbor_text(answer: _Element) -> str:
    blocks = []
    for peer in answer.iter("bgp-peer"):
        lines = [
            f"Peer: {cell(peer, 'peer-address')} AS {cell(peer, 'peer-as')} "
            f"Local: {cell(peer, 'local-address')} AS {cell(peer, 'local-as')}",
            f"  Group: {cell(peer, 'peer-group')}  Routing-Instance: {cell(peer, 'peer-cfg-rti')}",
            f"  Type: {cell(peer, 'peer-type')}    State: {cell(peer, 'peer-state')}",
            f"  Number of flaps: {cell(peer, 'flap-count')}",
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


@answers("get-bgp-neighbor-information", "show bgp neighbor", text=_neighbor_text)
def neighbors(request: Request) -> _Element:
    """Every session in detail, or that of one address."""
    wanted = request.arguments.get("neighbor-address", "")
    sessions = [session for session in _sessions(request) if wanted in {"", session.statement.address}]
    return element("bgp-information", *(_neighbor(request, session) for session in sessions))


def _neighbor(request: Request, session: Session) -> _Element:
    stated = session.statement
    port = "+179" if session.up else ""
    options: list[Item] = [
        ("export-policy", " ".join(stated.exports)) if stated.exports else None,
        ("import-policy", " ".join(stated.imports)) if stated.imports else None,
        ("address-families", " ".join(sorted(stated.families))),
        ("local-address", stated.local_address) if stated.local_address else None,
        ("holdtime", 90),
    ]
    return element(
        "bgp-peer",
        ("peer-address", stated.address + port),
        ("peer-as", _peer_as(session)),
        ("local-address", (session.source or "unspecified") + port),
        ("local-as", stated.local_as or 0),
        ("description", stated.description) if stated.description else None,
        ("peer-group", stated.group),
        ("peer-cfg-rti", stated.instance or "master"),
        ("peer-fwd-rti", stated.instance or "master"),
        ("peer-type", "Internal" if stated.internal else "External"),
        ("peer-state", session.state),
        ("peer-flags", "Sync" if session.up else ""),
        ("last-state", "OpenConfirm" if session.up else "Idle"),
        element("bgp-option-information", *options),
        ("peer-id", _identifier(request, session.peer_host)) if session.up else None,
        ("local-id", _identifier(request, request.host)) if session.up else None,
        ("flap-count", session.flaps),
        ("input-messages", _messages(request, session)),
        ("output-messages", _messages(request, session)),
        ("input-updates", 0), ("output-updates", 0),
        ("active-holdtime", 90) if session.up else None,
        ("keepalive-interval", 30) if session.up else None,
        *_ribs(request, session, detailed=True),
        style="detail",
    )


def _sessions(request: Request) -> list[Session]:
    instance = request.arguments.get("instance")
    sessions = request.state.sessions(request.host)
    if instance is None or instance == "all":
        return sessions
    return [session for session in sessions if session.statement.instance == ("" if instance == "master" else instance)]


def _messages(request: Request, session: Session) -> int:
    return int((request.now - session.since).total_seconds()) // 27 if session.up else 0


def _peer_as(session: Session) -> int:
    stated = session.statement
    return (stated.local_as if stated.internal else stated.peer_as) or 0


def _identifier(request: Request, host: str) -> str:
    """Router identifier: the configured one, or the address of the loopback, or that of any interface."""
    facts = request.state.facts(host)
    units = sorted(facts.units(), key=lambda unit: unit.port != "lo0")
    addresses = [address.text for unit in units for address in unit.addresses]
    return facts.router_id or next(iter(addresses), "0.0.0.0")  # noqa: S104 -- no address to listen on


def _tables(session: Session) -> list[str]:
    prefix = f"{session.statement.instance}." if session.statement.instance else ""
    return [prefix + _TABLES[family] for family in sorted(session.families) if family in _TABLES]


def _ribs(request: Request, session: Session, *, detailed: bool = False) -> list[_Element]:
    found = []
    for name in _tables(session) if session.up else ():
        count = _originated(request, session, name)
        sent: tuple[Item, ...] = ()
        if detailed:
            sent = ("send-state", "in sync"), ("advertised-prefix-count", _sent(request, session, name))
        counters = ("active-prefix-count", "received-prefix-count", "accepted-prefix-count")
        items = [(counter, count) for counter in counters]
        found.append(element("bgp-rib", ("name", name), *items, ("suppressed-prefix-count", 0), *sent))
    return found


def _sent(request: Request, session: Session, rib: str) -> int:
    """How many routes of its own this side exports to a session."""
    return _counted(request.state, request.host, session.statement, rib)


def _originated(request: Request, session: Session, rib: str) -> int:
    """How many routes of its own the peer exports to this session."""
    far = request.state.facts(session.peer_host)
    statement = next(
        (peer for peer in far.peers if (peer.instance, peer.address) == (session.peer_instance, session.source)), None
    )
    return 0 if statement is None else _counted(request.state, session.peer_host, statement, rib)


def _counted(state: NetworkState, host: str, statement: PeerFacts, rib: str) -> int:
    facts = state.facts(host)
    if rib.startswith("bgp.evpn"):
        return len(facts.evpn_vnis)
    if rib.startswith("bgp."):
        vrfs = [item for item in facts.instances.values() if item.kind == "vrf"]
        inside = frozenset[str]().union(*(item.units for item in vrfs))
        family = INET6 if rib == _TABLES[INET6.vpn] else INET
        return sum(len(family.addresses(unit)) for unit in facts.units() if unit.name in inside)
    family = INET6 if rib.endswith("inet6.0") else INET
    return len(originated(state, host, statement, family))
