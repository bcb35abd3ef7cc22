"""``bootstrap``: which files it makes, changes and removes, and what it says when it cannot."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.seed import seed
from ansible_collections.statenet.junos.plugins.module_utils.report.bootstrap_lines import bootstrap_lines
from ansible_collections.statenet.junos.plugins.module_utils.verbs import kea_check
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.boot_trial import Trial
from ansible_collections.statenet.junos.plugins.module_utils.verbs.bootstrap import bootstrap
from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
from ansible_collections.statenet.junos.plugins.module_utils.verbs.kea_check import check_with_kea, find_kea
from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import make_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.seeds import runs_seed, seed_of
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import ArtifactMissing, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

IMAGE = "jinstall-host-qfx-5-x86-64-21.4R3-S5.4-secure-signed.tgz"


def reopened(workspace: Workspace) -> Workspace:
    return open_workspace(intent_directory=workspace.intent_directory, artifacts=workspace.root)


def test_nothing_is_written_until_told(workspace: Workspace) -> None:
    found = bootstrap(workspace, Artifacts(workspace))
    assert found.changes
    assert not (workspace.root / "bootstrap").exists()
    found.write()
    assert bootstrap(workspace, Artifacts(workspace)).changes == ()


def test_the_index_tells_what_is_there_with_its_checksum(workspace: Workspace) -> None:
    bootstrap(workspace, Artifacts(workspace)).write()
    root = workspace.root / "bootstrap"
    index = json.loads((root / "index.json").read_text())
    assert index["url"] == "http://10.2.0.254:8080/"
    sums = dict(reversed(line.split("  ")) for line in (root / "http" / "SHA256SUMS").read_text().splitlines())
    for device in index["devices"]:
        content = (root / "http" / device["seed"]).read_bytes()
        assert device["sha256"] == sums[device["seed"]] == hashlib.sha256(content).hexdigest()
    assert {path.name for path in (root / "http" / "seeds").iterdir()} == {
        f"{d['host']}.conf" for d in index["devices"]
    }
    assert {"host": "el-reno-agg2", "reason": "its serial number is not in serials.csv"} in index["waiting"]
    assert index["images"] == [{"file": f"images/{IMAGE}", "release": "21.4R3-S5", "sha256": ""}]


def test_a_seed_goes_when_its_serial_number_does(workspace: Workspace) -> None:
    bootstrap(workspace, Artifacts(workspace)).write()
    path = workspace.intent_directory / "serials.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith("tx-leaf1")))
    found = bootstrap(reopened(workspace), Artifacts(workspace))
    gone = workspace.root / "bootstrap" / "http" / "seeds" / "tx-leaf1.conf"
    assert [change.path for change in found.changes if not change.after] == [gone]
    found.write()
    assert not gone.exists()


def test_an_intent_without_a_server(workspace: Workspace) -> None:
    (workspace.intent_directory / "bootstrap.yml").unlink()
    with pytest.raises(InputError) as caught:
        bootstrap(reopened(workspace), Artifacts(workspace))
    path = workspace.intent_directory / "bootstrap.yml"
    assert str(caught.value) == (
        f"1 problem found:\n  {path}: bootstrap: the intent names no server of addresses and files. Expected: a file "
        "bootstrap.yml with the key server. Remedy: write it after inventories/lab/intent/bootstrap.yml."
    )


def test_a_network_that_was_not_built(workspace: Workspace) -> None:
    shutil.rmtree(workspace.root)
    with pytest.raises(ArtifactMissing, match=r"Run `ansible-playbook statenet.junos.build` with this inventory first"):
        bootstrap(workspace, Artifacts(workspace))


def test_lines_for_a_person(workspace: Workspace) -> None:
    found = bootstrap(workspace, Artifacts(workspace))
    trials = (
        Trial(host="tx-leaf1", manageable=False, event="stays in factory default: no address"),
        Trial(host="tx-spine1", manageable=True, event="runs seeds/tx-spine1.conf"),
    )
    assert bootstrap_lines(found.plan, missing=found.missing, checked=True, trials=trials) == (
        "cannot be bootstrapped yet: el-reno-agg2, okc-spine1, okc-spine2, okc-leaf1, okc-leaf2: its serial number is "
        "not in serials.csv",
        "cannot be bootstrapped yet: canadian-el-reno-county-office-sw1, canadian-yukon-public-safety-sw1, "
        "canadian-calumet-library-sw1: its serial number is not in sites.csv",
        f"put {IMAGE} (21.4R3-S5) into http/images",
        "tx-leaf1 stays in factory default: no address",
        "7 devices can be bootstrapped (6 on management 10.2.0.0/24, 1 on staging 10.3.0.0/24), 8 cannot yet; "
        "configuration accepted by Kea; 1 of 2 came up manageable on the twin",
    )


def test_an_image_that_is_there_need_not_be_put_there(workspace: Workspace) -> None:
    images = workspace.root / "bootstrap" / "http" / "images"
    images.mkdir(parents=True)
    (images / IMAGE).write_text("an image\n")
    assert bootstrap(workspace, Artifacts(workspace)).missing == ()


def test_kea_itself_accepts_the_configuration(workspace: Workspace) -> None:
    program = find_kea()
    if program is None:
        pytest.skip("kea-dhcp4 is not installed (Debian: kea-dhcp4-server)")
    found = bootstrap(workspace, Artifacts(workspace))
    check_with_kea(program, found.text, path=found.kea)
    broken = found.text.replace('"10.2.0.12/32"', '"10.9.0.12/32"')
    with pytest.raises(InputError, match=r"kea-dhcp4.conf: Kea: .*10\.9\.0\.12.* Expected: a configuration that Kea"):
        check_with_kea(program, broken, path=found.kea)


def test_a_device_that_runs_its_seed_is_told_from_one_that_has_drifted(workspace: Workspace) -> None:
    artifacts = Artifacts(workspace)
    own = seed_of(artifacts, "tx-leaf1")
    assert runs_seed(artifacts, "tx-leaf1", own)
    assert not runs_seed(artifacts, "tx-spine1", own)
    assert not runs_seed(artifacts, "tx-leaf1", own.replace("tx-leaf1;", "tx-leaf9;"))
    assert not runs_seed(artifacts, "legacy-okc", artifacts.configuration("as-is", "legacy-okc"))


def test_where_kea_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kea_check, "_PLACES", (str(tmp_path),))
    monkeypatch.setenv("PATH", "")
    assert find_kea() is None
    (tmp_path / "kea-dhcp4").write_text("#!/bin/sh\n")
    (tmp_path / "kea-dhcp4").chmod(0o755)
    assert find_kea() == str(tmp_path / "kea-dhcp4")


def test_what_kea_says_is_passed_on(tmp_path: Path) -> None:
    program = tmp_path / "kea-dhcp4"
    program.write_text('#!/bin/sh\necho "INFO reading"\necho "ERROR $2: no such thing."\necho "INFO bye"\nexit 1\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(InputError) as caught:
        check_with_kea(str(program), "{}", path=tmp_path / "kea-dhcp4.conf")
    assert [str(problem) for problem in caught.value.problems] == [
        f"{tmp_path / 'kea-dhcp4.conf'}: Kea: ERROR kea-dhcp4.conf: no such thing. Expected: a configuration that Kea "
        "accepts. Remedy: report it: this file is generated."
    ]


NEW_SITE = "canadian-mustang-library, library, Canadian, el-reno, EX3400-24P, 2, , 0, , NX0219430201"


def test_a_new_site_is_reached_over_its_new_uplinks(workspace: Workspace) -> None:
    """No old uplink, and no key for BGP in a seed: static routes there and back, until BGP takes over."""
    sites = workspace.intent_directory / "sites.csv"
    sites.write_text(f"{sites.read_text().rstrip()}\n{NEW_SITE}\n")
    grown = reopened(workspace)
    build(grown)
    artifacts = Artifacts(grown)
    bootstrap(grown, artifacts).write()
    host = "canadian-mustang-library-sw1"
    found = parse_text((grown.root / "bootstrap" / "http" / "seeds" / f"{host}.conf").read_text())
    instance = found.get("routing-instances", "MGMT")
    assert instance is not None
    assert [name for name, _ in instance.children("interface")] == ["irb.190", "xe-0/2/0.190", "xe-0/2/1.190"]
    assert instance.value("routing-options", "static", "route", "0.0.0.0/0", "preference") == "200"
    hops = instance.leaf_list("routing-options", "static", "route", "0.0.0.0/0", "next-hop")
    final = parse_text(artifacts.configuration("to-be", host))
    neighbors = final.entries("routing-instances", "MGMT", "protocols", "bgp", "group", "PE", "neighbor")
    assert list(hops) == [neighbor.key for neighbor in neighbors]
    address = found.get("interfaces", "irb", "unit", "190", "family", "inet")
    assert address is not None
    (gateway,) = (key for key, _ in address.children("address"))
    prefix = str(ip_network(gateway, strict=False))
    for number, port in ((1, "xe-0/2/0"), (2, "xe-0/2/1")):
        assert found.value("interfaces", port, "mtu") == final.value("interfaces", port, "mtu")
        router = parse_text(artifacts.configuration("to-be", f"el-reno-agg{number}"))
        route = router.get("routing-instances", "MGMT", "routing-options", "static", "route", prefix)
        assert route is not None
        ((own, _),) = found.children("interfaces", port, "unit", "190", "family", "inet", "address")
        assert (route.value("next-hop"), route.value("preference")) == (own.partition("/")[0], "200")


def test_a_plan_from_seeds_is_a_plan_from_day_zero(workspace: Workspace) -> None:
    """Who runs its seed stands before its first stage: the same waves, the same changes."""
    artifacts = Artifacts(workspace)
    first = {host: artifacts.configuration("as-is", host) for host in artifacts.stages}
    seeds = {
        host: text if host.startswith("legacy") else seed(artifacts.model("as-is", host), text)
        for host, text in first.items()
    }

    def changes(plan: Plan) -> list[tuple[int, str, str]]:
        return [(wave.number, change.host, change.stage) for wave in plan.waves for change in wave.changes]

    from_seeds = make_plan(workspace, artifacts, author="dana", running=seeds)
    from_first = make_plan(workspace, artifacts, author="dana", running=first)
    assert changes(from_seeds) == changes(from_first)
    assert from_seeds.in_service == from_first.in_service
