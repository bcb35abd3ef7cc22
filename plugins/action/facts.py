# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what a device is, with two RPCs."""

from __future__ import annotations

from typing import Any

from ansible_collections.statenet.junos.plugins.plugin_utils.device import DeviceAction, connect

try:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.junos.facts import read_facts
except ImportError:  # DeviceAction says which library is missing
    Endpoint = read_facts = None


class ActionModule(DeviceAction):
    def act(self, arguments: dict[str, Any], endpoint: Endpoint, variables: dict[str, Any]) -> dict[str, Any]:
        del arguments, variables
        with connect(endpoint) as session:
            return {"changed": False, "facts": read_facts(session).as_dict()}
