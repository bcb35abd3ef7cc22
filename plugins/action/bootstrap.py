# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server needs so that new devices come up manageable by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.bootstrap_lines import bootstrap_lines
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.boot_trial import try_out
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.bootstrap import bootstrap
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.kea_check import check_with_kea, find_kea
except ImportError:  # VerbAction says which library is missing
    bootstrap_lines = Artifacts = bootstrap = check_with_kea = find_kea = try_out = None

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.boot_trial import Trial
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.bootstrap import BootResult


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "kea_check": {"type": "str", "choices": ["auto", "required", "off"], "default": "auto"},
        "trial": {"type": "bool", "default": False},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        program = None if arguments["kea_check"] == "off" else find_kea()
        if arguments["kea_check"] == "required" and program is None:
            return {"failed": True, "changed": False, "msg": "kea_check is required, and there is no kea-dhcp4 here"}
        artifacts = Artifacts(workspace)
        found = bootstrap(workspace, artifacts)
        if program is not None:
            check_with_kea(program, found.text, path=found.kea)
        trials: tuple[Trial, ...] = ()
        if not self.checking:
            found.write()
            if arguments["trial"]:
                trials = try_out(workspace, artifacts, found)
        lines = bootstrap_lines(found.plan, missing=found.missing, checked=program is not None, trials=trials)
        for line in lines:
            self.say(line)
        failed = {trial.host: trial.event for trial in trials if not trial.manageable}
        told = self._result(found, lines, checked=program is not None)
        return told | {"failed": bool(failed), "unmanageable": failed}

    def _result(self, found: BootResult, lines: tuple[str, ...], *, checked: bool) -> dict[str, Any]:
        result = {
            "changed": bool(found.changes),
            "msg": lines[-1],
            "summary": list(lines),
            "kea_configuration": str(found.kea),
            "kea_checked": checked,
            "devices": [device.hostname for device in found.plan.devices],
            "waiting": dict(found.plan.waiting),
            "files": [str(change.path) for change in found.changes],
        }
        if self._task.diff:
            result["diff"] = [
                {
                    "before_header": str(change.path),
                    "after_header": str(change.path),
                    "before": change.before,
                    "after": change.after,
                }
                for change in found.changes
            ]
        return result
