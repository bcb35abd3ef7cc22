"""PyEZ: facts, the configuration utility in every mode, operational tables of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jnpr.junos import Device
from jnpr.junos.exception import CommitError, ConfigLoadError, LockError
from jnpr.junos.op.arp import ArpTable
from jnpr.junos.op.bgp import bgpTable
from jnpr.junos.op.ethport import EthPortTable
from jnpr.junos.op.fpc import FpcHwTable
from jnpr.junos.op.isis import IsisAdjacencyTable
from jnpr.junos.op.lldp import LLDPNeighborTable
from jnpr.junos.op.phyport import PhyPortTable
from jnpr.junos.op.routes import RouteSummaryTable, RouteTable
from jnpr.junos.utils.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus

HOSTS = ("okc-core1", "ada-agg1", "ada-library-sw1")


def connect(twin: TwinStatus, host: str) -> Any:
    return Device(
        host=twin.address, port=twin.devices[host], user=twin.user, ssh_private_key_file=twin.key_file,
        gather_facts=False,
    )


@pytest.fixture(params=HOSTS)
def device(request: pytest.FixtureRequest, twin: TwinStatus) -> Iterator[Any]:
    with connect(twin, request.param) as found:
        yield found


@pytest.fixture
def router(twin: TwinStatus) -> Iterator[Any]:
    with connect(twin, "ada-agg1") as found:
        yield found


def test_every_fact(device: Any) -> None:
    facts = dict(device.facts)
    assert facts["hostname"] in HOSTS
    assert facts["version"] == "21.4R1.12"
    assert facts["serialnumber"]
    assert facts["2RE"] == (facts["hostname"] == "okc-core1")


def test_tables(router: Any) -> None:
    ports = EthPortTable(router).get()
    assert {port.name for port in ports} >= {"et-0/0/0", "xe-0/1/0"}
    assert [port.oper for port in PhyPortTable(router).get("et-0/0/0")] == ["up"]
    assert {item.remote_sysname for item in LLDPNeighborTable(router).get()} == {"okc-core1", "ada-library-sw1"}
    assert [item.adjacency_state for item in IsisAdjacencyTable(router).get()] == ["Up"]
    assert bgpTable(router).get()
    routes = RouteTable(router).get()
    assert "10.0.0.1/32" in routes.keys()  # noqa: SIM118 -- not a dictionary
    assert RouteSummaryTable(router).get()
    assert ArpTable(router).get()
    assert FpcHwTable(router).get()


@pytest.mark.parametrize("mode", ["exclusive", "private"])
def test_configuration_modes(device: Any, mode: str) -> None:
    with Config(device, mode=mode) as config:
        config.load("set system location floor 2", format="set")
        assert "floor 2" in config.diff()
        assert config.commit_check()
        assert config.commit(comment=mode)
    with Config(device, mode=mode) as config:
        config.rollback(1)
        assert config.commit()
        assert config.diff() is None


def test_formats_and_actions(device: Any) -> None:
    config = Config(device)
    for content, options in (
        ("system { location { floor 3; } }", {"format": "text", "merge": True}),
        ("<system><location><floor>3</floor></location></system>", {"format": "xml"}),
        ('{"configuration": {"system": {"location": {"floor": 3}}}}', {"format": "json"}),
        ("[edit system location]\n+   floor 3;\n", {"format": "text", "patch": True}),
    ):
        config.lock()
        config.load(content, **options)
        assert "+   floor 3;" in config.diff()
        config.rollback()
        config.unlock()


def test_confirmed_commit(device: Any, control: Control) -> None:
    config = Config(device)
    config.load("set system location floor 4", format="set")
    config.commit(confirm=2)
    control.advance(121)
    tree = device.rpc.get_config(filter_xml="<system><location/></system>")
    assert tree.findtext(".//floor") != "4"
    entry = device.rpc.get_commit_information().find(".//commit-history")
    assert (entry.findtext("user"), entry.findtext("client")) == ("root", "other")


def test_rescue(device: Any) -> None:
    config = Config(device)
    assert config.rescue("save")
    assert "host-name" in config.rescue("get")
    assert config.rescue("reload")
    assert config.rescue("delete")
    config.rollback()


def test_refusals(twin: TwinStatus, device: Any) -> None:
    config = Config(device)
    with pytest.raises(ConfigLoadError, match="syntax error"):
        config.load("set systm host-name x", format="set")
    config.load("set routing-instances BAD instance-type vrf", format="set")
    with pytest.raises(CommitError, match="Route-distinguisher is not configured"):
        config.commit()
    config.rollback()
    config.lock()
    name = device.rpc.get_software_information().findtext(".//host-name")
    with connect(twin, name) as other, pytest.raises(LockError):
        Config(other).lock()
    config.unlock()


def test_groups(router: Any) -> None:
    config = Config(router)
    config.load("set groups G interfaces <xe-*> hold-time up 3000 down 0\nset apply-groups G", format="set")
    config.commit()
    tree = router.rpc.get_config(options={"inherit": "inherit"})
    assert tree.findtext(".//interface[name='xe-0/1/0']/hold-time/up") == "3000"
    assert tree.find(".//interface[name='et-0/0/0']/hold-time") is None
    config.load("delete apply-groups\ndelete groups G", format="set")
    config.commit()
