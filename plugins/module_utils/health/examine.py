"""Examine one device against its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, ExpectedCommit, HealthReport, Scope
from .catalogue import catalogue

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
) -> HealthReport:
    """Run every check of the catalogue; each costs one RPC, and none writes or locks.

    Args:
        session: An open session, with or without the lock.
        model: What the device should be.
        in_service: Devices that run their new configuration already; the device itself always counts.
        commit: The commit that should be running; without it nothing may be pending, unless the session holds the lock.
    """
    scope = Scope(in_service=frozenset(in_service) | {model.hostname}, commit=commit, locked=session.locked)
    results = [result for check in catalogue(model) for result in check.run(session, model, scope)]
    return HealthReport(host=model.hostname, results=tuple(results))


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
    )
    return HealthReport(host=host, results=(result,))
