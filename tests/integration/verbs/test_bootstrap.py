"""From the box to the final configuration, seen from the shell."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import ConnectError
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import first_start
from ansible_collections.statenet.junos.plugins.module_utils.verbs.boot_trial import served
from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import start_twin, twin_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from .lab import Lab

pytestmark = pytest.mark.slow
NEW_SITE = "canadian-mustang-library"
NEW_ROW = f"{NEW_SITE}, library, Canadian, el-reno, EX3400-24P, 2, , 0, , NX0219430201"
OUT_OF_BAND = ("okc-core1", "tx-core1", "el-reno-agg1", "tx-spine1", "tx-spine2", "tx-leaf1")
IMAGE = "jinstall-host-qfx-5-x86-64-21.4R3-S5.4-secure-signed.tgz"


def bootstrapped(lab: Lab) -> Path:
    """Where the files are that the verb has written, the image included."""
    outcome = lab.run("bootstrap")
    assert outcome.code == 0, outcome.output
    root = lab.artifacts / "bootstrap"
    (root / "http" / "images").mkdir()
    (root / "http" / "images" / IMAGE).write_text("an image\n")
    return root


def start_boxed(lab: Lab, devices: list[dict[str, Any]]) -> None:
    """Start the twin with some devices in their boxes; the others run what they run before the rollout."""
    workspace = open_workspace(intent_directory=lab.inventory / "intent", artifacts=lab.artifacts)
    network = json.loads(workspace.network.read_text())
    start_at = first_start(workspace.intent.policy, workspace.intent.calendar, datetime.now(UTC))
    spec = twin_spec(network, lambda host: workspace.config("as-is", host), start_at=start_at)
    boxed = {device["host"]: device["serials"][0] for device in devices}
    start_twin(
        workspace.twin,
        replace(
            spec,
            devices=tuple(
                replace(device, configuration="", serial=boxed[device.hostname]) if device.hostname in boxed else device
                for device in spec.devices
            ),
        ),
    )


def test_out_of_the_box_into_service(lab: Lab) -> None:
    """Routers, the Texas fabric and a new site boot from their factory default, and are rolled out like the others."""
    sites = lab.inventory / "intent" / "sites.csv"
    sites.write_text(f"{sites.read_text().rstrip()}\n{NEW_ROW}\n")
    built = lab.run("build")
    assert built.code == 0, built.output
    root = bootstrapped(lab)
    boxed = {*OUT_OF_BAND, f"{NEW_SITE}-sw1"}
    devices = [device for device in json.loads((root / "index.json").read_text())["devices"] if device["host"] in boxed]
    start_boxed(lab, devices)
    endpoint_of = twin_endpoints(lab.artifacts)
    with served(root / "http") as url, lab.control() as control:
        for device in devices:
            with pytest.raises(ConnectError):
                connect(endpoint_of(device["host"]))
            told = control.provision(device["host"], kea=root / "kea-dhcp4.conf", files=url)
            assert told["provisioned"], told
            assert told["address"] == (device["address"] or "10.3.0.2")
            with connect(endpoint_of(device["host"])) as session:
                seed = (root / "http" / device["seed"]).read_text()
                assert canonical(session.get_configuration()) == seed
                (first, *_) = session.history()
                assert (first.user, first.log) == ("root", f"auto-image-upgrade: {device['seed']}")
    audit = lab.run("audit")
    assert f"{NEW_SITE}-sw1" in audit.output
    assert audit.code == 0, audit.output
    found = {item["host"]: item["message"] for item in json.loads((lab.artifacts / "audit.json").read_text())}
    assert {found[host] for host in boxed} == {"was bootstrapped and waits for its first rollout"}
    lab.approved_plan()
    rollout = lab.run("rollout", "-e", "statenet_wait=true")
    assert rollout.code == 0, rollout.output
    assert set(lab.stages().values()) == {"to-be"}
    assert lab.control().downtime()["downtime_seconds"] == 0


def test_check_mode_shows_the_files_and_writes_none(lab: Lab) -> None:
    outcome = lab.run("bootstrap", "--check", "--diff")
    assert outcome.code == 0, outcome.output
    assert "+    host-name tx-leaf1;" in outcome.output
    assert '+            "pool": "10.2.0.12/32",' in outcome.output
    assert not (lab.artifacts / "bootstrap").exists()
    first, second = lab.run("bootstrap"), lab.run("bootstrap")
    assert "changed=1" in first.output
    assert "changed=0" in second.output


def test_a_trial_fails_without_the_image_and_passes_with_it(lab: Lab) -> None:
    trial = ("-e", "statenet_trial=true")
    without = lab.run("bootstrap", *trial)
    assert without.code != 0
    assert f"tx-leaf1 stays in factory default: images/{IMAGE} cannot be fetched: 404 File not found" in without.output
    assert "6 of 7 came up manageable on the twin" in without.output
    images = lab.artifacts / "bootstrap" / "http" / "images"
    images.mkdir()
    (images / IMAGE).write_text("an image\n")
    passed = lab.run("bootstrap", *trial)
    assert passed.code == 0, passed.output
    assert "7 of 7 came up manageable on the twin" in passed.output
    assert not (lab.artifacts / "bootstrap-trial").exists()


def test_what_is_wrong_with_a_serial_number_is_said_with_its_line(lab: Lab) -> None:
    path = lab.inventory / "intent" / "serials.csv"
    path.write_text(path.read_text().replace("TA3719110042", "ta-371"))
    outcome = lab.run("bootstrap")
    assert outcome.code != 0
    assert (
        "intent/serials.csv:6: serial number of tx-leaf1: serial is 'ta-371'. Expected: a serial number"
        in outcome.output
    )
