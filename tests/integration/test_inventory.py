"""The inventory plugin, through Ansible's own commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
LAB = REPOSITORY / "inventories" / "lab"
OKLAHOMA = REPOSITORY / "inventories" / "oklahoma"
# Only what decides about a source named .yml: other plugins would add their own complaints.
ENABLED = {"ANSIBLE_INVENTORY_ENABLED": "auto", "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true"}


def ansible(command: str, *arguments: str | Path, where: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    """Run a command of Ansible from the environment of the tests."""
    return subprocess.run(
        [Path(sys.executable).with_name(command), *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=where,
        env=os.environ | ENABLED | {"COLUMNS": "1000", "ANSIBLE_NOCOLOR": "1"},
    )


def inventory(source: Path) -> dict[str, Any]:
    """What ``ansible-inventory --list`` says."""
    done = ansible("ansible-inventory", "-i", source, "--list")
    assert done.returncode == 0, done.stderr
    listed: dict[str, Any] = json.loads(done.stdout)
    return listed


@pytest.fixture(scope="module")
def oklahoma() -> dict[str, Any]:
    return inventory(OKLAHOMA / "statenet.yml")


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A copy of the laboratory, as somebody just wrote it: nothing is allocated yet."""
    copy = tmp_path / "lab"
    shutil.copytree(LAB, copy, ignore=shutil.ignore_patterns("allocations.yml"))
    return copy


def test_roles_hold_every_device(oklahoma: dict[str, Any]) -> None:
    sizes = {role: len(oklahoma[role]["hosts"]) for role in ("core_mx", "dc_fabric", "site_ex", "legacy")}
    assert sizes == {"core_mx": 88, "dc_fabric": 18, "site_ex": 500, "legacy": 10}
    assert oklahoma["statenet"]["children"] == ["core_mx", "dc_fabric", "site_ex", "legacy"]


@pytest.mark.parametrize(
    ("group", "size"),
    [
        ("model_mx480", 6),
        ("model_mx150", 10),
        ("model_qfx10002_36q", 4),
        ("function_access", 500),
        ("county_roger_mills", 6),
        ("site_type_county_office", 77),
        ("datacenter_tx", 8),
        ("hub_boise_city", 6),
    ],
)
def test_groups(oklahoma: dict[str, Any], group: str, size: int) -> None:
    assert len(oklahoma[group]["hosts"]) == size


def test_regions_hold_every_device_in_the_state(oklahoma: dict[str, Any]) -> None:
    regions = [group for group in oklahoma if group.startswith("region_")]
    outside = {"tx-core1", "tx-core2", *oklahoma["datacenter_tx"]["hosts"]}
    inside = {host for region in regions for host in oklahoma[region]["hosts"]}
    assert len(regions) == 8
    assert inside == set(oklahoma["_meta"]["hostvars"]) - outside


def test_every_host_has_one_wave(oklahoma: dict[str, Any]) -> None:
    waves = sorted(group for group in oklahoma if group.startswith("wave_"))
    hosts = [host for wave in waves for host in oklahoma[wave]["hosts"]]
    assert sorted(hosts) == sorted(oklahoma["_meta"]["hostvars"])
    assert oklahoma[waves[0]]["hosts"] == ["tul-core1", "tx-core1"]


def test_host_variables_are_few_and_plain(lab: Path) -> None:
    listed = inventory(lab / "statenet.yml")
    shared = {
        "statenet_intent": str(lab / "intent"),
        "statenet_network": "lab",
        "statenet_artifacts": str(Path.cwd() / "artifacts" / "lab"),
        "statenet_target": "live",
    }
    variables = {
        host: {name: value for name, value in found.items() if name.startswith(("statenet_", "ansible_host"))}
        for host, found in listed["_meta"]["hostvars"].items()
    }
    assert variables["canadian-calumet-library-sw1"] == shared | {
        "statenet_role": "site_ex",
        "statenet_function": "access",
        "statenet_model": "EX3400-24P",
        "statenet_county": "Canadian",
        "statenet_region": "central",
        "statenet_site": "canadian-calumet-library",
        "statenet_site_kind": "library",
    }
    assert variables["tx-core1"] == shared | {
        "statenet_role": "core_mx",
        "statenet_function": "core",
        "statenet_model": "MX480",
    }


def test_addresses_come_from_the_allocations(lab: Path) -> None:
    shutil.copy(LAB / "intent" / "allocations.yml", lab / "intent")
    variables = inventory(lab / "statenet.yml")["_meta"]["hostvars"]
    addresses = [found["ansible_host"] for found in variables.values()]
    assert len(set(addresses)) == 17
    assert variables["okc-core1"]["ansible_host"].startswith("10.2.0.")
    assert variables["canadian-calumet-library-sw1"]["ansible_host"].startswith("10.120.")


def test_stale_allocations_leave_hosts_without_address(lab: Path) -> None:
    shutil.copy(LAB / "intent" / "allocations.yml", lab / "intent")
    sites = lab / "intent" / "sites.csv"
    with sites.open("a", encoding="utf-8") as file:
        file.write("canadian-yukon-library, library, Canadian, el-reno, EX3400-24P, 2, legacy-el-reno, 50\n")
    done = ansible("ansible-inventory", "-i", lab / "statenet.yml", "--list")
    assert done.returncode == 0
    assert "No host has an address (ansible_host) until build is run again" in done.stderr
    variables = json.loads(done.stdout)["_meta"]["hostvars"]
    assert "canadian-yukon-library-sw1" in variables
    assert not any("ansible_host" in found for found in variables.values())


def test_options(lab: Path) -> None:
    (lab / "intent").rename(lab / "network")
    config = "plugin: statenet.junos.intent\nintent: network\nartifacts: out\nlegacy: false\n"
    (lab / "new.statenet.yml").write_text(config, encoding="utf-8")
    listed = inventory(lab / "new.statenet.yml")
    assert "legacy" not in listed
    assert "legacy-okc" not in listed["_meta"]["hostvars"]
    assert listed["_meta"]["hostvars"]["okc-core1"]["statenet_artifacts"] == str(lab / "out")


def test_graph_of_a_directory(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIBLE_INVENTORY_IGNORE_REGEX", "^intent$")
    done = ansible("ansible-inventory", "-i", lab, "--graph", "core_mx")
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "@core_mx:",
        "  |--okc-core1",
        "  |--tx-core1",
        "  |--el-reno-agg1",
        "  |--el-reno-agg2",
    ]


def test_every_problem_is_shown(lab: Path) -> None:
    for name, old, new in (("network.yml", "asn: 64600", "asn: x"), ("hubs.yml", "uplinks:", "uplink:")):
        path = lab / "intent" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = ansible("ansible-inventory", "-i", "lab/statenet.yml", "--list", where=lab.parent)
    assert done.returncode != 0
    assert (
        "3 problems found:\n"
        "  lab/intent/hubs.yml:2: hub el-reno: unknown key uplink. Expected: the keys name, county, model, uplinks, "
        "port_profile. Remedy: rename it to uplinks.\n"
        "  lab/intent/hubs.yml:2: hub el-reno: uplinks is missing. Expected: a list of exactly 2, each a name of "
        "at most 48 lower-case letters, digits and hyphens.\n"
        "  lab/intent/network.yml:14: network: asn is 'x'. Expected: a whole number from 1 to 65535.\n"
    ) in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_templated(lab: Path) -> None:
    for name in ("counties.csv", "hubs.yml", "sites.csv", "core.yml", "datacenters.yml"):
        path = lab / "intent" / name
        path.write_text(path.read_text(encoding="utf-8").replace("Canadian", '"{{ 1 }}"'), encoding="utf-8")
    done = ansible("ansible-inventory", "-i", lab / "statenet.yml", "--list")
    assert done.returncode != 0
    assert "county {{ 1 }}: name is '{{ 1 }}'. Expected: the name of a county." in done.stderr


def test_other_files_are_declined(lab: Path) -> None:
    other = lab / "hosts.yml"
    shutil.copy(lab / "statenet.yml", other)
    done = ansible("ansible-inventory", "-i", other, "--list")
    assert done.returncode != 0
    assert "could not be verified by inventory plugin" in done.stderr


def test_documentation_is_complete() -> None:
    done = ansible("ansible-doc", "-t", "inventory", "--json", "statenet.junos.intent")
    documented = json.loads(done.stdout)["statenet.junos.intent"]
    assert set(documented["doc"]["options"]) == {"plugin", "intent", "artifacts", "legacy"}
    assert documented["examples"]
