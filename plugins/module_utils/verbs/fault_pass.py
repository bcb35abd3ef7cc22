"""The part of a rehearsal in which devices fail: the first wave of every role has to go back and to heal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ..junos.text import canonical
from ..rollout.digest import position_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..junos.session import Session
    from ..rollout.plan import Change, Plan, PlannedWave
    from ..rollout.result import RolloutResult
    from ..twin.control import Control

FAULTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("commit_fail", {"phase": "confirmed", "message": "could not save to juniper.conf+ (rehearsed fault)"}),
    ("alarm", {"description": "rehearsed fault"}),
)
"""Refused by the device before it changes, and sick after it has: between them they use both ways back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultOutcome:
    """What came of one fault.

    Attributes:
        reverted: The wave failed, and afterwards each of its devices ran its baseline with nothing pending.
        healed: Without the fault the same wave passed.
    """

    role: str
    wave: int
    host: str
    fault: str
    reverted: bool
    healed: bool

    @property
    def passed(self) -> bool:
        """Whether the network took it as it should."""
        return self.reverted and self.healed

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return asdict(self)


def fault_pass(
    plan: Plan,
    control: Control,
    open_session: Callable[[str], Session],
    run_to: Callable[[int], RolloutResult],
) -> tuple[FaultOutcome, ...]:
    """Let a device of every role fail in the first wave of that role, in every way of ``FAULTS``.

    Args:
        plan: The plan; its waves after the last role's first one are not run.
        control: The twin.
        open_session: Opens a session to a host on it.
        run_to: Carries the plan out up to and including a wave.
    """
    found: list[FaultOutcome] = []
    for previous, wave, role, change in _first_waves(plan):
        if previous is not None:
            run_to(previous.number)
        attempts = []
        for fault, arguments in FAULTS:
            control.fault(fault, host=change.host, **arguments)
            result = run_to(wave.number)
            control.clear_faults()
            reverted = _went_back(result, wave, open_session)
            attempts.append((fault, reverted))
        healed = run_to(wave.number)
        passed = any(item.number == wave.number and item.verdict == "pass" for item in healed.waves)
        found += [
            FaultOutcome(
                role=role, wave=wave.number, host=change.host, fault=fault, reverted=reverted, healed=passed
            )
            for fault, reverted in attempts
        ]
    return tuple(found)


def _first_waves(plan: Plan) -> Iterator[tuple[PlannedWave | None, PlannedWave, str, Change]]:
    """For every role the wave before its first one, that wave, and the device that is to fail: the last one in it."""
    seen: set[str] = set()
    previous: PlannedWave | None = None
    for wave in plan.waves:
        for role in dict.fromkeys(change.role for change in wave.changes):
            if role not in seen:
                seen.add(role)
                yield previous, wave, role, [change for change in wave.changes if change.role == role][-1]
        previous = wave


def _went_back(result: RolloutResult, wave: PlannedWave, open_session: Callable[[str], Session]) -> bool:
    failed = any(item.number == wave.number and item.verdict != "pass" for item in result.waves)
    return failed and all(_untouched(change, open_session) for change in wave.changes)


def _untouched(change: Change, open_session: Callable[[str], Session]) -> bool:
    with open_session(change.host) as session:
        at_baseline = position_of(session.get_configuration(), (change.baseline,), canonical) is not None
        return at_baseline and session.pending_confirm() is None
