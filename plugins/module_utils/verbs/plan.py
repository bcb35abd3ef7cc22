"""``plan``: what would change, in which order and when."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from ..common.version import VERSION
from ..design.drain import drain
from ..health.catalogue import CHECKS, Selection, require_names
from ..health.snapshot import Comparison
from ..intent.sources import read_sources
from ..junos.text import canonical
from ..rollout.build import PlanInputs, build_plan
from ..rollout.comparer import JunosComparer
from ..rollout.digest import configuration_digest, position_of
from ..rollout.plan import read_plan, write_plan
from ..rollout.waves import assign
from .workspace import ArtifactMissing, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from ..intent.models import Intent
    from ..intent.policy import HealthGate
    from ..rollout.plan import Plan
    from ..rollout.waves import Phase
    from .artifacts import Artifacts
    from .workspace import Workspace

LATEST = "latest"
"""Stands for the plan that was made last, wherever a plan is asked for."""


def make_plan(
    workspace: Workspace,
    artifacts: Artifacts,
    *,
    author: str,
    running: Mapping[str, str],
    unreadable: Mapping[str, str] | None = None,
    start: datetime | None = None,
    phase: Phase = "all",
) -> Plan:
    """Plan the rollout; the same network and intent always give the same plan.

    Args:
        workspace: Where the intent is.
        artifacts: What was built.
        author: Who plans.
        running: What every device runs now.
        unreadable: Why the other devices could not be asked.
        start: When the first wave may start; the policy's start when None.
        phase: The part of the migration to plan.

    Raises:
        InputError: Devices that could not be asked, configurations that are missing, a deadline that cannot be met.
    """
    problems = [_unreadable(host, reason) for host, reason in (unreadable or {}).items()]
    if problems:
        raise InputError(problems)
    intent = workspace.intent
    greenfield = frozenset(datacenter.name for datacenter in intent.datacenters if datacenter.greenfield)
    inputs = PlanInputs(
        network=intent.network.name,
        author=author,
        intent=sources_digest(workspace.intent_directory),
        devices=artifacts.devices,
        waves=assign(intent.policy, artifacts.devices, greenfield=greenfield),
        configurations=artifacts.configurations(),
        running=running,
        calendar=intent.calendar,
        policy=intent.policy,
        checks=_deciding(intent.policy.health),
        single_path=_single_path(intent, artifacts),
        versions={"statenet.junos": VERSION},
        phase=phase,
        drain_of=lambda change: drain(artifacts.model(artifacts.stage_before(change), change.host)),
    )
    return build_plan(inputs, JunosComparer(), start=start)


def _deciding(gate: HealthGate) -> tuple[str, ...]:
    """Names of the checks that decide about a wave.

    Raises:
        InputError: The policy names a check that does not exist.
    """
    require_names((*gate.extra, *gate.skip), subject="rollout.yml")
    selection = Selection(depth=gate.depth, extra=gate.extra, skip=gate.skip, intended=True)
    return tuple(
        check.id
        for check in CHECKS
        if selection.has(check) and (gate.compare or not issubclass(check, Comparison))
    )


def keep_plan(plan: Plan, workspace: Workspace, artifacts: Artifacts, running: Mapping[str, str]) -> bool:
    """Write a plan down, and what runs where it was not built by us: a rehearsal starts from it.

    Returns:
        Whether this plan is another one than the last.
    """
    fresh = write_if_changed(workspace.plans / LATEST, f"{plan.plan_id}\n")
    write_plan(plan, workspace.plans)
    for host, text in running.items():
        built = [configuration_digest(artifacts.configuration(stage, host)) for stage in artifacts.stages[host]]
        if position_of(text, built, canonical) is None:
            write_if_changed(workspace.running(host), text)
    return fresh


def find_plan(workspace: Workspace, plan_id: str) -> Plan:
    """A plan by its id, the beginning of its id, or ``latest``.

    Raises:
        InputError: None or several begin so, or the file was changed since.
        ArtifactMissing: There is no plan yet.
    """
    wanted = plan_id
    if plan_id == LATEST:
        try:
            wanted = (workspace.plans / LATEST).read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise ArtifactMissing(workspace.plans / LATEST, verb="plan") from error
    found = sorted(workspace.plans.glob(f"{wanted}*.json")) if wanted.isalnum() else []
    if len(found) != 1:
        raise InputError([_no_single_plan(workspace.plans, plan_id, found)])
    return read_plan(found[0])


def sources_digest(intent_directory: Path) -> str:
    """SHA-256 over every file of the intent, names included."""
    digest = hashlib.sha256()
    for name, content in sorted(read_sources(intent_directory).items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _single_path(intent: Intent, artifacts: Artifacts) -> dict[str, tuple[str, ...]]:
    """Sites with one path, each with its own switches and the routers that they are cabled to."""
    routers = {device.hostname for device in artifacts.devices if device.function in ("core", "aggregation")}
    cabled: dict[str, set[str]] = {}
    for cable in artifacts.network["cabling"]:
        a, b = cable["a"]["host"], cable["b"]["host"]
        cabled.setdefault(a, set()).add(b)
        cabled.setdefault(b, set()).add(a)
    switches: dict[str, list[str]] = {}
    for device in artifacts.devices:
        switches.setdefault(device.site, []).append(device.hostname)
    found = {}
    for site in intent.sites:
        if site.paths == 1:
            own = sorted(switches[site.name])
            above = {router for host in own for router in cabled.get(host, set()) & routers}
            found[site.name] = (*own, *sorted(above))
    return found


def _unreadable(host: str, reason: str) -> Problem:
    return Problem(
        source=Source("network"),
        subject=host,
        found=f"its running configuration could not be read: {reason.rstrip('.')}",
        expected="every device of the plan answers",
        remedy="mend its management access and plan again",
    )


def _no_single_plan(directory: Path, plan_id: str, found: list[Path]) -> Problem:
    count = f"{len(found)} plans begin so" if found else "no such plan"
    return Problem(
        source=Source(str(directory)),
        subject=f"plan {plan_id}",
        found=count,
        expected="the plan_id of one plan, its beginning, or latest",
    )
