# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The health of the network against its models; only reads."""

from __future__ import annotations

from typing import Any

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.report.host_results import verification_results
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.verify import verify
except ImportError:  # VerbAction says which library is missing
    verification_results = Artifacts = verify = None


class ActionModule(VerbAction):
    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        del arguments
        artifacts = Artifacts(workspace)
        hosts = [host for host in artifacts.stages if host in self.play_hosts()]
        found = verify(artifacts, hosts, self.sessions(workspace, artifacts), sessions=workspace.intent.policy.sessions)
        ill = [item.host for item in found if not item.ok]
        msg = f"{len(found) - len(ill)} of {len(found)} devices are healthy"
        self.say(msg)
        return {"changed": False, "msg": msg, "ill": ill, "hosts": verification_results(found)}
