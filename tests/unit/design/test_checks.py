"""Contradictions between devices are found, and both objects named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.checks import check_network
from ansible_collections.statenet.junos.plugins.module_utils.design.snapshot import snapshot
from ansible_collections.statenet.junos.plugins.module_utils.design.wanted import hardware_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Interface, KeyChain
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent


def _with_other_key(chain: KeyChain) -> KeyChain:
    return replace(chain, keys=(replace(chain.keys[0], secret="other-secret"),))


def _on(name: str, change: Callable[[Interface], Interface]) -> Callable[[DeviceModel], DeviceModel]:
    """Changes one interface of a device."""

    def changed(model: DeviceModel) -> DeviceModel:
        interfaces = tuple(change(item) if item.name == name else item for item in model.interfaces)
        return replace(model, interfaces=interfaces)

    return changed


def _unit(interface: Interface, **values: object) -> Interface:
    return replace(interface, units=(replace(interface.units[0], **values), *interface.units[1:]))


def _first_group(model: DeviceModel, **values: object) -> DeviceModel:
    instance = model.instances[0]
    group = replace(instance.bgp[0], **values)
    return replace(model, instances=(replace(instance, bgp=(group,)), *model.instances[1:]))


def _group6(model: DeviceModel, **values: object) -> DeviceModel:
    """A change of the IPv6 sessions of the first instance."""
    instance = model.instances[0]
    groups = tuple(replace(item, **values) if item.name.endswith("6") else item for item in instance.bgp)
    return replace(model, instances=(replace(instance, bgp=groups), *model.instances[1:]))


def _first_instance(model: DeviceModel, **values: object) -> DeviceModel:
    return replace(model, instances=(replace(model.instances[0], **values), *model.instances[1:]))


def _peer_as(model: DeviceModel) -> DeviceModel:
    neighbor = replace(model.instances[0].bgp[0].neighbors[0], peer_as=65001)
    return _first_group(model, neighbors=(neighbor, *model.instances[0].bgp[0].neighbors[1:]))


CASES = [
    (
        "tx-core1",
        lambda m: replace(m, isis=replace(m.isis, node_index=1)),
        ["models/tx-core1.yml: tx-core1 node SID index: 1 is also the node SID index of okc-core1. "
         "Expected: a value of its own. Remedy: give one of them another number in intent/allocations.yml."],
    ),
    (
        "el-reno-agg2",
        lambda m: _first_instance(m, route_distinguisher="10.0.0.3:10"),
        ["models/el-reno-agg2.yml: el-reno-agg2 route distinguisher: 10.0.0.3:10 is also the route distinguisher of "
         "el-reno-agg1. Expected: a value of its own. "
         "Remedy: give one of them another number in intent/allocations.yml."],
    ),
    (
        "okc-leaf2",
        _on("ae1", lambda i: replace(i, lacp_system_id="02:00:00:00:00:09")),
        ["models/okc-leaf2.yml: okc-leaf2 Ethernet segment: 00:00:00:fc:bd:00:00:00:00:01 is ae1 02:00:00:00:00:09 "
         "here and ae1 02:fc:bd:00:00:01 on okc-leaf1. Expected: one aggregate and one LACP system per segment."],
    ),
    (
        "okc-leaf1",
        lambda m: replace(m, vlans=(replace(m.vlans[0], vlan_id=111), *m.vlans[1:])),
        ["models/okc-leaf1.yml: okc-leaf1 VNI: 10110 is VLAN GENGOV 111 here and VLAN GENGOV 110 on okc-spine1. "
         "Expected: one service per VNI in a fabric."],
    ),
    (
        "okc-core1",
        _on("et-0/0/2", lambda i: replace(i, mtu=1514)),
        ["models/okc-core1.yml: okc-core1 et-0/0/2: MTU 1514, but tx-core1 et-0/0/2 has 9192. "
         "Expected: the same MTU at both ends.",
         "models/tx-core1.yml: tx-core1 et-0/0/2: MTU 9192, but okc-core1 et-0/0/2 has 1514. "
         "Expected: the same MTU at both ends."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: replace(i, name="et-0/0/7")),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/7: an MX204 has no such port. "
         "Expected: a port of the hardware profile: 0/0/0-3, 0/1/0-7. "
         "Remedy: delete the line of its link in intent/allocations.yml and build again.",
         "models/el-reno-agg1.yml: el-reno-agg1 et-0/0/7: its cable ends at el-reno-agg2 et-0/0/1, whose cable ends at "
         "el-reno-agg1 et-0/0/1. Expected: one cable, two ends.",
         "models/el-reno-agg2.yml: el-reno-agg2 et-0/0/1: el-reno-agg1 et-0/0/1 does not exist. "
         "Expected: an interface at the other end of the cable."],
    ),
    (
        "el-reno-agg1",
        lambda m: replace(m, interfaces=(*m.interfaces, next(i for i in m.interfaces if i.name == "lo0"))),
        ["models/el-reno-agg1.yml: el-reno-agg1 lo0: it is used twice. Expected: one cable per port."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: _unit(i, mtu=1500)),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: VLAN None, MTU 1500, with IS-IS, but el-reno-agg2 "
         "et-0/0/1.0 has VLAN None, MTU 9000, with IS-IS. Expected: the same at both ends.",
         "models/el-reno-agg2.yml: el-reno-agg2 et-0/0/1.0: VLAN None, MTU 9000, with IS-IS, but el-reno-agg1 "
         "et-0/0/1.0 has VLAN None, MTU 1500, with IS-IS. Expected: the same at both ends."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: _unit(i, addresses=("10.1.0.7/31",))),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: 10.1.0.7/31, as el-reno-agg2 et-0/0/1.0. "
         "Expected: an address of its own.",
         "models/el-reno-agg2.yml: el-reno-agg2 et-0/0/1.0: 10.1.0.7/31, as el-reno-agg1 et-0/0/1.0. "
         "Expected: an address of its own."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: _unit(i, addresses6=())),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: no address, but el-reno-agg2 et-0/0/1.0 has "
         "2001:db8:0:1::1:7/127. Expected: addresses of one subnet.",
         "models/el-reno-agg2.yml: el-reno-agg2 et-0/0/1.0: 2001:db8:0:1::1:7/127, but el-reno-agg1 et-0/0/1.0 has "
         "none. Expected: addresses of one subnet."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: _unit(i, addresses6=("2001:db8:0:1::1:7/127",))),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: 2001:db8:0:1::1:7/127, as el-reno-agg2 et-0/0/1.0. "
         "Expected: an address of its own."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: _unit(i, addresses6=("2001:db8:0:1::1:1/127",))),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: 2001:db8:0:1::1:1/127, but el-reno-agg2 et-0/0/1.0 has "
         "2001:db8:0:1::1:7/127. Expected: addresses of one subnet.",
         "models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: 2001:db8:0:1::1:0/127 is used by okc-core1 et-0/0/2.0 and "
         "tx-core1 et-0/0/2.0 already. Expected: a subnet per link."],
    ),
    (
        "el-reno-agg1",
        _on("lo0", lambda i: _unit(i, addresses6=("2001:db8::1/128",))),
        ["models/el-reno-agg1.yml: el-reno-agg1 loopback: 2001:db8::1/128 is also the loopback of okc-core1. "
         "Expected: a value of its own. Remedy: give one of them another number in intent/allocations.yml."],
    ),
    (
        "el-reno-agg1",
        lambda m: _group6(m, families=("inet unicast",)),
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV CE6 neighbor 2001:db8:0:2::1:1: it carries inet unicast, but "
         "canadian-el-reno-county-office-sw1 GENGOV PE6 neighbor 2001:db8:0:2::1:0 carries inet6 unicast. "
         "Expected: a family that both ends have."],
    ),
    (
        "okc-spine1",
        lambda m: _group6(m, neighbors=()),
        ["models/okc-core1.yml: okc-core1 GENGOV SPINE6 neighbor 2001:db8:0:1::1:3e1: okc-spine1 has no session back. "
         "Expected: the session at both ends."],
    ),
    (
        "el-reno-agg1",
        lambda m: replace(m, firewall=replace(m.firewall, filters=m.firewall.filters[:1])),
        ["models/el-reno-agg1.yml: el-reno-agg1 filter PROTECT-RE6: it discards BGP from "
         "canadian-el-reno-county-office-sw1 and 41 more (no filter). Expected: a term that admits what the device "
         "runs."],
    ),
    (
        "el-reno-agg1",
        _peer_as,
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV CE neighbor 10.16.0.1: peer AS 65001, but "
         "canadian-el-reno-county-office-sw1 is AS 4200000000. Expected: the AS of the peer."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_group(m, bfd_ms=150),
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV CE neighbor 10.16.0.1: external, BFD 150 ms, "
         "key bgp-ce-key, but canadian-el-reno-county-office-sw1 GENGOV PE neighbor 10.16.0.0 is external, "
         "BFD 1000 ms, key bgp-ce-key. Expected: the same at both ends."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_group(m, authentication_key=""),
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV CE neighbor 10.16.0.1: external, BFD 1000 ms, but "
         "canadian-el-reno-county-office-sw1 GENGOV PE neighbor 10.16.0.0 is external, BFD 1000 ms, key bgp-ce-key. "
         "Expected: the same at both ends."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_instance(m, imports=("VRF-IN-GENGVO",)),
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV: policy VRF-IN-GENGVO is not defined. "
         "Expected: a policy of this device."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_group(m, neighbors=(
            replace(m.instances[0].bgp[0].neighbors[0], imports=("NOBODY",)), *m.instances[0].bgp[0].neighbors[1:],
        )),
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV CE neighbor 10.16.0.1: policy NOBODY is not defined. "
         "Expected: a policy of this device."],
    ),
    (
        "okc-spine1",
        lambda m: _first_group(m, neighbors=()),
        ["models/okc-core1.yml: okc-core1 GENGOV SPINE neighbor 10.1.3.225: okc-spine1 has no session back. "
         "Expected: the session at both ends."],
    ),
    (
        "okc-spine1",
        lambda m: replace(m, policies=tuple(p for p in m.policies if p.name != "T5-OUT")),
        ["models/okc-spine1.yml: okc-spine1 GENGOV: policy T5-OUT is not defined. Expected: a policy of this device."],
    ),
    (
        "okc-core1",
        _on("et-0/0/2", lambda i: replace(i, name="et-0/0/3")),
        ["models/okc-core1.yml: okc-core1 et-0/0/3: 100g on a port that takes 40g or 4x10g. "
         "Expected: 100g on et-0/0/2, "
         "et-0/0/5, et-0/1/2, et-0/1/5, et-1/0/2, et-1/0/5, et-1/1/2, et-1/1/5. "
         "Remedy: delete the line of its link in intent/allocations.yml and build again."],
    ),
    (
        "okc-spine1",
        _on("et-0/0/12", lambda i: replace(i, name="et-0/0/2")),
        ["models/okc-spine1.yml: okc-spine1 0/0/2: it is out of service, because port 0/0/1 runs at 100g. "
         "Expected: nothing on 0/0/0 and 0/0/2, or 40g on 0/0/1. "
         "Remedy: delete the line of its link in intent/allocations.yml and build again."],
    ),
    (
        "okc-leaf1",
        lambda m: replace(m, evpn=replace(m.evpn, vnis=(*m.evpn.vnis[1:], 10999))),
        ["models/okc-leaf1.yml: okc-leaf1 evpn: VNI 10110 of VLAN GENGOV is not in the list of EVPN. "
         "Expected: every VLAN's VNI: without it the VLAN never leaves the switch.",
         "models/okc-leaf1.yml: okc-leaf1 evpn: VNI 10999 is in the list of EVPN, but belongs to no VLAN. "
         "Expected: a VLAN for every VNI."],
    ),
    (
        "okc-leaf1",
        lambda m: replace(m, chassis=replace(m.chassis, aggregates=1)),
        ["models/okc-leaf1.yml: okc-leaf1 ae1: the chassis has 1 aggregates, so this one never comes to be. "
         "Expected: a device-count of at least 2."],
    ),
    (
        "okc-leaf1",
        lambda m: replace(m, interfaces=tuple(i for i in m.interfaces if i.name != "ae1")),
        ["models/okc-leaf1.yml: okc-leaf1 xe-0/0/0: ae1, which it is a member of, is not there. "
         "Expected: an aggregated interface.",
         "models/okc-leaf2.yml: okc-leaf2 ae1: segment 00:00:00:fc:bd:00:00:00:00:01 is on no other switch. "
         "Expected: two switches per segment."],
    ),
    (
        "okc-leaf1",
        lambda m: replace(m, vlans=tuple(v for v in m.vlans if v.name != "LIBRARY")),
        ["models/okc-leaf1.yml: okc-leaf1 ae1: VLAN LIBRARY is not there. Expected: a VLAN of this device."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_instance(m, interfaces=(*m.instances[0].interfaces, "xe-0/1/9.110")),
        ["models/el-reno-agg1.yml: el-reno-agg1 instance GENGOV: interface xe-0/1/9.110 is not there. "
         "Expected: an interface of this device."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_instance(m, interfaces=(*m.instances[0].interfaces, "et-0/0/1.0")),
        ["models/el-reno-agg1.yml: el-reno-agg1 isis: et-0/0/1.0 is in instance GENGOV. "
         "Expected: an interface of the main instance."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_instance(m, interfaces=(*m.instances[0].interfaces, *m.instances[1].interfaces[:1])),
        ["models/el-reno-agg1.yml: el-reno-agg1 instance LIBRARY: xe-0/1/3.130 is in instance GENGOV already. "
         "Expected: one instance per interface."],
    ),
    (
        "el-reno-agg1",
        lambda m: _first_group(m, authentication_key="other-secret", key_chain=""),
        ["models/el-reno-agg1.yml: el-reno-agg1 GENGOV CE neighbor 10.16.0.1: external, BFD 1000 "
         "ms, key other-secret, but "
         "canadian-el-reno-county-office-sw1 GENGOV PE neighbor 10.16.0.0 is external, BFD 1000 ms, key bgp-ce-key. "
         "Expected: the same at both ends."],
    ),
    (
        "tx-core1",
        lambda m: replace(m, key_chains=tuple(_with_other_key(chain) for chain in m.key_chains)),
        ["models/okc-core1.yml: okc-core1 et-0/0/2: IS-IS has hmac-sha-1 with isis-key, but "
         "tx-core1 has hmac-sha-1 with "
         "other-secret. Expected: the same authentication at both ends.",
         "models/okc-core1.yml: okc-core1 IBGP-RR-MESH neighbor 10.0.0.2: hmac-sha-1 with bgp-core-key, but tx-core1 "
         "IBGP-RR-MESH neighbor 10.0.0.1 has hmac-sha-1 with other-secret. "
         "Expected: the same authentication at both ends."],
    ),
    (
        "el-reno-agg1",
        lambda m: replace(m, isis=replace(m.isis, key_chain="NO-SUCH")),
        ["models/el-reno-agg1.yml: el-reno-agg1 isis: key chain NO-SUCH is not defined. "
         "Expected: a key chain of this device."],
    ),
    (
        "el-reno-agg1",
        _on("et-0/0/1", lambda i: replace(i, bundle="ae0")),
        ["models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1: it is in ae0, but el-reno-agg2 et-0/0/1 is in no aggregate. "
         "Expected: a member at both ends."],
    ),
]


@pytest.mark.parametrize(("host", "change", "expected"), CASES)
def test_contradiction(
    lab: Intent,
    lab_design: Design,
    host: str,
    change: Callable[[DeviceModel], DeviceModel],
    expected: list[str],
) -> None:
    models = dict(snapshot(lab_design, "to-be"))
    models[host] = change(models[host])
    found = [str(problem) for problem in sorted(check_network(models, hardware_of(lab)))]
    assert set(expected) <= set(found)


def test_subnet_of_two_links(lab: Intent, lab_design: Design) -> None:
    models = dict(snapshot(lab_design, "to-be"))
    for host, address in (("el-reno-agg1", "10.1.0.0/31"), ("el-reno-agg2", "10.1.0.1/31")):
        models[host] = _on("et-0/0/1", lambda i, a=address: _unit(i, addresses=(a,)))(models[host])
    assert [str(problem) for problem in check_network(models, hardware_of(lab))] == [
        "models/el-reno-agg1.yml: el-reno-agg1 et-0/0/1.0: 10.1.0.0/31 is used by okc-core1 et-0/0/2.0 and tx-core1 "
        "et-0/0/2.0 already. Expected: a subnet per link."
    ]


def test_coexistence_is_new_beside_old(lab_design: Design) -> None:
    network = snapshot(lab_design, "coexistence")
    assert {host: model.stage for host, model in network.items() if model.stage != "to-be"} == {
        "okc-core1": "coexistence",
        "canadian-el-reno-county-office-sw1": "coexistence",
        "canadian-el-reno-courthouse-sw1": "coexistence",
        "canadian-yukon-public-safety-sw1": "coexistence",
        "canadian-calumet-library-sw1": "coexistence",
        "legacy-okc": "coexistence",
        "legacy-el-reno": "as-is",
    }
