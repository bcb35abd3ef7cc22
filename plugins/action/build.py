# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Intent to models and configurations, all checked offline."""

from __future__ import annotations

from typing import Any

from ansible_collections.statenet.junos.plugins.plugin_utils.verb import VerbAction, Workspace

try:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
except ImportError:  # VerbAction says which library is missing
    build = None


class ActionModule(VerbAction):
    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        del arguments
        found = build(workspace, write=not self.checking)
        msg = f"{found.devices} devices, {found.configurations} configurations in {workspace.root}"
        if found.allocated:
            msg += f"; {workspace.intent_directory / 'allocations.yml'} has grown: review and commit it"
        if found.overridden:
            msg += f"; overridden: {', '.join(found.overridden)}"
        self.say(msg)
        return {
            "changed": bool(found.written),
            "msg": msg,
            "devices": found.devices,
            "configurations": found.configurations,
            "written": len(found.written),
            "allocated": found.allocated,
            "overridden": list(found.overridden),
        }
