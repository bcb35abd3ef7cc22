"""The network of a run: fresh artifacts with an approved plan, and a twin of its own."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import serving_after
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import write_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import first_start
from ansible_collections.statenet.junos.plugins.module_utils.twin import daemon
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.process import stop
from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import read_status
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import write_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.approve import approve_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import twin_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import find_plan, keep_plan, make_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints
from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.statenet.junos.plugins.module_utils.junos.device_secrets import DeviceSecrets
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import TwinSpec
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
_REQUIRED = "rule: required"


@dataclass(frozen=True, kw_only=True)
class Base:
    """A network that was built and planned, not to be changed.

    Attributes:
        inventory: Its inventory directory, intent included.
        plan: The whole plan.
    """

    inventory: Path
    workspace: Workspace
    artifacts: Artifacts
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The network of one run, its twin up.

    Attributes:
        plan: What is to be carried out; approved.
        first: File with the configuration that each device starts with.
        endpoint_of: Where its devices are reached.
        secrets_of: The made-up secrets of a device.
    """

    base: Base
    workspace: Workspace
    artifacts: Artifacts
    plan: Plan
    spec: TwinSpec
    endpoint_of: Callable[[str], Endpoint]
    secrets_of: Callable[[str], DeviceSecrets]
    deeds: Path

    def control(self) -> Control:
        """Control of its twin."""
        return Control(self.workspace.twin)

    def close(self) -> None:
        """Stop its twin, and remove everything."""
        stop(self.workspace.twin)
        shutil.rmtree(self.workspace.root.parent, ignore_errors=True)


def prepare(name: str, directory: Path) -> Base:
    """Build a network of the examples, and plan its rollout from how it runs today."""
    inventory = directory / "inventory"
    shutil.copytree(REPOSITORY / "inventories" / name, inventory)
    rules = inventory / "intent" / "rollout.yml"
    # The rehearsal is a run of the same engine; to play it before every series would show nothing new.
    rules.write_text(rules.read_text().replace(_REQUIRED, "rule: optional"))
    workspace = open_workspace(intent_directory=inventory / "intent", artifacts=directory / "artifacts")
    build(workspace)
    artifacts = Artifacts(workspace)
    running = {host: artifacts.configuration(stages[0], host) for host, stages in artifacts.stages.items()}
    plan = make_plan(workspace, artifacts, author="chaos", running=running)
    keep_plan(plan, workspace, artifacts, running)
    return Base(inventory=inventory, workspace=workspace, artifacts=artifacts, plan=plan)


def part(base: Base, first: int, count: int) -> Plan:
    """Some consecutive waves of a plan, as a plan of their own: what comes before them has been done."""
    done = base.plan.waves[:first]
    serving = serving_after(base.plan, done, lambda _wave, _host: True)
    return replace(base.plan, waves=base.plan.waves[first : first + count], in_service=tuple(sorted(serving)))


def fresh(base: Base, directory: Path, *, first: int = 0, count: int = 0) -> Stage:
    """A copy of the artifacts, the plan approved, and the twin started as the network is before the first wave.

    Args:
        base: What was built.
        directory: Where the copy goes.
        first: Waves that are taken as done already.
        count: Waves that are to be carried out; all that are left when 0.
    """
    root = directory / "artifacts"
    # Files are replaced, never written into, so links are as good as copies; the journal is made anew.
    shutil.copytree(base.workspace.root, root, copy_function=os.link)
    workspace = replace(base.workspace, root=root)
    artifacts = Artifacts(workspace)
    plan = part(base, first, count) if count else base.plan
    if count:
        write_plan(plan, workspace.plans)
        (workspace.plans / "latest").unlink()
        (workspace.plans / "latest").write_text(f"{plan.plan_id}\n")
    start = first_start(plan.policy, plan.calendar, datetime.now(UTC))
    approve_plan(plan, journal_url=workspace.journal, approver="dana", clock=VirtualClock(start))
    stages = starting_stages(base, first)
    spec = twin_spec(artifacts.network, lambda host: workspace.config(stages[host], host), start_at=start)
    _start_twin(workspace.twin, spec)
    return Stage(
        base=base,
        workspace=workspace,
        artifacts=artifacts,
        plan=plan,
        spec=spec,
        endpoint_of=twin_endpoints(root),
        secrets_of=network_secrets(workspace, artifacts, on_twin=True, variable=lambda _name: None),
        deeds=directory / "deeds.jsonl",
    )


def _start_twin(directory: Path, spec: TwinSpec) -> None:
    """A twin in a process of its own, forked: it need not import everything once more.

    Raises:
        RuntimeError: It does not come up.
    """
    path = directory.with_name("twin-spec.json")
    write_spec(spec, path)
    directory.mkdir(mode=0o700)
    sys.stdout.flush()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        code = 1
        try:
            with (directory / "twin.log").open("wb") as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            os.setsid()
            code = daemon.main(["--directory", str(directory), "--spec", str(path), "--parent", str(parent)])
        finally:
            os._exit(code)
    deadline = time.monotonic() + 120
    while read_status(directory) is None:
        if time.monotonic() > deadline or os.waitpid(pid, os.WNOHANG)[0]:
            message = f"the twin in {directory} did not start"
            raise RuntimeError(message)
        time.sleep(0.02)
    path.unlink()


def starting_stages(base: Base, first: int) -> dict[str, str]:
    """The stage of every device when the first so many waves are done."""
    found: dict[str, str] = {host: stages[0] for host, stages in base.artifacts.stages.items()}
    for wave in base.plan.waves[:first]:
        found.update({change.host: change.stage for change in wave.changes})
    return found


def noted(stage: Stage) -> list[dict[str, object]]:
    """What was done to a run, in order."""
    if not stage.deeds.exists():
        return []
    return [json.loads(line) for line in stage.deeds.read_text().splitlines()]


def reopened(directory: Path) -> Base:
    """What ``prepare`` has made earlier, to go on with it."""
    inventory = directory / "inventory"
    workspace = open_workspace(intent_directory=inventory / "intent", artifacts=directory / "artifacts")
    return Base(
        inventory=inventory,
        workspace=workspace,
        artifacts=Artifacts(workspace),
        plan=find_plan(workspace, "latest"),
    )
