"""The modules as a person uses them: one playbook against the twin, with --check, --diff and in earnest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

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


def working(marker: str) -> list[str]:
    """Processes that were started with the marker on their command line, workers of Ansible included."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if marker.encode() in entry.read_bytes():
                found.append(entry.parent.name)
    return found


def wait_for(what: Callable[[], object], told: str) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline, told
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_nothing_works_on_when_ansible_is_killed(tmp_path: Path, artifacts: Path, intent: Path, control: Any) -> None:
    """A worker of Ansible has a session of its own, which a kill of the process group does not reach."""
    (tmp_path / "inventory.ini").write_text(INVENTORY.format(artifacts=artifacts, intent=intent))
    (tmp_path / "playbook.yml").write_text(PLAYBOOK.replace("hosts: routers", "hosts: okc-core1"))
    control.fault("slow_session", host="okc-core1", seconds=20)
    idle = control.status()["sessions"]
    marker = f"marker={tmp_path.name}-killed"
    program = str(Path(sys.executable).parent / "ansible-playbook")
    settings = {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_INVENTORY_ENABLED": "ini"}
    process = subprocess.Popen(
        [program, "-i", "inventory.ini", "playbook.yml", "-e", marker],
        cwd=tmp_path,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(lambda: control.status()["sessions"] != idle, "no session was opened")
    assert len(working(marker)) > 1
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    wait_for(lambda: not working(marker), "a worker has outlived Ansible")
