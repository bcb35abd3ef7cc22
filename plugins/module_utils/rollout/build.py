"""Makes the plan out of waves, configurations and what the devices run now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ..common.errors import InputError, Problem, Source
from .connectivity import require_connectivity
from .digest import configuration_digest, difference
from .drains import with_drains
from .outages import outages
from .phases import hosts_before, require_earlier_phases
from .plan import Change, Plan, PlannedWave
from .schedule import require_deadline, schedule
from .waves import phase_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from ..design.drain_model import DrainPlan
    from ..design.model import Stage
    from ..intent.models import Calendar, Policy
    from .topology import RolloutDevice
    from .waves import Phase, Step, Wave


class Comparer(Protocol):
    """The two things that planning needs from the Junos engine, over text."""

    def canonical(self, text: str) -> str:
        """The configuration in the one spelling that hashes are taken of."""
        ...

    def compare(self, old: str, new: str) -> str:
        """The Junos comparison of two canonical configurations; empty when they mean the same."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """What a plan is made of.

    Attributes:
        network: Name of the network.
        author: Who makes the plan.
        intent: SHA-256 over the sources of the intent.
        devices: All devices of the network.
        waves: From ``waves.assign``.
        configurations: Text of every configuration, by stage and host.
        running: What every device that has a configuration runs now, by host.
        checks: Names of the health checks.
        single_path: Sites that only one router serves, each with the devices that it has no way around, its own first.
        versions: Versions of the collection and of what made the configurations.
        phase: The part of the migration to plan.
        drain_of: How a device is drained that is at the stage before a change; None where nothing ever is.
    """

    network: str
    author: str
    intent: str
    devices: Sequence[RolloutDevice]
    waves: Sequence[Wave]
    configurations: Mapping[tuple[Stage, str], str]
    running: Mapping[str, str]
    calendar: Calendar
    policy: Policy
    checks: tuple[str, ...] = ()
    single_path: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    versions: Mapping[str, str] | None = None
    phase: Phase = "all"
    drain_of: Callable[[Change], DrainPlan] | None = None


def build_plan(inputs: PlanInputs, comparer: Comparer, *, start: datetime | None = None) -> Plan:
    """The plan; the same inputs always give the same ``plan_id``.

    A host's chain begins after the last stage whose configuration it runs already, or with the stage that it differs
    least from when the intent has changed since. Changes that change nothing drop
    out, and so do waves without changes; the other waves keep their numbers. A single phase has the waves of that phase
    only, and wants the phases before it to be done.

    Args:
        inputs: What it is made of.
        comparer: The Junos engine.
        start: When the first wave may start, for the deadline; the policy's start when None.

    Raises:
        InputError: A configuration or a running one is missing, the deadline cannot be met, an earlier phase is not
            done, or a wave would cut something off.
    """
    _require_texts(inputs)
    chains = _chains(inputs, comparer)
    roles = {device.hostname: device.role for device in inputs.devices}
    serving = _in_service(inputs.devices, chains)
    require_earlier_phases(inputs, chains)
    waves = _planned(inputs, chains, frozenset(serving))
    require_connectivity(inputs.devices, waves, left=chains, single_path=frozenset(inputs.single_path))
    settled = _settled(inputs, comparer, {change.host for wave in waves for change in wave.changes})
    if inputs.drain_of is not None:
        find = _text_before(inputs, comparer)
        waves = with_drains(waves, serving, rule=inputs.policy.drain, drain_of=inputs.drain_of, text_before=find)
    found = schedule(waves, inputs.policy, inputs.calendar, roles=roles, start=start)
    require_deadline(found, waves, inputs.policy, inputs.calendar)
    return Plan(
        network=inputs.network,
        author=inputs.author,
        intent=inputs.intent,
        waves=waves,
        settled=settled,
        in_service=serving,
        calendar=inputs.calendar,
        policy=inputs.policy,
        checks=inputs.checks,
        single_path=tuple(sorted(inputs.single_path)),
        phase=inputs.phase,
        relies_on=tuple(sorted(hosts_before(inputs).intersection(settled))),
        announced=outages(waves, inputs.single_path, inputs.policy, serving=serving),
        versions=inputs.versions or {},
    )


def _text_before(inputs: PlanInputs, comparer: Comparer) -> Callable[[Change], str]:
    """Finds what a device runs before a change, by its digest."""

    def find(change: Change) -> str:
        built = [text for (_, host), text in inputs.configurations.items() if host == change.host]
        texts = (comparer.canonical(text) for text in (inputs.running[change.host], *built))
        return next(text for text in texts if configuration_digest(text) == change.baseline)

    return find


def _require_texts(inputs: PlanInputs) -> None:
    problems = []
    for step in sorted(step for wave in inputs.waves for step in wave.steps):
        if (step.stage, step.host) not in inputs.configurations:
            problems.append(
                Problem(
                    source=Source(configuration_path(step.stage, step.host)),
                    subject=step.host,
                    found="no such file",
                    expected=f"its configuration at stage {step.stage}",
                    remedy="run the `build` verb",
                )
            )
        if step.host not in inputs.running:
            problems.append(
                Problem(
                    source=Source("network"),
                    subject=step.host,
                    found="its running configuration could not be read",
                    expected="every device of the plan answers",
                    remedy="mend its management access and plan again",
                )
            )
    if problems:
        raise InputError(dict.fromkeys(problems))


def _chains(inputs: PlanInputs, comparer: Comparer) -> dict[tuple[str, Stage], Change]:
    steps: dict[str, list[Step]] = {}
    for wave in inputs.waves:
        for step in wave.steps:
            steps.setdefault(step.host, []).append(step)
    devices = {device.hostname: device for device in inputs.devices}
    chains: dict[tuple[str, Stage], Change] = {}
    for host, chain in steps.items():
        for change in _chain(inputs, comparer, devices[host], chain):
            chains[host, change.stage] = change
    return chains


def _chain(
    inputs: PlanInputs, comparer: Comparer, device: RolloutDevice, steps: Sequence[Step]
) -> Iterable[Change]:
    host = steps[0].host
    before = comparer.canonical(inputs.running[host])
    baseline = configuration_digest(before)
    targets = [comparer.canonical(inputs.configurations[step.stage, host]) for step in steps]
    digests = [configuration_digest(target) for target in targets]
    first = _first_step(inputs, comparer, host, before, targets)
    for step, target, digest in list(zip(steps, targets, digests, strict=True))[first:]:
        diff = difference(comparer.compare(before, target)) if digest != baseline else ""
        if not diff:
            continue
        yield Change(
            host=host,
            stage=step.stage,
            role=device.role,
            configuration=configuration_path(step.stage, host),
            target=digest,
            baseline=baseline,
            diff=diff,
            county=device.county,
            site_kind=device.site_kind,
        )
        before, baseline = target, digest


def _first_step(inputs: PlanInputs, comparer: Comparer, host: str, before: str, targets: Sequence[str]) -> int:
    """Where a host's chain begins, as a position in ``targets``.

    A host is past the stages before the one that it runs: going back to them would bring the old network back. One that
    runs none of them exactly, because the intent has changed since, belongs to the stage that it differs least from.
    """
    as_is = inputs.configurations.get(("as-is", host))
    stages = ([comparer.canonical(as_is)] if as_is is not None else []) + list(targets)
    ahead = len(stages) - len(targets)
    runs, digests = configuration_digest(before), [configuration_digest(stage) for stage in stages]
    reached = max((position for position, digest in enumerate(digests) if digest == runs), default=-1)
    if reached >= 0 or not ahead:
        return reached + 1 - ahead
    distances = [len(comparer.compare(before, stage).splitlines()) for stage in stages]
    nearest = max(position for position, distance in enumerate(distances) if distance == min(distances))
    return max(nearest - 1, 0)


def configuration_path(stage: str, host: str) -> str:
    """Where a configuration lies, relative to the network's artifacts."""
    return f"configs/{stage}/{host}.conf"


def _planned(
    inputs: PlanInputs, chains: Mapping[tuple[str, Stage], Change], serving: frozenset[str]
) -> tuple[PlannedWave, ...]:
    planned: list[PlannedWave] = []
    owed = 0
    for wave in inputs.waves:
        owed = max(owed, wave.after_days)
        changes = tuple(chains[step.host, step.stage] for step in wave.steps if (step.host, step.stage) in chains)
        if not changes or inputs.phase not in ("all", phase_of(wave.kind)):
            continue  # its waiting time is owed by the next wave that has something to do
        # A wave that is dark when a network is new is not when its devices serve already.
        dark = serving.isdisjoint(change.host for change in changes)
        planned.append(
            PlannedWave(
                number=wave.number,
                name=wave.name,
                kind=wave.kind,
                changes=changes,
                soak_hours=wave.soak_hours if dark else inputs.policy.soak_hours,
                after_days=owed,
            )
        )
        owed = 0
    return tuple(planned)


def _settled(inputs: PlanInputs, comparer: Comparer, changing: set[str]) -> dict[str, str]:
    return {
        device.hostname: configuration_digest(comparer.canonical(inputs.running[device.hostname]))
        for device in inputs.devices
        if device.hostname in inputs.running and device.hostname not in changing
    }


def _in_service(
    devices: Sequence[RolloutDevice], chains: Mapping[tuple[str, Stage], Change]
) -> tuple[str, ...]:
    """Who serves before the first wave: who has been built already, and legacy routers that are only retired."""
    serving = []
    for device in devices:
        left = [stage for stage in device.stages if (device.hostname, stage) in chains]
        built = "coexistence" in device.stages and "coexistence" not in left
        if device.role == "legacy":
            serves = bool(left) and (built or "coexistence" not in device.stages)
        else:
            serves = built or not left
        if serves:
            serving.append(device.hostname)
    return tuple(sorted(serving))
