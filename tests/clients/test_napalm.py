"""NAPALM's own Junos driver: its getters, and every way of its to change a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jnpr.junos.exception import CommitError

napalm = pytest.importorskip("napalm", reason="NAPALM is not installed: make test-clients")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus


def connect(twin: TwinStatus, host: str, **more: Any) -> Any:
    driver = napalm.get_network_driver("junos")
    options = {"port": twin.devices[host], "key_file": twin.key_file, "config_lock": False, **more}
    return driver(twin.address, twin.user, "", optional_args=options)


@pytest.fixture
def device(twin: TwinStatus) -> Iterator[Any]:
    with connect(twin, "ada-agg1") as found:
        yield found


@pytest.mark.parametrize("host", ["okc-core1", "ada-agg1", "ada-library-sw1"])
def test_facts(twin: TwinStatus, control: Control, host: str) -> None:
    control.advance(60)
    with connect(twin, host) as device:
        facts = device.get_facts()
    models = {"okc-core1": "MX480", "ada-agg1": "MX204", "ada-library-sw1": "EX3400-24P"}
    assert (facts["hostname"], facts["model"], facts["os_version"]) == (host, models[host], "21.4R1.12")
    assert facts["fqdn"] == f"{host}.net.example"
    assert facts["vendor"] == "Juniper"
    assert facts["serial_number"]
    assert facts["uptime"] >= 0
    assert any(name.startswith(("et-", "xe-")) for name in facts["interface_list"])


def test_interfaces(device: Any) -> None:
    port = device.get_interfaces()["et-0/0/0"]
    assert (port["is_up"], port["is_enabled"], port["description"]) == (True, True, "to okc-core1")
    assert (port["mtu"], port["speed"]) == (9192, 100000)
    assert port["mac_address"]
    addresses = device.get_interfaces_ip()
    assert addresses["et-0/0/0.0"]["ipv4"] == {"10.1.0.1": {"prefix_length": 31}}
    assert addresses["lo0.0"]["ipv4"] == {"10.0.0.2": {"prefix_length": 32}}
    counters = device.get_interfaces_counters()["et-0/0/0"]
    assert counters["rx_errors"] == counters["tx_errors"] == 0


def test_lldp(device: Any) -> None:
    assert device.get_lldp_neighbors() == {
        "et-0/0/0": [{"hostname": "okc-core1", "port": "et-0/0/2"}],
        "xe-0/1/0": [{"hostname": "ada-library-sw1", "port": "xe-0/2/0"}],
    }
    details = device.get_lldp_neighbors_detail("et-0/0/0")["et-0/0/0"]
    assert [item["remote_system_name"] for item in details] == ["okc-core1"]


def test_bgp_neighbors(device: Any) -> None:
    found = device.get_bgp_neighbors()
    assert found["global"]["router_id"] == "10.0.0.2"
    peer = found["global"]["peers"]["10.0.0.1"]
    assert (peer["is_up"], peer["is_enabled"]) == (True, True)
    assert (peer["local_as"], peer["remote_as"], peer["remote_id"]) == (65000, 65000, "10.0.0.1")
    assert peer["description"] == "okc-core1"
    assert found["STAFF"]["peers"]["10.2.0.1"]["is_up"] is True
    detail = device.get_bgp_neighbors_detail()
    assert detail["global"][65000][0]["connection_state"] == "Established"
    assert device.get_bgp_config()["CORE"]["neighbors"].keys() == {"10.0.0.1"}


def test_other_getters(device: Any) -> None:
    assert device.is_alive() == {"is_alive": True}
    environment = device.get_environment()
    assert environment["memory"]["available_ram"] > 0
    assert environment["cpu"]
    assert device.get_network_instances()["STAFF"]["state"]["route_distinguisher"] == "10.0.0.2:110"
    assert device.get_ntp_servers().keys() == {"192.0.2.123"}
    assert device.get_snmp_information()["contact"] == "the network team"
    assert "netops" in device.get_users()
    assert {item["ip"] for item in device.get_arp_table()} == {"10.1.0.0", "10.2.0.1"}
    assert device.get_mac_address_table() == []
    assert "et-0/0/0" in device.get_optics()
    assert device.cli(["show version"])["show version"]


def test_configuration_in_every_source(device: Any) -> None:
    found = device.get_config(format="set")
    assert "set system host-name ada-agg1" in found["running"]
    assert "host-name ada-agg1;" in device.get_config(retrieve="running")["running"]


def test_merge_compare_discard(device: Any) -> None:
    device.load_merge_candidate(config="system {\n location {\n  building Annex;\n }\n}\n")
    assert device.compare_config() == (
        '[edit system location]\n-   building "ada-agg1 hall";\n+   building Annex;'
    )
    device.discard_config()
    assert device.compare_config() == ""


def test_replace_and_commit_and_rollback(device: Any) -> None:
    before = device.get_config(retrieve="running")["running"]
    wanted = before.replace('building "ada-agg1 hall"', "building Tower")
    device.load_replace_candidate(config=wanted)
    assert "+   building Tower;" in device.compare_config()
    device.commit_config(message="moved")
    assert "building Tower" in device.get_config(format="set")["running"]
    device.rollback()
    assert "ada-agg1 hall" in device.get_config(format="set")["running"]


def test_commit_with_revert_then_confirm(device: Any) -> None:
    device.load_merge_candidate(config="set system location floor 3")
    device.commit_config(revert_in=300)
    assert device.has_pending_commit() is True
    device.confirm_commit()
    assert device.has_pending_commit() is False
    device.load_merge_candidate(config="delete system location floor")
    device.commit_config()


def test_commit_that_nobody_confirms(device: Any, control: Control) -> None:
    device.load_merge_candidate(config="set system location floor 4")
    device.commit_config(revert_in=300)
    control.advance(301)
    assert "floor 4" not in device.get_config(format="set")["running"]
    assert device.has_pending_commit() is False


def test_what_the_device_refuses(device: Any) -> None:
    with pytest.raises(napalm.base.exceptions.MergeConfigException):
        device.load_merge_candidate(config="set system no-such-thing")
    device.load_merge_candidate(config="set interfaces lo0 unit 0 family inet filter input MISSING")
    with pytest.raises(CommitError, match="Referenced filter 'MISSING' is not defined"):
        device.commit_config()
    device.discard_config()
