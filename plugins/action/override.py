# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A named person wants waves of one plan carried out in a freeze."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.override import override_freeze
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
except ImportError:  # VerbAction says which library is missing
    override_freeze = find_plan = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "required": True},
        "person": {"type": "str"},
        "ticket": {"type": "str", "required": True},
        "reason": {"type": "str", "required": True},
        "waves": {"type": "list", "elements": "int", "required": True},
        "hours": {"type": "int", "default": 8},
        "journal": {"type": "str"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        person = self.person(arguments["person"])
        if self.checking:
            return {"changed": True, "plan_id": plan.plan_id, "msg": f"{person} would override the freeze"}
        found = override_freeze(
            plan,
            journal_url=self.journal(workspace, arguments["journal"]),
            by=person,
            ticket=arguments["ticket"],
            reason=arguments["reason"],
            hours=arguments["hours"],
            waves=arguments["waves"],
            clock=self.clock(workspace),
        )
        waves = ", ".join(map(str, found.waves))
        msg = (
            f"{found.by} overrides the freeze for wave {waves} of plan {plan.plan_id[:12]} under {found.ticket}, "
            f"until {found.expires:%Y-%m-%d %H:%M} UTC"
        )
        self.say(msg)
        return {"changed": True, "msg": msg, "plan_id": plan.plan_id, "expires": found.expires.isoformat()}
