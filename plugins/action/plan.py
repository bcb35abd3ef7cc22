# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would change, in which order and when."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.plan_ics import plan_ics
    from ansible_collections.statenet.junos.plugins.module_utils.report.plan_markdown import (
        difference_pages,
        plan_markdown,
    )
    from ansible_collections.statenet.junos.plugins.module_utils.report.plan_table import plan_lines
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import local_start
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import PHASES
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import running_configurations
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import keep_plan, make_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import write_if_changed
except ImportError:  # VerbAction says which library is missing
    plan_ics = difference_pages = plan_markdown = write_if_changed = None
    plan_lines = running_configurations = Artifacts = keep_plan = make_plan = local_start = None
    PHASES = ()


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "baseline": {"type": "str", "choices": ["running", "as-is"], "default": "running"},
        "author": {"type": "str"},
        "phase": {"type": "str", "choices": list(PHASES), "default": "all"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        artifacts = Artifacts(workspace)
        policy, calendar = workspace.intent.policy, workspace.intent.calendar
        start, unreadable = local_start(policy, calendar), {}
        if arguments["baseline"] == "running":
            running, unreadable = running_configurations(
                artifacts.stages, self.sessions(workspace, artifacts), sessions=policy.sessions
            )
            start = max(start, self.clock(workspace).now())
        else:
            running = {host: artifacts.configuration("as-is", host) for host in artifacts.stages}
        plan = make_plan(
            workspace,
            artifacts,
            author=self.person(arguments["author"]),
            running=running,
            unreadable=unreadable,
            start=start,
            phase=arguments["phase"],
        )
        fresh = not self.checking and keep_plan(plan, workspace, artifacts, running)
        base = workspace.plans / plan.plan_id
        texts = {f"{base}.md": plan_markdown(plan, start=start), f"{base}.ics": plan_ics(plan, start=start)}
        texts |= {str(workspace.plans / name): text for name, text in difference_pages(plan).items()}
        for path, text in texts.items() if not self.checking else ():
            fresh = write_if_changed(Path(path), text) or fresh
        lines = plan_lines(plan, start=start)
        for line in lines:
            self.say(line)
        return {
            "changed": fresh,
            "msg": lines[0],
            "plan_id": plan.plan_id,
            "summary": list(lines),
            "markdown": f"{base}.md",
            "schedule": f"{base}.ics",
            "devices": len(plan.targets),
            "waves": len(plan.waves),
        }
