"""The clock of the emulated fleet, with its timers: virtual, where time passes on request, or real."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from .errors import TwinError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


@dataclass(slots=True, order=True)
class Timer:
    """Something that will happen at a moment, unless it is cancelled."""

    when: datetime
    sequence: int
    subject: str = field(compare=False)
    callback: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)
    handle: asyncio.TimerHandle | None = field(default=None, compare=False)

    def cancel(self) -> None:
        """Never fire; harmless afterwards."""
        self.cancelled = True
        if self.handle is not None:
            self.handle.cancel()


class Scheduler(Protocol):
    """What the fleet needs of a clock."""

    kind: str

    def now(self) -> datetime:
        """The present of the fleet, with UTC as its zone."""
        ...

    def call_at(self, when: datetime, callback: Callable[[], None], *, subject: str) -> Timer:
        """Call ``callback`` at ``when``; ``subject`` names it for people."""
        ...

    def advance(self, seconds: float) -> datetime:
        """Let ``seconds`` pass, fire the timers that fall into them in order, and return the new present."""
        ...

    def sleep(self, seconds: float) -> None:
        """As ``advance``, so that it can stand where a ``Clock`` is asked for."""
        ...

    def pending(self) -> list[Timer]:
        """The timers that will fire, the next one first."""
        ...

    def observe(self, observer: Callable[[datetime], None]) -> None:
        """Call ``observer`` with the present before time passes, and before and after every timer."""
        ...


class VirtualScheduler:
    """A clock that moves only when it is advanced.

    Args:
        start: An aware datetime.
    """

    kind = "virtual"

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._timers: list[Timer] = []
        self._numbers = itertools.count()
        self._observers: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """The virtual present."""
        return self._now

    def call_at(self, when: datetime, callback: Callable[[], None], *, subject: str) -> Timer:
        """Call ``callback`` when the clock is advanced to ``when`` or beyond."""
        timer = Timer(when, next(self._numbers), subject, callback)
        heapq.heappush(self._timers, timer)
        return timer

    def advance(self, seconds: float) -> datetime:
        """Let virtual time pass.

        Raises:
            TwinError: ``seconds`` is negative or no length of time.
        """
        try:
            end = self._now + timedelta(seconds=seconds)
        except (OverflowError, ValueError) as error:
            message = f"time cannot advance by {seconds} seconds"
            raise TwinError(message) from error
        if end < self._now:
            message = f"time cannot advance by {seconds} seconds"
            raise TwinError(message)
        self._report()
        while self._timers and self._timers[0].when <= end:
            timer = heapq.heappop(self._timers)
            if timer.cancelled:
                continue
            self._now = max(self._now, timer.when)
            self._report()
            timer.callback()
            self._report()
        self._now = end
        self._report()
        return end

    def sleep(self, seconds: float) -> None:
        """As ``advance``."""
        self.advance(seconds)

    def pending(self) -> list[Timer]:
        """The timers that will fire, the next one first."""
        return sorted(timer for timer in self._timers if not timer.cancelled)

    def observe(self, observer: Callable[[datetime], None]) -> None:
        """Call ``observer`` at every step of the clock."""
        self._observers.append(observer)

    def _report(self) -> None:
        for observer in self._observers:
            observer(self._now)


class RealScheduler:
    """The time of this machine, with the timers of an event loop."""

    kind = "real"

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._timers: list[Timer] = []
        self._numbers = itertools.count()
        self._observers: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """The present."""
        return datetime.now(UTC)

    def call_at(self, when: datetime, callback: Callable[[], None], *, subject: str) -> Timer:
        """Call ``callback`` at ``when``."""
        timer = Timer(when, next(self._numbers), subject, callback)
        delay = max(0.0, (when - self.now()).total_seconds())
        timer.handle = self._loop.call_later(delay, self._fire, timer)
        self._timers = [other for other in self._timers if not other.cancelled]
        self._timers.append(timer)
        return timer

    def advance(self, seconds: float) -> datetime:
        """Refuse: real time cannot be advanced.

        Raises:
            TwinError: Always.
        """
        message = f"this twin runs in real time: it cannot advance by {seconds} seconds"
        raise TwinError(message)

    def sleep(self, seconds: float) -> None:
        """As ``advance``."""
        self.advance(seconds)

    def pending(self) -> list[Timer]:
        """The timers that will fire, the next one first."""
        return sorted(timer for timer in self._timers if not timer.cancelled)

    def observe(self, observer: Callable[[datetime], None]) -> None:
        """Call ``observer`` before and after every timer."""
        self._observers.append(observer)

    def _fire(self, timer: Timer) -> None:
        self._timers.remove(timer)
        self._report()
        timer.callback()
        self._report()

    def _report(self) -> None:
        for observer in self._observers:
            observer(self.now())
