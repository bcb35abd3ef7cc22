# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the actions of the verbs share: one run for all hosts, arguments, endpoints, and errors as results."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
from ansible_collections.statenet.junos.plugins.plugin_utils.device import VARIABLES, failure
from ansible_collections.statenet.junos.plugins.plugin_utils.worker import end_with_ansible

try:
    from ansible_collections.statenet.junos.plugins.module_utils.common.clock import Clock, WallClock
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoints import resolve_endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.report.notifications import KINDS, Notifier
    from ansible_collections.statenet.junos.plugins.module_utils.report.progress_lines import ProgressLines
    from ansible_collections.statenet.junos.plugins.module_utils.report.status_file import StatusFile
    from ansible_collections.statenet.junos.plugins.module_utils.report.webhook import Webhooks
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import Listeners, Refused
    from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import session_opener
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import running_twin
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace, open_workspace
except ImportError as error:
    Clock = WallClock = Endpoint = resolve_endpoint = ProgressLines = TwinClock = Control = running_twin = None
    KINDS, Notifier, StatusFile, Webhooks, Listeners, Refused = (), None, None, None, None, None
    Workspace = open_workspace = session_opener = network_secrets = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts

DISPLAY = Display()
SHARED = tuple(name for name in VARIABLES if name not in ("inventory_hostname", "ansible_host"))
"""Variables of a host that the verbs take from the first one: a network has one way in."""


NOTIFY = {
    "notify_urls": {"type": "list", "elements": "str", "default": [], "no_log": True},
    "notify_kinds": {"type": "list", "elements": "str", "choices": list(KINDS), "default": list(KINDS)},
}
"""Arguments of the verbs that tell others what they do."""


class VerbAction(ActionBase):
    """An action that works on the whole network at once; the task needs ``run_once: true``.

    Subclasses give their arguments in ``SPEC`` and do their work in ``verb``.
    """

    BYPASS_HOST_LOOP = True
    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    SPEC: ClassVar[dict[str, Any]] = {}
    COMMON: ClassVar[dict[str, Any]] = {
        "intent": {"type": "path", "required": True},
        "artifacts": {"type": "path"},
    }

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        del tmp
        result = super().run(task_vars=task_vars)
        if IMPORT_ERROR is not None:
            msg = (
                f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}. "
                "Install what the collection's requirements.txt lists."
            )
            raise AnsibleActionFail(msg)
        _validated, arguments = self.validate_argument_spec(argument_spec=self.COMMON | self.SPEC)
        self.variables = task_vars or {}
        end_with_ansible()
        try:
            chosen = arguments["artifacts"]
            workspace = open_workspace(
                intent_directory=Path(arguments["intent"]), artifacts=Path(chosen) if chosen else None
            )
            return result | self.verb(workspace, arguments)
        except StatenetError as error:
            return result | {"changed": False} | failure(error)

    def verb(self, workspace: Workspace, arguments: dict[str, Any]) -> dict[str, Any]:
        """Do the work; return the result's own keys."""
        raise NotImplementedError

    def say(self, line: str) -> None:
        """Show progress while the task is running."""
        DISPLAY.display(line)

    def progress(self, workspace: Workspace) -> ProgressLines:
        """A listener that shows a rollout's progress, in the network's own time zone."""
        return ProgressLines(self.say, timezone=workspace.intent.calendar.timezone)

    @contextmanager
    def told(self, workspace: Workspace, plan: Plan, arguments: dict[str, Any]) -> Iterator[Listeners]:
        """A listener for work on the network itself: the terminal, ``status.json`` and the webhooks."""
        verb, clock = self._task.action.rpartition(".")[2], self.clock(workspace)
        with Webhooks(arguments["notify_urls"]) as webhooks:
            listener = Listeners(
                self.progress(workspace),
                StatusFile(workspace.status, plan, verb=verb),
                Notifier(webhooks.deliver, plan, verb=verb, kinds=arguments["notify_kinds"]),
            )
            try:
                yield listener
            except StatenetError as error:
                listener.on_event(Refused(at=clock.now(), message=str(error)))
                raise
        for line in webhooks.failures:
            DISPLAY.warning(line)

    @property
    def checking(self) -> bool:
        """Whether only reading is allowed."""
        return bool(self._task.check_mode)

    @property
    def on_twin(self) -> bool:
        """Whether the twin plays the network."""
        return self._variable("statenet_target") == "twin"

    def person(self, named: str | None) -> str:
        """Who is at work: as named, or the account that runs Ansible."""
        return named or getpass.getuser()

    def clock(self, workspace: Workspace) -> Clock:
        """The time that counts: the twin's own on the twin."""
        if not self.on_twin:
            return WallClock()
        running_twin(workspace.twin)
        return TwinClock(Control(workspace.twin))

    def downtime(self, workspace: Workspace) -> Callable[[], dict[str, dict[str, float]]] | None:
        """What the probes have seen so far, by site and service; None on the real network, which has none."""
        if not self.on_twin:
            return None
        running_twin(workspace.twin)
        control = Control(workspace.twin)
        return lambda: control.downtime()["per_site"]

    def journal(self, workspace: Workspace, url: str | None) -> str:
        """The URL of the journal."""
        return url or workspace.journal

    def endpoints(self, workspace: Workspace) -> Callable[[str], Endpoint]:
        """Where a host is reached: its own address, and the network's account and key."""
        shared = {name: value for name in SHARED if (value := self._variable(name)) is not None}
        shared["statenet_artifacts"] = str(workspace.root)
        hostvars = self.variables["hostvars"]
        addresses = {host: hostvars.raw_get(host).get("ansible_host") for host in self.variables["groups"]["all"]}

        def endpoint_of(host: str) -> Endpoint:
            return resolve_endpoint({**shared, "inventory_hostname": host, "ansible_host": addresses.get(host)})

        return endpoint_of

    def sessions(self, workspace: Workspace, artifacts: Artifacts) -> Callable[[str], Session]:
        """How sessions are opened: secrets are resolved first, all of them, or none is opened at all."""
        secrets_of = network_secrets(workspace, artifacts, on_twin=self.on_twin, variable=self._variable)
        return session_opener(self.endpoints(workspace), secrets_of)

    def play_hosts(self) -> frozenset[str]:
        """The hosts of the play, those included that failed before."""
        return frozenset(self.variables.get("ansible_play_hosts_all", ()))

    def _variable(self, name: str) -> Any:
        value = self.variables.get(name)
        return None if value is None else self._templar.template(value)
