# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request to the rollout that is at work."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.request import request
except ImportError:  # VerbAction says which library is missing
    find_plan = request = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "default": "latest"},
        "request": {"type": "str", "required": True, "choices": ["pause", "resume", "abort"]},
        "person": {"type": "str"},
        "reason": {"type": "str", "default": ""},
        "journal": {"type": "str"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        wish, person = arguments["request"], self.person(arguments["person"])
        if self.checking:
            msg = f"{person} would {wish} plan {plan.plan_id[:12]}"
            return {"changed": True, "plan_id": plan.plan_id, "msg": msg, "at_work": None}
        found = request(
            plan,
            wish,
            journal_url=self.journal(workspace, arguments["journal"]),
            by=person,
            reason=arguments["reason"],
            clock=self.clock(workspace),
        )
        msg = f"plan {plan.plan_id[:12]} {found.message}"
        self.say(msg)
        at_work = str(found.holder) if found.holder else None
        return {"changed": True, "msg": msg, "plan_id": plan.plan_id, "at_work": at_work}
