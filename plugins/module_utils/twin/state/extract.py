"""Reads the facts that state depends on out of a running configuration.

Statements are read as they stand, inactive ones are absent; ``effective`` brings in configuration groups and interface
ranges before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ...junos.inherit import inherited
from ...junos.interface_range import expanded
from .addresses import parse
from .extract_bgp import peers
from .extract_instances import instances
from .extract_interfaces import chassis_speeds, ports
from .facts import DeviceFacts, IsisFacts, MemberFacts, VlanFacts
from .policy import Action, PolicyStatement, RouteFilter, Term, route_filter
from .re_filter import re_filter
from .view import View

if TYPE_CHECKING:
    from ...junos.tree import Node


def effective(running: Node) -> Node:
    """A configuration as the daemons see it: groups applied, interface ranges written out."""
    return expanded(inherited(running))


def extract(running: Node) -> DeviceFacts:
    """The facts of one device from its running configuration."""
    root = View(running)
    system, chassis, protocols = root.child("system"), root.child("chassis"), root.child("protocols")
    options = root.child("routing-options")
    lldp = protocols.child("lldp").items("interface")
    evpn = protocols.child("evpn")
    found = instances(root)
    return DeviceFacts(
        hostname=system.value("host-name"),
        domain=system.value("domain-name"),
        router_id=options.value("router-id"),
        asn=options.number("autonomous-system"),
        dual_re=chassis.has("redundancy") or options.has("nonstop-routing"),
        re_filter=re_filter(root, running),
        re_filter6=re_filter(root, running, "inet6"),
        ipv6_tunneling=protocols.has("mpls", "ipv6-tunneling"),
        nonstop_routing=options.has("nonstop-routing"),
        aggregates=chassis.child("aggregated-devices", "ethernet").number("device-count") or 0,
        members=tuple(_member(number, entry) for number, entry in root.child("virtual-chassis").items("member")),
        chassis_speeds=chassis_speeds(chassis),
        ports=ports(root.child("interfaces")),
        lldp=frozenset(name for name, _ in lldp),
        lldp_disabled=frozenset(name for name, entry in lldp if entry.has("disable")),
        isis=_isis(protocols.child("isis")),
        overload=_overload(protocols.child("isis", "overload")),
        peers=peers(root, found),
        instances=found,
        vlans=tuple(_vlan(name, entry) for name, entry in root.child("vlans").items()),
        evpn_vnis=frozenset(evpn.values("extended-vni-list")),
        evpn=evpn.has("encapsulation"),
        policies=_policies(root.child("policy-options")),
    )


def _isis(isis: View) -> dict[str, IsisFacts]:
    if isis.has("disable"):
        return {}
    level2_off = isis.has("level", "2", "disable")
    found = {}
    for name, entry in isis.items("interface"):
        level2 = entry.child("level", "2")
        unit = name if "." in name else f"{name}.0"
        found[unit] = IsisFacts(
            unit=unit,
            passive=entry.has("passive") or level2.has("passive"),
            disabled=entry.has("disable"),
            level2=not (level2_off or level2.has("disable")),
            point_to_point=entry.has("point-to-point"),
            metric=level2.number("metric"),
            bfd_ms=_bfd(entry),
        )
    return found


def _bfd(interface: View) -> int | None:
    inet = interface.child("family", "inet", "bfd-liveness-detection").number("minimum-interval")
    return inet if inet is not None else interface.child("bfd-liveness-detection").number("minimum-interval")


def _overload(overload: View) -> Literal["", "high-metrics", "no-transit"]:
    if not overload.present or overload.has("timeout"):
        return ""
    return "high-metrics" if overload.has("advertise-high-metrics") else "no-transit"


def _member(number: str, entry: View) -> MemberFacts:
    role, priority = entry.value("role"), entry.number("mastership-priority")
    return MemberFacts(
        number=int(number),
        serial=entry.value("serial-number"),
        line_card=role == "line-card" or priority == 0,
        priority=priority if priority is not None else 0 if role == "line-card" else 129 if role else 128,
    )


def _vlan(name: str, entry: View) -> VlanFacts:
    return VlanFacts(
        name=name,
        vlan_id=entry.number("vlan-id"),
        vni=entry.child("vxlan").number("vni"),
        irb=entry.value("l3-interface"),
    )


def _policies(options: View) -> dict[str, PolicyStatement]:
    lists = {
        name: tuple(RouteFilter(p, p.length, p.length) for item, _ in entry.items() if (p := parse(item)))
        for name, entry in options.items("prefix-list")
    }
    found = {}
    for name, entry in options.items("policy-statement"):
        terms = [_term(term, lists) for _, term in entry.items("term")]
        if entry.has("then") or entry.has("from"):
            terms.append(_term(entry, lists))
        found[name] = PolicyStatement(name, tuple(terms))
    return found


def _term(term: View, lists: dict[str, tuple[RouteFilter, ...]]) -> Term:
    conditions = term.child("from")
    filters = [found for _, item in conditions.items("route-filter") if (found := _route_filter(item.keys))]
    for name, _ in conditions.items("prefix-list"):
        filters.extend(lists.get(name, ()))
    return Term(
        protocols=frozenset(conditions.values("protocol")),
        filters=tuple(filters),
        interfaces=frozenset(conditions.values("interface")),
        action=_action(term.child("then")),
    )


def _route_filter(keys: tuple[str, ...]) -> RouteFilter | None:
    """Read the keys of a ``route-filter``: prefix, match type and, for some types, its argument."""
    prefix = parse(keys[0])
    kind, argument = (*keys[1:3], "", "")[:2]
    return route_filter(prefix, kind, argument) if prefix else None


def _action(then: View) -> Action:
    if then.has("accept"):
        return "accept"
    if then.has("reject"):
        return "reject"
    return "next-policy" if then.value("next") == "policy" else ""
