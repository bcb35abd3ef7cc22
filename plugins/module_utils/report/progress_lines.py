"""Events of a rollout as lines on a terminal, with the time of the clock that the rollout goes by."""

from __future__ import annotations

from datetime import timedelta
from functools import singledispatchmethod
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..rollout.events import (
    DeviceFinished,
    Event,
    Resumed,
    RolloutFinished,
    SoakChecked,
    Waiting,
    WaveFinished,
    WaveStarted,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

WORTH_A_LINE = timedelta(hours=30)
"""Shorter waits are the days between one maintenance window and the next."""
NAMES_SHOWN = 3


class ProgressLines:
    """A listener that writes lines.

    Args:
        write: Takes a line.
        timezone: IANA zone of the times shown.
    """

    def __init__(self, write: Callable[[str], None], *, timezone: str) -> None:
        self._write = write
        self._tz = ZoneInfo(timezone)
        self._place = ""

    def on_event(self, event: Event) -> None:
        """Write the line of an event that is worth one."""
        line = self._line(event)
        if line:
            self._write(f"{event.at.astimezone(self._tz):%Y-%m-%d %H:%M}  {line}")

    @singledispatchmethod
    def _line(self, event: Event) -> str:
        del event
        return ""

    @_line.register
    def _(self, event: WaveStarted) -> str:
        self._place = f"wave {event.position:>2}/{event.total}"
        names = ", ".join(event.hosts[:NAMES_SHOWN]) + (", ..." if len(event.hosts) > NAMES_SHOWN else "")
        return f"{self._place}  {event.name}: {_count(len(event.hosts), 'device')} ({names})"

    @_line.register
    def _(self, event: WaveFinished) -> str:
        if event.verdict == "pass":
            return f"{self._place}  pass: {_count(event.changed, 'device')} changed and confirmed"
        return f"{self._place}  {event.verdict.upper()}, the whole wave went back: {event.message}"

    @_line.register
    def _(self, event: DeviceFinished) -> str:
        if event.result.ok or event.result.outcome == "reverted":
            return ""
        return f"{self._place}  {event.result.host} {event.result.outcome}: {event.result.message}"

    @_line.register
    def _(self, event: SoakChecked) -> str:
        return "" if event.verdict == "pass" else f"{self._place}  soak {event.verdict.upper()}: {event.message}"

    @_line.register
    def _(self, event: Waiting) -> str:
        if event.until - event.at < WORTH_A_LINE and event.reason == "maintenance window":
            return ""
        return f"wave {event.wave} waits for {event.reason}, until {self._local(event.until)}"

    @_line.register
    def _(self, event: Resumed) -> str:
        told = []
        if event.confirmed:
            told.append(f"confirmed {', '.join(event.confirmed)}")
        if event.reverted:
            told.append(f"reverted {', '.join(event.reverted)}")
        return f"wave {event.wave} was interrupted and is taken up: {'; '.join(told) or 'nothing was pending'}"

    @_line.register
    def _(self, event: RolloutFinished) -> str:
        return f"{event.outcome}: {event.message}"

    def _local(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._tz):%Y-%m-%d %H:%M %Z}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
