# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The very same plan on an emulated copy of the network, in virtual time."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.common.clock import WallClock
    from ansible_collections.statenet.junos.plugins.module_utils.report.summary_lines import summary_lines
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import (
        bind_verdict,
        rehearse,
        write_summary,
    )
except ImportError:  # VerbAction says which library is missing
    WallClock = summary_lines = Artifacts = find_plan = bind_verdict = rehearse = write_summary = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "default": "latest"},
        "journal": {"type": "str"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        if self.checking:
            return {"changed": False, "skipped": True, "msg": f"plan {plan.plan_id[:12]} would be rehearsed"}
        found = rehearse(plan, workspace, Artifacts(workspace), listener=self.progress(workspace))
        figures = write_summary(found, workspace)
        bind_verdict(found, workspace, journal_url=self.journal(workspace, arguments["journal"]), clock=WallClock())
        for line in summary_lines(figures):
            self.say(line)
        return {"changed": True, "failed": not found.passed, "msg": figures["message"], "rehearsal": figures}
