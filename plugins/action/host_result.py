# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what a verb found out about one device into that host's ordinary Ansible result."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        del tmp
        result = super().run(task_vars=task_vars)
        spec = {"result": {"type": "dict", "required": True}}
        _validated, arguments = self.validate_argument_spec(argument_spec=spec)
        device = arguments["result"]
        if not device:
            return result | {"skipped": True, "msg": "The verb did nothing with this host."}
        own = {key: value for key, value in device.items() if key != "diff"}
        if self._task.diff and device.get("diff"):
            own["diff"] = {"prepared": device["diff"]}
        return result | {"changed": False, "failed": False} | own
