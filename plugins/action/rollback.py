# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan has done, taken back wave by wave."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import NOTIFY, VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.host_results import device_results
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollback import go_back
except ImportError:  # VerbAction says which library is missing
    device_results = Artifacts = find_plan = go_back = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "default": "latest"},
        "wave": {"type": "int"},
        "journal": {"type": "str"},
        **NOTIFY,
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        first = arguments["wave"]
        if self.checking:
            what = "the whole rollout" if first is None else f"wave {first} and every wave after it"
            return {"changed": False, "skipped": True, "msg": f"{what} of plan {plan.plan_id[:12]} would be taken back"}
        artifacts = Artifacts(workspace)
        with self.told(workspace, plan, arguments) as listener:
            found = go_back(
                plan,
                workspace,
                artifacts,
                first_wave=first,
                open_session=self.sessions(workspace, artifacts),
                journal_url=self.journal(workspace, arguments["journal"]),
                clock=self.clock(workspace),
                listener=listener,
                hosts=self.play_hosts(),
            )
        return {
            "changed": found.changed,
            "succeeded": found.ok,
            "outcome": found.outcome,
            "msg": found.message,
            "plan_id": plan.plan_id,
            "hosts": device_results(found.results),
        }
