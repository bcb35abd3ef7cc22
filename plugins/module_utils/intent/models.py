"""The schema of the intent: what a person writes about a state's network, typed.

One class per object, one file of the intent per list of objects (``loader.py`` says which). Unknown keys are errors.
The validators here judge one object alone; what needs two objects is judged in ``validation.py``.

The loader hands over text only, from YAML and CSV alike: numbers and dates are read here, each in one spelling.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .access import Access, Authentication, DhcpSecurity, PoweredDevice, SerialNumbers
from .bootstrap import Bootstrap, SerialRow
from .fields import Address, Asn, CountyName, InstanceName, Name, Prefix, Prefix6, Record, Text, VlanId, whole_number
from .key_chains import KeyChains
from .management import Management, NetconfUser
from .planning import CapacityPlan, HardwareOverride
from .policy import (
    Approval,
    Calendar,
    Ceilings,
    DatedFreeze,
    ElectionFreeze,
    Policy,
    Rehearsal,
    SiteWaves,
    TimedFreeze,
    WeekdayFreeze,
    Window,
)
from .replication import Replication
from .secrets import SecretName, SecretSource

__all__ = [
    "Access",
    "Approval",
    "Bootstrap",
    "Calendar",
    "CapacityPlan",
    "Ceilings",
    "Core",
    "CoreHardware",
    "CoreLink",
    "CoreRouter",
    "County",
    "DataCenter",
    "DatedFreeze",
    "ElectionFreeze",
    "HardwareOverride",
    "Hub",
    "HubHardware",
    "InstanceName",
    "Intent",
    "Interconnect",
    "Leaf",
    "LeafHardware",
    "Legacy",
    "LegacyHardware",
    "LegacyLink",
    "LegacyRouter",
    "Management",
    "Name",
    "NetconfUser",
    "Network",
    "Policy",
    "Pools",
    "PoweredDevice",
    "Record",
    "Region",
    "Rehearsal",
    "Replication",
    "SecretSource",
    "SegmentRouting",
    "SerialRow",
    "Server",
    "Service",
    "ServiceKind",
    "Site",
    "SiteHardware",
    "SiteKind",
    "SiteType",
    "SiteWaves",
    "Spine",
    "SpineHardware",
    "TimedFreeze",
    "WeekdayFreeze",
    "Window",
]

CoreHardware = Literal["MX480"]
HubHardware = Literal["MX204", "MX150"]
SiteHardware = Literal[
    "EX2300-24P", "EX2300-48P", "EX3400-24P", "EX3400-48P", "EX4300-24P", "EX4300-48P", "EX4300-48MP", "EX4400-24P",
    "EX4400-48P", "EX4600-40F",
]
SpineHardware = Literal["QFX10002-36Q", "QFX10002-72Q", "QFX10002-60C"]
LeafHardware = Literal["QFX5100-48S", "QFX5100-96S", "EX4600-40F"]
LegacyHardware = Literal["MX240"]
ServiceKind = Literal[
    "general", "education", "library", "public-safety", "voice", "remote-access", "replication", "management"
]
SiteKind = Literal["county-office", "courthouse", "school", "library", "public-safety", "health", "community"]


class Pools(Record):
    """Address pools of the whole network; each is carved by the allocator, never by hand."""

    loopbacks: Prefix
    links: Prefix
    site_links: Prefix
    legacy_links: Prefix
    management: Prefix
    fabric_links: Prefix
    fabric_loopbacks: Prefix


class SegmentRouting(Record):
    """SR-MPLS block, the same on every router; a node's SID is ``start`` + its node index."""

    start: Annotated[int, Field(ge=16, le=1048575)] = 16000
    size: Annotated[int, Field(ge=1, le=65536)] = 8000


class Network(Record):
    """The state's network as a whole (``network.yml``).

    Attributes:
        transport: What gives out labels in the core: segment routing, or LDP.
        junos_release: The oldest release in the network: what came later is not configured.
        prefix6: Where every IPv6 address comes from; none for a network without IPv6.
    """

    name: Name
    title: Text
    domain: Text
    timezone: Text
    asn: Annotated[int, Field(ge=1, le=65535)]
    site_asn_start: Asn = 4200000000
    area: Annotated[str, Field(pattern=r"^49\.[0-9]{4}$")] = "49.0001"
    segment_routing: SegmentRouting = SegmentRouting()
    transport: Literal["sr", "ldp"] = "sr"
    junos_release: Annotated[
        str, Field(pattern=r"^[1-9][0-9]\.[1-4]R[1-9][0-9]*(-S[0-9]+)?$", description="a release such as 20.2R3-S1")
    ] = "20.2R1"
    prefix6: Prefix6 | None = None
    pools: Pools
    management: Management
    access: Access | None = None
    secrets: dict[SecretName, SecretSource] = Field(default_factory=dict)
    key_chains: KeyChains = KeyChains()


class Region(Record):
    """A group of counties that operations treat as one (``regions.yml``)."""

    name: Name
    title: Text


class County(Record):
    """A county (``counties.csv``)."""

    fips: Annotated[str, Field(pattern=r"^[0-9]{5}$", description="5 digits")]
    name: CountyName
    seat: Text
    region: Name
    population: Annotated[int, Field(ge=0)]


class Service(Record):
    """A VRF that exists from the site to both data centers (``services.yml``).

    Attributes:
        number: Carried in RD, route target, VLAN of the PE-CE link and VNI.
        vlan: The VLAN at the sites and in the data centers.
        prefix: Carved into one /24 per site; ``dc_prefix`` into one /24 per data center.
        isolated: Exchanges no route with any other service.
        dhcp: Servers in the data centers that give its hosts at sites their addresses; none where all are set by hand.
        shared_with: Services whose sites and data centers reach this one, and are reached by it, but not each other.
    """

    name: InstanceName
    title: Text
    kind: ServiceKind
    number: Annotated[int, Field(ge=1, le=4000)]
    vlan: VlanId
    prefix: Prefix
    dc_prefix: Prefix
    isolated: bool = False
    dhcp: tuple[Address, ...] = ()
    shared_with: tuple[InstanceName, ...] = ()


class SiteType(Record):
    """What a kind of site gets (``site_types.yml``): the services, in the order of their access ports.

    Attributes:
        ports: Access ports per service, as a share of the switch's ports; they sum up to 100 at most.
        authentication: Whether ports ask who connects (802.1X, then the MAC address), where the network has RADIUS.
        dhcp_security: Where the switches end up; while sites migrate they only listen (``snooping``).
        powered: What takes power from the ports.
    """

    name: SiteKind
    title: Text
    ports: Annotated[dict[InstanceName, Annotated[int, Field(ge=0, le=100)]], Field(min_length=1)]
    authentication: Authentication = "dot1x"
    dhcp_security: DhcpSecurity = "source-guard"
    powered: tuple[PoweredDevice, ...] = ()


class Site(Record):
    """An office, school or library (``sites.csv``): one EX switch or Virtual Chassis, ``<name>-sw1``.

    Attributes:
        county: The county's name.
        hub: The hub whose routers it hangs off.
        paths: 2 when it reaches both routers of the hub, 1 when only the first.
        legacy: The legacy router that serves it today; empty for a new site.
        legacy_mbps: Speed of the old uplink.
        members: Switches of that model in its Virtual Chassis.
        serials: Their serial numbers, member 0 first; empty as long as nobody knows them.
        access_mbps: What each of its paths carries at most, in both directions; 0 for the speed of the port.
    """

    name: Name
    kind: SiteKind
    county: CountyName
    hub: Name
    model: SiteHardware
    paths: Annotated[Literal[1, 2], BeforeValidator(whole_number)]
    legacy: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]*)?$", description="the name of a legacy router")] = ""
    legacy_mbps: Annotated[Literal[0, 10, 50, 100, 1000], BeforeValidator(whole_number)] = 100
    members: Annotated[int, Field(ge=1, le=10)] = 1
    serials: SerialNumbers = ""
    access_mbps: Annotated[int, Field(ge=0, le=100000)] = 0


class Hub(Record):
    """A pair of aggregation routers, ``<name>-agg1`` and ``<name>-agg2`` (``hubs.yml``).

    Attributes:
        uplinks: Where agg1 and agg2 connect: two core routers, or the two routers of a parent hub.
        port_profile: How both use their ports, where the model has named profiles; None for the usual one.
    """

    name: Name
    county: CountyName
    model: HubHardware
    uplinks: Annotated[tuple[Name, Name], Field(description="upstream router of agg1, of agg2")]
    port_profile: Literal["P1", "P2", "P3"] | None = None


class CoreRouter(Record):
    """A core router (``core.yml``)."""

    name: Name
    model: CoreHardware
    city: Text
    county: str = ""
    reflector: bool = False
    cards: Annotated[dict[Annotated[int, Field(ge=0, le=5)], Literal["MPC7E-MRATE", "MPC10E-10C"]], Field(min_length=1)]


class CoreLink(Record):
    """A link between two core routers (``core.yml``); ports are allocated."""

    a: Name
    b: Name
    speed: Literal["10g", "40g", "100g"] = "100g"
    metric: Annotated[int, Field(ge=1, le=16777215)] = 10


class Core(Record):
    """The core (``core.yml``)."""

    routers: Annotated[tuple[CoreRouter, ...], Field(min_length=1)]
    links: tuple[CoreLink, ...] = ()


class Leaf(Record):
    """A leaf switch of a data center."""

    name: Name
    model: LeafHardware


class Server(Record):
    """A server that hangs off one leaf, or off two with an ESI-LAG."""

    name: Name
    leaves: Annotated[tuple[Name, ...], Field(min_length=1, max_length=2)]
    services: Annotated[tuple[InstanceName, ...], Field(min_length=1)]


class Spine(Record):
    """A spine switch of a data center, also its gateway and border."""

    name: Name
    model: SpineHardware


class DataCenter(Record):
    """A data center fabric (``datacenters.yml``).

    Attributes:
        overlay_asn: Two-byte AS of the iBGP overlay.
        underlay_asn_start: First of the unique four-byte AS numbers of the underlay.
        routers: The core routers that every spine hands off to.
        services: The services that live here.
        greenfield: Nothing of it exists yet.
        county: Where it stands; empty outside the state.
    """

    name: Name
    title: Text
    city: Text
    county: str = ""
    overlay_asn: Annotated[int, Field(ge=64512, le=65534)]
    underlay_asn_start: Asn
    spines: Annotated[tuple[Spine, ...], Field(min_length=2)]
    leaves: Annotated[tuple[Leaf, ...], Field(min_length=1)]
    servers: tuple[Server, ...] = ()
    routers: Annotated[tuple[Name, ...], Field(min_length=1)]
    services: Annotated[tuple[InstanceName, ...], Field(min_length=1)]
    greenfield: bool = False


class LegacyRouter(Record):
    """A router of the network that is being replaced (``legacy.yml``)."""

    name: Name
    model: LegacyHardware
    city: Text
    region: Name
    core: bool = False


class LegacyLink(Record):
    """A link of the old network."""

    a: Name
    b: Name
    speed: Literal["1g", "10g"] = "1g"


class Interconnect(Record):
    """Where old and new core are joined while both run."""

    legacy: Name
    core: Name


class Legacy(Record):
    """The network that is being replaced (``legacy.yml``)."""

    asn: Annotated[int, Field(ge=1, le=65535)]
    routers: tuple[LegacyRouter, ...] = ()
    links: tuple[LegacyLink, ...] = ()
    interconnects: tuple[Interconnect, ...] = ()


class Intent(Record):
    """The whole description; what ``loader.load_intent`` returns."""

    network: Network
    regions: tuple[Region, ...]
    counties: tuple[County, ...]
    services: tuple[Service, ...]
    site_types: tuple[SiteType, ...]
    core: Core
    hubs: tuple[Hub, ...]
    datacenters: tuple[DataCenter, ...]
    sites: tuple[Site, ...]
    legacy: Legacy
    calendar: Calendar
    policy: Policy
    replication: Replication | None = None
    hardware: tuple[HardwareOverride, ...] = ()
    capacity: CapacityPlan = CapacityPlan()
    bootstrap: Bootstrap | None = None
    serials: tuple[SerialRow, ...] = ()
