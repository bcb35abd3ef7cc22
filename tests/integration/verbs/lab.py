"""A lab network, and the verbs on it as an operator types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical
from ansible_collections.statenet.junos.plugins.module_utils.rollout.digest import configuration_digest, position_of
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import first_start
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.process import stop
from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import session_opener
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import start_twin, twin_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints
from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

REPOSITORY = Path(__file__).parents[3]
VERBS = "statenet.junos"


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    output: str


@dataclass(frozen=True)
class Lab:
    """A lab network of its own.

    Attributes:
        inventory: Directory with the inventory file and the intent, a copy that tests may change.
        artifacts: Where its artifacts go.
    """

    inventory: Path
    artifacts: Path

    def command(self, verb: str, *arguments: str) -> list[str]:
        """The command line of a verb."""
        variables = ["-e", "statenet_target=twin", "-e", f"statenet_artifacts={self.artifacts}"]
        inventory = ["-i", str(self.inventory / "statenet.yml")]
        return ["ansible-playbook", *inventory, *variables, f"{VERBS}.{verb}", *arguments]

    def run(self, verb: str, *arguments: str) -> Outcome:
        """Run a verb to its end."""
        return self.run_command(self.command(verb, *arguments))

    def run_command(self, command: list[str]) -> Outcome:
        """Run a command line to its end."""
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
            timeout=300,
        )
        return Outcome(done.returncode, done.stdout + done.stderr)

    def start(self, verb: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a verb in a process group of its own, so that it can be killed with all that it started."""
        return subprocess.Popen(
            self.command(verb, *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
            start_new_session=True,
        )

    def control(self) -> Control:
        """Control of the running twin."""
        return Control(self.artifacts / "twin")

    def approved_plan(self) -> None:
        """Plan on the running twin, and have the plan approved."""
        for step in (("plan",), ("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=dana")):
            outcome = self.run(*step)
            assert outcome.code == 0, outcome.output

    def stages(self) -> dict[str, str]:
        """The stage whose configuration each device runs, ``none`` when it is none of them."""
        workspace = open_workspace(intent_directory=self.inventory / "intent", artifacts=self.artifacts)
        artifacts = Artifacts(workspace)
        secrets_of = network_secrets(workspace, artifacts, on_twin=True, variable=lambda _name: None)
        open_session = session_opener(twin_endpoints(self.artifacts), secrets_of)
        found = {}
        for host, stages in artifacts.stages.items():
            with open_session(host) as session:
                running = session.get_configuration()
            built = [configuration_digest(artifacts.configuration(stage, host)) for stage in stages]
            position = position_of(running, built, canonical)
            found[host] = "none" if position is None else stages[position]
        return found

    def start_twin(self) -> None:
        """Start the twin as the verb does, without Ansible around it."""
        workspace = open_workspace(intent_directory=self.inventory / "intent", artifacts=self.artifacts)
        network = json.loads(workspace.network.read_text())
        first = {device["hostname"]: device["stages"][0] for device in network["devices"]}
        start_at = first_start(workspace.intent.policy, workspace.intent.calendar, datetime.now(UTC))
        spec = twin_spec(network, lambda host: workspace.config(first[host], host), start_at=start_at)
        start_twin(workspace.twin, spec)

    def stop_twin(self) -> None:
        """Stop the twin, if one runs."""
        stop(self.artifacts / "twin")


def environment() -> dict[str, str]:
    """The environment of a command: the checkout's configuration, no colours."""
    return {**os.environ, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}


def kill(process: subprocess.Popen[str]) -> None:
    """``kill -9`` of a command and its process group, as AWX cancels a job."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def working(artifacts: Path) -> list[int]:
    """Processes of Ansible that still work on the network with these artifacts, those in other sessions included."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = entry.read_bytes().split(b"\0")
            if f"statenet_artifacts={artifacts}".encode() in words:
                found.append(int(entry.parent.name))
    return found
