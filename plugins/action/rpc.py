# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends any RPC or command to one device; one that may write passes the gate first, and never runs in check mode."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible_collections.statenet.junos.plugins.plugin_utils.device import (
    DeviceAction,
    conceal,
    connect,
    items,
)

try:
    from ansible_collections.statenet.junos.plugins.module_utils.junos import requests
    from ansible_collections.statenet.junos.plugins.module_utils.junos.classify import classify_rpc
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import parse_request
    from ansible_collections.statenet.junos.plugins.module_utils.junos.xmldata import xml_to_data
    from lxml import etree
except ImportError:  # DeviceAction says which library is missing
    requests = classify_rpc = Endpoint = parse_request = xml_to_data = etree = None


class ActionModule(DeviceAction):
    SPEC: ClassVar[dict[str, Any]] = {
        "rpc": {"type": "str"},
        "command": {"type": "str"},
        "args": {"type": "dict", "default": {}},
        "attributes": {"type": "dict", "default": {}},
        "output": {"type": "str", "choices": ["xml", "text", "json"], "default": "xml"},
        "reply_within": {"type": "int", "default": 60},
    }
    RULES: ClassVar[dict[str, Any]] = {
        "mutually_exclusive": [("rpc", "command")],
        "required_one_of": [("rpc", "command")],
    }

    def act(self, arguments: dict[str, Any], endpoint: Endpoint, variables: dict[str, Any]) -> dict[str, Any]:
        request = _request(arguments)
        effect = classify_rpc(request)
        if effect == "write":
            if self._task.check_mode:
                return {
                    "changed": False,
                    "skipped": True,
                    "effect": effect,
                    "msg": f"{request.tag} may write, and is not sent in check mode",
                }
            self.gate(self.clock(endpoint, variables), variables)
        with connect(endpoint) as session:
            reply = session.rpc(request, timeout=arguments["reply_within"])
        result = {
            "changed": effect == "write",
            "effect": effect,
            "device_warnings": items(reply.warnings),
        }
        return result | _content(reply, arguments["output"])


def _request(arguments: dict[str, Any]) -> Any:
    output = arguments["output"]
    if arguments["command"] is not None:
        if arguments["args"] or arguments["attributes"]:
            raise AnsibleActionFail("args and attributes go with rpc only.")
        return requests.command(arguments["command"].strip(), format=output)
    attributes = ({"format": output} if output != "xml" else {}) | arguments["attributes"]
    try:
        if not arguments["rpc"].lstrip().startswith("<"):
            return requests.rpc(arguments["rpc"].strip(), arguments["args"], attributes)
        if arguments["args"]:
            raise AnsibleActionFail("args do not go with an rpc in XML: write them into it.")
        request = parse_request(arguments["rpc"])
    except ValueError as error:
        msg = f"rpc: {error}"
        raise AnsibleActionFail(msg) from error
    for name, value in attributes.items():
        request.set(name, str(value))
    return request


def _content(reply: Any, output: str) -> dict[str, Any]:
    """The reply as text and as data."""
    if output == "json":
        text = conceal((reply.root.text or "").strip() or reply.text("output"))
        try:
            return {"stdout": text, "data": json.loads(text) if text else {}}
        except ValueError as error:
            msg = f"the device sent no readable JSON: {error}"
            raise AnsibleActionFail(msg) from error
    element = reply.content
    if output == "text":
        # Around the text stand one or two elements, other ones for each kind of reply.
        text = conceal("".join((reply.root if element is None else element).itertext())).strip("\n")
        return {"stdout": text, "stdout_lines": text.splitlines()}
    if element is None:
        return {"stdout": "", "data": {}}
    text = conceal(etree.tostring(element, encoding="unicode", with_tail=False))
    return {"stdout": text, "data": xml_to_data(text)}
