# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What survives when a data center, a router or a link fails, on the twin."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.drill_lines import drill_lines
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.drill import (
        choose,
        drill,
        scenarios,
        write_findings,
    )
except ImportError:  # VerbAction says which library is missing
    drill_lines = Artifacts = choose = drill = scenarios = write_findings = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "scenarios": {"type": "list", "elements": "str", "default": []},
        "stage": {"type": "str", "choices": ["as-is", "coexistence", "to-be"], "default": "to-be"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        artifacts = Artifacts(workspace)
        chosen = choose(scenarios(artifacts), arguments["scenarios"])
        if self.checking:
            return {"changed": False, "skipped": True, "msg": f"{len(chosen)} failures would be tried on a twin"}
        findings = drill(workspace, artifacts, chosen, stage=arguments["stage"])
        path = write_findings(workspace, findings)
        lines = drill_lines(findings)
        for line in lines:
            self.say(line)
        broken = [finding.scenario.name for finding in findings if not finding.kept]
        return {
            "changed": False,
            "failed": bool(broken),
            "msg": lines[-1],
            "summary": list(lines),
            "broken": broken,
            "path": str(path),
        }
