"""What the state needs from one running configuration, typed and comparable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .re_filter import ReFilter

if TYPE_CHECKING:
    from .addresses import Address
    from .policy import PolicyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A logical interface.

    Attributes:
        name: Such as ``xe-0/1/0.110``.
        port: The physical or aggregated interface under it.
        addresses6: Those of ``family inet6``, without the link-local ones.
        gateways: Virtual gateway addresses of an IRB; ``gateways6`` those of IPv6.
        mtu: ``family inet mtu``; None when derived.
        net: IS-IS network entity title; only a loopback has one.
        families: Address families, such as ``inet``, ``iso``, ``mpls``, ``ethernet-switching``.
    """

    name: str
    port: str
    description: str = ""
    disabled: bool = False
    vlan_id: int | None = None
    addresses: tuple[Address, ...] = ()
    addresses6: tuple[Address, ...] = ()
    gateways: tuple[str, ...] = ()
    gateways6: tuple[str, ...] = ()
    mtu: int | None = None
    net: str = ""
    families: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortFacts:
    """A physical or aggregated interface; ``bundle`` is the aggregate that it is a member of."""

    name: str
    description: str = ""
    disabled: bool = False
    speed: str = ""
    mtu: int | None = None
    esi: str = ""
    tagging: Literal["", "vlan-tagging", "flexible-vlan-tagging"] = ""
    bundle: str = ""
    units: tuple[UnitFacts, ...] = ()

    @property
    def payload_mtu(self) -> int:
        """What is left for a layer 3 packet, in bytes (Junos counts the Ethernet header in the MTU)."""
        overhead = {"": 14, "vlan-tagging": 18, "flexible-vlan-tagging": 22}[self.tagging]
        return (self.mtu or 1500 + overhead) - overhead


@dataclass(frozen=True, slots=True, kw_only=True)
class IsisFacts:
    """A logical interface under ``protocols isis``."""

    unit: str
    passive: bool = False
    disabled: bool = False
    level2: bool = True
    point_to_point: bool = False
    metric: int | None = None
    bfd_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerFacts:
    """A ``neighbor`` statement with what it inherits from its group and from ``protocols bgp``.

    Attributes:
        local_as: The AS that it presents: ``local-as``, the instance's or the global one; None when there is none.
        peer_as: None for internal peers that do not state it.
        families: Such as ``inet-unicast``, ``inet-vpn-unicast``, ``evpn-signaling``.
        reflector: Whether a ``cluster`` makes the peer a client.
        bfd_ms: Minimum interval of its BFD session; None without BFD.
        graceful: It announces everything as about to go: ``graceful-shutdown sender``.
        preference: Of the routes that it receives, as Junos ranks protocols; None for 170.
    """

    instance: str
    group: str
    address: str
    internal: bool
    local_address: str = ""
    local_as: int | None = None
    peer_as: int | None = None
    families: frozenset[str] = frozenset({"inet-unicast"})
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    reflector: bool = False
    multihop: bool = False
    shutdown: bool = False
    bfd_ms: int | None = None
    graceful: bool = False
    preference: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFacts:
    """A static route."""

    prefix: Address
    next_hops: tuple[str, ...] = ()
    preference: int = 5
    discard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceFacts:
    """A routing instance; the main one has an empty name and takes no interfaces (it has what others have not).

    Attributes:
        kind: ``instance-type``, such as ``vrf``.
        vni: Of EVPN type-5 routes; None where there are none.
        type5_exports: Policies that decide what becomes one.
    """

    name: str
    kind: str = ""
    units: frozenset[str] = frozenset()
    route_distinguisher: str = ""
    import_targets: frozenset[str] = frozenset()
    export_targets: frozenset[str] = frozenset()
    vni: int | None = None
    type5_exports: tuple[str, ...] = ()
    asn: int | None = None
    statics: tuple[StaticFacts, ...] = ()
    statics6: tuple[StaticFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanFacts:
    """A VLAN of a switch."""

    name: str
    vlan_id: int | None = None
    vni: int | None = None
    irb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A member that ``virtual-chassis`` names; its serial number is empty where the configuration has none."""

    number: int
    serial: str = ""
    line_card: bool = False
    priority: int = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """One device.

    Attributes:
        lldp: Interfaces that ``protocols lldp`` names, as written (``all`` stands for every port).
        lldp_disabled: Those of them that are disabled.
        overload: Whether the IS-IS overload bit is set, and if so, whether others still go through as a last resort.
            A timeout lets it be set only after a start, which is not emulated.
        chassis_speeds: Speed of a port by (FPC, PIC, port), from ``chassis``.
        dual_re: Whether it is configured for two routing engines.
        re_filter: What protects its routing engine; ``re_filter6`` from IPv6.
        ipv6_tunneling: Whether next hops of IPv6 VPN routes resolve over labelled paths.
        nonstop_routing: Whether a switchover leaves the protocols alone.
        aggregates: How many aggregated Ethernet interfaces it makes (``device-count``).
        members: Of a virtual chassis, as far as the configuration names them.
    """

    hostname: str = ""
    domain: str = ""
    router_id: str = ""
    asn: int | None = None
    dual_re: bool = False
    nonstop_routing: bool = False
    re_filter: ReFilter = field(default_factory=ReFilter)
    re_filter6: ReFilter = field(default_factory=ReFilter)
    ipv6_tunneling: bool = False
    aggregates: int = 0
    members: tuple[MemberFacts, ...] = ()
    chassis_speeds: dict[tuple[int, int, int], str] = field(default_factory=dict)
    ports: dict[str, PortFacts] = field(default_factory=dict)
    lldp: frozenset[str] = frozenset()
    lldp_disabled: frozenset[str] = frozenset()
    isis: dict[str, IsisFacts] = field(default_factory=dict)
    overload: Literal["", "high-metrics", "no-transit"] = ""
    peers: tuple[PeerFacts, ...] = ()
    instances: dict[str, InstanceFacts] = field(default_factory=dict)
    vlans: tuple[VlanFacts, ...] = ()
    evpn_vnis: frozenset[str] = frozenset()
    evpn: bool = False
    policies: dict[str, PolicyStatement] = field(default_factory=dict)

    def units(self) -> list[UnitFacts]:
        """Every logical interface, in configuration order."""
        return [unit for port in self.ports.values() for unit in port.units]

    def unit_instances(self) -> dict[str, str]:
        """Name of the routing instance by logical interface; those of the main instance are missing."""
        return {unit: instance.name for instance in self.instances.values() for unit in instance.units}
