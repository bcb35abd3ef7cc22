"""The fleet as a laboratory of containerlab: topology, names of ports, configurations, inventory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set, print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from ansible_collections.statenet.junos.plugins.module_utils.twin.containerlab import export_lab, kind_of
from ansible_collections.statenet.junos.plugins.module_utils.twin.lab_configuration import (
    PORTS,
    lab_configuration,
    port_names,
)
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import Cable, DeviceSpec, End, TwinSpec

if TYPE_CHECKING:
    from pathlib import Path

ROUTER = """set system host-name r1
set system commit synchronize
set system management-instance
set chassis redundancy graceful-switchover
set chassis fpc 0 pic 0 port 2 speed 100g
set chassis aggregated-devices ethernet device-count 1
set groups CORE interfaces <et-*> mtu 9192
set apply-groups CORE
set interfaces et-0/0/2 description "to sw1 xe-0/0/0, our et-0/0/2"
set interfaces et-0/0/2 unit 0 family inet address 10.0.0.0/31
set interfaces et-0/0/2 gigether-options fec fec91
set interfaces xe-0/1/3 unit 0 family inet address 10.0.1.0/31
set interfaces fxp0 unit 0 family inet address 192.0.2.1/24
set interfaces lo0 unit 0 family inet filter input PROTECT-RE
set interfaces lo0 unit 0 family inet address 10.255.0.1/32
set routing-options nonstop-routing
set routing-options router-id 10.255.0.1
set protocols isis interface et-0/0/2.0 point-to-point
set protocols lldp interface xe-0/1/3
deactivate interfaces fxp0 unit 0
deactivate interfaces xe-0/1/3 unit 0
"""
ADAPTED = """set groups CORE interfaces <et-*> mtu 9192
set system host-name r1
set chassis aggregated-devices ethernet device-count 1
set chassis fpc 0 pic 0 number-of-ports 96
set interfaces ge-0/0/0 description "to sw1 xe-0/0/0, our et-0/0/2"
set interfaces ge-0/0/0 mtu 9192
set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.0/31
set interfaces ge-0/0/1 unit 0 family inet address 10.0.1.0/31
set interfaces lo0 unit 0 family inet address 10.255.0.1/32
set routing-options router-id 10.255.0.1
set protocols isis interface ge-0/0/0.0 point-to-point
set protocols lldp interface ge-0/0/1
deactivate interfaces ge-0/0/1 unit 0
"""
SWITCH = """set system host-name sw1
set interfaces interface-range USERS member-range ge-0/0/0 to ge-0/0/2
set interfaces interface-range USERS unit 0 family ethernet-switching
set interfaces xe-0/2/0 unit 0 family inet address 10.0.0.1/31
set poe interface all
set system root-authentication encrypted-password "$SECRET$root-password"
"""


@pytest.fixture
def spec(tmp_path: Path) -> TwinSpec:
    devices = []
    for host, model, family, lines in (
        ("r1", "MX480", "junos", ROUTER), ("sw1", "EX3400-24P", "junos-ex", SWITCH),
        ("old1", "MX240", "junos", "set system host-name old1\nset interfaces ge-1/0/0 unit 0 family iso\n"),
    ):
        (tmp_path / f"{host}.conf").write_text(print_text(parse_set(lines)))
        devices.append(
            DeviceSpec(hostname=host, model=model, family=family, configuration=str(tmp_path / f"{host}.conf"))
        )
    cabling = (
        Cable(a=End(host="r1", interface="et-0/0/2"), b=End(host="sw1", interface="xe-0/2/0"), speed="10g"),
        Cable(a=End(host="r1", interface="xe-0/1/0"), b=End(host="old1", interface="ge-1/0/0"), speed="1g"),
    )
    return TwinSpec(name="lab", devices=tuple(devices), cabling=cabling)


def test_a_router_as_a_virtual_one() -> None:
    tree = parse_set(ROUTER)
    ports = port_names(tree, ["et-0/0/2"], "juniper_vjunosrouter")
    assert ports == {"et-0/0/2": "ge-0/0/0", "xe-0/1/3": "ge-0/0/1"}
    adapted = print_set(parse_text(lab_configuration(tree, ports, "juniper_vjunosrouter")))
    wanted = ADAPTED.replace("set groups CORE interfaces <et-*> mtu 9192\n", "")
    assert sorted(adapted.splitlines()) == sorted(wanted.splitlines())


def test_a_router_as_a_container() -> None:
    tree = parse_set(ROUTER)
    ports = port_names(tree, ["et-0/0/2"], "juniper_crpd")
    assert ports == {"et-0/0/2": "eth1", "xe-0/1/3": "eth2"}
    adapted = print_set(parse_text(lab_configuration(tree, ports, "juniper_crpd")))
    assert "set protocols isis interface eth1.0 point-to-point" in adapted
    assert "chassis" not in adapted


def test_ports_with_a_cable_come_first_and_too_many_are_left_out() -> None:
    lines = "".join(f"set interfaces ge-0/0/{number} unit 0\n" for number in range(PORTS + 4))
    tree = parse_set(lines)
    ports = port_names(tree, ["xe-0/2/0", "ge-0/0/40"], "juniper_vjunosswitch")
    assert (ports["ge-0/0/40"], ports["xe-0/2/0"], ports["ge-0/0/0"]) == ("ge-0/0/0", "ge-0/0/1", "ge-0/0/2")
    assert len(ports) == len(set(ports.values())) == PORTS
    assert lab_configuration(tree, ports, "juniper_vjunosswitch").count("unit 0;") == PORTS - 1


def test_the_topology_and_what_belongs_to_it(spec: TwinSpec, tmp_path: Path) -> None:
    found = export_lab(spec, tmp_path / "lab", kinds={"MX240": "juniper_crpd"})
    assert (found.nodes, found.links) == (3, 2)
    assert yaml.safe_load(found.topology.read_text()) == {
        "name": "lab",
        "mgmt": {"network": "lab-mgmt", "ipv4-subnet": "172.20.16.0/20"},
        "topology": {
            "kinds": {
                "juniper_crpd": {"image": "crpd:latest"},
                "juniper_vjunosrouter": {"image": "vrnetlab/juniper_vjunos-router:latest"},
                "juniper_vjunosswitch": {"image": "vrnetlab/juniper_vjunos-switch:latest"},
            },
            "nodes": {
                "r1": {
                    "kind": "juniper_vjunosrouter", "startup-config": "configs/r1.cfg", "mgmt-ipv4": "172.20.16.10",
                },
                "sw1": {
                    "kind": "juniper_vjunosswitch", "startup-config": "configs/sw1.cfg", "mgmt-ipv4": "172.20.16.11",
                },
                "old1": {
                    "kind": "juniper_crpd", "startup-config": "configs/old1.cfg", "mgmt-ipv4": "172.20.16.12",
                },
            },
            "links": [
                {"endpoints": ["r1:ge-0/0/0", "sw1:ge-0/0/0"]},
                {"endpoints": ["r1:ge-0/0/1", "old1:eth1"]},
            ],
        },
    }
    hosts = yaml.safe_load(found.inventory.read_text())["all"]["hosts"]
    assert (hosts["r1"]["ansible_host"], hosts["r1"]["ansible_user"], hosts["old1"]["ansible_user"]) == (
        "172.20.16.10", "admin", "root",
    )
    assert json.loads((tmp_path / "lab" / "ports.json").read_text())["sw1"] == {
        "xe-0/2/0": "ge-0/0/0", "ge-0/0/0": "ge-0/0/1", "ge-0/0/1": "ge-0/0/2", "ge-0/0/2": "ge-0/0/3",
    }
    switch = (tmp_path / "lab" / "configs" / "sw1.cfg").read_text()
    assert "poe" not in switch
    assert "$SECRET$" not in switch


def test_some_devices_with_the_cables_between_them(spec: TwinSpec, tmp_path: Path) -> None:
    found = export_lab(spec, tmp_path / "lab", hosts=["r1", "sw1"])
    assert (found.nodes, found.links) == (2, 1)


def test_hosts_and_kinds_that_are_unknown(spec: TwinSpec, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        export_lab(spec, tmp_path / "lab", hosts=["r1", "r9"], kinds={"MX": "vmx"})  # type: ignore[dict-item]
    assert str(caught.value) == (
        "2 problems found:\n"
        "  containerlab: hosts: 'r9' is no device. Expected: a device of the fleet.\n"
        "  containerlab: kinds.MX: 'vmx'. Expected: juniper_vjunosrouter, juniper_vjunosswitch, juniper_crpd."
    )


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("MX480", "juniper_vjunosrouter"), ("MX240", "juniper_crpd"), ("QFX5100-48S", "juniper_vjunosswitch"),
        ("EX3400-24P", "juniper_vjunosrouter"),
    ],
)
def test_the_longest_beginning_decides(model: str, kind: str) -> None:
    kinds = {"MX2": "juniper_vjunosrouter", "MX240": "juniper_crpd", "EX": "juniper_vjunosrouter"}
    assert kind_of(model, kinds) == kind  # type: ignore[arg-type]
