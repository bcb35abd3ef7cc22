"""How many devices people can look after in one opening of the maintenance window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .windows import current

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..intent.models import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Crews:
    """Whether there are hands for one more wave.

    Attributes:
        window: The maintenance window; its ``devices`` is what the crews can do in one opening.
        timezone: IANA zone in which the window is meant.
        changed: When waves were started, and of how many devices.
        wanted: Devices of the wave that is to start.
    """

    window: Window
    timezone: str
    changed: Sequence[tuple[datetime, int]]
    wanted: int

    def free(self, at: datetime) -> datetime:
        """``at``, or the end of the opening that ``at`` is in, when the crews have their hands full until then.

        A wave that alone is more than they can do starts with an opening of its own.
        """
        opening = current(at, self.window, self.timezone) if self.window.devices is not None else None
        if opening is None or self.window.devices is None:
            return at
        done = sum(count for moment, count in self.changed if opening.start <= moment < opening.end)
        return opening.end if done and done + self.wanted > self.window.devices else at
