# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether changes are allowed, and until when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

try:
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_report import freeze_report, moment
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_scope import Target
except ImportError as error:
    freeze_report = moment = Target = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None


class ActionModule(ActionBase):
    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        del tmp
        result = super().run(task_vars=task_vars)
        if IMPORT_ERROR is not None:
            msg = f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}."
            raise AnsibleActionFail(msg)
        spec = {
            "intent": {"type": "path", "required": True},
            "at": {"type": "str"},
            "county": {"type": "str", "default": ""},
            "site_kind": {"type": "str", "default": ""},
            "role": {"type": "str", "default": ""},
        }
        _validated, arguments = self.validate_argument_spec(argument_spec=spec)
        target = Target(**{key: arguments[key] for key in ("county", "site_kind", "role")})
        try:
            at = moment(arguments["at"])
        except ValueError as error:
            return result | {"failed": True, "msg": f"at: {error}"}
        found = freeze_report(Path(arguments["intent"]), at, target)
        return result | {"changed": False, **found}
