"""Examine one device against its model, and against what it measured before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, ExpectedCommit, HealthReport, Scope
from .catalogue import FAST, Selection, catalogue
from .question import Answers
from .snapshot import Comparison, Snapshot

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ..common.errors import StatenetError
    from ..design.model import DeviceModel
    from ..junos.session import Session


def examine(
    session: Session,
    model: DeviceModel,
    *,
    in_service: AbstractSet[str],
    commit: ExpectedCommit | None = None,
    selection: Selection = FAST,
    before: Snapshot | None = None,
) -> HealthReport:
    """Run the checks of the catalogue; each question costs one RPC, and none writes or locks.

    Args:
        session: An open session, with or without the lock.
        model: What the device should be.
        in_service: Devices that run their new configuration already; the device itself always counts.
        commit: The commit that should be running; without it nothing may be pending, unless the session holds the lock.
        selection: Which checks.
        before: What the device measured before; without it nothing is compared.
    """
    scope = Scope(
        in_service=frozenset(in_service) | {model.hostname}, commit=commit, locked=session.locked, before=before
    )
    answers = Answers(session)
    results = [
        result
        for check in catalogue(model, selection)
        if before is not None or not isinstance(check, Comparison)
        for result in check.run(answers, model, scope)
    ]
    return HealthReport(host=model.hostname, results=tuple(results))


def take_snapshot(session: Session, model: DeviceModel, selection: Selection = FAST) -> Snapshot:
    """What the device measures now, for the checks that compare.

    Args:
        session: An open session.
        model: What the device is now.
        selection: Which checks will be asked for afterwards.
    """
    answers = Answers(session)
    values, untold = {}, {}
    for check in catalogue(model, selection):
        if isinstance(check, Comparison):
            noted = check.note(answers, model)
            if isinstance(noted, str):
                untold[check.id] = noted
            else:
                values[check.id] = noted
    return Snapshot(host=model.hostname, values=values, untold=untold)


def unreachable(host: str, error: StatenetError) -> HealthReport:
    """The report on a device that no session could be opened to: nothing is known, so it is red."""
    actual = str(error).rstrip(".")
    expected = "a NETCONF session"
    result = CheckResult(
        check="session",
        host=host,
        subject="session",
        verdict="inconclusive",
        expected=expected,
        actual=actual,
        message=f"NETCONF session - Expected: {expected} Actual: {actual}",
        origin="constant",
    )
    return HealthReport(host=host, results=(result,))
