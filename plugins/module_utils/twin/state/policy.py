"""Whether a policy chain lets a route out: the small part of Junos policy that decides on reachability.

Understood: ``from protocol``, ``from route-filter`` (``exact``, ``orlonger``, ``longer``, ``upto``,
``prefix-length-range``), ``from prefix-list``, ``from interface`` (only loopbacks are told apart), and the actions
``accept``, ``reject``, ``next term``, ``next policy``. Other conditions (communities, AS paths) count as met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .addresses import Address

Action = Literal["accept", "reject", "next-policy", ""]


@dataclass(frozen=True, slots=True)
class RouteFilter:
    """``route-filter``: a prefix, and which lengths under it match (both inclusive)."""

    prefix: Address
    shortest: int
    longest: int

    def matches(self, route: Address) -> bool:
        """Whether a route is one of these."""
        return self.shortest <= route.length <= self.longest and self.prefix.contains(route.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term; empty conditions match everything."""

    protocols: frozenset[str] = frozenset()
    filters: tuple[RouteFilter, ...] = ()
    interfaces: frozenset[str] = frozenset()
    action: Action = ""

    def matches(self, route: Address, protocol: str) -> bool:
        """Whether a route of ``protocol`` (``direct``, ``static``, ``bgp``...) is subject to this term."""
        if self.protocols and protocol not in self.protocols:
            return False
        if self.interfaces:
            host = route.length == route.bits
            if not any(name.startswith("lo0") == host for name in self.interfaces):
                return False
        return not self.filters or any(entry.matches(route) for entry in self.filters)


@dataclass(frozen=True, slots=True)
class PolicyStatement:
    """``policy-options policy-statement``."""

    name: str
    terms: tuple[Term, ...]

    def decide(self, route: Address, protocol: str) -> Action:
        """``accept`` or ``reject``; otherwise the next policy of the chain decides."""
        for term in self.terms:
            if term.action and term.matches(route, protocol):
                return "" if term.action == "next-policy" else term.action
        return ""


def route_filter(prefix: Address, kind: str, argument: str) -> RouteFilter:
    """Read the match type of a ``route-filter``.

    Args:
        prefix: The prefix that it names.
        kind: ``exact``, ``orlonger``, ``longer``, ``upto`` or ``prefix-length-range``.
        argument: ``/24`` for ``upto``, ``/24-/28`` for ``prefix-length-range``; otherwise empty.
    """
    lengths = [int(part) for part in argument.replace("/", "").split("-") if part.isdigit()]
    if kind == "orlonger":
        return RouteFilter(prefix, prefix.length, prefix.bits)
    if kind == "longer":
        return RouteFilter(prefix, prefix.length + 1, prefix.bits)
    if kind == "upto" and lengths:
        return RouteFilter(prefix, prefix.length, lengths[-1])
    if kind == "prefix-length-range" and len(lengths) == 2:
        return RouteFilter(prefix, lengths[0], lengths[1])
    return RouteFilter(prefix, prefix.length, prefix.length)


def accepts(policies: Mapping[str, PolicyStatement], chain: tuple[str, ...], route: Address) -> bool:
    """Whether BGP takes a route in through an import chain; without a verdict it does."""
    for name in chain:
        statement = policies.get(name)
        action = statement.decide(route, "bgp") if statement else ""
        if action:
            return action == "accept"
    return True


def exports(policies: Mapping[str, PolicyStatement], chain: tuple[str, ...], route: Address, protocol: str) -> bool:
    """Whether BGP announces a route through an export chain.

    Without a verdict from the chain the default policy of BGP decides: routes learned over BGP go out, others stay.
    """
    for name in chain:
        statement = policies.get(name)
        action = statement.decide(route, protocol) if statement else ""
        if action:
            return action == "accept"
    return protocol == "bgp"
