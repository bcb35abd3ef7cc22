"""Health of a wave's devices during its soak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ..common.clock import sleep_until
from ..junos.errors import JunosError
from .events import SoakChecked
from .ill import Ill, require_health
from .result import DeviceResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from .context import Context
    from .contracts import Verdict
    from .controls import ControlGroup, Judgement
    from .plan import Change, PlannedWave
    from .requests import Requests
    from .sessions import Sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class SoakResult:
    """How far a soak has come.

    Attributes:
        ill: The devices that did not pass; the soak ends with the first check that has any.
        judgement: What control devices say about them; None when nobody is ill, or there is nobody to compare with.
        due: When the next check is due, where it is too far away to be waited for; None when the soak is over.
        checks: How many checks were made.
    """

    ill: tuple[DeviceResult, ...] = ()
    judgement: Judgement | None = None
    due: datetime | None = None
    checks: int = 0


def soak(
    context: Context,
    wave: PlannedWave,
    changes: Sequence[Change],
    sessions: Sessions,
    *,
    in_service: frozenset[str],
    since: datetime,
    done: int,
    keep_sessions: bool,
    patience: timedelta | None = None,
    requests: Requests | None = None,
    controls: ControlGroup | None = None,
) -> SoakResult:
    """Check the wave's health again and again until its soak is over, or its next check is too far away.

    Args:
        context: The surroundings.
        wave: The wave.
        changes: Its changes that were made.
        sessions: Where the sessions are kept.
        in_service: Hosts that are in service.
        since: When the wave passed; the soak counts from then, whenever this is called.
        done: Checks that have passed already.
        keep_sessions: Keep the sessions open between checks.
        patience: How long to wait for a check at most; None for as long as it takes.
        requests: What people ask meanwhile; None where nobody asks anything.
        controls: Whom a sick device is compared with; None for nobody.

    Raises:
        Halted: Somebody asked to stop.
    """
    total = context.plan.policy.soak_checks if wave.soak_hours else 0
    for number in range(done + 1, total + 1):
        due = since + timedelta(hours=wave.soak_hours) * number / total
        if patience is not None and due - context.clock.now() > patience:
            return SoakResult(due=due, checks=number - done - 1)
        if not keep_sessions:
            for change in changes:
                sessions.drop(change.host)
        if requests is not None:
            requests.sleep_until(context.clock, due)
        else:
            sleep_until(context.clock, due)
        ill = _examined(context, changes, sessions, in_service)
        judgement = controls.judge(ill) if ill and controls is not None else None
        verdict: Verdict = judgement.verdict if judgement else "fail" if ill else "pass"
        message = f"{ill[0].host}: {ill[0].failed_check}: {ill[0].message}" if ill else ""
        message += f" ({judgement.note})" if judgement else ""
        context.record("soak-checked", wave=wave.number, check=number, verdict=verdict, message=message)
        context.tell(
            SoakChecked(
                at=context.clock.now(),
                wave=wave.number,
                check=number,
                total=total,
                verdict=verdict,
                message=message,
            )
        )
        if ill:
            return SoakResult(ill=ill, judgement=judgement, checks=number - done)
    context.record("soaked", wave=wave.number)
    return SoakResult(checks=max(total - done, 0))


def _examined(
    context: Context, changes: Sequence[Change], sessions: Sessions, in_service: frozenset[str]
) -> tuple[DeviceResult, ...]:
    def once(change: Change) -> None:
        session = sessions.get(change.host)
        require_health(context.access.examine(session, change.host, change.stage, in_service))

    def examine(change: Change) -> DeviceResult | None:
        try:
            try:
                once(change)
            except JunosError:
                sessions.drop(change.host)  # a session may have died of old age: once more with a new one
                once(change)
        except Ill as ill:
            return _failed(change, ill.check, f"during the soak: {ill.message}")
        except JunosError as error:
            return _failed(change, "session", f"during the soak its health could not be read: {error}")
        return None

    return tuple(result for result in context.each(examine, changes) if result is not None)


def _failed(change: Change, check: str, message: str) -> DeviceResult:
    return DeviceResult(host=change.host, outcome="failed", message=message, failed_check=check)
