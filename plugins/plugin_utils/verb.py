# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the actions of the verbs share: one run for all hosts, arguments, and errors as results."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError, StatenetError

try:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace, open_workspace
except ImportError as error:
    Workspace = open_workspace = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

DISPLAY = Display()


class VerbAction(ActionBase):
    """An action that works on the whole network at once; the task needs ``run_once: true``.

    Subclasses give their arguments in ``SPEC`` and do their work in ``verb``.
    """

    BYPASS_HOST_LOOP = True
    TRANSFERS_FILES = False
    _supports_check_mode = True
    SPEC: ClassVar[dict[str, Any]] = {}
    COMMON: ClassVar[dict[str, Any]] = {
        "intent": {"type": "path", "required": True},
        "artifacts": {"type": "path", "default": "artifacts"},
    }

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        del tmp
        result = super().run(task_vars=task_vars)
        if IMPORT_ERROR is not None:
            raise AnsibleActionFail(
                f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}. "
                "Install what the collection's requirements.txt lists."
            )
        _validated, arguments = self.validate_argument_spec(argument_spec=self.COMMON | self.SPEC)
        self.variables = task_vars or {}
        try:
            workspace = open_workspace(intent_directory=Path(arguments["intent"]), artifacts=Path(arguments["artifacts"]))
            return result | self.verb(workspace, arguments)
        except InputError as error:
            problems = [str(problem) for problem in error.problems]
            return result | {"failed": True, "msg": str(error), "problems": problems}
        except StatenetError as error:
            return result | {"failed": True, "msg": str(error)}

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        """Do the work; return the result's own keys."""
        raise NotImplementedError

    def say(self, line: str) -> None:
        """Show progress while the task is running."""
        DISPLAY.display(line)

    @property
    def check_mode(self) -> bool:
        """Whether only reading is allowed."""
        return bool(self._task.check_mode)

    @property
    def limited_hosts(self) -> frozenset[str] | None:
        """The hosts that ``--limit`` left, None when there is no limit."""
        if not self.variables.get("ansible_limit"):
            return None
        return frozenset(self.variables.get("ansible_play_hosts_all", ()))
