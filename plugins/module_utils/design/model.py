"""The device model: everything one device needs, typed, with nothing left to decide.

Addresses are strings in Junos notation (``10.0.0.0/31``), so that a model reads like the configuration and serialises
as is. Names follow the Junos hierarchy. A field that a role does not use stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    mtu: int | None = None
    iso: str = ""
    """IS-IS network entity title on lo0; ``family iso`` without address elsewhere is told by ``isis``."""
    isis: bool = False
    mpls: bool = False
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
    """``protocols isis`` of a router of the core."""

    interfaces: tuple[IsisInterface, ...]
    srgb_start: int | None = None
    srgb_size: int | None = None
    node_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpNeighbor:
    """One session; ``peer`` is the host name at the other end."""

    address: str
    peer: str
    peer_as: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpGroup:
    """``protocols bgp group``, in the main instance or in a routing instance."""

    name: str
    type: Literal["internal", "external"]
    neighbors: tuple[BgpNeighbor, ...]
    families: tuple[str, ...] = ()
    """Such as ``inet unicast``, ``inet-vpn unicast``, ``evpn signaling``; empty for the default."""
    local_address: str = ""
    local_as: int | None = None
    cluster: str = ""
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    multipath: Literal["", "same-as", "multiple-as"] = ""
    bfd_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticRoute:
    """A static route; ``preference`` as in Junos: the lower, the better (eBGP is 170)."""

    prefix: str
    next_hop: str = ""
    preference: int | None = None
    discard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A routing instance: a VRF on routers and spines, a virtual router at sites."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Vlan:
    """A VLAN; ``vni`` in the fabric only."""

    name: str
    vlan_id: int
    vni: int | None = None
    irb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evpn:
    """The EVPN-VXLAN overlay of a fabric switch."""

    route_distinguisher: str
    target: str
    vnis: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFilter:
    """``route-filter`` of a policy term."""

    prefix: str
    match: str = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTerm:
    """A term of a policy statement."""

    name: str
    action: Literal["accept", "reject"]
    protocols: tuple[str, ...] = ()
    filters: tuple[RouteFilter, ...] = ()
    local_preference: int | None = None
    next_hop_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``policy-options policy-statement``."""

    name: str
    terms: tuple[PolicyTerm, ...] = ()
    load_balance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A login account with a public key."""

    name: str
    key_type: str
    ssh_public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """``system`` and the management plane, the same shape on every device."""

    domain: str
    timezone: str
    ntp: tuple[str, ...]
    syslog: tuple[str, ...]
    dns: tuple[str, ...]
    users: tuple[User, ...]
    management_address: str
    """The address that automation connects to, without prefix length."""
    management_interface: str
    """``fxp0``, ``em0`` out of band; an IRB at sites."""
    management_instance: bool = False
    management_gateway: str = ""
    management_vrf: str = ""
    """The instance through which the servers above are reached: ``mgmt_junos``, the management service's instance at
    sites, empty for the main instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSpeed:
    """``chassis fpc F pic P port N speed S``."""

    fpc: int
    pic: int
    port: int
    speed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chassis:
    """``chassis``: redundancy, port speeds, number of aggregates."""

    dual_re: bool = False
    ports: tuple[PortSpeed, ...] = ()
    aggregates: int = 0


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
