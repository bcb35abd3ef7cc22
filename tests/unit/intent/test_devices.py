"""The devices that an intent describes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ansible_collections.statenet.junos.plugins.module_utils.intent.devices import (
    DeviceRef,
    core_group,
    devices,
    hub_hostnames,
    site_hostname,
)
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent

from .conftest import INVENTORIES

if TYPE_CHECKING:
    from pathlib import Path


def test_lab_devices(lab: Path) -> None:
    found = {device.hostname: device for device in devices(load_intent(lab))}
    assert list(found) == [
        "okc-core1",
        "tx-core1",
        "el-reno-agg1",
        "el-reno-agg2",
        "okc-spine1",
        "okc-spine2",
        "okc-leaf1",
        "okc-leaf2",
        "tx-spine1",
        "tx-spine2",
        "tx-leaf1",
        "canadian-el-reno-county-office-sw1",
        "canadian-el-reno-courthouse-sw1",
        "canadian-yukon-public-safety-sw1",
        "canadian-calumet-library-sw1",
        "legacy-okc",
        "legacy-el-reno",
    ]
    assert found["okc-core1"] == DeviceRef(
        hostname="okc-core1",
        role="core_mx",
        function="core",
        model="MX480",
        county="Canadian",
        region="central",
        groups=("core oklahoma-city", "reflectors"),
    )
    assert found["tx-core1"].region == ""
    assert found["okc-leaf2"] == DeviceRef(
        hostname="okc-leaf2",
        role="dc_fabric",
        function="leaf",
        model="QFX5100-48S",
        county="Canadian",
        region="central",
        datacenter="okc",
        groups=("fabric okc okc-leaf1+okc-leaf2",),
    )
    assert found["tx-leaf1"].groups == ()
    assert found["canadian-calumet-library-sw1"] == DeviceRef(
        hostname="canadian-calumet-library-sw1",
        role="site_ex",
        function="access",
        model="EX3400-24P",
        county="Canadian",
        region="central",
        site="canadian-calumet-library",
        site_kind="library",
        hub="el-reno",
    )
    assert found["legacy-okc"].legacy


def test_pairs_share_a_group(lab: Path) -> None:
    groups = Counter(group for device in devices(load_intent(lab)) for group in device.groups)
    assert groups == {
        "core oklahoma-city": 1,
        "core dallas": 1,
        "hub el-reno": 2,
        "fabric okc spine": 2,
        "fabric okc okc-leaf1+okc-leaf2": 2,
        "fabric tx spine": 2,
        "reflectors": 2,
        "legacy core": 1,
    }


def test_oklahoma_devices() -> None:
    found = devices(load_intent(INVENTORIES / "oklahoma" / "intent"))
    assert Counter(device.role for device in found) == {"core_mx": 88, "dc_fabric": 18, "site_ex": 500, "legacy": 10}
    assert len({device.hostname for device in found}) == len(found)


def test_names() -> None:
    assert site_hostname("adair-stilwell-library") == "adair-stilwell-library-sw1"
    assert hub_hostnames("el-reno") == ("el-reno-agg1", "el-reno-agg2")
    assert core_group("Oklahoma City") == "core oklahoma-city"
