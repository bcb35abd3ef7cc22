# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An approved plan, wave by wave."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import NOTIFY, VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.host_results import device_results
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollout import predict, roll_out
except ImportError:  # VerbAction says which library is missing
    device_results = Artifacts = find_plan = predict = roll_out = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "default": "latest"},
        "wait": {"type": "bool", "default": False},
        "journal": {"type": "str"},
        **NOTIFY,
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        artifacts = Artifacts(workspace)
        if self.checking:
            predicted = predict(plan, self.sessions(workspace, artifacts))
            moving = sum(result.outcome == "changed" for result in predicted)
            msg = f"{moving} of {len(predicted)} devices would change"
            succeeded = all(result.ok for result in predicted)
            return {
                "changed": moving > 0,
                "succeeded": succeeded,
                "outcome": "predicted",
                "msg": msg,
                "plan_id": plan.plan_id,
                "resume_at": None,
                "hosts": device_results(predicted),
            }
        with self.told(workspace, plan, arguments) as listener:
            found = roll_out(
                plan,
                workspace,
                artifacts,
                open_session=self.sessions(workspace, artifacts),
                journal_url=self.journal(workspace, arguments["journal"]),
                clock=self.clock(workspace),
                listener=listener,
                when_closed="wait" if arguments["wait"] else "refuse",
                hosts=self.play_hosts(),
                downtime=self.downtime(workspace),
            )
        return {
            "changed": found.changed,
            "succeeded": found.ok,
            "outcome": found.outcome,
            "msg": found.message,
            "plan_id": plan.plan_id,
            "resume_at": found.resume_at.isoformat() if found.resume_at else None,
            "hosts": device_results(found.results),
        }
