"""The plan: everything that will be done, and the hash of it that people approve."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..common.errors import InputError, Problem, Source
from ..design.drain_model import step_from_plain
from ..intent.models import Calendar, Policy
from .freeze_scope import Target
from .outages import Outage, announced_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..design.drain_model import DrainStep
    from ..design.model import Stage
    from .waves import Kind, Phase

FORMAT = 3
"""Version of the plan's own shape; part of what is hashed."""


NOWHERE = "none"
"""Kind of site of a device that stands at none: no freeze about kinds of sites is about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One device brought to one stage.

    Attributes:
        role: Role of the device; decides its commit-confirmed timer.
        configuration: File of the new configuration, relative to the network's artifacts.
        target: Digest of the new configuration.
        baseline: Digest of what the device has to run before.
        diff: The Junos comparison from baseline to target; never empty.
        county: Where the device is, for freezes that are about some counties only.
        site_kind: Kind of its site, likewise; empty where it stands at none.
        drain: What takes the device out of service just before, step by step; empty where nothing has to.
    """

    host: str
    stage: Stage
    role: str
    configuration: str
    target: str
    baseline: str
    diff: str
    county: str = ""
    site_kind: str = ""
    drain: tuple[DrainStep, ...] = ()

    @property
    def place(self) -> Target:
        """Where it happens."""
        return Target(county=self.county, site_kind=self.site_kind or NOWHERE, role=self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWave:
    """A wave with the changes that are left in it (``waves.Wave`` says what the other fields mean)."""

    number: int
    name: str
    kind: Kind
    changes: tuple[Change, ...]
    soak_hours: int
    after_days: int = 0

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that it changes."""
        return tuple(change.host for change in self.changes)

    @property
    def drain_steps(self) -> int:
        """The most steps that a device of it is drained in before it is changed."""
        return max((len(change.drain) for change in self.changes), default=0)

    @property
    def places(self) -> frozenset[Target]:
        """Where it changes something."""
        return frozenset(change.place for change in self.changes)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will be done, in order; immutable, and bound to its content by ``plan_id``.

    Attributes:
        network: Name of the network.
        author: Who made it.
        intent: SHA-256 over the sources of the intent.
        settled: Hosts that it does not change, with the digest of what they run.
        in_service: Hosts that are in service before the first wave.
        checks: Names of the health checks that decide.
        single_path: Sites that only one router of their hub serves: their change may cost them service.
        phase: The part of the migration that it is about.
        relies_on: Hosts that earlier phases have changed and this one does not: they have to run what ``settled`` says
            whenever the rollout starts.
        announced: What their changes may cost them at most.
        versions: Versions of what made it, such as the collection's.
    """

    network: str
    author: str
    intent: str
    waves: tuple[PlannedWave, ...]
    settled: Mapping[str, str]
    in_service: tuple[str, ...]
    calendar: Calendar
    policy: Policy
    checks: tuple[str, ...]
    single_path: tuple[str, ...] = ()
    phase: Phase = "all"
    relies_on: tuple[str, ...] = ()
    announced: tuple[Outage, ...] = ()
    versions: Mapping[str, str]

    @cached_property
    def plan_id(self) -> str:
        """SHA-256 over the canonical JSON of everything else."""
        return hashlib.sha256(canonical_json(self.content()).encode()).hexdigest()

    @cached_property
    def announced_seconds(self) -> Mapping[str, int]:
        """Seconds that the whole plan may cost each site with a single path."""
        return announced_seconds(self.announced)

    @cached_property
    def targets(self) -> Mapping[str, tuple[str, ...]]:
        """Digests of what every host will run, one per change, in order."""
        chains: dict[str, tuple[str, ...]] = {}
        for wave in self.waves:
            for change in wave.changes:
                chains[change.host] = (*chains.get(change.host, ()), change.target)
        return chains

    @cached_property
    def origins(self) -> Mapping[str, tuple[str, ...]]:
        """Digests of what every host has to run before each of its changes, in order."""
        chains: dict[str, tuple[str, ...]] = {}
        for wave in self.waves:
            for change in wave.changes:
                chains[change.host] = (*chains.get(change.host, ()), change.baseline)
        return chains

    @property
    def done(self) -> str:
        """What is the case when it is complete; a sentence fragment for a person."""
        if self.phase == "all":
            return "every device runs its final configuration"
        return f"phase {self.phase} is done: every device runs what it brings it to"

    def content(self) -> dict[str, Any]:
        """Everything that is hashed, as plain data."""
        return {
            "format": FORMAT,
            "network": self.network,
            "author": self.author,
            "intent": self.intent,
            "waves": [asdict(wave) for wave in self.waves],
            "settled": dict(self.settled),
            "in_service": list(self.in_service),
            "calendar": _plain(self.calendar.model_dump()),
            "policy": _plain(self.policy.model_dump()),
            "checks": list(self.checks),
            "single_path": list(self.single_path),
            "phase": self.phase,
            "relies_on": list(self.relies_on),
            "announced": [asdict(outage) for outage in self.announced],
            "versions": dict(self.versions),
        }

    def log(self, wave: int) -> str:
        """The commit log that marks a device's commit as this plan's."""
        return f"statenet {self.plan_id[:12]} wave {wave}"

    def rollback_log(self, wave: int) -> str:
        """The commit log that marks the commit which takes a wave of this plan back."""
        return f"{self.log(wave)} rollback"


def canonical_json(data: object) -> str:
    """JSON with one spelling: sorted keys, no space, no escapes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write_plan(plan: Plan, directory: Path) -> Path:
    """Write ``<plan_id>.json`` into ``directory``, atomically."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{plan.plan_id}.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(canonical_json({"plan_id": plan.plan_id, **plan.content()}) + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def read_plan(path: Path) -> Plan:
    """Read a plan back.

    Raises:
        InputError: There is none, it has another shape, or its content does not have its hash.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        stated = data.pop("plan_id")
        plan = _from_content(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        remedy = "make a new plan with the `plan` verb"
        raise InputError([_unreadable(path, str(error).splitlines()[0], remedy)]) from error
    if plan.plan_id != stated:
        remedy = "somebody changed the file: make a new plan and have it approved"
        raise InputError([_unreadable(path, f"content with the hash {plan.plan_id}, stated as {stated}", remedy)])
    return plan


def _from_content(data: Mapping[str, Any]) -> Plan:
    if data["format"] != FORMAT:
        message = f"format {data['format']}, not {FORMAT}"
        raise ValueError(message)
    return Plan(
        network=data["network"],
        author=data["author"],
        intent=data["intent"],
        waves=tuple(
            PlannedWave(**{**wave, "changes": tuple(_change(change) for change in wave["changes"])})
            for wave in data["waves"]
        ),
        settled=data["settled"],
        in_service=tuple(data["in_service"]),
        calendar=Calendar.model_validate(data["calendar"]),
        policy=Policy.model_validate(data["policy"]),
        checks=tuple(data["checks"]),
        single_path=tuple(data["single_path"]),
        phase=data["phase"],
        relies_on=tuple(data["relies_on"]),
        announced=tuple(Outage(**outage) for outage in data["announced"]),
        versions=data["versions"],
    )


def _change(data: Mapping[str, Any]) -> Change:
    return Change(**{**data, "drain": tuple(step_from_plain(step) for step in data["drain"])})


def _plain(value: object) -> Any:  # noqa: ANN401  # JSON has no narrower type
    """Plain data in the spelling that the intent itself is written in, so that its models read it back."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value


def _unreadable(path: Path, found: str, remedy: str) -> Problem:
    return Problem(source=Source(str(path)), subject="plan", found=found, expected="a plan as written", remedy=remedy)
