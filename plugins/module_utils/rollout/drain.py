"""Takes a device out of service just before it is touched, proves it, and never leaves it so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ..junos.errors import JunosError
from ..junos.setform import apply_set
from ..junos.text import parse_text, print_text
from .device import DeviceFailure, require
from .digest import position_of
from .drains import PROOFS
from .ill import require_health

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..design.drain_model import DrainStep
    from .context import Context
    from .contracts import DeviceSession, HealthOutcome
    from .device import DeviceChange
    from .plan import Change


def drain(context: Context, device: DeviceChange, serving: frozenset[str], *, log: str) -> None:
    """Drain a device that is ready for its change: it holds the lock, and its candidate is the new configuration.

    Every step is a commit with a timer, confirmed when its proofs have been seen. Afterwards the candidate is the new
    configuration again, which undoes the drain when it is committed.

    Args:
        context: The surroundings.
        device: The device.
        serving: Who is in service.
        log: The commit log that marks commits of the wave.

    Raises:
        DeviceFailure: A commit was refused, or a proof was not seen: the device has to be brought back.
    """
    session = device.session
    try:
        session.rollback(0)
        device.before = context.access.traffic(session)
        device.drained = True  # from here on it may be, whatever happens
        for step in device.change.drain:
            session.load("\n".join(step.statements), action="set", format="set")
            committed = session.commit(comment=drain_log(log), confirm_minutes=device.confirm_minutes)
            require(committed, "committed", f"drain step {step.name}")
            _seen(context, device, step, serving, drained=True)
            require(session.commit(comment=drain_log(log)), "committed", f"confirming drain step {step.name}")
        session.load(device.text(), action="override", format="text")
    except JunosError as error:
        raise DeviceFailure("failed", f"it could not be drained: {error}") from error


def require_undrained(context: Context, device: DeviceChange, serving: frozenset[str]) -> None:
    """Nothing, when every step of the drain has been undone where others can see it.

    Raises:
        DeviceFailure: Somebody still avoids the device.
    """
    for step in device.change.drain:
        _seen(context, device, step, serving, drained=False)


def undrain_leftover(context: Context, session: DeviceSession, change: Change, *, log: str) -> bool:
    """Bring a device back that a run which was interrupted has left drained; allowed in a freeze, as it heals.

    Args:
        context: The surroundings.
        session: A session with the lock.
        change: The change that it was drained for.
        log: The commit log that marks commits of the wave.

    Returns:
        Whether there was something to undo.

    Raises:
        JunosError: The device refuses.
    """
    if not change.drain:
        return False
    text = session.get_configuration(format="text", database="committed")
    known = (change.baseline, change.target)
    if position_of(text, known, context.access.canonical) is not None:
        return False
    for count in range(len(change.drain), 0, -1):
        undo = [line for step in reversed(change.drain[:count]) for line in step.undo]
        restored = print_text(apply_set(parse_text(text), undo))
        if position_of(restored, known, context.access.canonical) is not None:
            session.load("\n".join(undo), action="set", format="set")
            require(session.commit(comment=f"{log} undrain"), "committed", "undraining commit")
            return True
    return False


def drain_log(log: str) -> str:
    """The commit log that marks the commits of a drain."""
    return f"{log} drain"


def _seen(
    context: Context, device: DeviceChange, step: DrainStep, serving: frozenset[str], *, drained: bool
) -> None:
    """Look for the proofs again and again: routes and traffic take their time to move."""
    before: Mapping[str, float] = device.before
    latest = context.clock.now() + timedelta(minutes=device.confirm_minutes - 1)
    for attempt in range(PROOFS):
        if attempt and context.clock.now() >= latest:  # the timer of the step is about to run out
            break
        if attempt or drained:
            context.clock.sleep(context.plan.policy.settle_seconds)
        found: HealthOutcome = context.access.prove(device.change, step, serving, before, drained)
        if found.verdict == "pass" or (not drained and not found.results):
            return
    require_health(found)
