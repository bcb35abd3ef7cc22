# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks things on the emulated network, and mends them."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError

try:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
except ImportError as error:
    Control = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

KINDS = [
    "alarm", "bgp_down", "card_down", "clock_skew", "commit_delay", "commit_fail", "commit_time", "commit_warning",
    "ddos_violation", "device_down", "dirty", "disk_full", "isis_down", "link_down", "lock", "pending_confirm",
    "protocols_down", "re_switchover", "reboot", "refuse_connection", "session_cut", "site_power", "slow_session",
    "wrong_cabling",
]


class ActionModule(ActionBase):
    BYPASS_HOST_LOOP = True
    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    SPEC: ClassVar[dict[str, Any]] = {
        "directory": {"type": "path", "required": True},
        "state": {"type": "str", "choices": ["injected", "cleared"], "default": "injected"},
        "kind": {"type": "str", "choices": KINDS},
        "arguments": {"type": "dict", "default": {}},
        "seed": {"type": "int"},
        "count": {"type": "int", "default": 1},
        "kinds": {"type": "list", "elements": "str"},
    }

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        del tmp
        result = super().run(task_vars=task_vars)
        if IMPORT_ERROR is not None:
            message = (
                f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}. "
                "Install what the collection's requirements.txt lists."
            )
            raise AnsibleActionFail(message)
        _validated, arguments = self.validate_argument_spec(
            argument_spec=self.SPEC, mutually_exclusive=[("kind", "seed")], required_by={"kinds": "seed"}
        )
        inject = arguments["state"] == "injected"
        if inject and arguments["kind"] is None and arguments["seed"] is None:
            return result | {"failed": True, "msg": "state is injected but neither kind nor seed is set"}
        if self._task.check_mode:
            return result | {"changed": True, "msg": "nothing is broken or mended in check mode"}
        try:
            with Control(arguments["directory"]) as control:
                return result | (_inject(control, arguments) if inject else _clear(control))
        except StatenetError as error:
            return result | {"failed": True, "msg": str(error)}


def _inject(control: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    if arguments["seed"] is not None:
        found = control.random_faults(arguments["seed"], count=arguments["count"], kinds=arguments["kinds"])
    else:
        control.fault(arguments["kind"], **arguments["arguments"])
        found = [{"kind": arguments["kind"], "arguments": arguments["arguments"]}]
    return {"changed": True, "faults": found, "msg": "; ".join(map(_told, found))}


def _clear(control: Any) -> dict[str, Any]:
    control.clear_faults()
    return {"changed": True, "msg": "every fault is undone"}


def _told(fault: dict[str, Any]) -> str:
    return f"{fault['kind']}: {', '.join(f'{name}={value}' for name, value in fault['arguments'].items())}"
