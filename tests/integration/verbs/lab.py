"""A lab network, and the verbs on it as an operator types them."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

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
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), timeout=300)
        return Outcome(done.returncode, done.stdout + done.stderr)

    def start(self, verb: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a verb in a process group of its own, so that it can be killed with all that it started."""
        return subprocess.Popen(
            self.command(verb, *arguments),
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
        assert self.run("plan").code == 0
        assert self.run("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=dana").code == 0


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
