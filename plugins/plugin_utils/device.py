# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the actions on one device share: its endpoint, a session, the freeze gate, and errors as results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import Clock, WallClock
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError, StatenetError
from ansible_collections.statenet.junos.plugins.plugin_utils.worker import end_with_ansible

try:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.device_secrets import DeviceSecrets
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoints import (
        resolve_endpoint,
        twin_directory,
    )
    from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import RpcError
    from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_token import uses_in
    from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_values import DummyValues
    from ansible_collections.statenet.junos.plugins.module_utils.junos.secrets import conceal
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import check_write
    from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import resolve, written_sources
except ImportError as error:
    Endpoint = resolve_endpoint = twin_directory = RpcError = conceal = None
    connect = check_write = TwinClock = Control = None
    DeviceSecrets = uses_in = DummyValues = resolve = written_sources = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import RpcErrorItem

VARIABLES = (
    "inventory_hostname",
    "ansible_host",
    "ansible_port",
    "ansible_user",
    "ansible_password",
    "ansible_ssh_private_key_file",
    "statenet_target",
    "statenet_artifacts",
    "statenet_network",
    "statenet_intent",
    "statenet_known_hosts",
    "statenet_model",
)


class DeviceAction(ActionBase):
    """An action on the device that the host stands for.

    Subclasses give their arguments in ``SPEC``, with ``RULES`` between them, and do their work in ``act``.
    """

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    SPEC: ClassVar[dict[str, Any]] = {}
    RULES: ClassVar[dict[str, Any]] = {}

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Check the arguments, find the device, and act; what goes wrong becomes a failed result."""
        del tmp
        result = super().run(task_vars=task_vars)
        if IMPORT_ERROR is not None:
            msg = (
                f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}. "
                "Install what the collection's requirements.txt lists."
            )
            raise AnsibleActionFail(
                msg
            )
        _validated, arguments = self.validate_argument_spec(argument_spec=self.SPEC, **self.RULES)
        self._task_vars = task_vars or {}
        end_with_ansible()
        variables = self._variables(self._task_vars)
        try:
            return result | self.act(arguments, resolve_endpoint(variables), variables)
        except StatenetError as error:
            return result | {"changed": False} | failure(error)

    def act(self, arguments: dict[str, Any], endpoint: Endpoint, variables: dict[str, Any]) -> dict[str, Any]:
        """Do the work; return the result's own keys."""
        raise NotImplementedError

    def clock(self, endpoint: Endpoint, variables: dict[str, Any]) -> Clock:
        """The time that counts for this device: the twin's own on the twin."""
        if endpoint.target == "live":
            return WallClock()
        return TwinClock(Control(twin_directory(variables)))

    def gate(self, clock: Clock, variables: dict[str, Any]) -> None:
        """Let a write pass unless a freeze is on; without an intent there is no calendar to ask."""
        if variables.get("statenet_intent"):
            check_write(Path(str(variables["statenet_intent"])), clock)

    def secrets(self, endpoint: Endpoint, variables: dict[str, Any], texts: Iterable[str]) -> DeviceSecrets | None:
        """The secrets that some configurations refer to; None when they refer to none."""
        uses = uses_in(texts)
        if not uses:
            return None
        if endpoint.target == "twin":
            return DeviceSecrets(endpoint.name, DummyValues(), uses)
        directory = Path(str(variables.get("statenet_intent") or "."))
        sources = written_sources(directory) if variables.get("statenet_intent") else {}
        return DeviceSecrets(
            endpoint.name, resolve(sources, uses, directory=directory, variable=self._secret_variable), uses
        )

    def _secret_variable(self, name: str) -> Any:
        value = self._task_vars.get(name)
        return None if value is None else self._templar.template(value)

    def _variables(self, task_vars: dict[str, Any]) -> dict[str, Any]:
        present = {name: task_vars[name] for name in VARIABLES if task_vars.get(name) is not None}
        return {name: self._templar.template(value) for name, value in present.items()}


def failure(error: StatenetError) -> dict[str, Any]:
    """An error as the keys of a failed result, without secrets."""
    result: dict[str, Any] = {"failed": True, "msg": conceal(str(error))}
    if isinstance(error, InputError):
        result["problems"] = [conceal(str(problem)) for problem in error.problems]
    if isinstance(error, RpcError):
        result["errors"] = items(error.errors)
        result["device_warnings"] = items(error.warnings)
    return result


def items(errors: Iterable[RpcErrorItem]) -> list[dict[str, str]]:
    """Errors or warnings of a reply as plain data, without secrets."""
    return [{key: conceal(value) for key, value in item.as_dict().items()} for item in errors]
