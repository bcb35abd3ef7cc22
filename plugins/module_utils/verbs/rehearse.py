"""``rehearse``: the very same plan on an emulated copy of the network, in virtual time."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..common.errors import InputError, Problem, Source
from ..health.catalogue import Selection
from ..junos.endpoints import resolve_endpoint
from ..junos.text import canonical
from ..rollout.artifacts import approved_text
from ..rollout.digest import position_of
from ..rollout.engine import RunOptions, run
from ..rollout.events import Silent
from ..rollout.journal import Journal
from ..rollout.outages import excess, told_excess
from ..rollout.rehearsed import record_rehearsal
from ..rollout.schedule import first_start
from ..twin.clock import TwinClock
from ..twin.control import Control
from ..twin.process import stop
from .access import network_access, redundancy, session_opener
from .approve import NETWORK_RUN
from .emulate import start_twin, twin_spec
from .fault_pass import fault_pass
from .secrets import network_secrets
from .verify import verify
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from ..common.clock import Clock
    from ..junos.endpoint import Endpoint
    from ..rollout.events import Listener
    from ..rollout.plan import Plan
    from ..rollout.result import RolloutResult
    from ..twin.spec import TwinSpec
    from .artifacts import Artifacts
    from .fault_pass import FaultOutcome
    from .verify import Verification
    from .workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsal found.

    Attributes:
        result: Of the rollout.
        faults: What came of the faults that were injected, on a twin of their own; empty when policy wants none.
        fault_downtime: What the probes saw during those.
        again: Of the same rollout once more: nothing may change.
        health: Of every device afterwards; empty when the rollout failed.
        downtime: What the probes saw.
        journal_entries: Entries of the rehearsal's journal, whose chain was verified.
        wall_seconds: Real time that it took, the twin's start included.
    """

    plan: Plan
    result: RolloutResult
    faults: tuple[FaultOutcome, ...]
    fault_downtime: Mapping[str, Any]
    again: RolloutResult | None
    health: tuple[Verification, ...]
    downtime: Mapping[str, Any]
    journal_entries: int
    wall_seconds: float

    @property
    def passed(self) -> bool:
        """Whether the plan may be trusted."""
        return not self.reason

    @property
    def reason(self) -> str:
        """Why it may not be trusted; empty when it may.

        That is when it was carried out completely, and once more without a change; when every device was healthy, no
        site was without service for longer than announced (with two paths: at all), in IPv4 or IPv6, no service has
        addresses that never reached anybody, and every wave with a fault went back and healed.
        """
        ill = [found for found in self.health if not found.ok]
        wrong = [fault for fault in self.faults if not fault.passed]
        suffering, over = self.suffering, told_excess(self.over)
        if self.result.outcome != "complete":
            return self.result.message
        if self.again is None or not self.again.ok:
            return "run once more, it failed" if self.again is None else f"run once more: {self.again.message}"
        if self.again.changed:
            return "run once more, it changed devices again"
        if ill:
            return f"{len(ill)} devices are not healthy afterwards, {ill[0].host} first: {ill[0].message}"
        if over:
            return over
        if suffering:
            site, seconds = next(iter(suffering.items()))
            told = f"{len(suffering)} sites with two paths were without service while devices failed on purpose"
            return f"{told}, {site} first: {seconds:.0f} s"
        awaited = self.downtime.get("awaited", ())
        if awaited:
            first_of = f"{awaited[0]['service']} {awaited[0]['family']} of {awaited[0]['site']}"
            return f"{len(awaited)} services of sites have never worked, {first_of} first"
        if wrong:
            first = wrong[0]
            what = "did not go back" if not first.reverted else "did not heal"
            return f"wave {first.wave} {what} when {first.host} failed ({first.fault})"
        if self.plan.policy.rehearsal.faults and self.plan.waves and not self.faults:
            return "no device failed in it, and policy wants that"
        return ""

    @property
    def over(self) -> Mapping[str, tuple[float, int]]:
        """Sites that were without service for longer than the plan has announced: seconds seen, and announced."""
        return excess(self.downtime.get("per_site", {}), self.plan.announced_seconds)

    @property
    def suffering(self) -> Mapping[str, float]:
        """Seconds without service during the faults, of every site that has two paths and so should not notice."""
        return {
            site: sum(services.values())
            for site, services in self.fault_downtime.get("per_site", {}).items()
            if site not in self.plan.single_path and sum(services.values()) > 0
        }


def rehearse(
    plan: Plan,
    workspace: Workspace,
    artifacts: Artifacts,
    *,
    listener: Listener,
    faults: tuple[Mapping[str, Any], ...] = (),
) -> Rehearsal:
    """Run a plan on a twin of its own, which is stopped in the end; before that, as policy says, on one with faults.

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
    failed: tuple[FaultOutcome, ...] = ()
    fault_downtime: Mapping[str, Any] = {}
    if plan.policy.rehearsal.faults and not faults:
        with _twin(directory, spec) as control, _Stage(plan, workspace, artifacts, control, Silent()) as stage:
            failed = fault_pass(plan, control, stage.open_session, lambda wave: stage.run(last_wave=wave))
            fault_downtime = control.downtime()
    with _twin(directory, spec) as control, _Stage(plan, workspace, artifacts, control, listener) as stage:
        for fault in faults:
            control.fault(**fault)
        result = stage.run()
        complete = result.outcome == "complete"
        return Rehearsal(
            plan=plan,
            result=result,
            faults=failed,
            fault_downtime=fault_downtime,
            again=stage.run() if complete else None,
            health=stage.health() if complete else (),
            downtime=control.downtime(),
            journal_entries=stage.journal.verify_chain(),
            wall_seconds=time.monotonic() - began,
        )


@contextmanager
def _twin(directory: Path, spec: TwinSpec) -> Iterator[Control]:
    """A twin of the network as it is before the plan, for as long as it is needed."""
    start_twin(directory / "twin", spec, parent=os.getpid())
    try:
        with Control(directory / "twin") as control:
            yield control
    finally:
        stop(directory / "twin")


class _Stage:
    """A twin with what a rollout on it needs; several runs of one rehearsal go on from each other."""

    def __init__(
        self, plan: Plan, workspace: Workspace, artifacts: Artifacts, control: Control, listener: Listener
    ) -> None:
        directory = control.directory.parent
        secrets_of = network_secrets(workspace, artifacts, on_twin=True, variable=lambda _name: None)
        self.open_session = session_opener(twin_endpoints(directory), secrets_of)
        self.journal = Journal(f"sqlite:///{directory / 'journal.sqlite'}")
        self._plan = plan
        self._artifacts = artifacts
        self._clock = TwinClock(control)
        self._listener = listener
        self._access = network_access(artifacts, self.open_session, gate=plan.policy.health)
        self._text_of = approved_text(workspace.root, self._access.canonical)
        self._options = RunOptions(
            run=f"rehearsal {secrets.token_hex(4)}",
            when_closed="wait",
            approval_required=False,
            keep_sessions=True,
            downtime=lambda: control.downtime()["per_site"],
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.journal.close()

    def run(self, *, last_wave: int | None = None) -> RolloutResult:
        """Carry out what is left of the plan, up to and including a wave."""
        return run(
            self._plan,
            access=self._access,
            text_of=self._text_of,
            journal=self.journal,
            clock=self._clock,
            options=replace(self._options, last_wave=last_wave),
            listener=self._listener,
            redundancy=redundancy(self._artifacts),
        )

    def health(self) -> tuple[Verification, ...]:
        """Every device, examined at the stage that it is at."""
        policy = self._plan.policy
        return verify(
            self._artifacts,
            self._artifacts.stages,
            self.open_session,
            sessions=policy.sessions,
            selection=Selection(depth="full", skip=policy.health.skip),
        )


def summary(rehearsal: Rehearsal, workspace: Workspace) -> dict[str, Any]:
    """The figures of a rehearsal, as ``summary.json`` has them."""
    plan, result = rehearsal.plan, rehearsal.result
    again = rehearsal.again
    zone = ZoneInfo(plan.calendar.timezone)
    return {
        "network": plan.network,
        "plan_id": plan.plan_id,
        "verdict": "pass" if rehearsal.passed else "fail",
        "message": rehearsal.reason or result.message,
        "faults": [fault.as_dict() for fault in rehearsal.faults],
        "fault_downtime_seconds": rehearsal.fault_downtime.get("downtime_seconds", 0.0),
        "single_path_sites": len(plan.single_path),
        "announced_sites": len(plan.announced_seconds),
        "announced_seconds": sum(plan.announced_seconds.values()),
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
        "downtime_per_family": rehearsal.downtime["per_family"],
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
    write_if_changed(workspace.verdict(rehearsal.plan.plan_id), text)
    return found


def bind_verdict(rehearsal: Rehearsal, workspace: Workspace, *, journal_url: str, clock: Clock) -> None:
    """Record in the network's journal the hash of the verdict that ``write_summary`` has written.

    Args:
        rehearsal: What was found.
        workspace: Where the verdict is.
        journal_url: The journal of the network.
        clock: Real time: a rehearsal grows old by it, whatever date it played at.

    Raises:
        JournalError: It cannot be recorded.
    """
    journal = Journal(journal_url)
    try:
        record_rehearsal(
            rehearsal.plan,
            journal,
            workspace.verdict(rehearsal.plan.plan_id).read_bytes(),
            run=NETWORK_RUN,
            at=clock.now(),
            passed=rehearsal.passed,
            message=rehearsal.reason,
            faults=bool(rehearsal.faults) or not rehearsal.plan.waves,
        )
    finally:
        journal.close()


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
