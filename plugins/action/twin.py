# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts, stops and looks for an emulated copy of the network."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError, StatenetError

try:
    from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import first_start
    from ansible_collections.statenet.junos.plugins.module_utils.twin import process
    from ansible_collections.statenet.junos.plugins.module_utils.twin.containerlab import export_lab
    from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import read_spec
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import start_twin, twin_spec
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import read_json
except ImportError as error:
    load_intent = first_start = process = start_twin = twin_spec = read_json = export_lab = read_spec = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None


class ActionModule(ActionBase):
    BYPASS_HOST_LOOP = True
    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    SPEC: ClassVar[dict[str, Any]] = {
        "state": {"type": "str", "choices": ["started", "stopped", "status", "exported"], "default": "started"},
        "artifacts": {"type": "path", "default": "artifacts"},
        "intent": {"type": "path"},
        "directory": {"type": "path"},
        "spec": {"type": "path"},
        "stage": {"type": "str", "choices": ["as-is", "coexistence", "to-be"], "default": "as-is"},
        "start_at": {"type": "str"},
        "constraints": {"type": "path"},
        "hosts": {"type": "list", "elements": "str", "default": []},
        "kinds": {"type": "dict", "default": {}},
        "start_within": {"type": "int", "default": 120},
    }

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        del tmp
        result = super().run(task_vars=task_vars)
        if IMPORT_ERROR is not None:
            message = (
                f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}. "
                "Install what the collection's requirements.txt lists."
            )
            raise AnsibleActionFail(message)
        _validated, arguments = self.validate_argument_spec(
            argument_spec=self.SPEC, mutually_exclusive=[("spec", "start_at"), ("spec", "constraints")]
        )
        name = "containerlab" if arguments["state"] == "exported" else "twin"
        directory = Path(arguments["directory"] or Path(arguments["artifacts"]) / name).absolute()
        act = {"started": self._start, "stopped": self._stop, "status": self._status, "exported": self._export}[
            arguments["state"]
        ]
        try:
            found = act(directory, arguments)
        except InputError as error:
            problems = [str(problem) for problem in error.problems]
            return result | {"failed": True, "msg": str(error), "problems": problems}
        except StatenetError as error:
            return result | {"failed": True, "msg": str(error)}
        Display().display(found["msg"])
        return result | found

    def _start(self, directory: Path, arguments: dict[str, Any]) -> dict[str, Any]:
        found = process.status(directory)
        if found is not None:
            return _told(directory, found, changed=False)
        if self._task.check_mode:
            return {"changed": True, "running": False, "msg": f"a twin would start in {directory}"}
        if arguments["spec"]:
            started = process.start(directory, arguments["spec"], timeout=arguments["start_within"])
        else:
            started = start_twin(directory, _spec(arguments))
        return _told(directory, started, changed=True)

    def _stop(self, directory: Path, arguments: dict[str, Any]) -> dict[str, Any]:
        del arguments
        if self._task.check_mode:
            running = process.status(directory) is not None
            return {"changed": running, "running": running, "msg": f"a twin in {directory} would be stopped"}
        stopped = process.stop(directory)
        message = f"the twin in {directory} is stopped" if stopped else f"no twin runs in {directory}"
        return {"changed": stopped, "running": False, "msg": message}

    def _export(self, directory: Path, arguments: dict[str, Any]) -> dict[str, Any]:
        if self._task.check_mode:
            return {"changed": True, "running": False, "msg": f"a laboratory would be written to {directory}"}
        spec = read_spec(Path(arguments["spec"])) if arguments["spec"] else _spec(arguments)
        found = export_lab(spec, directory, hosts=arguments["hosts"], kinds=arguments["kinds"])
        message = f"{found.nodes} nodes and {found.links} links are in {found.topology}"
        paths = {"topology": str(found.topology), "inventory": str(found.inventory)}
        return {"changed": True, "running": False, "msg": message, "containerlab": paths}

    def _status(self, directory: Path, arguments: dict[str, Any]) -> dict[str, Any]:
        del arguments
        return _told(directory, process.status(directory), changed=False)


def _spec(arguments: dict[str, Any]) -> Any:
    root = Path(arguments["artifacts"])
    network = read_json(root / "network.json", verb="build")
    stages = {device["hostname"]: device["stages"] for device in network["devices"]}
    wanted = arguments["stage"]

    def configuration(hostname: str) -> Path:
        found = [stage for stage in stages[hostname] if stage == wanted]
        return root / "configs" / (found or stages[hostname][-1:])[0] / f"{hostname}.conf"

    start_at = _moment(arguments["start_at"]) if arguments["start_at"] else _first_start(arguments["intent"])
    constraints = Path(arguments["constraints"]) if arguments["constraints"] else None
    return twin_spec(network, configuration, start_at=start_at, constraints=constraints)


def _first_start(intent_directory: str | None) -> datetime:
    now = datetime.now(UTC).replace(microsecond=0)
    if intent_directory is None:
        return now
    intent = load_intent(Path(intent_directory))
    return first_start(intent.policy, intent.calendar, now)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"start_at {text!r} is no moment such as 2026-10-01T08:00:00-05:00"
        raise AnsibleActionFail(message) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(directory: Path, found: Any, *, changed: bool) -> dict[str, Any]:
    if found is None:
        return {"changed": changed, "running": False, "msg": f"no twin runs in {directory}"}
    message = f"{len(found.devices)} devices of {found.name} are up in {directory}"
    return {"changed": changed, "running": True, "msg": message, "twin": asdict(found)}
