"""The waves on a time axis, as coordinates of a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .chronicle import Chronicle

LEFT, RIGHT = 290, 1000
"""Where the axis begins and ends; the names of the waves stand left of it."""
ROW, HEAD = 18, 26
NARROWEST = 2.0
TICKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A wave: its work from ``x`` to ``end``, its soak up to ``soaked``."""

    label: str
    verdict: str
    title: str
    y: int
    x: float
    end: float
    soaked: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A freeze."""

    name: str
    x: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis."""

    label: str
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The drawing."""

    height: int
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]


def timeline(found: Chronicle) -> Timeline | None:
    """The drawing of a rollout or rehearsal; None when no wave has begun."""
    waves = [wave for wave in found.waves if wave.started is not None]
    if not waves or found.started is None or found.finished is None:
        return None
    first, last = found.started, max(found.finished, found.started + timedelta(minutes=1))
    span = (last - first).total_seconds()

    def place(moment: datetime) -> float:
        share = (min(max(moment, first), last) - first).total_seconds() / span
        return round(LEFT + share * (RIGHT - LEFT), 1)

    bars = []
    for row, wave in enumerate(waves):
        start = wave.started or first
        x, end = place(start), place(wave.ended or last)
        end = max(end, x + NARROWEST)
        bars.append(
            Bar(
                label=f"{wave.number} {wave.name}",
                verdict=wave.verdict,
                title=f"{start.astimezone(found.zone):%Y-%m-%d %H:%M}",
                y=HEAD + row * ROW,
                x=x,
                end=end,
                soaked=max(place(wave.soaked), end) if wave.soaked else end,
            )
        )
    bands = tuple(Band(name=freeze.name, x=place(freeze.start), end=place(freeze.end)) for freeze in found.frozen)
    ticks = tuple(Tick(label=f"{day:%m-%d}", x=place(day)) for day in _days(found, first, last))
    return Timeline(height=HEAD + len(waves) * ROW + 4, bars=tuple(bars), bands=bands, ticks=ticks)


def _days(found: Chronicle, first: datetime, last: datetime) -> Iterator[datetime]:
    """Local midnights, evenly spread, at most ``TICKS`` of them."""
    start = first.astimezone(found.zone)
    day = datetime(start.year, start.month, start.day, tzinfo=found.zone) + timedelta(days=1)
    step = max(1, -(-(last - first).days // TICKS))
    while day <= last:
        yield day
        day += timedelta(days=step)
