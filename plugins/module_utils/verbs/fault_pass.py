"""The part of a rehearsal in which devices fail: the first waves of every role have to go back and to heal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from ..junos.text import canonical
from ..rollout.digest import position_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..junos.session import Session
    from ..rollout.plan import Change, Plan, PlannedWave
    from ..rollout.result import RolloutResult
    from ..twin.control import Control

_MESSAGE = "could not save to juniper.conf+ (rehearsed fault)"
FAULTS: dict[str, tuple[str, dict[str, str]]] = {
    "commit_fail": ("commit_fail", {"phase": "confirmed", "message": _MESSAGE}),
    "confirm_fail": ("commit_fail", {"phase": "confirm", "message": _MESSAGE}),
    "disk_full": ("disk_full", {}),
    "alarm": ("alarm", {"description": "rehearsed fault"}),
    "lock": ("lock", {}),
    "dirty": ("dirty", {}),
    "refuse_connection": ("refuse_connection", {}),
}
"""The kinds that a policy may name, as the twin knows them."""


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
    """Let devices of every role fail in the first waves of that role, in every way that the policy names.

    Args:
        plan: The plan; waves after the last one of these are not run.
        control: The twin.
        open_session: Opens a session to a host on it.
        run_to: Carries the plan out up to and including a wave.
    """
    found: list[FaultOutcome] = []
    kinds = plan.policy.rehearsal.fault_kinds
    for previous, wave, changes in _first_waves(plan, plan.policy.rehearsal.devices_per_role):
        if previous is not None:
            run_to(previous.number)
        attempts: list[tuple[Change, str, bool]] = []
        for change, kind in product(changes, kinds):
            fault, arguments = FAULTS[kind]
            control.fault(fault, host=change.host, **arguments)
            result = run_to(wave.number)
            control.clear_faults()
            attempts.append((change, kind, _went_back(result, wave, open_session)))
        healed = run_to(wave.number)
        passed = any(item.number == wave.number and item.verdict == "pass" for item in healed.waves)
        found += [
            FaultOutcome(
                role=change.role, wave=wave.number, host=change.host, fault=kind, reverted=reverted, healed=passed
            )
            for change, kind, reverted in attempts
        ]
    return tuple(found)


def _first_waves(
    plan: Plan, per_role: int
) -> Iterator[tuple[PlannedWave | None, PlannedWave, tuple[Change, ...]]]:
    """For every wave in which devices are to fail the wave before it, the wave, and their changes.

    Of each role the last devices of its first waves fail, until there are enough of them; no device fails twice.
    """
    chosen: dict[str, list[str]] = {}
    previous: PlannedWave | None = None
    for wave in plan.waves:
        found: list[Change] = []
        for role in dict.fromkeys(change.role for change in wave.changes):
            known = chosen.setdefault(role, [])
            fresh = [change for change in wave.changes if change.role == role and change.host not in known]
            taken = fresh[-(per_role - len(known)) :] if per_role > len(known) else []
            known += [change.host for change in taken]
            found += taken
        if found:
            yield previous, wave, tuple(found)
        previous = wave


def _went_back(result: RolloutResult, wave: PlannedWave, open_session: Callable[[str], Session]) -> bool:
    failed = any(item.number == wave.number and item.verdict != "pass" for item in result.waves)
    return failed and all(_untouched(change, open_session) for change in wave.changes)


def _untouched(change: Change, open_session: Callable[[str], Session]) -> bool:
    with open_session(change.host) as session:
        at_baseline = position_of(session.get_configuration(), (change.baseline,), canonical) is not None
        return at_baseline and session.pending_confirm() is None
