# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The health of the network against its models; only reads."""

from __future__ import annotations

from typing import Any, ClassVar

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.health.catalogue import Selection, require_names
    from ansible_collections.statenet.junos.plugins.module_utils.report.host_results import verification_results
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.snapshots import (
        read_snapshots,
        snapshot_directory,
        write_snapshots,
    )
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.verify import verify
except ImportError:  # VerbAction says which library is missing
    verification_results = Artifacts = verify = Selection = require_names = None
    read_snapshots = snapshot_directory = write_snapshots = None


class ActionModule(VerbAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "checks": {"type": "list", "elements": "str", "default": []},
        "depth": {"type": "str", "choices": ["fast", "full"], "default": "full"},
        "severity": {"type": "str", "choices": ["critical", "major", "minor"], "default": "minor"},
        "snapshot": {"type": "str"},
        "before": {"type": "str"},
        "changed_meanwhile": {"type": "bool", "default": False},
    }

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        require_names(arguments["checks"], subject="verify")
        selection = Selection(
            depth=arguments["depth"],
            names=tuple(arguments["checks"]),
            severity=arguments["severity"],
            skip=workspace.intent.policy.health.skip,
            intended=arguments["changed_meanwhile"],
        )
        name = arguments["snapshot"]
        if name:
            snapshot_directory(workspace, name)
        before = read_snapshots(workspace, arguments["before"]) if arguments["before"] else None
        artifacts = Artifacts(workspace)
        hosts = [host for host in artifacts.stages if host in self.play_hosts()]
        found = verify(
            artifacts,
            hosts,
            self.sessions(workspace, artifacts),
            sessions=workspace.intent.policy.sessions,
            selection=selection,
            before=before,
            measure=bool(name),
        )
        ill = [item.host for item in found if not item.ok]
        msg = f"{len(found) - len(ill)} of {len(found)} devices are healthy"
        self.say(msg)
        result = {"changed": False, "msg": msg, "ill": ill, "hosts": verification_results(found)}
        if name:
            taken = [item.snapshot for item in found if item.snapshot is not None]
            result["snapshot"] = str(write_snapshots(workspace, name, taken))
        return result
