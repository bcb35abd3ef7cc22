"""Takes up a wave that was interrupted at any moment: the truth is read from the devices, not from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.errors import JunosError
from .device import DeviceFailure, lock_patiently
from .drain import drain_log, undrain_leftover
from .events import Resumed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .context import Context
    from .plan import Change, PlannedWave
    from .sessions import Sessions


def settle_interrupted(
    context: Context, wave: PlannedWave, hosts: Iterable[str], sessions: Sessions, *, passed: Mapping[str, bool]
) -> Resumed:
    """Leave no device of the wave with our commit pending: confirm it when its verdict was a pass, else revert it.

    A commit is ours when its log says so; others are left alone and stop the wave later. So do devices that cannot be
    reached: their timers take them back. A device that was left drained is brought back. Allowed in a freeze: it ends a
    change, it begins none.

    Args:
        context: The surroundings.
        wave: The interrupted wave.
        hosts: Its hosts.
        sessions: Where the sessions are kept.
        passed: Logs of our commits, each with whether the verdict on them in the journal was a pass.
    """
    chosen = list(hosts)
    known = {**passed, **{drain_log(log): False for log in passed}}
    changes = {change.host: change for change in wave.changes}
    intention = "confirm" if any(passed.values()) else "revert"
    context.record("recovery-intended", wave=wave.number, action=intention)

    def settle(host: str) -> str:
        try:
            return _settle(context, sessions, host, passed=known, change=changes.get(host))
        except (JunosError, DeviceFailure) as error:
            sessions.drop(host)
            return f"failed: {error}"

    outcomes = dict(zip(chosen, context.each(settle, chosen), strict=True))
    details = {host: {"outcome": outcome} for host, outcome in outcomes.items() if outcome}
    context.record_devices("recovered", details, wave=wave.number)
    found = Resumed(
        at=context.clock.now(),
        wave=wave.number,
        confirmed=tuple(host for host, outcome in outcomes.items() if outcome == "confirmed"),
        reverted=tuple(host for host, outcome in outcomes.items() if outcome == "reverted"),
    )
    context.tell(found)
    return found


def _settle(
    context: Context, sessions: Sessions, host: str, *, passed: Mapping[str, bool], change: Change | None
) -> str:
    session = sessions.get(host)
    # Whoever was killed may have been committing: with the lock in hand the history is final.
    lock_patiently(session, context.clock)
    newest = next(iter(session.history()), None)
    log = newest.log if newest is not None and newest.pending_minutes is not None else ""
    outcome = ""
    if passed.get(log):
        session.commit(comment=log).require(host)
        outcome = "confirmed"
    elif log in passed:
        session.rollback(1)
        session.commit(comment=f"{log} revert").require(host)
        outcome = "reverted"
    if change is not None and undrain_leftover(context, session, change, log=next(iter(passed))):
        outcome = outcome or "undrained"
    session.unlock()
    return outcome
