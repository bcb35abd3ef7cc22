"""The filter in front of the routing engine must admit what the device runs, and close with a discard.

What a device runs is read from its sessions, servers and services, not from the function that made the filter; the
filter is then walked as Junos does, packet by packet.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import ip_address, ip_network
from itertools import chain
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from .protect_re import ACCESS_RADIUS, DNS, FILTER6, NTP, PEERS, PEERS6, RADIUS, TACACS, VRF_PEERS, VRF_PEERS6

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .firewall_model import Filter, FilterTerm
    from .model import BgpGroup, DeviceModel

_PORTS = {
    "bgp": 179, "domain": 53, "ldp": 646, "ntp": 123, "snmp": 161, "ssh": 22, "tacacs": 49,
}
_EPHEMERAL = 50000


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What somebody sends to the routing engine.

    Attributes:
        what: For people, such as ``BGP from okc-core1``.
        established: It answers a connection that this device opened.
    """

    what: str
    protocol: str
    source: str
    source_port: int = _EPHEMERAL
    destination_port: int = _EPHEMERAL
    icmp_type: str = ""
    established: bool = False


def check_filters(models: Mapping[str, DeviceModel]) -> Iterator[Problem]:
    """Devices whose filter keeps out what they run, or lets in what nobody asked for."""
    for model in models.values():
        if model.firewall:
            yield from _of_device(model)


def _of_device(model: DeviceModel) -> Iterator[Problem]:
    filters: dict[str, Filter] = {item.family: item for item in model.firewall.filters} if model.firewall else {}
    lists = _lists(model)
    for item in filters.values():
        last = item.terms[-1] if item.terms else None
        if last is None or last != replace(last, action="discard", protocols=(), sources=()):
            yield _problem(model, item.name, "its last term does not discard everything", "a discard at its end")
    refused: dict[tuple[str, str], list[str]] = defaultdict(list)
    for packet in packets(model):
        guard = filters.get("inet6" if ":" in packet.source else "inet")
        verdict = walk(guard, lists, packet) if guard is not None else "no filter"
        if verdict != "accept":
            refused[guard.name if guard is not None else FILTER6, verdict].append(packet.what)
    for (name, verdict), what in refused.items():
        more = f" and {len(what) - 1} more" if len(what) > 1 else ""
        found = f"it discards {what[0]}{more} ({verdict})"
        yield _problem(model, name, found, "a term that admits what the device runs")


def walk(item: Filter, lists: Mapping[str, tuple[str, ...]], packet: Packet) -> str:
    """``accept``, or the name of the term that discards a packet."""
    for term in item.terms:
        if _matches(term, lists, packet):
            return "accept" if term.action == "accept" else f"term {term.name}"
    return "no term"


def _matches(term: FilterTerm, lists: Mapping[str, tuple[str, ...]], packet: Packet) -> bool:
    if term.fragments or (term.established and not packet.established):
        return False
    if term.protocols and packet.protocol not in term.protocols:
        return False
    if term.icmp_types and packet.icmp_type not in term.icmp_types:
        return False
    source, target = packet.source_port, packet.destination_port
    ports = (
        not term.ports or _in_ports(source, term.ports) or _in_ports(target, term.ports),
        not term.source_ports or _in_ports(source, term.source_ports),
        not term.destination_ports or _in_ports(target, term.destination_ports),
    )
    if not all(ports):
        return False
    return not term.sources or any(_inside(packet.source, lists.get(name, ())) for name in term.sources)


@lru_cache(maxsize=4096)
def _in_ports(port: int, named: tuple[str, ...]) -> bool:
    for text in named:
        first, _, last = text.partition("-")
        low = _PORTS.get(text) or int(first)
        if low <= port <= (int(last) if last else low):
            return True
    return False


def _inside(address: str, prefixes: tuple[str, ...]) -> bool:
    return address in prefixes or any(_within(address, prefix) for prefix in prefixes if "/" in prefix)


@lru_cache(maxsize=65536)
def _within(address: str, prefix: str) -> bool:
    network = ip_network(prefix)
    return ip_address(address) in network


def _lists(model: DeviceModel) -> dict[str, tuple[str, ...]]:
    """The prefix lists with what Junos would find at their paths."""
    main, inner = _peers(model.bgp), _peers(group for item in model.instances for group in item.bgp)
    system = model.system
    paths = {
        PEERS.apply_path: [address for address in main if ":" not in address],
        PEERS6.apply_path: [address for address in main if ":" in address],
        VRF_PEERS.apply_path: [address for address in inner if ":" not in address],
        VRF_PEERS6.apply_path: [address for address in inner if ":" in address],
        NTP.apply_path: system.ntp,
        DNS.apply_path: system.dns,
        TACACS.apply_path: [server.address for server in system.tacplus],
        RADIUS.apply_path: [server.address for server in system.radius],
        ACCESS_RADIUS.apply_path: [server.address for server in model.authentication_servers],
    }
    listed = model.firewall.prefix_lists if model.firewall else ()
    return {item.name: item.prefixes or tuple(paths.get(item.apply_path, ())) for item in listed}


def _peers(groups: Iterable[BgpGroup]) -> list[str]:
    return [neighbor.address for group in groups for neighbor in group.neighbors]


def packets(model: DeviceModel) -> Iterator[Packet]:
    """What has to get through to the routing engine of a device, one packet of each kind from each sender."""
    yield from _bgp(model)
    yield from _igp(model)
    yield from _management(model)
    for instance in model.instances:
        for server in instance.dhcp_servers:
            yield Packet(what=f"DHCP of {instance.name}", protocol="udp", source=server, source_port=67,
                         destination_port=67)
            yield Packet(what=f"DHCP of hosts in {instance.name}", protocol="udp", source="0.0.0.0",  # noqa: S104
                         source_port=68, destination_port=67)
    if any(unit.addresses6 for item in model.interfaces for unit in item.units):
        for kind in ("neighbor-solicit", "neighbor-advertisement", "packet-too-big"):
            yield Packet(what=f"ICMPv6 {kind}", protocol="icmp6", source="fe80::1", icmp_type=kind)


def _bgp(model: DeviceModel) -> Iterator[Packet]:
    inner = (group for instance in model.instances for group in instance.bgp)
    for group in chain(model.bgp, inner):
        for peer in group.neighbors:
            yield Packet(what=f"BGP from {peer.peer}", protocol="tcp", source=peer.address, destination_port=179)
            yield Packet(what=f"BGP to {peer.peer}", protocol="tcp", source=peer.address, source_port=179)
            if group.bfd_ms is not None:
                port = 4784 if group.type == "internal" else 3784
                yield Packet(what=f"BFD of {peer.peer}", protocol="udp", source=peer.address, destination_port=port)


def _igp(model: DeviceModel) -> Iterator[Packet]:
    if model.isis is None:
        return
    units = {f"{item.name}.{unit.number}": unit for item in model.interfaces for unit in item.units}
    for interface in model.isis.interfaces:
        unit = units.get(interface.name)
        if interface.passive or unit is None or not unit.addresses:
            continue
        source = str(ip_address(int(ip_address(unit.addresses[0].partition("/")[0])) ^ 1))
        if interface.bfd_ms is not None:
            yield Packet(what=f"BFD of {interface.peer}", protocol="udp", source=source, destination_port=3784)
        if model.isis.ldp:
            yield Packet(what=f"LDP of {interface.peer}", protocol="udp", source=source, destination_port=646)


def _management(model: DeviceModel) -> Iterator[Packet]:
    system = model.system
    stations = (*system.syslog, *filter(None, (system.management_gateway,)))
    for address in stations:
        for port, name in ((22, "SSH"), (830, "NETCONF"), *(((161, "SNMP"),) if system.snmp else ())):
            protocol = "udp" if port == 161 else "tcp"
            yield Packet(what=f"{name} from {address}", protocol=protocol, source=address, destination_port=port)
    for address in system.ntp:
        yield Packet(what=f"NTP of {address}", protocol="udp", source=address, source_port=123, destination_port=123)
    for address in system.dns:
        yield Packet(what=f"DNS of {address}", protocol="udp", source=address, source_port=53)
    for server in system.tacplus:
        yield Packet(what=f"TACACS+ of {server.address}", protocol="tcp", source=server.address, source_port=49,
                     established=True)
    radius = [item.address for item in system.radius] + [item.address for item in model.authentication_servers]
    for address in radius:
        for port in (1812, 1813):
            yield Packet(what=f"RADIUS of {address}", protocol="udp", source=address, source_port=port)
    for address in stations[:1]:
        yield Packet(what=f"ping from {address}", protocol="icmp", source=address, icmp_type="echo-request")


def _problem(model: DeviceModel, name: str, found: str, expected: str) -> Problem:
    return Problem(
        source=Source(f"models/{model.hostname}.yml"),
        subject=f"{model.hostname} filter {name}",
        found=found,
        expected=expected,
    )
