"""Routing policies: what may pass between old and new network, data centers and sites, per service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addressing import prefix
from .routing_model import Community, Policy, PolicyTerm, RouteFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..intent.models import Service

LOAD_BALANCE = Policy(name="PFE-LB", load_balance=True)
"""Spreads flows over equal paths in the forwarding table (per packet in name, per flow in fact)."""

FALLBACK_PREFERENCE = 50
"""Local preference, in the new core, of what the old network offers: only while nobody in the new one has the route."""
NEW_NETWORK_PREFERENCE = 200
"""Local preference, in the old network, of what the new core offers: used as soon as the new core has the route."""

_DEFAULT = RouteFilter(prefix="0.0.0.0/0")
_LAST = PolicyTerm(name="last", action="reject")


def _accept(name: str, filters: Iterable[RouteFilter], protocols: tuple[str, ...] = ()) -> PolicyTerm:
    return PolicyTerm(name=name, action="accept", protocols=protocols, filters=tuple(filters))


def _sites(service: Service) -> RouteFilter:
    return RouteFilter(prefix=prefix(service.prefix), match="upto /24")


def _datacenters(service: Service) -> RouteFilter:
    return RouteFilter(prefix=prefix(service.dc_prefix), match="upto /24")


# Between a PE and the sites.


def ce_out(service: Service) -> Policy:
    """Sites get a default route, and the data centers' own, which outlive a data center that loses its default."""
    return Policy(name=f"CE-OUT-{service.name}", terms=(*_to_site((service,)), _LAST))


def ce_in(service: Service, site: str, own: str) -> Policy:
    """A site announces its prefix of the service that the session belongs to, and nothing else."""
    return Policy(name=f"CE-IN-{service.name}-{site}", terms=(_accept("own", (RouteFilter(prefix=own),)), _LAST))


def site_in(services: Iterable[Service]) -> Policy:
    """A site takes what ``ce_out`` sends, of whichever of its services."""
    return Policy(name="PE-IN", terms=(*_to_site(services), _LAST))


def _to_site(services: Iterable[Service]) -> tuple[PolicyTerm, ...]:
    return _accept("default", (_DEFAULT,)), _accept("datacenters", map(_datacenters, services))


def site_out(prefixes: Iterable[str]) -> Policy:
    """A site announces its own prefixes; each instance knows one of them only."""
    own = (RouteFilter(prefix=item) for item in prefixes)
    return Policy(name="PE-OUT", terms=(_accept("own", own, ("direct",)), _LAST))


# Between VRFs of different services.


def route_target(service: Service, asn: int) -> Community:
    """The name under which policies know the route target of a service."""
    return Community(name=f"RT-{service.name}", members=(f"target:{asn}:{service.number}",))


def vrf_in(service: Service, others: Iterable[Service]) -> Policy:
    """A VRF takes its own routes, and of those that it is shared with the specific ones: no foreign default."""
    own = PolicyTerm(name="own", action="accept", communities=(f"RT-{service.name}",))
    shared = (
        PolicyTerm(
            name=f"shared-{other.name}",
            action="accept",
            communities=(f"RT-{other.name}",),
            filters=(_sites(other), _datacenters(other)),
        )
        for other in others
    )
    return Policy(name=f"VRF-IN-{service.name}", terms=(own, *shared, _LAST))


# Between a core router and the spines of a data center.


def spine_in(service: Service) -> Policy:
    """From spines: prefixes of data centers, and the default route that they originate."""
    terms = (_accept("datacenters", (_datacenters(service),)), _accept("default", (_DEFAULT,)), _LAST)
    return Policy(name=f"SPINE-IN-{service.name}", terms=terms)


def spine_out(service: Service, others: Iterable[Service] = ()) -> Policy:
    """To spines: prefixes of sites and of other data centers, also those of the services that it is shared with."""
    shared = tuple(others)
    terms = (
        _accept("sites", map(_sites, (service, *shared))),
        _accept("datacenters", map(_datacenters, (service, *shared))),
        _LAST,
    )
    return Policy(name=f"SPINE-OUT-{service.name}", terms=terms)


def wan_in(service: Service, own: str, others: Iterable[Service] = ()) -> Policy:
    """At a spine: everything that ``spine_out`` sends except what this data center has itself."""
    no_own = PolicyTerm(name="no-own", action="reject", filters=(RouteFilter(prefix=own, match="orlonger"),))
    routes = _accept("service", (item for one in (service, *others) for item in (_sites(one), _datacenters(one))))
    return Policy(name=f"WAN-IN-{service.name}", terms=(no_own, routes, _LAST))


def wan_out(service: Service, own: str) -> Policy:
    """At a spine: this data center's prefix and the default route."""
    terms = (_accept("own", (RouteFilter(prefix=own),)), _accept("default", (_DEFAULT,), ("static",)), _LAST)
    return Policy(name=f"WAN-OUT-{service.name}", terms=terms)


# Inside a fabric.

T5_OUT = Policy(
    name="T5-OUT",
    terms=(_accept("direct", (), ("direct",)), _accept("bgp", (), ("bgp",)), _LAST),
)
"""EVPN type 5 between spines: a spine without its routers reaches them through the other."""


def underlay_out(loopbacks: str) -> Policy:
    """The underlay carries loopbacks and nothing else."""
    tunnel_ends = (RouteFilter(prefix=loopbacks, match="prefix-length-range /32-/32"),)
    terms = (_accept("own", tunnel_ends, ("direct",)), _accept("transit", tunnel_ends, ("bgp",)), _LAST)
    return Policy(name="UNDERLAY-OUT", terms=terms)


# Between the new core and the old network.


def legacy_in(service: Service) -> Policy:
    """At the new core: the old network's sites, data center and default, worse than anything of the new network."""
    filters = (_sites(service), _datacenters(service), _DEFAULT)
    fallback = PolicyTerm(
        name="fallback", action="accept", filters=filters, local_preference=FALLBACK_PREFERENCE
    )
    return Policy(name=f"LEGACY-IN-{service.name}", terms=(fallback, _LAST))


def legacy_out(service: Service) -> Policy:
    """At the new core: sites and data centers of the service; never the default."""
    terms = (_accept("sites", (_sites(service),)), _accept("datacenters", (_datacenters(service),)), _LAST)
    return Policy(name=f"LEGACY-OUT-{service.name}", terms=terms)


def core_in(service: Service) -> Policy:
    """At the old core: what the new network has, better than what the old one has."""
    moved = PolicyTerm(
        name="moved",
        action="accept",
        filters=(_sites(service), _datacenters(service)),
        local_preference=NEW_NETWORK_PREFERENCE,
    )
    return Policy(name=f"CORE-IN-{service.name}", terms=(moved, _LAST))


def core_out(service: Service) -> Policy:
    """At the old core: the service's sites and data center, and the default."""
    filters = (_sites(service), _datacenters(service), _DEFAULT)
    return Policy(name=f"CORE-OUT-{service.name}", terms=(_accept("service", filters), _LAST))


MESH_OUT = Policy(
    name="MESH-OUT",
    terms=(
        PolicyTerm(name="statics", action="accept", protocols=("static",), next_hop_self=True),
        PolicyTerm(name="external", action="accept", protocols=("bgp",), next_hop_self=True),
        _LAST,
    ),
)
"""Among old routers: the static routes to their sites, and what the old core learns from the new one."""
