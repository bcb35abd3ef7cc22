"""A health that did not pass, as the failure of a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .device import DeviceFailure

if TYPE_CHECKING:
    from .contracts import HealthOutcome, Verdict


class Ill(DeviceFailure):
    """A device's health did not pass.

    Args:
        check: Name of the check.
        verdict: Fail or inconclusive.
        message: What was expected and what was found.
    """

    def __init__(self, check: str, verdict: Verdict, message: str) -> None:
        self.check = check
        self.verdict = verdict
        super().__init__("failed", message)


def require_health(report: HealthOutcome) -> None:
    """Nothing, when every check has passed.

    Raises:
        Ill: One did not, or there is none: a missing verdict is no pass.
    """
    if report.verdict == "pass" and report.results:
        return
    worst = sorted(report.results, key=lambda result: ("fail", "inconclusive", "pass").index(result.verdict))
    if not worst or worst[0].verdict == "pass":
        raise Ill("health", "inconclusive", "no health check gave a verdict")
    raise Ill(worst[0].check, worst[0].verdict, worst[0].message)
