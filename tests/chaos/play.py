"""One run: what the seed says, then the same command again, mended by a person where it was refused, and again."""

from __future__ import annotations

import os
import re
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect

from .attempt import Attempt, attempt, attempt_command
from .deeds import UNDO_FOREIGN, note
from .invariants import at_rest, at_the_end, disturbed
from .stage import fresh, noted

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

    from .scenario import Scenario
    from .stage import Base, Stage

AGAIN = 4
"""How often the same command is given at most after the disturbances are over."""
LONGEST_TIMER = 1200.0
KILLS = ("kill at a step", "kill at a random time", "kill again and again", "kill of ansible-playbook",
         "kill at every step")
"""After these the very same command has to finish, without anybody's help."""
PASSING = (*KILLS, "session cut", "cut at every step", "failing commit", "warning commit", "lost commit")
"""After these it has to finish without help as well, once the fault is used up."""
_LABELS = {
    "drift": r"drift: it runs neither|do not run their final configuration",
    "somebody's lock": r"locked by|to leave configuration mode",
    "somebody's changes": r"database modified|uncommitted",
    "somebody's commit": r"waits for its confirmation|somebody else has committed",
    "commit refused": r"(commit check|confirming commit|reverting commit|commit) refused",
    "ill in the soak": r"during the soak",
    "no redundancy": r"it stands in for",
    "too slow": r"about to run out|not confirmed in time",
    "unreachable": r"cannot be reached|no NETCONF session|could not be read",
    "session lost": r"session",
    "commit lost": r"the commit did not happen|outcome of the",
    "ill": r" (fail|inconclusive): ",
}


@dataclass(kw_only=True)
class Run:
    """What came of a run.

    Attributes:
        told: One word or two per attempt.
        mended: A person had to clear a fault or undo a stranger's commit.
        wrong: Every violation.
        waiting: Hosts of which an attempt has told that their timer takes a commit back.
    """

    seed: int
    scenario: Scenario
    told: list[str] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    mended: bool = False
    wrong: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    seconds: float = 0.0


def play(base: Base, directory: Path, scenario: Scenario, *, seed: int, first: int = 0, count: int = 0) -> Run:
    """Play a run in ``directory``, which is removed afterwards."""
    began = time.monotonic()
    run = Run(seed=seed, scenario=scenario)
    directory.mkdir(parents=True)
    stage = fresh(base, directory, first=first, count=count)
    try:
        with stage.control() as control:
            _disturbed(stage, control, run)
            _finished(stage, control, run)
        run.deeds = [str(deed["deed"]) for deed in noted(stage) if not {"refused", "begun"} & deed.keys()]
    finally:
        stage.close()
        run.seconds = time.monotonic() - began
    return run


def _disturbed(stage: Stage, control: Control, run: Run) -> None:
    scenario = run.scenario
    for number in range(max(len(scenario.attempts), len(scenario.kill_after))):
        if scenario.ansible:
            found = attempt_command(stage, kill_after=scenario.kill_after[number])
        else:
            found = attempt(
                stage,
                scenario.attempts[number] if number < len(scenario.attempts) else (),
                seed=run.seed + number,
                kill_after=scenario.kill_after[number] if number < len(scenario.kill_after) else 0.0,
                commit_within=scenario.commit_within,
            )
        _take(stage, control, run, found)
        control.advance(scenario.idle)


def _finished(stage: Stage, control: Control, run: Run) -> None:
    """Once more as it is, then mended, and in the end once more than needed."""
    for number in range(AGAIN):
        found = attempt_command(stage) if run.scenario.ansible else attempt(stage)
        _take(stage, control, run, found)
        if found.how == "complete":
            break
        if run.scenario.kind in KILLS:
            run.wrong.append(f"nothing was broken, but the same command again does not finish: {found.message}")
        # First the very same command, before anything is mended.
        if run.scenario.kind not in PASSING and (number or not noted(stage)):
            run.mended = True
            control.advance(LONGEST_TIMER)
            _mend(stage, control)
    if found.how != "complete":
        run.wrong.append(f"it does not come to its end: {found.message}")
        return
    run.wrong += at_the_end(stage, control)
    before = control.status()["commits"]
    last = attempt_command(stage) if run.scenario.ansible else attempt(stage)
    if last.how != "complete" or last.changed or control.status()["commits"] != before:
        run.wrong.append(f"once more, it does not find everything done: {last.how} {last.message} {last.changed}")


def _take(stage: Stage, control: Control, run: Run, found: Attempt) -> None:
    run.told.append(label(found))
    run.wrong += at_rest(stage, control, found, run.waiting)


def _mend(stage: Stage, control: Control) -> None:
    """What a person does: takes away the faults, and what somebody else has committed."""
    note(stage.deeds, deed="mended", at=control.now().isoformat())
    control.clear_faults()
    hosts = disturbed(stage, control)
    if not hosts:
        return
    sys.stdout.flush()
    pid = os.fork()  # sessions have threads, and who forks must have none
    if pid == 0:
        code = 1
        try:
            for host in hosts:
                with connect(stage.endpoint_of(host)) as session:
                    session.lock()
                    session.load(UNDO_FOREIGN, action="set", format="set")
                    session.commit(comment="undone").require(host)
                note(stage.deeds, deed=f"undone on {host}", undone=host)
            code = 0
        finally:
            os._exit(code)
    os.waitpid(pid, 0)


def label(found: Attempt) -> str:
    """What came of an attempt, in a word or two."""
    if found.how in ("complete", "killed", "crashed", "hung", "paused"):
        return found.how
    for name, pattern in _LABELS.items():
        if re.search(pattern, found.message):
            return f"{found.how}: {name}"
    return f"{found.how}: other"
