"""The services in IPv6: each session, policy and gateway gets a sister, whose addresses follow from the IPv4 ones.

Sessions are separate, so that either family can fail alone, be measured alone and be filtered by what it carries. The
old network has no IPv6: nothing is derived of what leads there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from .addressing import prefix
from .addressing6 import plan6
from .model import RouteFilter, StaticRoute
from .spine import gateway_mac

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..intent.models import Service
    from .addressing6 import Plan6
    from .context import Context
    from .model import BgpGroup, DeviceModel, Instance, Interface, Policy, PolicyTerm, Unit

_MATCHES = {"exact": "exact", "upto /24": "upto /64", "orlonger": "orlonger"}


@dataclass(frozen=True, slots=True)
class DualStack:
    """What IPv4 addresses and prefixes of services are in IPv6.

    Attributes:
        neighbors: Addresses on links, without length.
        prefixes: Prefixes as policies name them.
    """

    plan: Plan6
    neighbors: Mapping[str, str]
    prefixes: Mapping[str, str]

    def applied(self, context: Context, model: DeviceModel) -> DeviceModel:
        """The device with IPv6 in every service whose sessions have it."""
        instances = tuple(self._instance(item) for item in model.instances)
        if instances == model.instances:
            return model
        served = {item.name for item in instances if item.dual_stack}
        named = {name for item in instances for group in item.bgp for name in _policies_of(group)}
        sisters = (self._policy(policy) for policy in model.policies if _sister(policy.name) in named)
        return replace(
            model,
            instances=instances,
            interfaces=tuple(
                self._gateways(context, model, item, served) if item.name == "irb" else item
                for item in model.interfaces
            ),
            policies=(*map(self._shared, model.policies), *sisters),
        )

    def _instance(self, instance: Instance) -> Instance:
        sisters = [self._group(group) for group in instance.bgp if self._speaks(group)]
        if not sisters:
            return instance
        originated = tuple(
            StaticRoute(prefix=self.prefixes[route.prefix], discard=True)
            for route in instance.static_routes
            if route.discard and route.prefix in self.prefixes
        )
        return replace(instance, bgp=(*instance.bgp, *sisters), dual_stack=True, static_routes6=originated)

    def _speaks(self, group: BgpGroup) -> bool:
        return bool(group.neighbors) and all(item.address in self.neighbors for item in group.neighbors)

    def _group(self, group: BgpGroup) -> BgpGroup:
        return replace(
            group,
            name=_sister(group.name),
            families=("inet6 unicast",),
            neighbors=tuple(
                replace(item, address=self.neighbors[item.address], imports=_sisters(item.imports))
                for item in group.neighbors
            ),
            imports=_sisters(group.imports),
            exports=_sisters(group.exports),
        )

    def _policy(self, policy: Policy) -> Policy:
        return replace(policy, name=_sister(policy.name), terms=tuple(filter(None, map(self._term, policy.terms))))

    def _term(self, term: PolicyTerm) -> PolicyTerm | None:
        """The term for IPv6; None when it is about prefixes that have no sister, such as loopbacks."""
        filters = tuple(
            RouteFilter(prefix=self.prefixes[item.prefix], match=_MATCHES[item.match])
            for item in term.filters
            if item.prefix in self.prefixes and item.match in _MATCHES
        )
        return replace(term, filters=filters) if filters or not term.filters else None

    def _shared(self, policy: Policy) -> Policy:
        """What a VRF takes from others it takes in both families: there are no sessions to tell them apart."""
        sisters = filter(None, (self._term(term) for term in policy.terms if _is_foreign(term)))
        foreign = [replace(term, name=_sister(term.name)) for term in sisters]
        if not foreign:
            return policy
        *others, last = policy.terms
        return replace(policy, terms=(*others, *foreign, last))

    def _gateways(self, context: Context, model: DeviceModel, irb: Interface, served: set[str]) -> Interface:
        names = {service.vlan: service for service in context.services.values() if service.name in served}
        return replace(
            irb,
            units=tuple(
                self._gateway(context, model, unit, names[unit.number]) if unit.number in names else unit
                for unit in irb.units
            ),
        )

    def _gateway(self, context: Context, model: DeviceModel, unit: Unit, service: Service) -> Unit:
        """The same last octet as in IPv4: 1 is the gateway, spines have their own from 2 on.

        Hosts at sites make themselves an address where they are given one in IPv4; what has fixed addresses there,
        such as servers and equipment, has fixed ones here.
        """
        if model.site:
            subnet = self.plan.site(service.number, context.allocations.sites[model.site])
            advertised = f"{subnet}/64" if service.dhcp else ""
            return replace(unit, addresses6=(f"{subnet}1/64",), advertised6=advertised)
        datacenter = context.by_host[model.hostname].datacenter
        subnet = self.plan.datacenter(service.number, context.allocations.datacenters[datacenter])
        own = unit.addresses[0].partition("/")[0].rpartition(".")[2]
        return replace(
            unit,
            addresses6=(f"{subnet}{own}/64",),
            gateway6=f"{subnet}1",
            gateway6_mac=gateway_mac(service.vlan, family="inet6"),
        )


def dual_stack(context: Context) -> DualStack | None:
    """The translation for a network; None for one without IPv6."""
    plan = plan6(context.intent.network.prefix6)
    return DualStack(plan, dict(_neighbors(context)), dict(_prefixes(context, plan))) if plan else None


def _neighbors(context: Context) -> Iterator[tuple[str, str]]:
    for link in context.topology:
        if link.first6 is not None:
            for end in (link.a, link.b):
                for service in link.services:
                    address = link.address(end.host, service).partition("/")[0]
                    yield address, link.addresses6(end.host, service)[0].partition("/")[0]


def _prefixes(context: Context, plan: Plan6) -> Iterator[tuple[str, str]]:
    yield "0.0.0.0/0", "::/0"
    for service in context.services.values():
        yield prefix(service.prefix), f"{plan.site(service.number, 0)}/48"
        yield prefix(service.dc_prefix), f"{plan.datacenter(service.number, 0)}/52"
        for name in context.datacenters:
            number = context.allocations.datacenters[name]
            yield context.dc_prefix(service, name), f"{plan.datacenter(service.number, number)}/64"
    for site in context.intent.sites:
        number = context.allocations.sites[site.name]
        for service in context.site_services[site.kind]:
            yield context.site_prefix(service, site.name), f"{plan.site(service.number, number)}/64"


def _policies_of(group: BgpGroup) -> tuple[str, ...]:
    return (*group.imports, *group.exports, *(name for item in group.neighbors for name in item.imports))


def _is_foreign(term: PolicyTerm) -> bool:
    return bool(term.communities and term.filters)


@lru_cache(maxsize=4096)
def _sisters(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_sister, names))


def _sister(name: str) -> str:
    """``CE6-OUT-K12`` for ``CE-OUT-K12``: a 6 at the end could be taken for a part of the service's or site's name."""
    word, dash, rest = name.partition("-")
    return f"{word}6{dash}{rest}"
