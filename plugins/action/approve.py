# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A named person agrees to one plan."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.approve import approve_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
except ImportError:  # VerbAction says which library is missing
    approve_plan = find_plan = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "required": True},
        "approver": {"type": "str"},
        "journal": {"type": "str"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        approver = self.person(arguments["approver"])
        if self.checking:
            msg = f"{approver} would approve plan {plan.plan_id[:12]}"
            return {"changed": True, "plan_id": plan.plan_id, "msg": msg}
        found = approve_plan(
            plan,
            journal_url=self.journal(workspace, arguments["journal"]),
            approver=approver,
            clock=self.clock(workspace),
        )
        msg = f"{found.by} approved plan {plan.plan_id[:12]}, valid until {found.expires:%Y-%m-%d %H:%M} UTC"
        self.say(msg)
        return {"changed": True, "msg": msg, "plan_id": plan.plan_id, "expires": found.expires.isoformat()}
