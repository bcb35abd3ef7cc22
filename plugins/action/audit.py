# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who runs what was built for it, what differs, and who changed it; only reads."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.host_results import audit_results
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.audit import audit, write_audit
except ImportError:  # VerbAction says which library is missing
    audit_results = Artifacts = audit = write_audit = None


class ActionModule(VerbAction):
    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        del arguments
        artifacts = Artifacts(workspace)
        hosts = [host for host in artifacts.stages if host in self.play_hosts()]
        opener = self.sessions(workspace, artifacts)
        found = audit(artifacts, hosts, opener, sessions=workspace.intent.policy.sessions)
        states = Counter(item.state for item in found)
        msg = f"{len(found)} devices: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        self.say(msg)
        result = {"changed": False, "msg": msg, "hosts": audit_results(found)}
        result["drifted"] = [item.host for item in found if item.state == "drift"]
        if not self.checking:
            result["path"] = str(write_audit(workspace, found))
        return result
