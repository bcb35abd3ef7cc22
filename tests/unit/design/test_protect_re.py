"""The filter in front of the routing engine, and the check that it admits what the device runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.filter_checks import Packet, check_filters, walk
from ansible_collections.statenet.junos.plugins.module_utils.design.firewall_model import Filter, FilterTerm

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.firewall_model import Firewall
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Stage

COURTHOUSE = "canadian-el-reno-courthouse-sw1"


def _firewall(model: DeviceModel) -> Firewall:
    assert model.firewall is not None
    return model.firewall


def _terms(model: DeviceModel) -> dict[str, FilterTerm]:
    return {term.name: term for term in _firewall(model).filters[0].terms}


def _without(model: DeviceModel, name: str) -> DeviceModel:
    first, *others = _firewall(model).filters
    kept = replace(first, terms=tuple(term for term in first.terms if term.name != name))
    return replace(model, firewall=replace(_firewall(model), filters=(kept, *others)))


@pytest.mark.parametrize("stage", ["as-is", "to-be"])
def test_every_new_device_is_guarded_from_its_first_day(lab_design: Design, stage: Stage) -> None:
    for model in lab_design.models[stage].values():
        loopbacks = [unit for item in model.interfaces if item.name == "lo0" for unit in item.units]
        if model.role == "legacy":
            assert model.firewall is None
            continue
        assert loopbacks
        assert {unit.filter for unit in loopbacks} == {"PROTECT-RE"}
        last = _firewall(model).filters[0].terms[-1]
        assert (last.action, last.protocols, last.counter) == ("discard", (), "re-discard")


def test_terms_follow_from_what_the_device_runs(lab_design: Design) -> None:
    models = lab_design.models["to-be"]
    core, leaf, site = (_terms(models[host]) for host in ("okc-core1", "okc-leaf1", COURTHOUSE))
    assert {"bgp", "bfd", "lsp-ping", "ssh", "ntp", "icmp-fragments"} <= core.keys()
    assert core["bgp"].sources == ("BGP-PEERS", "BGP-VRF-PEERS")
    assert core["bgp"].ports == ("bgp",)
    assert core["bfd"].sources == ("BGP-PEERS", "BGP-VRF-PEERS", "CORE-LINKS")
    assert not {"ldp", "dhcp"} & core.keys()
    # Switches match one end of a port only.
    assert (leaf["bgp"].destination_ports, leaf["bgp-reply"].source_ports) == (("bgp",), ("bgp",))
    assert leaf["bgp"].sources == ("BGP-PEERS",)
    assert site["bgp"].sources == ("BGP-VRF-PEERS",)
    assert site["dhcp"].destination_ports == ("67", "68")
    day_zero = _terms(lab_design.models["as-is"]["okc-core1"])
    assert not {"bgp", "bfd", "lsp-ping"} & day_zero.keys()
    assert {"ssh", "ntp"} <= day_zero.keys()


def test_managers_are_where_the_intent_says(lab_design: Design) -> None:
    lists = {item.name: item for item in _firewall(lab_design.models["to-be"]["okc-core1"]).prefix_lists}
    assert lists["MANAGEMENT"].prefixes == ("10.2.0.0/24", "10.50.112.0/20")
    assert lists["CORE-LINKS"].prefixes == ("10.1.0.0/22",)
    assert lists["BGP-PEERS"].apply_path == "protocols bgp group <*> neighbor <*.*>"


def test_devices_with_the_same_needs_share_one_filter(oklahoma_design: Design) -> None:
    """Hundreds of switches: the same object, or design and rendering take seconds."""
    filters = {id(m.firewall) for m in oklahoma_design.models["to-be"].values() if m.function == "access"}
    assert len(filters) < 8


def test_every_filter_admits_what_its_device_runs(oklahoma_design: Design) -> None:
    for models in oklahoma_design.models.values():
        assert list(check_filters(models)) == []


@pytest.mark.parametrize(
    ("host", "spoil", "expected"),
    [
        (
            "okc-core1",
            lambda m: _without(m, "bgp"),
            "models/okc-core1.yml: okc-core1 filter PROTECT-RE: it discards BGP from el-reno-agg1 and 29 more (term "
            "discard). Expected: a term that admits what the device runs.",
        ),
        (
            "el-reno-agg2",
            lambda m: _without(m, "ssh"),
            "models/el-reno-agg2.yml: el-reno-agg2 filter PROTECT-RE: it discards SSH from 10.50.112.21 and 3 more "
            "(term discard). Expected: a term that admits what the device runs.",
        ),
        (
            COURTHOUSE,
            lambda m: _without(m, "dhcp"),
            f"models/{COURTHOUSE}.yml: {COURTHOUSE} filter PROTECT-RE: it discards DHCP of GENGOV and 5 more (term "
            "discard). Expected: a term that admits what the device runs.",
        ),
        (
            "okc-leaf1",
            lambda m: _without(m, "discard"),
            "models/okc-leaf1.yml: okc-leaf1 filter PROTECT-RE: its last term does not discard everything. "
            "Expected: a discard at its end.",
        ),
        (
            "tx-core1",
            lambda m: replace(m, bgp=(replace(m.bgp[0], neighbors=(replace(
                m.bgp[0].neighbors[0], address="2001:db8::9", peer="nobody"),)), *m.bgp[1:])),
            "models/tx-core1.yml: tx-core1 filter PROTECT-RE6: it discards BGP from nobody and 2 more",
        ),
    ],
)
def test_a_filter_that_keeps_out_what_the_device_runs(
    lab_design: Design, host: str, spoil: Callable[[DeviceModel], DeviceModel], expected: str
) -> None:
    found = [str(problem) for problem in check_filters({host: spoil(lab_design.models["to-be"][host])})]
    assert [text for text in found if text.startswith(expected)], found


@pytest.mark.parametrize(
    ("packet", "verdict"),
    [
        (Packet(what="BGP of a peer", protocol="tcp", source="10.0.0.2", destination_port=179), "accept"),
        (Packet(what="BGP of a stranger", protocol="tcp", source="192.0.2.1", destination_port=179), "term last"),
        (Packet(what="SSH of a stranger", protocol="tcp", source="10.0.0.2", destination_port=22), "term last"),
        (Packet(what="SSH", protocol="tcp", source="10.50.112.7", destination_port=22), "accept"),
        (Packet(what="TACACS+", protocol="tcp", source="10.50.112.7", source_port=49, established=True), "accept"),
        (Packet(what="a call from port 49", protocol="tcp", source="10.50.112.7", source_port=49), "term last"),
        (Packet(what="traceroute", protocol="udp", source="192.0.2.1", destination_port=33435), "accept"),
        (Packet(what="beyond traceroute", protocol="udp", source="192.0.2.1", destination_port=33600), "term last"),
    ],
    ids=lambda value: getattr(value, "what", value),
)
def test_filter_is_walked_as_junos_does(packet: Packet, verdict: str) -> None:
    lists = {"PEERS": ("10.0.0.2",), "MANAGEMENT": ("10.50.112.0/20",)}
    terms = (
        FilterTerm(name="bgp", protocols=("tcp",), sources=("PEERS",), ports=("bgp",)),
        FilterTerm(name="ssh", protocols=("tcp",), sources=("MANAGEMENT",), destination_ports=("ssh", "830")),
        FilterTerm(
            name="aaa", protocols=("tcp",), sources=("MANAGEMENT",), source_ports=("tacacs",), established=True
        ),
        FilterTerm(name="fragments", action="discard", protocols=("udp",), fragments=True),
        FilterTerm(name="traceroute", protocols=("udp",), destination_ports=("33434-33523",)),
        FilterTerm(name="last", action="discard"),
    )
    assert walk(Filter(name="F", family="inet", terms=terms), lists, packet) == verdict
