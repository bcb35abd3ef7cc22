"""Hand-written device models, one of every function and of the stages that look different."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.statenet.junos.plugins.module_utils.design.fabric_model import LoopProbe, Macsec, ServerEdge
from ansible_collections.statenet.junos.plugins.module_utils.design.model import (
    BgpGroup,
    BgpNeighbor,
    Chassis,
    DeviceModel,
    Evpn,
    Instance,
    Interface,
    Isis,
    IsisInterface,
    Peer,
    Policy,
    PolicyTerm,
    PortSpeed,
    RouteFilter,
    StaticRoute,
    SwitchPort,
    System,
    Unit,
    User,
    Vlan,
)

_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFQp7Yx3m1qk0d6cQK1m0m8sYqfR4gq2gJxk9vZ0aT2B netauto"


def _system(address: str, interface: str, *, instance: bool) -> System:
    return System(
        domain="net.example.gov",
        timezone="America/Chicago",
        ntp=("10.255.1.41", "10.255.1.42"),
        syslog=("10.255.1.61",),
        dns=("10.255.1.53",),
        users=(User(name="netauto", key_type="ssh-ed25519", ssh_public_key=_KEY),),
        management_address=address,
        management_interface=interface,
        management_instance=instance,
        management_gateway="10.255.0.1" if instance else "",
        management_vrf="mgmt_junos" if instance else "",
    )


def _loopback(address: str, iso: str = "") -> Interface:
    return Interface(name="lo0", units=(Unit(number=0, addresses=(f"{address}/32",), iso=iso),))


def _out_of_band(name: str, address: str) -> Interface:
    return Interface(name=name, units=(Unit(number=0, addresses=(f"{address}/20",)),))


def _link(name: str, address: str, peer: Peer, speed: str = "100g", *, mpls: bool = True) -> Interface:
    unit = Unit(number=0, addresses=(address,), mtu=9000, isis=True, mpls=mpls)
    return Interface(
        name=name, description=f"{peer.host} {peer.interface}", speed=speed, mtu=9192, units=(unit,), peer=peer
    )


_BALANCE = Policy(name="PFE-LB", load_balance=True)
_CE_IN = Policy(
    name="CE-IN-LIB",
    terms=(
        PolicyTerm(
            name="sites",
            action="accept",
            protocols=("bgp",),
            filters=(RouteFilter(prefix="10.120.0.0/13", match="prefix-length-range /24-/24"),),
            local_preference=200,
        ),
        PolicyTerm(name="last", action="reject"),
    ),
)
_CE_OUT = Policy(name="CE-OUT-LIB", terms=(PolicyTerm(name="all", action="accept"),))

CORE_DAY0 = DeviceModel(
    hostname="okc-core1",
    role="core_mx",
    function="core",
    model="MX480",
    family="junos",
    stage="as-is",
    groups=("core okc",),
    system=_system("10.255.0.11", "fxp0", instance=True),
    chassis=Chassis(dual_re=True),
    interfaces=(_out_of_band("fxp0", "10.255.0.11"),),
)

CORE = replace(
    CORE_DAY0,
    stage="coexistence",
    chassis=Chassis(
        dual_re=True,
        ports=(PortSpeed(fpc=0, pic=0, port=2, speed="100g"), PortSpeed(fpc=0, pic=0, port=0, speed="10g")),
        aggregates=2,
    ),
    interfaces=(
        _out_of_band("fxp0", "10.255.0.11"),
        _link("et-0/0/2", "10.0.0.0/31", Peer(host="tul-core1", interface="et-0/0/2")),
        Interface(
            name="et-1/0/2",
            description="okc-spine1 et-0/0/1",
            speed="100g",
            mtu=9192,
            tagged=True,
            units=(Unit(number=120, description="LIB", vlan_id=120, addresses=("10.190.0.0/31",), mtu=9000),),
            peer=Peer(host="okc-spine1", interface="et-0/0/1"),
        ),
        Interface(
            name="xe-0/0/0:0",
            description="old-okc1 xe-1/0/0",
            speed="10g",
            mtu=9192,
            tagged=True,
            units=(Unit(number=120, description="LIB", vlan_id=120, addresses=("10.190.9.0/31",)),),
            peer=Peer(host="old-okc1", interface="xe-1/0/0"),
        ),
        Interface(name="xe-0/0/0:1", description="a bundle", speed="10g", bundle="ae1"),
        Interface(name="ae1", mtu=9192, units=(Unit(number=0, addresses=("10.0.1.0/31",)),)),
        _loopback("10.0.255.11", "49.0001.0100.0025.5011.00"),
    ),
    router_id="10.0.255.11",
    asn=65000,
    isis=Isis(
        interfaces=(
            IsisInterface(name="et-0/0/2.0", metric=10, peer="tul-core1", bfd_ms=150),
            IsisInterface(name="lo0.0", passive=True),
        ),
        srgb_start=16000,
        srgb_size=8000,
        node_index=11,
    ),
    bgp=(
        BgpGroup(
            name="CLIENTS",
            type="internal",
            neighbors=(BgpNeighbor(address="10.0.255.101", peer="adair-agg1", description="adair-agg1"),),
            families=("inet-vpn unicast", "evpn signaling"),
            local_address="10.0.255.11",
            cluster="10.0.255.11",
            bfd_ms=1000,
        ),
    ),
    instances=(
        Instance(
            name="LIB",
            type="vrf",
            description='Libraries: "reading rooms"',
            interfaces=("et-1/0/2.120", "xe-0/0/0:0.120"),
            route_distinguisher="10.0.255.11:120",
            target="target:65000:120",
            bgp=(
                BgpGroup(
                    name="SPINE",
                    type="external",
                    neighbors=(BgpNeighbor(address="10.190.0.1", peer="okc-spine1", peer_as=64610),),
                    families=("inet unicast",),
                    imports=("CE-IN-LIB",),
                    exports=("CE-OUT-LIB",),
                    multipath="multiple-as",
                    bfd_ms=300,
                ),
            ),
        ),
    ),
    policies=(_BALANCE, _CE_IN, _CE_OUT),
)

AGGREGATION = replace(
    CORE,
    hostname="adair-agg1",
    function="aggregation",
    model="MX204",
    stage="to-be",
    groups=("hub adair",),
    chassis=Chassis(
        ports=(PortSpeed(fpc=0, pic=0, port=0, speed="100g"), PortSpeed(fpc=0, pic=1, port=0, speed="10g"))
    ),
    interfaces=(
        _out_of_band("fxp0", "10.255.0.101"),
        _link("et-0/0/0", "10.0.0.3/31", Peer(host="okc-core1", interface="et-0/1/2")),
        Interface(
            name="xe-0/1/0",
            description="adair-library-sw1 xe-0/2/0",
            speed="10g",
            mtu=9192,
            tagged=True,
            units=(Unit(number=120, description="LIB", vlan_id=120, addresses=("10.120.0.0/31",)),),
            peer=Peer(host="adair-library-sw1", interface="xe-0/2/0"),
        ),
        _loopback("10.0.255.101", "49.0001.0100.0025.5101.00"),
    ),
    router_id="10.0.255.101",
    bgp=(replace(CORE.bgp[0], name="RR", cluster="", local_address="10.0.255.101"),),
    instances=(replace(CORE.instances[0], interfaces=("xe-0/1/0.120",), route_distinguisher="10.0.255.101:120"),),
)

SPINE = DeviceModel(
    hostname="okc-spine1",
    role="dc_fabric",
    function="spine",
    model="QFX10002-36Q",
    family="junos-qfx",
    stage="to-be",
    groups=("fabric okc spine",),
    system=_system("10.255.0.21", "em0", instance=True),
    chassis=Chassis(ports=(PortSpeed(fpc=0, pic=0, port=1, speed="100g"),)),
    interfaces=(
        _out_of_band("em0", "10.255.0.21"),
        Interface(
            name="et-0/0/1",
            description="okc-core1 et-1/0/2",
            speed="100g",
            mtu=9192,
            tagged=True,
            units=(Unit(number=120, vlan_id=120, addresses=("10.190.0.1/31",), mtu=9000),),
            peer=Peer(host="okc-core1", interface="et-1/0/2"),
        ),
        Interface(
            name="et-0/0/6",
            description="okc-leaf1 et-0/0/48",
            speed="40g",
            mtu=9192,
            units=(Unit(number=0, addresses=("172.16.1.0/31",), mtu=9100),),
            peer=Peer(host="okc-leaf1", interface="et-0/0/48"),
        ),
        Interface(
            name="irb",
            units=(
                Unit(number=120, description="LIB", addresses=("10.50.120.2/24",), gateway="10.50.120.1", mtu=9000),
            ),
        ),
        _loopback("10.10.255.1"),
    ),
    router_id="10.10.255.1",
    asn=64610,
    bgp=(
        BgpGroup(
            name="UNDERLAY",
            type="external",
            neighbors=(BgpNeighbor(address="172.16.1.1", peer="okc-leaf1", peer_as=4210000101),),
            local_as=4210000001,
            exports=("UNDERLAY-OUT",),
            multipath="multiple-as",
            bfd_ms=1000,
        ),
        BgpGroup(
            name="OVERLAY",
            type="internal",
            neighbors=(BgpNeighbor(address="10.10.255.101", peer="okc-leaf1"),),
            families=("evpn signaling",),
            local_address="10.10.255.1",
            cluster="10.10.255.0",
            multipath="same-as",
        ),
    ),
    instances=(
        Instance(
            name="LIB",
            type="vrf",
            interfaces=("et-0/0/1.120", "irb.120"),
            route_distinguisher="10.10.255.1:120",
            target="target:64610:120",
            vni=20120,
            prefix_route_exports=("TYPE5-OUT",),
            bgp=(
                BgpGroup(
                    name="WAN",
                    type="external",
                    neighbors=(BgpNeighbor(address="10.190.0.0", peer="okc-core1", peer_as=65000),),
                    multipath="same-as",
                ),
            ),
        ),
    ),
    vlans=(Vlan(name="LIB", vlan_id=120, vni=10120, irb="irb.120"),),
    evpn=Evpn(route_distinguisher="10.10.255.1:1", target="target:64610:9999", vnis=(10120,)),
    policies=(
        _BALANCE,
        Policy(name="TYPE5-OUT", terms=(PolicyTerm(name="all", action="accept", protocols=("direct", "bgp")),)),
        Policy(
            name="UNDERLAY-OUT",
            terms=(
                PolicyTerm(
                    name="loopbacks",
                    action="accept",
                    protocols=("direct", "bgp"),
                    filters=(RouteFilter(prefix="10.10.255.0/24", match="prefix-length-range /32-/32"),),
                ),
                PolicyTerm(name="last", action="reject"),
            ),
        ),
    ),
)

LEAF = replace(
    SPINE,
    hostname="okc-leaf1",
    function="leaf",
    model="QFX5100-48S",
    groups=("fabric okc okc-leaf1+okc-leaf2",),
    chassis=Chassis(aggregates=1),
    interfaces=(
        _out_of_band("em0", "10.255.0.31"),
        Interface(
            name="et-0/0/48",
            mtu=9192,
            units=(Unit(number=0, addresses=("172.16.1.1/31",), mtu=9100),),
            peer=Peer(host="okc-spine1", interface="et-0/0/6"),
        ),
        Interface(name="xe-0/0/0", description="esx01", speed="10g", bundle="ae0"),
        Interface(
            name="ae0",
            description="esx01",
            mtu=9192,
            units=(Unit(number=0, switching=SwitchPort(mode="trunk", vlans=("LIB", "K12"))),),
            esi="00:64:61:00:00:00:00:01:00:01",
            lacp_system_id="00:64:61:00:00:01",
        ),
        _loopback("10.10.255.101"),
    ),
    router_id="10.10.255.101",
    bgp=(replace(SPINE.bgp[0], local_as=4210000101), replace(SPINE.bgp[1], cluster="", local_address="10.10.255.101")),
    instances=(),
    vlans=(Vlan(name="LIB", vlan_id=120, vni=10120), Vlan(name="K12", vlan_id=140, vni=10140)),
    evpn=Evpn(route_distinguisher="10.10.255.101:1", target="target:64610:9999", vnis=(10120, 10140)),
    server_edge=ServerEdge(
        ports=("ae0",), storm_percent=1, bpdu_timeout=600, probes=(LoopProbe(interface="ae0.0", vlan_id=120),)
    ),
    macsec=Macsec(
        name="REPLICATION", cipher="gcm-aes-xpn-256", interfaces=("et-0/0/48",), key_name="01" * 32, key="macsec-cak"
    ),
)

_LEGACY_UPLINK = Interface(
    name="ge-0/2/3",
    description="old-okc1 ge-0/0/1",
    speed="1g",
    tagged=True,
    units=(Unit(number=120, description="LIB", vlan_id=120, addresses=("10.180.0.1/31",)),),
    peer=Peer(host="old-okc1", interface="ge-0/0/1"),
)
_UPLINK = Interface(
    name="xe-0/2/0",
    description="adair-agg1 xe-0/1/0",
    speed="10g",
    mtu=9192,
    tagged=True,
    units=(Unit(number=120, description="LIB", vlan_id=120, addresses=("10.120.0.1/31",)),),
    peer=Peer(host="adair-agg1", interface="xe-0/1/0"),
)
_SITE_LAN = (
    Interface(name="ge-0/0/0", units=(Unit(number=0, switching=SwitchPort(mode="access", vlans=("LIB",))),)),
    Interface(name="irb", units=(Unit(number=120, description="LIB", addresses=("10.120.8.1/24",)),)),
)
_SITE_INSTANCE = Instance(
    name="LIB",
    type="virtual-router",
    description="Libraries",
    interfaces=("irb.120", "xe-0/2/0.120"),
    asn=4200000007,
    router_id="10.120.8.1",
    bgp=(
        BgpGroup(
            name="PE",
            type="external",
            neighbors=(BgpNeighbor(address="10.120.0.0", peer="adair-agg1", peer_as=65000),),
            exports=("SITE-OUT",),
            multipath="same-as",
            bfd_ms=1000,
        ),
    ),
)

SITE = DeviceModel(
    hostname="adair-library-sw1",
    role="site_ex",
    function="access",
    model="EX3400-48P",
    family="junos-ex",
    stage="to-be",
    county="Adair",
    region="northeast",
    site="adair-library",
    site_kind="library",
    system=replace(_system("10.120.8.1", "irb.120", instance=False), management_vrf="LIB"),
    chassis=Chassis(),
    interfaces=(*_SITE_LAN, _UPLINK),
    instances=(_SITE_INSTANCE,),
    vlans=(Vlan(name="LIB", vlan_id=120, irb="irb.120"),),
    policies=(
        Policy(
            name="SITE-OUT",
            terms=(
                PolicyTerm(name="local", action="accept", protocols=("direct",)),
                PolicyTerm(name="last", action="reject"),
            ),
        ),
    ),
)

_LEGACY_DEFAULT = (StaticRoute(prefix="0.0.0.0/0", next_hop="10.180.0.0", preference=200),)

SITE_AS_IS = replace(
    SITE,
    stage="as-is",
    interfaces=(*_SITE_LAN, _LEGACY_UPLINK),
    instances=(
        replace(
            _SITE_INSTANCE,
            interfaces=("irb.120", "ge-0/2/3.120"),
            asn=None,
            router_id="",
            static_routes=_LEGACY_DEFAULT,
            bgp=(),
        ),
    ),
    policies=(),
)

SITE_COEXISTENCE = replace(
    SITE,
    stage="coexistence",
    interfaces=(*_SITE_LAN, _UPLINK, _LEGACY_UPLINK),
    instances=(
        replace(
            _SITE_INSTANCE, interfaces=("irb.120", "xe-0/2/0.120", "ge-0/2/3.120"), static_routes=_LEGACY_DEFAULT
        ),
    ),
)

LEGACY = DeviceModel(
    hostname="old-okc1",
    role="legacy",
    function="legacy",
    model="MX240",
    family="junos",
    stage="as-is",
    system=_system("10.255.0.91", "fxp0", instance=False),
    chassis=Chassis(),
    interfaces=(
        _out_of_band("fxp0", "10.255.0.91"),
        replace(_LEGACY_UPLINK, name="ge-0/0/1", peer=Peer(host="adair-library-sw1", interface="ge-0/2/3")),
        _link("xe-1/0/1", "10.181.0.0/31", Peer(host="old-tul1", interface="xe-1/0/1"), "10g", mpls=False),
        _loopback("10.0.254.1", "49.0001.0100.0025.4001.00"),
    ),
    router_id="10.0.254.1",
    asn=64900,
    isis=Isis(
        interfaces=(
            IsisInterface(name="xe-1/0/1.0", metric=10, peer="old-tul1"),
            IsisInterface(name="lo0.0", passive=True),
        )
    ),
    bgp=(
        BgpGroup(
            name="MESH",
            type="internal",
            neighbors=(BgpNeighbor(address="10.0.254.2", peer="old-tul1"),),
            local_address="10.0.254.1",
            exports=("STATICS",),
        ),
    ),
    static_routes=(
        StaticRoute(prefix="0.0.0.0/0", discard=True),
        StaticRoute(prefix="10.120.8.0/24", next_hop="10.180.0.1"),
    ),
    policies=(
        Policy(
            name="STATICS",
            terms=(PolicyTerm(name="static", action="accept", protocols=("static",), next_hop_self=True),),
        ),
    ),
)

LEGACY_RETIRED = replace(
    LEGACY,
    stage="to-be",
    interfaces=(_out_of_band("fxp0", "10.255.0.91"), _loopback("10.0.254.1")),
    isis=None,
    bgp=(),
    static_routes=(),
    policies=(),
)

MODELS = {
    "core-day0": CORE_DAY0,
    "core": CORE,
    "aggregation": AGGREGATION,
    "spine": SPINE,
    "leaf": LEAF,
    "site-as-is": SITE_AS_IS,
    "site-coexistence": SITE_COEXISTENCE,
    "site": SITE,
    "legacy": LEGACY,
    "legacy-retired": LEGACY_RETIRED,
}
