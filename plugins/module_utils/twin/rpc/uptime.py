"""``show system uptime``, on the clock of the fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .call import Call, handles
from .envelope import moment, output
from .shape import as_json

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@handles("get-system-uptime-information")
def get_system_uptime_information(call: Call) -> str:
    """When the device booted, was last configured, and what time it is."""
    now, booted = call.fleet.clock.now() + call.database.skew, call.device.started_at
    record = call.database.history.active
    if call.format == "text":
        return output(
            f"Current time: {now:%Y-%m-%d %H:%M:%S} UTC\n"
            f"System booted: {booted:%Y-%m-%d %H:%M:%S} UTC ({_length(now - booted)} ago)\n"
            f"Protocols started: {booted:%Y-%m-%d %H:%M:%S} UTC ({_length(now - booted)} ago)\n"
            f"Last configured: {record.at:%Y-%m-%d %H:%M:%S} UTC ({_length(now - record.at)} ago) by {record.user}"
        )
    body = (
        "<system-uptime-information>\n"
        f"<current-time>\n{moment('date-time', now)}</current-time>\n<time-source> NTP CLOCK </time-source>\n"
        f"{_since('system-booted-time', booted, now)}{_since('protocols-started-time', booted, now)}"
        f"{_since('last-configured-time', record.at, now, user=record.user)}"
        f"<uptime-information>\n{moment('date-time', now)}"
        f'<up-time junos:seconds="{_seconds(now - booted)}">{_length(now - booted)}</up-time>\n'
        f'<active-user-count junos:format="1 users">1</active-user-count>\n'
        "<load-average-1>0.10</load-average-1>\n<load-average-5>0.10</load-average-5>\n"
        "<load-average-15>0.10</load-average-15>\n</uptime-information>\n</system-uptime-information>\n"
    )
    engine = (call.device.routing_engines or ("re0",))[0]
    if engine.startswith("fpc"):
        body = (
            f'<multi-routing-engine-results>\n<multi-routing-engine-item>\n<re-name>{engine}</re-name>\n'
            f"{body}</multi-routing-engine-item>\n</multi-routing-engine-results>\n"
        )
    return as_json(body) if call.format == "json" else body


def _since(name: str, when: datetime, now: datetime, *, user: str = "") -> str:
    by = f"<user>{user}</user>\n" if user else ""
    length = f'<time-length junos:seconds="{_seconds(now - when)}">{_length(now - when)}</time-length>\n'
    return f"<{name}>\n{moment('date-time', when)}{length}{by}</{name}>\n"


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def _length(length: timedelta) -> str:
    """Such as ``3d 04:05`` or ``04:05:06``."""
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{length.days}d {hours:02}:{minutes:02}" if length.days else f"{hours:02}:{minutes:02}:{seconds:02}"
