"""Small device models with everything that a check can be about, and a session that answers from a table."""

from __future__ import annotations

from typing import Any

from ansible_collections.statenet.junos.plugins.module_utils.design.access_model import (
    Poe,
    PortAuthentication,
    PortRange,
    PortSpan,
    VirtualChassis,
    VirtualChassisMember,
)
from ansible_collections.statenet.junos.plugins.module_utils.design.cos_model import ClassOfService, ForwardingClass
from ansible_collections.statenet.junos.plugins.module_utils.design.fabric_model import Macsec, ServerEdge
from ansible_collections.statenet.junos.plugins.module_utils.design.firewall_model import Filter, FilterTerm, Firewall
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
    System,
    Unit,
    Vlan,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.reply import parse_reply
from lxml import etree

IN_SERVICE = {"core2", "pe1", "pe2", "spine1", "spine2"}

_SYSTEM = System(
    domain="ok.example", timezone="America/Chicago", ntp=("10.50.112.11",), syslog=(), dns=(), users=(),
    management_address="192.0.2.1", management_interface="fxp0",
)
_LAST = FilterTerm(name="last", action="discard", counter="re-discard")
_FILTER = Firewall(
    filters=(Filter(name="PROTECT-RE", family="inet", terms=(_LAST,)),), policers=(), prefix_lists=()
)


def _group(name: str, kind: Any, *neighbors: tuple[str, str], **fields: Any) -> BgpGroup:
    return BgpGroup(
        name=name, type=kind, neighbors=tuple(BgpNeighbor(address=address, peer=peer) for address, peer in neighbors),
        **fields,
    )


def _device(name: str, **fields: Any) -> DeviceModel:
    common = {"hostname": name, "stage": "to-be", "system": _SYSTEM, "chassis": Chassis(), "interfaces": ()}
    return DeviceModel(**{**common, **fields})


CORE = _device(
    "core1", role="core_mx", function="core", model="MX480", family="junos", chassis=Chassis(dual_re=True),
    interfaces=(
        Interface(
            name="et-0/0/2", speed="100g", peer=Peer(host="core2", interface="et-1/0/2"),
            units=(Unit(number=0, isis=True, mpls=True),),
        ),
        Interface(name="et-1/1/0", speed="100g", bundle="ae0", peer=Peer(host="pe1", interface="et-0/0/0")),
        Interface(name="lo0"),
    ),
    isis=Isis(
        interfaces=(
            IsisInterface(name="et-0/0/2.0", peer="core2", bfd_ms=150), IsisInterface(name="lo0.0", passive=True)
        ),
        ldp=True,
    ),
    bgp=(_group("IBGP", "internal", ("10.0.0.2", "core2"), families=("inet-vpn unicast",), bfd_ms=1000),),
    instances=(
        Instance(
            name="K12", type="vrf", bgp=(_group("CE", "external", ("10.9.0.1", "pe1"), prefix_limit=10),)
        ),
    ),
    firewall=_FILTER,
    class_of_service=ClassOfService(
        classes=(ForwardingClass(name="voice", queue=5),), classifiers=(), schedulers=(), maps=(), interfaces=()
    ),
    macsec=Macsec(name="REPL", cipher="gcm-aes-xpn-256", interfaces=("et-0/0/2",), key_name="ab", key="macsec-key"),
    router_id="10.0.0.1",
)
SITE = _device(
    "sw1", role="site_ex", function="access", model="EX3400-48P", family="junos-ex", chassis=Chassis(dual_re=True),
    interfaces=(
        Interface(name="xe-0/2/0", speed="10g", peer=Peer(host="pe1", interface="xe-0/1/1")),
        Interface(name="xe-1/2/0", speed="10g", peer=Peer(host="pe2", interface="xe-0/1/1")),
    ),
    instances=(
        Instance(
            name="GENGOV", type="virtual-router",
            bgp=(_group("PE", "external", ("10.16.0.64", "pe1"), ("10.16.0.96", "pe2")),),
        ),
    ),
    vlans=(Vlan(name="GENGOV", vlan_id=110, dhcp_security="snooping"),),
    ranges=(
        PortRange(
            name="GENGOV", spans=(PortSpan(first="ge-0/0/0", last="ge-0/0/9"),), vlan="GENGOV",
            authentication=PortAuthentication(quarantine_vlan="QUARANTINE", server_fail="permit"),
        ),
    ),
    poe=Poe(guard_band=15, members=(0, 1)),
    virtual_chassis=VirtualChassis(
        members=(
            VirtualChassisMember(number=0, role="routing-engine", serial="NX1"),
            VirtualChassisMember(number=1, role="routing-engine", serial="NX2"),
        ),
        preprovisioned=True, split_detection=False,
    ),
)
LEAF = _device(
    "leaf1", role="dc_fabric", function="leaf", model="QFX5100-48S", family="junos-qfx",
    interfaces=(
        Interface(name="et-0/0/48", speed="40g", peer=Peer(host="spine1", interface="et-0/0/12")),
        Interface(name="ae1", esi="00:00:00:fc:bd:00:00:00:00:01"),
        Interface(name="xe-0/0/0", bundle="ae1"),
        Interface(name="irb", units=(Unit(number=110, addresses=("10.50.0.2/24",), gateway="10.50.0.1"),)),
    ),
    bgp=(
        _group("OVERLAY", "internal", ("10.0.4.1", "spine1"), ("10.0.4.2", "spine2"), families=("evpn signaling",)),
    ),
    instances=(Instance(name="GENGOV", type="vrf", vni=20010),),
    vlans=(Vlan(name="GENGOV", vlan_id=110, vni=10110, irb="irb.110"),),
    evpn=Evpn(route_distinguisher="10.0.4.3:1", target="target:1:1", vnis=(10110,)),
    server_edge=ServerEdge(ports=("ae1",), storm_percent=1, bpdu_timeout=600),
    router_id="10.0.4.3",
)
MODELS = {"core": CORE, "site": SITE, "leaf": LEAF}


class Device:
    """A session with a device that gives the same answer to every question, and notes what it was asked."""

    locked = False

    def __init__(self, answer: str | Exception) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def rpc(self, request: Any) -> Any:
        """The answer to any request."""
        name = request if isinstance(request, str) else etree.tostring(request, encoding="unicode")
        self.asked.append(name)
        if isinstance(self._answer, Exception):
            raise self._answer
        return parse_reply(f"<rpc-reply>{self._answer}</rpc-reply>", device="core1")

    def command(self, text: str, *, format: str) -> Any:  # noqa: A002
        """The answer to any command."""
        assert format == "xml"
        return self.rpc(text)
