"""The light that comes in at every cabled port lies within the limits that its own optic states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import cabled_ports
from .reading import entries, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict

_LOW, _HIGH = "laser-rx-power-low-warn-threshold-dbm", "laser-rx-power-high-warn-threshold-dbm"
_LANE, _WHOLE = "laser-rx-optical-power-dbm", "rx-signal-avg-optical-power-dbm"


class ReceivedLight(HealthCheck):
    """Power that the receivers see, lane by lane.

    A port without diagnostics (copper, a passive cable) is left out.

    Expected Results:
        Success: Every lane lies between the warning thresholds of its optic.
        Failure: One lies outside, or is dark.
        Inconclusive: The device tells no diagnostics, or no thresholds with them.
    """

    id = "optics"
    description = "Received light"
    subject = "devices with a cable"
    passes = "every lane of a cabled port receives light between the warning thresholds of its optic"
    rpc = "get-interface-optics-diagnostics-information"
    root = "interface-information"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one cable."""
        return any(interface.peer for interface in model.interfaces)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every cabled port that has an optic."""
        ports = entries(reply, "physical-interface", "name")
        for interface, _ in cabled_ports(model, scope):
            entry = ports.get(interface.name)
            light = entry.find("optics-diagnostics") if entry is not None else None
            if light is None or light.find("optic-diagnostics-not-available") is not None:
                continue
            yield self._judged(model, interface.name, light)

    def _judged(self, model: DeviceModel, port: str, light: _Element) -> CheckResult:
        low, high, lanes = number(light, _LOW), number(light, _HIGH), _lanes(light)
        if low is None or high is None or not lanes:
            what = f"Received light on {port}"
            return self.result(
                model, port, "inconclusive", what=what, expected="power and thresholds", actual="not told"
            )
        bad = [told for told, power in lanes if power is None or not low <= power <= high]
        verdict: Verdict = "fail" if bad else "pass"
        actual = ", ".join(bad or [told for told, _ in lanes])
        expected = f"{low:.2f} to {high:.2f} dBm"
        return self.result(model, port, verdict, what=f"Received light on {port}", expected=expected, actual=actual)


def _lanes(light: _Element) -> list[tuple[str, float | None]]:
    """Words and power of every lane; a dark one says ``- Inf``."""
    lanes = list(light.iter("optics-diagnostics-lane-values"))
    if not lanes:
        told = text(light, _WHOLE) or text(light, _LANE)
        return [(f"{told} dBm", number(light, _WHOLE) or number(light, _LANE))] if told else []
    return [
        (f"lane {text(lane, 'lane-index', '?')} {text(lane, _LANE, '?')} dBm", number(lane, _LANE)) for lane in lanes
    ]
