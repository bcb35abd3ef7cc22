"""No major alarm, of the system and of the chassis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class SystemAlarms(HealthCheck):
    """Alarms of the software.

    Expected Results:
        Success: No alarm of class major; minor ones are named.
        Failure: One result for each major alarm.
        Inconclusive: The device tells no alarm-information.
    """

    id = "system_alarms"
    description = "System alarms"
    passes = "there is no major alarm of the system; minor ones are named"
    rpc = "get-system-alarm-information"
    root = "alarm-information"
    origin = "constant"
    severity = "major"
    fast = True

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each alarm."""
        del scope
        alarms = [
            ((alarm.findtext("alarm-class") or "").strip(), (alarm.findtext("alarm-description") or "").strip())
            for alarm in reply.root.iter("alarm-detail")
        ]
        major = [text for kind, text in alarms if kind != "Minor"]
        for text in major:
            yield self.result(
                model, text, "fail", what=self.description, expected="no major alarm", actual=f"major alarm: {text}"
            )
        if not major:
            minor = ", ".join(text for _kind, text in alarms)
            actual = f"minor alarms: {minor}" if minor else "no alarm"
            yield self.result(
                model, "alarms", "pass", what=self.description, expected="no major alarm", actual=actual
            )


class ChassisAlarms(SystemAlarms):
    """Alarms of the hardware; judged like those of the system."""

    id = "chassis_alarms"
    description = "Chassis alarms"
    passes = "there is no major alarm of the chassis; minor ones are named"
    rpc = "get-alarm-information"
