"""The action that reports one device of a verb, run by Ansible itself."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# pytest-ansible announces another way of managing hosts; Ansible how that one writes its tasks.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning:ansible.*")

PLAY = """
- hosts: all
  gather_facts: false
  tasks:
    - statenet.junos.host_result:
        result: "{{ device }}"
"""


@pytest.fixture
def report(ansible_adhoc: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Runs the action for ``sw1`` and returns the result of that host."""
    hosts = ansible_adhoc(inventory="sw1,", connection="local")

    def run(device: dict[str, Any] | None) -> dict[str, Any]:
        arguments = {} if device is None else {"result": device}
        result: dict[str, Any] = getattr(hosts.all, "statenet.junos.host_result")(**arguments).contacted["sw1"]
        return {key: value for key, value in result.items() if not key.startswith("_ansible")}

    return run


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        pytest.param(
            {"changed": True, "outcome": "changed", "msg": "committed", "diff": "+ x;"},
            {"changed": True, "failed": False, "outcome": "changed", "msg": "committed"},
            id="changed",
        ),
        pytest.param({"msg": "as it was"}, {"changed": False, "failed": False, "msg": "as it was"}, id="unchanged"),
        pytest.param(
            {"failed": True, "outcome": "reverted", "msg": "bgp_sessions", "failed_check": "bgp_sessions"},
            {
                "changed": False,
                "failed": True,
                "outcome": "reverted",
                "msg": "bgp_sessions",
                "failed_check": "bgp_sessions",
            },
            id="reverted",
        ),
    ],
)
def test_result_of_the_host(report: Any, device: dict[str, Any], expected: dict[str, Any]) -> None:
    found = report(device)
    assert {key: found.get(key, False) for key in expected} == expected
    assert "diff" not in found, "only on request"


def test_the_result_is_required(report: Any) -> None:
    found = report(None)
    assert found["failed"]
    assert "missing required arguments: result" in found["msg"]


def play(tmp_path: Path, device: dict[str, Any], *flags: str) -> subprocess.CompletedProcess[str]:
    """The same as a playbook at a shell."""
    (tmp_path / "play.yml").write_text(PLAY)
    command = ["ansible-playbook", "-v", "-i", "sw1,", "-e", json.dumps({"device": device}), *flags]
    return subprocess.run([*command, str(tmp_path / "play.yml")], capture_output=True, text=True, check=False)


def test_a_failure_ends_the_playbook_and_is_counted(tmp_path: Path) -> None:
    done = play(tmp_path, {"failed": True, "outcome": "reverted", "msg": "bgp_sessions"})
    assert done.returncode == 2
    assert "failed=1" in done.stdout


def test_a_host_that_the_verb_did_not_touch_is_skipped(tmp_path: Path) -> None:
    done = play(tmp_path, {})
    assert done.returncode == 0
    assert "skipped=1" in done.stdout
    assert "The verb did nothing with this host." in done.stdout


def test_diff_is_the_compare_output(tmp_path: Path) -> None:
    done = play(tmp_path, {"changed": True, "msg": "committed", "diff": "[edit system]\n+  host-name sw1;\n"}, "--diff")
    assert done.returncode == 0
    assert "changed=1" in done.stdout
    assert "+  host-name sw1;" in done.stdout
