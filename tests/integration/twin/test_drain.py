"""The roles' drain and undrain on the twin of the lab: every kind of device, and nothing is left of it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOSTS = "okc-core1,el-reno-agg1,okc-spine1,okc-leaf1,canadian-el-reno-courthouse-sw1"

TWIN = """
- hosts: all
  gather_facts: false
  tasks:
    - statenet.junos.twin:
        artifacts: "{{ statenet_artifacts }}"
        stage: to-be
        start_at: "2020-09-07T22:30:00-05:00"
        state: "{{ wanted }}"
      run_once: true
"""

PLAY = """
- hosts: "{{ only }}"
  gather_facts: false
  vars:
    core_mx_settle_seconds: 0
    dc_fabric_settle_seconds: 0
    site_ex_settle_seconds: 0
    site_ex_link: "{{ uplink | default('xe-0/2/0') }}"
  tasks:
    - ansible.builtin.include_role:
        name: "statenet.junos.{{ statenet_role }}"
        tasks_from: "{{ direction }}"
"""

UNCHANGED = """
- hosts: "{{ only }}"
  gather_facts: false
  tasks:
    - statenet.junos.config:
        src: "{{ statenet_artifacts }}/configs/to-be/{{ inventory_hostname }}.conf"
        load: override
      check_mode: true
      register: difference
    - ansible.builtin.assert:
        that: difference is changed == (changed | bool)
"""


class Lab:
    """The lab with artifacts of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        for name, text in (("twin", TWIN), ("play", PLAY), ("unchanged", UNCHANGED)):
            (directory / f"{name}.yml").write_text(text)

    def run(self, book: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs one of the books above, or a playbook of the collection."""
        path = self._directory / f"{book}.yml"
        extra = {"statenet_artifacts": str(self._directory / "artifacts"), "statenet_target": "twin", **variables}
        command = [
            str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(ROOT / "inventories" / "lab"),
            str(path) if path.exists() else book,
        ]
        for name, value in extra.items():
            command += ["-e", f"{name}={value}"]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg")},
            capture_output=True, text=True, timeout=300, check=False,
        )

    def must(self, book: str, **variables: str) -> str:
        """Runs it, which has to succeed, and returns what it printed."""
        done = self.run(book, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.mark.slow
def test_drained_and_brought_back(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    lab.must("statenet.junos.build")
    lab.must("twin", wanted="started")
    try:
        shown = lab.must("play", only=HOSTS, direction="drain")
        for proof in ("bgp-graceful-shutdown-seen", "isis-overloaded", "gateways-elsewhere", "segments-elsewhere"):
            assert proof in shown
        lab.must("unchanged", only=HOSTS, changed="true")
        lab.must("play", only=HOSTS, direction="undrain")
        lab.must("unchanged", only=HOSTS, changed="false")
        refused = lab.run("play", only="canadian-el-reno-courthouse-sw1", direction="drain", uplink="xe-0/2/9")
        assert refused.returncode != 0
        assert "canadian-el-reno-courthouse-sw1 has no link xe-0/2/9 to drain." in refused.stdout
    finally:
        lab.must("twin", wanted="stopped")
