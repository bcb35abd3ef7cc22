"""The filter that protects the routing engine: ``lo0 unit 0 family inet filter input`` (or ``input-list``; ``inet6``).

Enough of it to see a lock-out: terms in order, each with its conditions on protocol, ports and addresses, the first
that matches decides, and what no term matches is discarded. Prefix lists count with their ``apply-path``. Conditions of
other kinds (TCP flags, rates, fragments, interfaces) count as met where a term accepts and as not met where it
discards: what only they keep out is let in here. Policers let everything pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import Address, parse

if TYPE_CHECKING:
    from ...junos.tree import Node
    from .view import View

NETCONF, SSH, BGP = 830, 22, 179
_PORTS = {
    "ssh": 22, "telnet": 23, "bgp": 179, "snmp": 161, "ntp": 123, "domain": 53, "http": 80, "https": 443, "ldp": 646,
    "tacacs": 49, "radius": 1812, "syslog": 514,
}
_KNOWN = frozenset({
    "protocol", "next-header", "payload-protocol", "port", "destination-port", "source-port", "address",
    "source-address", "prefix-list", "source-prefix-list", "destination-address", "destination-prefix-list",
})
_PROTOCOLS = ("protocol", "payload-protocol", "next-header")
_REFUSES = ("discard", "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A packet to the routing engine. Its own address is not known, unlike that of the sender (None: the twin's user).

    Attributes:
        source: Who sends it; None for the client of the twin, which comes from the network that manages the devices.
        source_port: Port that it comes from; None for one that the sender chose.
    """

    source: Address | None
    destination_port: int | None = None
    source_port: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a filter.

    Attributes:
        sources: Prefixes, and whether they are excepted; empty for any source. None in place of a list of no prefix.
        accepts: None for a term that goes on with the next one.
    """

    protocols: frozenset[str]
    ports: tuple[tuple[int, int], ...]
    destination_ports: tuple[tuple[int, int], ...]
    source_ports: tuple[tuple[int, int], ...]
    sources: tuple[tuple[Address, bool], ...] | None
    other: bool
    accepts: bool | None

    def matches(self, packet: Packet) -> bool:
        """Whether a TCP packet is subject to this term."""
        if self.other and self.accepts is False:
            return False
        if self.protocols and not self.protocols & {"tcp", "6"}:
            return False
        return self._ports_match(packet) and self._source_matches(packet.source)

    def _ports_match(self, packet: Packet) -> bool:
        either = [port for port in (packet.source_port, packet.destination_port) if port is not None]
        checks = (
            (self.ports, either),
            (self.destination_ports, [packet.destination_port]),
            (self.source_ports, [packet.source_port]),
        )
        return all(
            not wanted or any(port is not None and low <= port <= high for port in ports for low, high in wanted)
            for wanted, ports in checks
        )

    def _source_matches(self, source: Address | None) -> bool:
        if self.sources is None:
            return True
        if source is None:
            # The user of the twin stands wherever the terms for management expect somebody, and nowhere else.
            return bool(self.accepts) and any(not excepted for _, excepted in self.sources)
        fitting = [(prefix.length, excepted) for prefix, excepted in self.sources if prefix.contains(source.number)]
        return bool(fitting) and not max(fitting)[1]


@dataclass(frozen=True, slots=True)
class ReFilter:
    """What protects the routing engine of one device; without terms everything is let in."""

    terms: tuple[Term, ...] | None = None

    def accepts(self, packet: Packet) -> bool:
        """Whether a packet gets through."""
        if self.terms is None:
            return True
        for term in self.terms:
            if term.accepts is not None and term.matches(packet):
                return term.accepts
        return False


def re_filter(root: View, tree: Node, family: str = "inet") -> ReFilter:
    """Read the filter of a configuration, with groups applied.

    Args:
        root: The configuration.
        tree: The same, for ``apply-path``.
        family: ``inet`` or ``inet6``.
    """
    applied = root.child("interfaces").child("lo0").child("unit", "0", "family", family, "filter")
    names = [name for name in (applied.value("input"), *applied.values("input-list")) if name]
    if not names:
        return ReFilter()
    lists = _PrefixLists(root.child("policy-options"), tree)
    terms: list[Term] = []
    for name in names:
        found = root.child("firewall", "family", family, "filter", name)
        if not found.present and family == "inet":
            found = root.child("firewall", "filter", name)
        terms += [_term(entry, lists) for _, entry in found.items("term")]
    return ReFilter(tuple(terms))


def _term(entry: View, lists: _PrefixLists) -> Term:
    conditions, then = entry.child("from"), entry.child("then")
    refuses = any(then.has(word) for word in _REFUSES)
    goes_on = then.has("next") and not then.has("accept")
    return Term(
        protocols=frozenset(value for word in _PROTOCOLS for value in conditions.values(word)),
        ports=_ranges(conditions.values("port")),
        destination_ports=_ranges(conditions.values("destination-port")),
        source_ports=_ranges(conditions.values("source-port")),
        sources=_sources(conditions, lists),
        other=bool(conditions.names() - _KNOWN),
        accepts=False if refuses else None if goes_on else True,
    )


def _sources(conditions: View, lists: _PrefixLists) -> tuple[tuple[Address, bool], ...] | None:
    words = ("source-address", "source-prefix-list", "address", "prefix-list")
    if not any(conditions.has(word) for word in words):
        return None
    found: list[tuple[Address, bool]] = []
    for word in ("source-address", "address"):
        for text, entry in conditions.items(word):
            prefix = parse(text)
            found += [(prefix, entry.has("except"))] if prefix is not None else []
    for word in ("source-prefix-list", "prefix-list"):
        for name, entry in conditions.items(word):
            found += [(prefix, entry.has("except")) for prefix in lists.of(name)]
    return tuple(found)


def _ranges(values: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    found = []
    for value in values:
        low, _, high = str(_PORTS.get(value, value)).partition("-")
        if low.isdigit():
            found.append((int(low), int(high) if high.isdigit() else int(low)))
    # A name that is unknown here is a port that nobody uses here.
    return tuple(found) or ((-1, -1),) * bool(values)


class _PrefixLists:
    """Prefix lists with what their ``apply-path`` collects."""

    def __init__(self, options: View, tree: Node) -> None:
        self._options = options
        self._tree = tree

    def of(self, name: str) -> list[Address]:
        entry = self._options.child("prefix-list", name)
        found = [prefix for text, _ in entry.items() if (prefix := parse(text)) is not None]
        path = entry.value("apply-path")
        return found + ([prefix for text in _collected(self._tree, path) if (prefix := parse(text))] if path else [])


def _collected(tree: Node, path: str) -> list[str]:
    """Names that an ``apply-path`` such as ``protocols bgp group <*> neighbor <*>`` fits."""
    nodes: list[tuple[Node, str]] = [(tree, "")]
    for word in path.replace('"', "").split():
        below = [child for node, _ in nodes for child in node.statements()]
        if word.startswith("<"):
            fits = re.compile(re.escape(word[1:-1]).replace(r"\*", ".*")).fullmatch
            # What a list holds was entered with the word before; entries without a keyword come right below.
            entered = [node for node, _ in nodes if node.keys]
            candidates = entered if entered and nodes[0][1] else [child for child in below if child.keys or child.text]
            nodes = [(node, "") for node in candidates if fits(node.key or node.text or "")]
        else:
            nodes = [(child, "x" if child.keys else "") for child in below if child.schema.word == word]
    return [node.key or node.text or "" for node, _ in nodes]
