# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the configuration of one device, in one session from lock to unlock; check mode only reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible_collections.statenet.junos.plugins.plugin_utils.device import (
    DeviceAction,
    DeviceSecrets,
    conceal,
    connect,
    items,
)

try:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.change import (
        Change,
        ChangeResult,
        apply_change,
        confirm_change,
    )
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.junos.prediction import (
        detect_format,
        predict,
        predict_rollback,
    )
except ImportError:  # DeviceAction says which library is missing
    Change = ChangeResult = apply_change = confirm_change = Endpoint = None
    detect_format = predict = predict_rollback = None

SOURCES = ("src", "lines", "content", "rollback", "confirm_commit")


class ActionModule(DeviceAction):
    _supports_diff = True
    SPEC: ClassVar[dict[str, Any]] = {
        "src": {"type": "str"},
        "lines": {"type": "list", "elements": "str"},
        "content": {"type": "str"},
        "format": {"type": "str", "choices": ["text", "set", "xml", "json"]},
        "load": {"type": "str", "choices": ["merge", "replace", "override", "update", "set"]},
        "rollback": {"type": "int"},
        "confirm": {"type": "int"},
        "confirm_commit": {"type": "bool"},
        "check_only": {"type": "bool", "default": False},
        "comment": {"type": "str", "default": ""},
    }
    RULES: ClassVar[dict[str, Any]] = {"mutually_exclusive": [SOURCES], "required_one_of": [SOURCES]}

    def act(self, arguments: dict[str, Any], endpoint: Endpoint, variables: dict[str, Any]) -> dict[str, Any]:
        _reject_contradictions(arguments)
        change = None if arguments["confirm_commit"] else self._change(arguments)
        secrets = self.secrets(endpoint, variables, [change.content or ""] if change else [])
        if self._task.check_mode:
            return self._predicted(endpoint, change, secrets)
        clock = self.clock(endpoint, variables)
        if _is_gated(arguments):
            self.gate(clock, variables)
        with connect(endpoint, secrets=secrets) as session:
            if change is None:
                return self._result(confirm_change(session, comment=arguments["comment"], clock=clock), arguments)
            return self._result(apply_change(session, change, clock=clock), arguments)

    def _change(self, arguments: dict[str, Any]) -> Change:
        options = {
            "confirm_minutes": arguments["confirm"],
            "check_only": arguments["check_only"],
            "comment": arguments["comment"],
        }
        if arguments["rollback"] is not None:
            return Change(rollback=arguments["rollback"], **options)
        content = self._content(arguments)
        form = arguments["format"] or ("set" if arguments["lines"] is not None else detect_format(content))
        action = arguments["load"] or ("set" if form == "set" else "merge")
        if (form == "set") != (action == "set"):
            msg = f"load: {action} does not go with a configuration in {form} format."
            raise AnsibleActionFail(msg)
        return Change(content=content, format=form, action=action, **options)

    def _content(self, arguments: dict[str, Any]) -> str:
        if arguments["lines"] is not None:
            return "\n".join(arguments["lines"])
        if arguments["content"] is not None:
            return arguments["content"]
        try:
            found = self._find_needle("files", arguments["src"])
            return Path(found).read_text(encoding="utf-8")
        except (AnsibleError, OSError, UnicodeDecodeError) as error:
            msg = f"src {arguments['src']} cannot be read: {error}"
            raise AnsibleActionFail(msg) from error

    def _predicted(
        self, endpoint: Endpoint, change: Change | None, secrets: DeviceSecrets | None
    ) -> dict[str, Any]:
        with connect(endpoint, secrets=secrets) as session:
            if change is None:
                pending = session.pending_confirm() is not None
                msg = "the waiting commit would be confirmed" if pending else "no commit waits for its confirmation"
                return {"changed": pending, "msg": msg}
            committed = session.get_configuration()
            if change.rollback is not None:
                diff = predict_rollback(committed, session.archived_configuration(change.rollback))
            else:
                diff = predict(committed, change.content or "", action=change.action, format=change.format)
        msg = "the configuration would change" if diff else "the device runs this configuration already"
        return {"changed": bool(diff) and not change.check_only, "msg": msg} | self._shown(diff)

    def _result(self, found: ChangeResult, arguments: dict[str, Any]) -> dict[str, Any]:
        result = {
            "changed": found.outcome in ("committed", "confirmed"),
            "outcome": found.outcome,
            "msg": _message(found, arguments["confirm"]),
            "device_warnings": items(found.warnings),
        }
        if found.log:
            result["log"] = found.log
        return result | self._shown(found.diff)

    def _shown(self, diff: str) -> dict[str, Any]:
        return {"diff": {"prepared": conceal(diff)}} if diff and self._task.diff else {}


def _is_gated(arguments: dict[str, Any]) -> bool:
    """Going back is allowed in a freeze; a mere check changes nothing."""
    return arguments["rollback"] is None and not arguments["check_only"]


def _message(found: ChangeResult, confirm: int | None) -> str:
    if found.outcome == "committed" and confirm:
        return f"committed; rolled back in {confirm} minutes unless confirmed"
    return {
        "unchanged": "nothing to do",
        "checked": "the device would take this change",
        "committed": "committed",
        "confirmed": "the waiting commit is confirmed",
    }[found.outcome]


def _reject_contradictions(arguments: dict[str, Any]) -> None:
    """Options that Junos, or another module, would silently ignore."""
    confirm, rollback = arguments["confirm"], arguments["rollback"]
    problems = []
    if arguments["confirm_commit"] is False and all(arguments[name] is None for name in SOURCES[:-1]):
        problems.append("confirm_commit: false alone asks for nothing; give src, lines, content or rollback.")
    if confirm is not None and not 1 <= confirm <= 65535:
        problems.append(f"confirm: {confirm} is not between 1 and 65535 minutes.")
    if rollback is not None and not 0 <= rollback <= 49:
        problems.append(f"rollback: {rollback} is not between 0 and 49.")
    if confirm is not None and (arguments["confirm_commit"] or arguments["check_only"]):
        problems.append("confirm does not go with confirm_commit or check_only.")
    if arguments["confirm_commit"] and arguments["check_only"]:
        problems.append("check_only does not go with confirm_commit: a commit check confirms a waiting commit.")
    if arguments["lines"] is not None and arguments["format"] not in (None, "set"):
        problems.append(f"lines are in set format, not in {arguments['format']}.")
    has_content = any(arguments[name] is not None for name in ("src", "lines", "content"))
    if not has_content and (arguments["load"] or arguments["format"]):
        problems.append("load and format go with src, lines or content only.")
    if problems:
        raise AnsibleActionFail(" ".join(problems))
