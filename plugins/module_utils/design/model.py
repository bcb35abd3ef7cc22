"""The device model: everything one device needs, typed, with nothing left to decide.

Addresses are strings in Junos notation (``10.0.0.0/31``), so that a model reads like the configuration and serialises
as is. Names follow the Junos hierarchy. A field that a role does not use stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .access_model import AuthenticationServer, DhcpSecurity, Poe, PortRange, VirtualChassis
from .cos_model import ClassOfService
from .fabric_model import Macsec, ServerEdge
from .firewall_model import Firewall
from .management_model import System, User
from .routing_model import ChainKey, Community, KeyChain, Policy, PolicyTerm, RouteFilter

__all__ = [
    "BgpGroup",
    "BgpNeighbor",
    "ChainKey",
    "Chassis",
    "Community",
    "DeviceModel",
    "Evpn",
    "Family",
    "Firewall",
    "Function",
    "Instance",
    "Interface",
    "Isis",
    "IsisInterface",
    "KeyChain",
    "Peer",
    "Policy",
    "PolicyTerm",
    "PortSpeed",
    "Role",
    "RouteFilter",
    "Stage",
    "StaticRoute",
    "SwitchPort",
    "System",
    "Unit",
    "User",
    "Vlan",
]

Role = Literal["core_mx", "dc_fabric", "site_ex", "legacy"]
Function = Literal["core", "aggregation", "spine", "leaf", "access", "legacy"]
Family = Literal["junos", "junos-qfx", "junos-ex"]
Stage = Literal["as-is", "coexistence", "to-be"]
"""As-is: what the device runs before the rollout. Coexistence: new beside old. To-be: the old is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The other end of a cable."""

    host: str
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPort:
    """``family ethernet-switching`` of a unit."""

    mode: Literal["access", "trunk"]
    vlans: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A logical interface."""

    number: int
    description: str = ""
    vlan_id: int | None = None
    addresses: tuple[str, ...] = ()
    gateway: str = ""
    """Virtual gateway address of an IRB (without prefix length); empty when there is none."""
    gateway_mac: str = ""
    """MAC address of that virtual gateway, the same on all spines."""
    mtu: int | None = None
    iso: str = ""
    """IS-IS network entity title on lo0; ``family iso`` without address elsewhere is told by ``isis``."""
    isis: bool = False
    mpls: bool = False
    source_check: bool = False
    """Drop what comes from sources that are not routed back this way (unicast reverse path, strict)."""
    addresses6: tuple[str, ...] = ()
    gateway6: str = ""
    gateway6_mac: str = ""
    advertised6: str = ""
    """Prefix that hosts behind an IRB make themselves an address of (router advertisements); empty for none."""
    filter: str = ""
    """Name of the input filter of ``family inet``, ``filter6`` that of ``family inet6``."""
    filter6: str = ""
    switching: SwitchPort | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """A physical or aggregated interface, a loopback, an IRB or a management port.

    Attributes:
        speed: In Junos notation (``1g``, ``10g``, ``40g``, ``100g``); empty for interfaces without a cable.
        peer: The other end; None for edge ports, loopbacks and aggregates.
        bundle: The aggregated interface that this one is a member of.
        esi: Ethernet segment identifier of an aggregate that two leaves share.
        lacp_system_id: The same on both leaves of an ESI-LAG.
        hold_up_ms: How long a port must be up before it counts, in milliseconds; down counts at once.
    """

    name: str
    description: str = ""
    speed: str = ""
    mtu: int | None = None
    tagged: bool = False
    units: tuple[Unit, ...] = ()
    peer: Peer | None = None
    bundle: str = ""
    esi: str = ""
    lacp_system_id: str = ""
    hold_up_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IsisInterface:
    """An interface under ``protocols isis``; ``peer`` is the expected neighbour, empty when passive."""

    name: str
    metric: int | None = None
    passive: bool = False
    peer: str = ""
    bfd_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Isis:
    """``protocols isis`` of a router of the core.

    Attributes:
        ldp: LDP gives out labels, instead of segment routing: then the three fields before are None.
        microloop_avoidance: Converge over the post-convergence path (Junos 21.1 and later).
        key_chain: Authenticates hellos, LSPs and sequence number packets; empty for none.
        ldp_key_chain: Authenticates TCP of LDP sessions; empty for none.
        ldp_peers: The prefix that the other ends of LDP sessions are in; empty without LDP.
    """

    interfaces: tuple[IsisInterface, ...]
    srgb_start: int | None = None
    srgb_size: int | None = None
    node_index: int | None = None
    ldp: bool = False
    microloop_avoidance: bool = False
    key_chain: str = ""
    ldp_key_chain: str = ""
    ldp_peers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpNeighbor:
    """One session; ``peer`` is the host name at the other end, ``imports`` replace those of the group."""

    address: str
    peer: str
    peer_as: int | None = None
    description: str = ""
    imports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpGroup:
    """``protocols bgp group``, in the main instance or in a routing instance.

    Attributes:
        families: Such as ``inet unicast``, ``inet-vpn unicast``, ``evpn signaling``, ``route-target``; empty for the
            default.
        key_chain: Authenticates TCP; empty for none.
        authentication_key: Name of the secret that authenticates TCP (MD5) where there is no key chain.
        as_override: The peer's AS in a path becomes the own one, or it would not take routes of its own other VRFs.
        prefix_limit: A peer that announces more is torn down for a while; for groups with one family.
        mtu_discovery: TCP finds the path's MTU, instead of the 512 bytes that multihop sessions begin with.
    """

    name: str
    type: Literal["internal", "external"]
    neighbors: tuple[BgpNeighbor, ...]
    families: tuple[str, ...] = ()
    local_address: str = ""
    local_as: int | None = None
    cluster: str = ""
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    multipath: Literal["", "same-as", "multiple-as"] = ""
    bfd_ms: int | None = None
    key_chain: str = ""
    authentication_key: str = ""
    as_override: bool = False
    prefix_limit: int | None = None
    mtu_discovery: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticRoute:
    """A static route; ``preference`` as in Junos: the lower, the better (eBGP is 170)."""

    prefix: str
    next_hop: str = ""
    preference: int | None = None
    discard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A routing instance: a VRF on routers and spines, a virtual router at sites.

    Attributes:
        imports: Policies that say what comes in from other VRFs; empty: what carries ``target``.
        dual_stack: It has IPv6 as well.
        auto_export: Such policies also hold between VRFs of this router.
        maximum_prefixes: More are not taken in.
    """

    name: str
    type: Literal["vrf", "virtual-router"]
    description: str = ""
    interfaces: tuple[str, ...] = ()
    route_distinguisher: str = ""
    target: str = ""
    vni: int | None = None
    prefix_route_exports: tuple[str, ...] = ()
    """Policies under ``protocols evpn ip-prefix-routes export``; goes with ``vni``."""
    asn: int | None = None
    router_id: str = ""
    static_routes: tuple[StaticRoute, ...] = ()
    bgp: tuple[BgpGroup, ...] = ()
    imports: tuple[str, ...] = ()
    auto_export: bool = False
    dual_stack: bool = False
    static_routes6: tuple[StaticRoute, ...] = ()
    maximum_prefixes: int | None = None
    dhcp_servers: tuple[str, ...] = ()
    """Where ``forwarding-options dhcp-relay`` takes the requests of hosts behind the instance's IRB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vlan:
    """A VLAN; ``vni`` in the fabric only, ``dhcp_security`` at sites."""

    name: str
    vlan_id: int
    vni: int | None = None
    irb: str = ""
    dhcp_security: DhcpSecurity = ""
    querier: str = ""
    """Address that asks for listeners of multicast; empty where multicast floods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evpn:
    """The EVPN-VXLAN overlay of a fabric switch."""

    route_distinguisher: str
    target: str
    vnis: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSpeed:
    """``chassis fpc F pic P port N speed S``."""

    fpc: int
    pic: int
    port: int
    speed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdlePic:
    """``chassis fpc F pic P number-of-ports 0``: its ports are off, so that others may run faster."""

    fpc: int
    pic: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chassis:
    """``chassis``: redundancy, port speeds, number of aggregates, what is switched off."""

    dual_re: bool = False
    ports: tuple[PortSpeed, ...] = ()
    aggregates: int = 0
    idle_pics: tuple[IdlePic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceModel:
    """One device, at one stage of the rollout.

    Attributes:
        hostname: Unique in the network; also its name in the inventory.
        role: Which role's templates render it.
        function: Its place in the network.
        model: Hardware, such as ``MX480``.
        family: YANG family of its configuration; a fact of the hardware, not of the name.
        stage: Which state of the migration this model is for.
        location: County and region (region empty outside the state), site and its kind where it stands at one.
        graceful_restart: Neighbours keep forwarding while routing restarts: where no second routing engine takes over.
        groups: Redundancy groups: names shared with the devices that must not be touched together with this one.
    """

    hostname: str
    role: Role
    function: Function
    model: str
    family: Family
    stage: Stage
    county: str = ""
    region: str = ""
    site: str = ""
    site_kind: str = ""
    groups: tuple[str, ...] = ()
    system: System
    chassis: Chassis
    interfaces: tuple[Interface, ...]
    router_id: str = ""
    asn: int | None = None
    isis: Isis | None = None
    bgp: tuple[BgpGroup, ...] = ()
    static_routes: tuple[StaticRoute, ...] = ()
    instances: tuple[Instance, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    evpn: Evpn | None = None
    policies: tuple[Policy, ...] = ()
    communities: tuple[Community, ...] = ()
    key_chains: tuple[KeyChain, ...] = ()
    firewall: Firewall | None = None
    class_of_service: ClassOfService | None = None
    graceful_restart: bool = False
    ranges: tuple[PortRange, ...] = ()
    mac_limit: int | None = None
    authentication_servers: tuple[AuthenticationServer, ...] = ()
    poe: Poe | None = None
    virtual_chassis: VirtualChassis | None = None
    server_edge: ServerEdge | None = None
    macsec: Macsec | None = None
