"""``rehearse``: the very same plan on an emulated copy of the network, in virtual time."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..common.errors import InputError, Problem, Source
from ..junos.endpoints import resolve_endpoint
from ..junos.text import canonical
from ..rollout.artifacts import approved_text
from ..rollout.digest import position_of
from ..rollout.engine import RunOptions, run
from ..rollout.journal import Journal
from ..rollout.schedule import first_start
from ..twin.clock import TwinClock
from ..twin.control import Control
from ..twin.process import stop
from .access import network_access, session_opener
from .emulate import start_twin, twin_spec
from .secrets import network_secrets
from .verify import verify
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ..junos.endpoint import Endpoint
    from ..rollout.events import Listener
    from ..rollout.plan import Plan
    from ..rollout.result import RolloutResult
    from .artifacts import Artifacts
    from .verify import Verification
    from .workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsal found.

    Attributes:
        result: Of the rollout.
        again: Of the same rollout once more: nothing may change.
        health: Of every device afterwards; empty when the rollout failed.
        downtime: What the probes saw.
        journal_entries: Entries of the rehearsal's journal, whose chain was verified.
        wall_seconds: Real time that it took, the twin's start included.
    """

    plan: Plan
    result: RolloutResult
    again: RolloutResult | None
    health: tuple[Verification, ...]
    downtime: Mapping[str, Any]
    journal_entries: int
    wall_seconds: float

    @property
    def passed(self) -> bool:
        """Whether the plan may be trusted: complete, healthy, and complete once more without a change."""
        again = self.again is not None and self.again.ok and not self.again.changed
        return self.result.outcome == "complete" and again and all(found.ok for found in self.health)


def rehearse(
    plan: Plan,
    workspace: Workspace,
    artifacts: Artifacts,
    *,
    listener: Listener,
    faults: tuple[Mapping[str, Any], ...] = (),
) -> Rehearsal:
    """Run a plan on a twin of its own, which is stopped in the end.

    Args:
        plan: The plan.
        workspace: Where everything is.
        artifacts: What was built.
        listener: Is told what happens.
        faults: Arguments of the twin's ``fault``, injected before the first wave.

    Raises:
        InputError: A baseline of the plan is not at hand.
        TwinError: The twin does not come up.
    """
    began = time.monotonic()
    directory = workspace.rehearsals / plan.plan_id[:12]
    _clear(directory)
    files = baseline_files(plan, workspace, artifacts)
    now = datetime.now(UTC)
    spec = twin_spec(artifacts.network, files.__getitem__, start_at=first_start(plan.policy, plan.calendar, now))
    start_twin(directory / "twin", spec, parent=os.getpid())
    try:
        with Control(directory / "twin") as control:
            for fault in faults:
                control.fault(**fault)
            return _rehearsed(plan, workspace, artifacts, control, listener=listener, began=began)
    finally:
        stop(directory / "twin")


def _rehearsed(
    plan: Plan, workspace: Workspace, artifacts: Artifacts, control: Control, *, listener: Listener, began: float
) -> Rehearsal:
    directory = control.directory.parent
    secrets_of = network_secrets(workspace, artifacts, on_twin=True, variable=lambda _name: None)
    open_session = session_opener(twin_endpoints(directory), secrets_of)
    access = network_access(artifacts, open_session)
    journal = Journal(f"sqlite:///{directory / 'journal.sqlite'}")
    options = RunOptions(
        run=f"rehearsal {secrets.token_hex(4)}", when_closed="wait", approval_required=False, keep_sessions=True
    )

    def once() -> RolloutResult:
        return run(
            plan,
            access=access,
            text_of=approved_text(workspace.root, access.canonical),
            journal=journal,
            clock=TwinClock(control),
            options=options,
            listener=listener,
        )

    try:
        result = once()
        complete = result.outcome == "complete"
        return Rehearsal(
            plan=plan,
            result=result,
            again=once() if complete else None,
            health=verify(artifacts, artifacts.stages, open_session, sessions=plan.policy.sessions) if complete else (),
            downtime=control.downtime(),
            journal_entries=journal.verify_chain(),
            wall_seconds=time.monotonic() - began,
        )
    finally:
        journal.close()


def summary(rehearsal: Rehearsal, workspace: Workspace) -> dict[str, Any]:
    """The figures of a rehearsal, as ``summary.json`` has them."""
    plan, result = rehearsal.plan, rehearsal.result
    again = rehearsal.again
    zone = ZoneInfo(plan.calendar.timezone)
    return {
        "network": plan.network,
        "plan_id": plan.plan_id,
        "verdict": "pass" if rehearsal.passed else "fail",
        "message": result.message,
        "devices_changed": len({item.host for item in result.results if item.outcome == "changed"}),
        "changes": sum(len(wave.changes) for wave in plan.waves),
        "waves_passed": sum(wave.verdict == "pass" for wave in result.waves),
        "waves": len(plan.waves),
        "devices_failed": sorted(item.host for item in result.results if not item.ok),
        "devices_healthy": sum(found.ok for found in rehearsal.health),
        "devices_ill": {found.host: found.message for found in rehearsal.health if not found.ok},
        "changed_when_run_again": sum(item.outcome == "changed" for item in again.results) if again else None,
        "sites": rehearsal.downtime["sites"],
        "downtime_seconds": rehearsal.downtime["downtime_seconds"],
        "downtime_per_site": rehearsal.downtime["per_site"],
        "started": result.started.astimezone(zone).isoformat(),
        "finished": result.finished.astimezone(zone).isoformat(),
        "wall_seconds": round(rehearsal.wall_seconds, 1),
        "journal_entries": rehearsal.journal_entries,
        "artifacts": {
            "configurations": str(workspace.root / "configs"),
            "models": str(workspace.root / "models"),
            "plan": str(workspace.plans / f"{plan.plan_id}.json"),
            "journal": str(workspace.rehearsals / plan.plan_id[:12] / "journal.sqlite"),
        },
    }


def write_summary(rehearsal: Rehearsal, workspace: Workspace) -> dict[str, Any]:
    """Write ``summary.json``, and the same beside the plan as the verdict that is bound to it; returns it."""
    found = summary(rehearsal, workspace)
    text = json.dumps(found, indent=1) + "\n"
    write_if_changed(workspace.summary, text)
    write_if_changed(workspace.rehearsals / rehearsal.plan.plan_id[:12] / "verdict.json", text)
    return found


def baseline_files(plan: Plan, workspace: Workspace, artifacts: Artifacts) -> dict[str, Path]:
    """The file with the configuration that each device runs before the plan begins.

    Raises:
        InputError: It is neither one of the built ones nor one that ``plan`` has read from the network.
    """
    wanted = dict(plan.settled)
    for wave in plan.waves:
        for change in wave.changes:
            wanted.setdefault(change.host, change.baseline)
    files: dict[str, Path] = {}
    problems = []
    for host, digest in wanted.items():
        candidates = [workspace.config(stage, host) for stage in artifacts.stages.get(host, ())]
        candidates.append(workspace.running(host))
        found = next((path for path in candidates if path.exists() and _has_digest(path, digest)), None)
        if found is None:
            problems.append(_no_baseline(workspace.running(host), host))
        else:
            files[host] = found
    if problems:
        raise InputError(problems)
    return files


def twin_endpoints(directory: Path) -> Callable[[str], Endpoint]:
    """Where hosts are reached on the twin that runs in ``directory``/twin."""
    found: dict[str, Endpoint] = {}

    def endpoint_of(host: str) -> Endpoint:
        if host not in found:
            variables = {"inventory_hostname": host, "statenet_target": "twin", "statenet_artifacts": str(directory)}
            found[host] = resolve_endpoint(variables)
        return found[host]

    return endpoint_of


def _clear(directory: Path) -> None:
    """A rehearsal starts afresh: what an interrupted one left behind says nothing about this one."""
    stop(directory / "twin")
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


def _has_digest(path: Path, digest: str) -> bool:
    return position_of(path.read_text(encoding="utf-8"), (digest,), canonical) is not None


def _no_baseline(path: Path, host: str) -> Problem:
    return Problem(
        source=Source(str(path)),
        subject=host,
        found="no file has the configuration that the plan starts from",
        expected="the baseline of the plan",
        remedy="run the `plan` verb again",
    )
