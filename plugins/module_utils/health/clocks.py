"""The clock of a device follows a server: without it nobody can line up the logs of two devices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import leading_number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply

OFFSET_MS = 50
"""How far the clock may be from its server, in milliseconds."""


class NtpAssociations(HealthCheck):
    """What NTP follows; Junos has no structured answer, so its table is read.

    Expected Results:
        Success: One server is followed (``*``), within 50 ms.
        Failure: None is followed, or the clock is further away.
        Inconclusive: The device tells no table, or no offset in it.
    """

    id = "ntp"
    description = "NTP"
    subject = "devices with NTP servers"
    passes = f"one server is followed, and the clock is within {OFFSET_MS} ms of it"
    rpc = "get-ntp-associations-information"
    root = "output"
    severity = "minor"

    def applies(self, model: DeviceModel) -> bool:
        """Devices that are told a server."""
        return bool(model.system.ntp)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the line that begins with an asterisk."""
        del scope
        lines = [line for line in reply.text(".//output").splitlines() if line.startswith("*")]
        expected = f"a server within {OFFSET_MS} ms of {', '.join(model.system.ntp)}"
        if not lines:
            yield self.result(
                model, "ntp", "fail", what="Clock", expected=expected, actual="no server is followed"
            )
            return
        words = re.split(r"\s+", lines[0].lstrip("*").strip())
        # remote refid st t when poll reach delay offset jitter
        offset = leading_number(words[-2]) if len(words) > 3 else None
        if offset is None:
            yield self.inconclusive(model, lines[0])
            return
        yield self.result(
            model, "ntp", "pass" if abs(offset) <= OFFSET_MS else "fail", what="Clock", expected=expected,
            actual=f"{plain(offset)} ms from {words[0]}",
        )
