"""The module twin in playbooks: started once, found, stopped once; and what it says when it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
CONFIGURATION = "system {{\n    host-name r1;\n    location {{\n        building {stage};\n    }}\n}}\n"


@pytest.fixture
def artifacts(tmp_path: Path) -> Path:
    """What ``build`` would leave of a network with one device."""
    root = tmp_path / "artifacts"
    for stage in ("as-is", "to-be"):
        (root / "configs" / stage).mkdir(parents=True)
        (root / "configs" / stage / "r1.conf").write_text(CONFIGURATION.format(stage=stage))
    device = {
        "hostname": "r1",
        "role": "core_mx",
        "function": "core",
        "model": "MX204",
        "family": "junos",
        "county": "Adair",
        "region": "east",
        "site": "",
        "groups": [],
        "stages": ["as-is", "to-be"],
    }
    network = {"name": "one", "devices": [device], "cabling": [], "probes": [], "anchors": []}
    (root / "network.json").write_text(json.dumps(network))
    return root


def play(directory: Path, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    """Results of the tasks, by name, from a playbook on the controller."""
    named = [{"name": f"task {number}"} | task for number, task in enumerate(tasks)]
    book = directory / "playbook.yml"
    book.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": named}]))
    environment = os.environ | {
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default",
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
    }
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-v", str(book)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return {"output": done.stdout + done.stderr, "code": done.returncode}


def twin(**arguments: Any) -> dict[str, Any]:
    return {"statenet.junos.twin": arguments}


def test_it_starts_once_and_stops_once(tmp_path: Path, artifacts: Path) -> None:
    common = {"artifacts": str(artifacts)}
    stamp = {"start_at": "2026-10-01T08:00:00-05:00", "stage": "to-be"}
    result = play(
        tmp_path,
        [
            twin(**common, **stamp) | {"check_mode": True, "register": "tried"},
            twin(**common, **stamp) | {"register": "first"},
            twin(**common) | {"register": "second"},
            twin(**common, state="status") | {"register": "found"},
            {
                "ansible.builtin.assert": {
                    "that": [
                        "tried is changed and not tried.running",
                        "first is changed and first.running",
                        "first.twin.started == '2026-10-01T13:00:00+00:00'",
                        "second is not changed and second.twin == first.twin",
                        "found is not changed and found.twin == first.twin",
                        f"found.msg == '1 devices of one are up in {artifacts / 'twin'}'",
                    ]
                }
            },
            twin(**common, state="stopped") | {"check_mode": True, "register": "tried"},
            twin(**common, state="stopped") | {"register": "first"},
            twin(**common, state="stopped") | {"register": "second"},
            twin(**common, state="status") | {"register": "found"},
            {
                "ansible.builtin.assert": {
                    "that": [
                        "tried is changed and tried.running",
                        "first is changed and not first.running",
                        "second is not changed",
                        f"found.msg == 'no twin runs in {artifacts / 'twin'}'",
                    ]
                }
            },
        ],
    )
    assert result["code"] == 0, result["output"]
    lines = result["output"].splitlines()
    assert lines.count(f"1 devices of one are up in {artifacts / 'twin'}") == 3
    assert lines.count(f"the twin in {artifacts / 'twin'} is stopped") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"artifacts": "/none"}, "/none/network.json does not exist. Run"),
        ({"directory": "{tmp}/run", "spec": "/none.json"}, "/none.json: twin spec: cannot be read"),
        ({"artifacts": "{artifacts}", "start_at": "tomorrow"}, "start_at 'tomorrow' is no moment such as"),
        ({"spec": "a", "start_at": "b"}, "mutually exclusive"),
        ({"state": "paused"}, "value of state must be one of"),
        ({"artifacts": "{artifacts}", "state": "exported", "hosts": "r9"}, "hosts: 'r9' is no device"),
        ({"artifacts": "{artifacts}", "constraints": "{tmp}"}, "constraints of junos: no YANG modules"),
    ],
)
def test_it_says_what_is_wrong(tmp_path: Path, artifacts: Path, arguments: dict[str, str], words: str) -> None:
    filled = {key: value.format(tmp=tmp_path, artifacts=artifacts) for key, value in arguments.items()}
    result = play(tmp_path, [twin(**filled)])
    assert result["code"] == 2
    assert words in result["output"]
    assert "Traceback" not in result["output"]


def test_it_is_written_as_a_laboratory(tmp_path: Path, artifacts: Path) -> None:
    common = {"artifacts": str(artifacts), "state": "exported"}
    result = play(
        tmp_path,
        [
            twin(**common) | {"check_mode": True, "register": "tried"},
            twin(**common, stage="to-be") | {"register": "done"},
            {
                "ansible.builtin.assert": {
                    "that": [
                        "tried is changed and not tried.running",
                        "done is changed and not done.running",
                        f"done.msg == '1 nodes and 0 links are in {artifacts / 'containerlab' / 'one.clab.yml'}'",
                        f"done.containerlab.inventory == '{artifacts / 'containerlab' / 'hosts.yml'}'",
                    ]
                }
            },
        ],
    )
    assert result["code"] == 0, result["output"]
    assert "building to-be;" in (artifacts / "containerlab" / "configs" / "r1.cfg").read_text()
