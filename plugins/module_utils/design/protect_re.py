"""The filter in front of the routing engine: it admits what the device runs, from whom it runs it with, and no more.

On ``lo0`` it holds for every instance that has no loopback of its own, the management instance included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from netaddr import cidr_merge

from .firewall_model import Filter, FilterTerm, Firewall, Policer, PrefixList
from .interfaces import in_order
from .model import Interface, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .context import Context
    from .model import DeviceModel

FILTER = "PROTECT-RE"
FILTER6 = "PROTECT-RE6"

# Prefix lists. Junos fills those with a path from the configuration itself, so that they cannot be forgotten.
PEERS = PrefixList(name="BGP-PEERS", apply_path="protocols bgp group <*> neighbor <*.*>")
VRF_PEERS = PrefixList(
    name="BGP-VRF-PEERS", apply_path="routing-instances <*> protocols bgp group <*> neighbor <*.*>"
)
PEERS6 = PrefixList(name="BGP-PEERS6", apply_path="protocols bgp group <*> neighbor <*:*>")
VRF_PEERS6 = PrefixList(
    name="BGP-VRF-PEERS6", apply_path="routing-instances <*> protocols bgp group <*> neighbor <*:*>"
)
NTP = PrefixList(name="NTP-SERVERS", apply_path="system ntp server <*>")
DNS = PrefixList(name="DNS-SERVERS", apply_path="system name-server <*>")
TACACS = PrefixList(name="TACACS-SERVERS", apply_path="system tacplus-server <*>")
RADIUS = PrefixList(name="RADIUS-SERVERS", apply_path="system radius-server <*>")
ACCESS_RADIUS = PrefixList(name="ACCESS-RADIUS-SERVERS", apply_path="access radius-server <*>")
SELF = PrefixList(name="LOCALHOST", prefixes=("127.0.0.1/32",))

MANAGEMENT_POLICER = Policer(name="RE-MANAGEMENT", bandwidth="20m", burst="625k")
"""For logins and transfers: a configuration of a megabyte passes at once."""
PROBE_POLICER = Policer(name="RE-PROBES", bandwidth="2m", burst="64k")
"""For whatever anybody may send: pings, traceroutes, DHCP."""
BFD_PORTS = ("3784", "3785", "4784")
"""Single hop, echo, multihop (RFC 5881, RFC 5883)."""
_ICMP = ("echo-request", "echo-reply", "unreachable", "time-exceeded")
_ERRORS6 = ("destination-unreachable", "packet-too-big", "time-exceeded", "parameter-problem")
_ICMP6 = (*_ERRORS6, "echo-request", "echo-reply")
_DISCOVERY = ("router-solicit", "router-advertisement", "neighbor-solicit", "neighbor-advertisement")
_DISCARD = FilterTerm(name="discard", action="discard", counter="re-discard")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needs:
    """What decides on the filter; devices with the same needs share one.

    Attributes:
        links: Prefixes of links on which IS-IS runs, with BFD and perhaps LDP; empty without.
        loopbacks: Of the routers that labelled paths lead to.
        management: Where the device is managed from.
        either: ``port`` matches either end; switches have it not.
    """

    links: tuple[str, ...] = ()
    loopbacks: tuple[str, ...] = ()
    management: tuple[str, ...]
    peers: bool
    vrf_peers: bool
    peers6: bool
    vrf_peers6: bool
    ldp: bool
    ntp: bool
    dns: bool
    tacacs: bool
    radius: bool
    access_radius: bool
    snmp: bool
    archive: bool
    dhcp: bool
    either: bool
    dual_stack: bool


def protected(context: Context, model: DeviceModel) -> DeviceModel:
    """The device with the filter on every loopback unit; the old routers stay as they are found."""
    if model.role == "legacy":
        return model
    needs = _needs(context, model)
    loopback = next((item for item in model.interfaces if item.name == "lo0"), None)
    units = loopback.units if loopback else ()
    if not any(unit.number == 0 for unit in units):
        units = (Unit(number=0), *units)
    guarded = replace(
        loopback or Interface(name="lo0"),
        units=tuple(
            replace(unit, filter=FILTER, filter6=FILTER6 if needs.dual_stack else "") for unit in units
        ),
    )
    others = (item for item in model.interfaces if item.name != "lo0")
    return replace(model, interfaces=in_order((*others, guarded)), firewall=_firewall(needs))


def _needs(context: Context, model: DeviceModel) -> _Needs:
    pools = context.intent.network.pools
    main = [neighbor.address for group in model.bgp for neighbor in group.neighbors]
    inner = [item.address for instance in model.instances for group in instance.bgp for item in group.neighbors]
    system = model.system
    return _Needs(
        links=(str(pools.links),) if model.isis else (),
        loopbacks=(str(pools.loopbacks),) if model.isis else (),
        management=_management(context, model),
        peers=any(":" not in address for address in main),
        vrf_peers=any(":" not in address for address in inner),
        peers6=any(":" in address for address in main),
        vrf_peers6=any(":" in address for address in inner),
        ldp=bool(model.isis and model.isis.ldp),
        ntp=bool(system.ntp),
        dns=bool(system.dns),
        tacacs=bool(system.tacplus),
        radius=bool(system.radius),
        access_radius=bool(model.authentication_servers),
        snmp=system.snmp is not None,
        archive=system.archive is not None,
        dhcp=any(instance.dhcp_servers for instance in model.instances),
        either=model.family == "junos",
        dual_stack=any(unit.addresses6 for item in model.interfaces for unit in item.units),
    )


def _management(context: Context, model: DeviceModel) -> tuple[str, ...]:
    """The out-of-band network, the data centers' part of the management service, and whoever gets notifications."""
    targets = model.system.snmp.targets if model.system.snmp else ()
    known = (context.intent.network.pools.management, context.management.dc_prefix, *targets)
    return tuple(map(str, cidr_merge(list(map(str, known)))))


@lru_cache(maxsize=256)
def _firewall(needs: _Needs) -> Firewall:
    filters = [Filter(name=FILTER, family="inet", terms=tuple(_terms(needs)))]
    if needs.dual_stack:
        filters.append(Filter(name=FILTER6, family="inet6", terms=tuple(_terms6(needs))))
    named = {name for item in filters for term in item.terms for name in term.sources}
    return Firewall(
        filters=tuple(filters),
        policers=(MANAGEMENT_POLICER, PROBE_POLICER),
        prefix_lists=tuple(item for item in _lists(needs) if item.name in named),
    )


def _lists(needs: _Needs) -> tuple[PrefixList, ...]:
    return (
        PrefixList(name="MANAGEMENT", prefixes=needs.management),
        PrefixList(name="CORE-LINKS", prefixes=needs.links),
        PrefixList(name="CORE-LOOPBACKS", prefixes=needs.loopbacks),
        PEERS, VRF_PEERS, PEERS6, VRF_PEERS6, NTP, DNS, TACACS, RADIUS, ACCESS_RADIUS, SELF,
    )


def _terms(needs: _Needs) -> Iterator[FilterTerm]:
    if needs.either:
        yield FilterTerm(
            name="icmp-fragments", action="discard", protocols=("icmp",), fragments=True, counter="re-icmp-fragments"
        )
    yield from _routing(needs)
    yield from _management_terms(needs)
    if needs.dhcp:
        yield FilterTerm(
            name="dhcp", protocols=("udp",), destination_ports=("67", "68"), policer=PROBE_POLICER.name
        )
    yield FilterTerm(
        name="icmp", protocols=("icmp",), icmp_types=_ICMP, policer=PROBE_POLICER.name, counter="re-icmp"
    )
    yield FilterTerm(
        name="traceroute", protocols=("udp",), destination_ports=("33434-33523",), policer=PROBE_POLICER.name
    )
    yield _DISCARD


def _routing(needs: _Needs) -> Iterator[FilterTerm]:
    peers = tuple(item.name for item, there in ((PEERS, needs.peers), (VRF_PEERS, needs.vrf_peers)) if there)
    links = ("CORE-LINKS",) if needs.links else ()
    if peers:
        yield from _either(needs, FilterTerm(name="bgp", protocols=("tcp",), sources=peers), "bgp")
    if peers or links:
        yield FilterTerm(name="bfd", protocols=("udp",), sources=(*peers, *links), destination_ports=BFD_PORTS)
    if needs.ldp:
        yield FilterTerm(
            name="ldp-hello", protocols=("udp",), sources=(*links, "CORE-LOOPBACKS"), destination_ports=("ldp",)
        )
        yield from _either(needs, FilterTerm(name="ldp", protocols=("tcp",), sources=("CORE-LOOPBACKS",)), "ldp")
    if needs.loopbacks:
        yield FilterTerm(
            name="lsp-ping",
            protocols=("udp",),
            sources=("CORE-LOOPBACKS",),
            destination_ports=("3503",),
            policer=PROBE_POLICER.name,
        )


def _management_terms(needs: _Needs) -> Iterator[FilterTerm]:
    station = FilterTerm(name="ssh", protocols=("tcp",), sources=("MANAGEMENT",), policer=MANAGEMENT_POLICER.name)
    yield replace(station, destination_ports=("ssh", "830"))
    if needs.archive:
        yield replace(station, name="archive", source_ports=("ssh",), established=True)
    if needs.snmp:
        yield replace(station, name="snmp", protocols=("udp",), destination_ports=("snmp",))
    if needs.ntp:
        yield from _either(
            needs,
            FilterTerm(
                name="ntp", protocols=("udp",), sources=(NTP.name, SELF.name), policer=PROBE_POLICER.name
            ),
            "ntp",
        )
    if needs.dns:
        yield FilterTerm(name="dns", protocols=("udp",), sources=(DNS.name,), source_ports=("domain",))
    if needs.tacacs:
        yield FilterTerm(
            name="tacacs", protocols=("tcp",), sources=(TACACS.name,), source_ports=("tacacs",), established=True
        )
    servers = tuple(
        item.name for item, there in ((RADIUS, needs.radius), (ACCESS_RADIUS, needs.access_radius)) if there
    )
    if servers:
        yield FilterTerm(name="radius", protocols=("udp",), sources=servers, source_ports=("1812", "1813"))


def _terms6(needs: _Needs) -> Iterator[FilterTerm]:
    """IPv6: neighbours are found by ICMP, so what would be ARP in IPv4 has to pass; management is IPv4 only."""
    peers = tuple(item.name for item, there in ((PEERS6, needs.peers6), (VRF_PEERS6, needs.vrf_peers6)) if there)
    yield FilterTerm(name="discovery", protocols=("icmp6",), icmp_types=_DISCOVERY)
    if peers:
        yield from _either(needs, FilterTerm(name="bgp", protocols=("tcp",), sources=peers), "bgp")
        yield FilterTerm(name="bfd", protocols=("udp",), sources=peers, destination_ports=BFD_PORTS)
    yield FilterTerm(
        name="icmp", protocols=("icmp6",), icmp_types=_ICMP6, policer=PROBE_POLICER.name, counter="re6-icmp"
    )
    yield FilterTerm(
        name="traceroute", protocols=("udp",), destination_ports=("33434-33523",), policer=PROBE_POLICER.name
    )
    yield replace(_DISCARD, counter="re6-discard")


def _either(needs: _Needs, term: FilterTerm, port: str) -> Iterator[FilterTerm]:
    """A protocol in which either side may have called the other."""
    if needs.either:
        yield replace(term, ports=(port,))
    else:
        yield replace(term, destination_ports=(port,))
        yield replace(term, name=f"{term.name}-reply", source_ports=(port,))
