"""What happens during a rollout, for whoever shows or stores it; nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from .contracts import Verdict
    from .result import DeviceResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Anything that happens.

    Attributes:
        at: On the clock that the rollout goes by, in UTC.
    """

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """An interrupted wave was taken up: its devices were asked what they run, and settled.

    Attributes:
        confirmed: Hosts whose pending commit was confirmed, as the wave had passed.
        reverted: Hosts whose pending commit was reverted.
    """

    wave: int
    confirmed: tuple[str, ...] = ()
    reverted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Event):
    """Nothing may start before ``until``."""

    wave: int
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveStarted(Event):
    """A wave begins.

    Attributes:
        position: Of ``total`` waves in the plan, counted from 1.
    """

    wave: int
    name: str
    hosts: tuple[str, ...]
    position: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFinished(Event):
    """A device of a wave has its outcome."""

    wave: int
    result: DeviceResult


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFinished(Event):
    """A wave has its verdict, and its devices are confirmed or reverted accordingly.

    Attributes:
        message: The device and the check that decided; empty when it passed.
    """

    wave: int
    name: str
    verdict: Verdict
    changed: int
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoakChecked(Event):
    """Health during the soak.

    Attributes:
        check: Of ``total`` checks in this soak, counted from 1.
    """

    wave: int
    check: int
    total: int
    verdict: Verdict
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutFinished(Event):
    """The end of this run: everything done, stopped at a failure, or paused until a time at which it may go on."""

    outcome: Literal["complete", "failed", "paused"]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Event):
    """This run ended without a result: the gate let nothing through, or something that it needs is not to be had.

    Attributes:
        message: Everything that forbids it, and what to do.
    """

    message: str


class Listener(Protocol):
    """Whoever wants to know; called from the thread that runs the rollout."""

    def on_event(self, event: Event) -> None:
        """Something happened."""
        ...


class Silent:
    """A listener that does nothing."""

    def on_event(self, event: Event) -> None:
        """Do nothing."""


class Listeners:
    """Several listeners as one; each is told, in order.

    Args:
        listeners: They raise nothing: whoever only watches must not be able to stop a rollout.
    """

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners

    def on_event(self, event: Event) -> None:
        """Pass it on."""
        for listener in self._listeners:
            listener.on_event(event)
