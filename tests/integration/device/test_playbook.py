"""The modules as a person uses them: one playbook against the twin, with --check, --diff and in earnest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

INVENTORY = """
[routers]
okc-core1
adair-library-sw1

[routers:vars]
ansible_connection=local
statenet_target=twin
statenet_artifacts={artifacts}
statenet_intent={intent}
"""

PLAYBOOK = """
- hosts: routers
  gather_facts: false
  tasks:
    - name: Find out what it is
      statenet.junos.facts:
      register: device
    - name: Name the building after the model
      statenet.junos.config:
        lines:
          - "set system location building {{ device.facts.model }}"
        comment: CHG0012345
    - name: Write a loopback as XML
      statenet.junos.config:
        content: "{{ {'interfaces': {'interface': {'name': 'lo0', 'unit': {'name': 0, 'family': {'inet': {'address':
          {'name': ('10.0.0.0/24' | statenet.junos.nth_host(1)) ~ '/32'}}}}}}}
          | statenet.junos.data_to_xml('configuration') }}"
    - name: Read it back
      statenet.junos.rpc:
        rpc: get-configuration
        attributes:
          database: committed
      register: running
    - name: Insist
      ansible.builtin.assert:
        that: running.data.configuration.interfaces.interface.name == 'lo0'
      when: not ansible_check_mode
"""


@pytest.fixture
def play(tmp_path: Any, artifacts: Any, intent: Any) -> Any:
    (tmp_path / "inventory.ini").write_text(INVENTORY.format(artifacts=artifacts, intent=intent))
    (tmp_path / "playbook.yml").write_text(PLAYBOOK)

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        program = str(Path(sys.executable).parent / "ansible-playbook")
        command = [program, "-i", "inventory.ini", "playbook.yml", *options]
        # The settings of the project admit inventories of its own kind only.
        settings = {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_INVENTORY_ENABLED": "ini"}
        environment = {**os.environ, **settings, "ANSIBLE_NOCOLOR": "1"}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return run


@pytest.mark.slow
def test_check_then_change_then_nothing(play: Any) -> None:
    predicted = play("--check", "--diff")
    assert predicted.returncode == 0, predicted.stdout + predicted.stderr
    assert "+      building MX480;" in predicted.stdout
    assert predicted.stdout.count("changed=2 ") == 2
    done = play("--diff")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "+      building EX3400-24P;" in done.stdout
    assert done.stdout.count("changed=2 ") == 2
    again = play("--diff")
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.count("changed=0 ") == 2
    assert "Traceback" not in predicted.stderr + done.stderr + again.stderr
    assert "[WARNING]" not in done.stderr
