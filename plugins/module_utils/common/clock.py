"""The clock that all waiting goes through, so that a quarter can be rehearsed in minutes."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of time and the only way to wait."""

    def now(self) -> datetime:
        """The present, with UTC as its zone."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return when ``seconds`` have passed on this clock; at once when it is not positive."""
        ...


def sleep_until(clock: Clock, moment: datetime) -> None:
    """Return when ``clock`` shows ``moment`` (an aware datetime) or later."""
    clock.sleep((moment - clock.now()).total_seconds())


class WallClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The present, with UTC as its zone."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Block the calling thread for ``seconds``."""
        if seconds > 0:
            time.sleep(seconds)


class VirtualClock:
    """A clock that only moves when somebody sleeps on it; safe to share between threads.

    Args:
        start: An aware datetime.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The virtual present, with UTC as its zone."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Move the virtual present forward by ``seconds``."""
        if seconds > 0:
            with self._lock:
                self._now += timedelta(seconds=seconds)
