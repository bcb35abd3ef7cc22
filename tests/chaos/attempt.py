"""One attempt of a run: the rollout in a process of its own, which may be killed at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import session_opener
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollout import roll_out

from .deeds import Deeds
from .stage import REPOSITORY
from .steps import Steps, TappedClock, tap_journal, tapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session

    from .stage import Stage
    from .steps import Injection

PATIENCE = 240.0
"""Real seconds after which an attempt counts as hanging."""

How = Literal["complete", "failed", "paused", "refused", "killed", "crashed", "hung"]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What came of an attempt.

    Attributes:
        how: ``refused`` is an error that was told, ``crashed`` one that was not foreseen.
        changed: Hosts that were changed.
        failed: Hosts that failed or could not be reached, with why.
        counts: Steps by kind; empty when it was killed.
        seconds: Real time that it took.
    """

    how: How
    message: str = ""
    changed: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def attempt(
    stage: Stage,
    injections: Sequence[Injection] = (),
    *,
    seed: int = 0,
    kill_after: float = 0.0,
    commit_within: float = 0.0,
) -> Attempt:
    """Roll out, as the verb does, in a process that is forked for it."""
    result = stage.workspace.root.parent / "attempt.json"
    result.unlink(missing_ok=True)
    began = time.monotonic()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            found = _rolled_out(stage, injections, seed, commit_within)
            result.write_text(json.dumps(asdict(found)))
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's is to be cleaned up
    killed = _waited(pid, kill_after)
    seconds = time.monotonic() - began
    if result.exists():
        return replace(Attempt(**json.loads(result.read_text())), seconds=seconds)
    return Attempt(how=killed, seconds=seconds)


def command(stage: Stage) -> list[str]:
    """The rollout as it is typed."""
    variables = ["statenet_target=twin", f"statenet_artifacts={stage.workspace.root}", "statenet_wait=true"]
    chosen = [word for variable in variables for word in ("-e", variable)]
    playbook = str(Path(sys.executable).with_name("ansible-playbook"))
    return [playbook, "-i", str(stage.base.inventory / "statenet.yml"), *chosen, "statenet.junos.rollout"]


def attempt_command(stage: Stage, *, kill_after: float = 0.0) -> Attempt:
    """Roll out with ``ansible-playbook``; kill its process group after so many real seconds, as AWX does."""
    began = time.monotonic()
    environment = {**os.environ, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
    with subprocess.Popen(
        command(stage), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=kill_after or PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Attempt(how="killed" if kill_after else "hung", seconds=time.monotonic() - began)
    seconds = time.monotonic() - began
    how: How = "complete" if process.returncode == 0 and "complete: " in output else "failed"
    changed = ("?",) if "wave " in output and " pass: " in output else ()
    return Attempt(how=how, message="" if how == "complete" else output[-2000:], changed=changed, seconds=seconds)


def _waited(pid: int, kill_after: float) -> How:
    deadline = time.monotonic() + (kill_after or PATIENCE)
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return "killed" if os.WIFSIGNALED(status) else "crashed"
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "killed" if kill_after else "hung"


def _rolled_out(stage: Stage, injections: Sequence[Injection], seed: int, commit_within: float) -> Attempt:
    with stage.control() as own, stage.control() as theirs:
        deeds = Deeds(theirs, stage.spec, stage.endpoint_of, stage.deeds, seed)
        steps = Steps(injections, deeds)
        tap_journal(steps)
        opener = tapped(_hasty(session_opener(stage.endpoint_of, stage.secrets_of), commit_within), steps)
        try:
            found = roll_out(
                stage.plan,
                stage.workspace,
                stage.artifacts,
                open_session=opener,
                journal_url=stage.workspace.journal,
                clock=TappedClock(TwinClock(own), steps),
                listener=deeds,
                when_closed="wait",
                hosts=None,
            )
        except StatenetError as error:
            return Attempt(how="refused", message=str(error), counts=dict(steps.counts))
        except Exception:  # noqa: BLE001 -- it is what the run is to find
            return Attempt(how="crashed", message=traceback.format_exc())
        return Attempt(
            how=found.outcome,
            message=found.message,
            changed=tuple(item.host for item in found.results if item.outcome == "changed"),
            failed={item.host: item.message for item in found.results if not item.ok},
            counts=dict(steps.counts),
        )


def _hasty(open_session: Callable[[str], Session], commit_within: float) -> Callable[[str], Session]:
    """Sessions that do not wait long for the reply to a commit."""

    def opener(host: str) -> Session:
        session = open_session(host)
        if commit_within:
            session.timeouts = replace(session.timeouts, commit=commit_within, check=commit_within)
        return session

    return opener
