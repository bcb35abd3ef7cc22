"""The clock of a running twin, for whoever waits: on a twin in virtual time, waiting makes its time pass."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from .control import Control


class TwinClock:
    """A ``Clock`` over the control socket of a twin.

    Args:
        control: The twin.
    """

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> datetime:
        """The present of the twin, with UTC as its zone."""
        return self._control.now()

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass on the twin: at once in virtual time, and its timers fire; really in real time."""
        if seconds <= 0:
            return
        if self._control.twin.clock == "virtual":
            self._control.advance(seconds)
        else:
            time.sleep(seconds)
