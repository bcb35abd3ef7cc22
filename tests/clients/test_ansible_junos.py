"""``junos_config``, ``junos_facts`` and ``junos_command`` of junipernetworks.junos, over ansible.netcommon.netconf."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus

SITE = Path(find_spec("lxml").origin).parents[1]
pytestmark = pytest.mark.skipif(
    not (SITE / "ansible_collections" / "junipernetworks" / "junos").is_dir(),
    reason="junipernetworks.junos is not installed: make test-clients",
)


def play(twin: TwinStatus, directory: Path, tasks: list[dict[str, Any]], *options: str) -> str:
    """What a playbook prints; every task of it must pass."""
    inventory = directory / "inventory.json"
    hosts = {host: {"ansible_port": port} for host, port in twin.devices.items()}
    inventory.write_text(
        json.dumps(
            {
                "all": {
                    "hosts": hosts,
                    "vars": {
                        "ansible_host": twin.address,
                        "ansible_connection": "ansible.netcommon.netconf",
                        "ansible_network_os": "junipernetworks.junos.junos",
                        "ansible_user": twin.user,
                        "ansible_private_key_file": twin.key_file,
                        "ansible_host_key_checking": False,
                        "ansible_python_interpreter": sys.executable,
                    },
                }
            }
        )
    )
    (directory / "ansible.cfg").write_text("[defaults]\n")
    book = directory / "book.json"
    book.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
    environment |= {
        "ANSIBLE_CONFIG": str(directory / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(SITE),
        "ANSIBLE_HOME": str(directory / "home"),
        "ANSIBLE_PERSISTENT_COMMAND_TIMEOUT": "60", "ANSIBLE_PERSISTENT_CONTROL_PATH_DIR": str(directory / "pc"),
    }
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(inventory), str(book), "-v", *options]
    done = subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_facts_command_and_config(twin: TwinStatus, control: Control, tmp_path: Path) -> None:
    name = "junipernetworks.junos.junos_"
    lines = ["set system location floor 7"]

    def config(**arguments: Any) -> dict[str, Any]:
        return {f"{name}config": arguments}

    def check(*that: str) -> dict[str, Any]:
        return {"ansible.builtin.assert": {"that": list(that)}}

    play(
        twin,
        tmp_path,
        [
            {f"{name}facts": {"gather_subset": ["default", "hardware", "config"]}},
            check("ansible_net_hostname == inventory_hostname", "ansible_net_version == '21.4R1.12'"),
            {
                f"{name}command": {"commands": ["show version", "show interfaces terse"], "display": "text"},
                "register": "shown",
            },
            check("'21.4R1.12' in shown.stdout[0]", "'lo0' in shown.stdout[1]"),
            {f"{name}command": {"rpcs": ["get-bgp-summary-information"]}, "register": "shown"},
            check("'Established' in shown.stdout | string"),
            config(lines=lines) | {"check_mode": True, "diff": True, "register": "tried"},
            check("tried is changed", "'floor 7' in tried.diff.prepared"),
            config(lines=lines, comment="by junos_config") | {"register": "first"},
            config(lines=lines) | {"register": "second"},
            check("first is changed", "second is not changed"),
            config(rollback=1),
            config(lines=["set system location floor 8"], confirm=5),
            config(confirm_commit=True),
            config(lines=["delete system location floor"], confirm=5),
        ],
    )
    assert control.status()["pending_confirms"] == list(twin.devices)
    control.advance(301)
    assert control.status()["pending_confirms"] == []
    assert "floor 8;" in control.configuration("okc-core1")
