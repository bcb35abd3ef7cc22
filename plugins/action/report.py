# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rollout or a rehearsal was, as one HTML page and as Markdown."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.chronicle import chronicle
    from ansible_collections.statenet.junos.plugins.module_utils.report.report_figures import told
    from ansible_collections.statenet.junos.plugins.module_utils.report.report_html import report_html
    from ansible_collections.statenet.junos.plugins.module_utils.report.report_markdown import report_markdown
    from ansible_collections.statenet.junos.plugins.module_utils.report.report_sources import report_sources
    from ansible_collections.statenet.junos.plugins.module_utils.twin import process
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import write_if_changed
except ImportError:  # VerbAction says which library is missing
    chronicle = told = report_html = report_markdown = report_sources = process = find_plan = None
    write_if_changed = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "plan_id": {"type": "str", "default": "latest"},
        "subject": {"type": "str", "choices": ["auto", "rollout", "rehearsal"], "default": "auto"},
        "journal": {"type": "str"},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        plan = find_plan(workspace, arguments["plan_id"])
        subject = None if arguments["subject"] == "auto" else arguments["subject"]
        probed = self.on_twin and process.status(workspace.twin) is not None
        measure = self.downtime(workspace) if probed else None
        sources = report_sources(
            plan,
            workspace,
            journal_url=self.journal(workspace, arguments["journal"]),
            subject=subject,
            downtime={"per_site": measure()} if measure else None,
        )
        found = chronicle(sources)
        base = workspace.reports / f"{plan.plan_id[:12]}-{sources.subject}"
        texts = {base.with_suffix(".html"): report_html(found), base.with_suffix(".md"): report_markdown(found)}
        if self.checking:
            changed = any(not path.exists() or path.read_text(encoding="utf-8") != texts[path] for path in texts)
        else:
            changed = bool({path for path, text in texts.items() if write_if_changed(path, text)})
        msg = told(found)
        for line in (msg, *map(str, texts)):
            self.say(line)
        html, markdown = map(str, texts)
        return {
            "changed": changed,
            "msg": msg,
            "plan_id": plan.plan_id,
            "subject": sources.subject,
            "outcome": found.outcome,
            "html": html,
            "markdown": markdown,
        }
