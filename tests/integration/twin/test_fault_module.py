"""The module that breaks things on a twin, and the plugin of pytest that does the same for tests."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.action import twin_fault
from ansible_collections.statenet.junos.plugins.module_utils.twin import faults, process, random_faults
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.faults import ARGUMENTS
from ansible_collections.statenet.junos.plugins.modules import twin_fault as documented

from .test_module import play

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAULT = "statenet.junos.twin_fault"


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "r1.conf").write_text("system { host-name r1; }\n")
    devices = [{"hostname": "r1", "model": "MX204", "configuration": "r1.conf"}]
    (tmp_path / "spec.json").write_text(json.dumps({"name": "one", "devices": devices}))
    process.start(tmp_path / "run", tmp_path / "spec.json")
    yield tmp_path / "run"
    process.stop(tmp_path / "run")


def test_faults_from_a_playbook(tmp_path: Path, directory: Path) -> None:
    ignored = {"ignore_errors": True}
    where = {"directory": str(directory)}
    seeded = {FAULT: {**where, "seed": 4, "count": 2, "kinds": ["lock", "disk_full"]}}
    result = play(
        tmp_path,
        [
            {FAULT: {**where, "kind": "lock", "arguments": {"host": "r1"}}, "check_mode": True},
            {FAULT: {**where, "kind": "lock", "arguments": {"host": "r1", "owner": "maria"}}, "register": "one"},
            {FAULT: {**where, "state": "cleared"}},
            seeded | {"register": "first"},
            {FAULT: {**where, "state": "cleared"}},
            seeded | {"register": "second"},
            {
                "ansible.builtin.assert": {
                    "that": [
                        "one.msg == 'lock: host=r1, owner=maria'",
                        "first.faults == second.faults and first.faults | length == 2",
                    ]
                }
            },
            {FAULT: {**where, "state": "cleared"}},
            {FAULT: {**where, "kind": "link_down", "arguments": {"host": "r9"}}, "register": "bad", **ignored},
            {FAULT: where, "register": "empty", **ignored},
            {
                "ansible.builtin.assert": {
                    "that": [
                        "bad.msg == 'fault: arguments: host. Expected: host, interface.'",
                        "empty.msg == 'state is injected but neither kind nor seed is set'",
                    ]
                }
            },
        ],
    )
    assert result["code"] == 0, result["output"]
    with Control(directory) as control:
        assert control.status()["locked"] == []


def test_what_is_documented_is_what_there_is() -> None:
    options = yaml.safe_load(documented.DOCUMENTATION)["options"]
    kept = ("type", "elements", "choices", "default", "required")
    found = {name: {key: value for key, value in spec.items() if key in kept} for name, spec in options.items()}
    assert found == twin_fault.ActionModule.SPEC
    assert sorted({*faults.KINDS, *ARGUMENTS}) == twin_fault.KINDS
    assert set(random_faults.KINDS) <= set(twin_fault.KINDS)


def test_the_plugin_of_pytest(tmp_path: Path) -> None:
    plugin = "ansible_collections.statenet.junos.plugins.module_utils.twin.pytest_plugin"
    (tmp_path / "r1.conf").write_text("system { host-name r1; }\n")
    devices = [{"hostname": "r1", "model": "MX204", "configuration": "r1.conf"}]
    (tmp_path / "fleet.json").write_text(json.dumps({"name": "one", "devices": devices}))
    (tmp_path / "conftest.py").write_text(
        "from pathlib import Path\nimport pytest\n\n"
        f"pytest_plugins = [{plugin!r}]\n\n\n"
        '@pytest.fixture(scope="session")\ndef twin_spec():\n    return Path(__file__).with_name("fleet.json")\n'
    )
    (tmp_path / "test_it.py").write_text(
        "def test_one(twin, twin_faults):\n"
        '    assert twin_faults(1, kinds=["lock"])[0]["arguments"] == {"host": "r1"}\n'
        '    assert twin.status()["locked"] == ["r1"]\n\n\n'
        'def test_two(twin):\n    assert twin.status()["locked"] == []\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr
