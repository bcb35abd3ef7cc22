"""The phases of a migration: each is a plan of its own, which wants the phases before it to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .gate import GateClosed, Reason
from .survey import look_for
from .waves import PHASES, phase_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from .build import PlanInputs
    from .context import Context
    from .waves import Wave


def hosts_before(inputs: PlanInputs) -> frozenset[str]:
    """The hosts that the phases before the planned one change."""
    return frozenset(step.host for wave in _earlier(inputs) for step in wave.steps)


def require_earlier_phases(inputs: PlanInputs, left: Container[tuple[str, str]]) -> None:
    """Refuse to plan a phase while an earlier one has something left to do.

    Args:
        inputs: What the plan is made of.
        left: Host and stage of every change that is left.

    Raises:
        InputError: One problem per wave that is not done.
    """
    problems = []
    for wave in _earlier(inputs):
        missing = [step for step in wave.steps if (step.host, step.stage) in left]
        if not missing:
            continue
        phase = phase_of(wave.kind)
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        problems.append(
            Problem(
                source=Source("network"),
                subject=f"phase {inputs.phase}",
                found=f"wave {wave.number} ({wave.name}) of phase {phase} is not done: {missing[0].host}{others} has "
                f"to reach {missing[0].stage} first",
                expected="every phase before it is done",
                remedy=f"plan and roll out phase {phase}",
            )
        )
    if problems:
        raise InputError(problems)


def require_preconditions(context: Context) -> None:
    """What earlier phases have built has to be there still, device by device.

    Raises:
        GateClosed: A device runs something else, or does not answer.
    """
    plan = context.plan
    wanted = {host: plan.settled[host] for host in plan.relies_on}
    drift = "it does not run what it ran when the plan was made"
    bad = [result for result in look_for(context, wanted, otherwise=drift) if not result.ok]
    if bad:
        remedy = "mend it, or make a new plan"
        reasons = [Reason(what=f"{item.host}: {item.message.rstrip('.')}", remedy=remedy) for item in bad]
        subject = f"phase {plan.phase}"
        raise GateClosed(subject, reasons)


def _earlier(inputs: PlanInputs) -> Iterator[Wave]:
    if inputs.phase != "all":
        position = PHASES.index(inputs.phase)
        yield from (wave for wave in inputs.waves if PHASES.index(phase_of(wave.kind)) < position)
