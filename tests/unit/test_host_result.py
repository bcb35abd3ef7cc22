"""The action that reports one device of a verb."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PLAY = """
- hosts: all
  gather_facts: false
  tasks:
    - statenet.junos.host_result:
        result: "{{ device }}"
"""


def report(tmp_path: Path, device: dict[str, Any], *flags: str) -> dict[str, Any]:
    """The result of the one task for the one host, with the output."""
    (tmp_path / "play.yml").write_text(PLAY)
    command = ["ansible-playbook", "-v", "-i", "sw1,", "-e", json.dumps({"device": device}), *flags]
    done = subprocess.run([*command, str(tmp_path / "play.yml")], capture_output=True, text=True, check=False)
    return {"rc": done.returncode, "out": done.stdout}


@pytest.mark.parametrize(
    ("device", "rc", "recap"),
    [
        ({"changed": True, "outcome": "changed", "msg": "committed"}, 0, "changed=1"),
        ({"changed": False, "outcome": "unchanged", "msg": "nothing to do"}, 0, "changed=0"),
        ({"failed": True, "outcome": "reverted", "msg": "bgp_sessions"}, 2, "failed=1"),
        ({}, 0, "skipped=1"),
    ],
)
def test_recap_says_what_the_verb_did(tmp_path: Path, device: dict[str, Any], rc: int, recap: str) -> None:
    result = report(tmp_path, device)
    assert result["rc"] == rc, result["out"]
    assert recap in result["out"]


def test_diff_is_the_compare_output_and_only_on_request(tmp_path: Path) -> None:
    device = {"changed": True, "msg": "committed", "diff": "[edit system]\n+  host-name sw1;\n"}
    assert "+  host-name sw1;" in report(tmp_path, device, "--diff")["out"]
    assert "+  host-name sw1;" not in report(tmp_path, device)["out"]
