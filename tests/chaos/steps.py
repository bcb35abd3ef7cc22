"""The steps of a rollout at which something may happen to it: every request, every journal write, every wait."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import JunosError, SessionLost
from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ansible_collections.statenet.junos.plugins.module_utils.common.clock import Clock
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session
    from lxml.etree import _Element

REQUESTS = (
    "lock", "history", "get-configuration", "load", "compare", "check", "commit-confirmed", "confirm", "unlock",
    "health",
)
POINTS = ("connect", *REQUESTS, "journal", "sleep")
"""Kinds of steps; ``confirm`` is every plain commit, so the revert too."""
MOMENTS = ("before", "in", "after")
"""Before a request is sent; when it was sent and its reply is not read; after its reply."""

Moment = Literal["before", "in", "after"]
_NO_TIME = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """Something that happens at a step.

    Attributes:
        point: Which kind of step.
        number: Its how-manieth in a run, from 1.
        moment: Where in it.
        deed: What happens (see ``deeds``).
        arguments: Of the deed.
    """

    point: str
    number: int
    moment: Moment
    deed: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        told = " ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.deed}{' ' if told else ''}{told} {self.moment} {self.point} {self.number}"


class Steps:
    """Counts the steps and does what is to happen at them; threads share one.

    Args:
        injections: What is to happen.
        act: Does it; raises ``SessionLost`` to cut the session of a request.
    """

    def __init__(self, injections: Sequence[Injection], act: Callable[[Injection, str], None]) -> None:
        self.counts: Counter[str] = Counter()
        self._due = {(item.point, item.number): item for item in injections}
        self._act = act
        self._lock = threading.Lock()

    def enter(self, point: str) -> Injection | None:
        """Count a step; what is to happen at it."""
        with self._lock:
            self.counts[point] += 1
            return self._due.get((point, self.counts[point]))

    def at(self, moment: str, injection: Injection | None, host: str) -> None:
        """Do it when this is its moment."""
        if injection is not None and injection.moment == moment:
            self._act(injection, host)

    def whole(self, point: str, host: str = "") -> None:
        """A step without an inside: whatever is to happen there happens now."""
        injection = self.enter(point)
        if injection is not None:
            self._act(injection, host)


class TappedChannel:
    """A NETCONF channel whose requests are steps.

    Args:
        channel: The channel of a session, secrets and all.
        host: Whose it is.
        steps: Where they are counted.
    """

    def __init__(self, channel: Any, host: str, steps: Steps) -> None:
        self._channel = channel
        self._host = host
        self._steps = steps

    @property
    def session_id(self) -> str:
        """The device's number for this session."""
        return str(self._channel.session_id)

    def exchange(self, request: _Element, *, timeout: float) -> str:
        """Send one request; what is to happen at it may end the session, or the process."""
        injection = self._steps.enter(kind_of(request))
        try:
            self._steps.at("before", injection, self._host)
            if injection is not None and injection.moment == "in":
                return self._unread(request, injection, timeout)
            reply = str(self._channel.exchange(request, timeout=timeout))
            self._steps.at("after", injection, self._host)
        except SessionLost:
            self._drop()
            raise
        return reply

    def close(self, *, timeout: float) -> None:
        """End the session."""
        self._channel.close(timeout=timeout)

    def _unread(self, request: _Element, injection: Injection, timeout: float) -> str:
        """The request is on its way and the device may be at it; whatever ends the session leaves it unanswered."""
        if injection.deed in ("kill", "cut"):
            with contextlib.suppress(JunosError):  # no reply yet, as wanted
                self._channel.exchange(request, timeout=_NO_TIME)
        self._steps.at("in", injection, self._host)
        return str(self._channel.exchange(request, timeout=timeout))

    def _drop(self) -> None:
        """Break the connection, without a good-bye."""
        channel = getattr(self._channel, "_channel", self._channel)
        channel._broken = True
        channel._manager._session.close()


class TappedClock:
    """A clock whose waits are steps: before it, half way through, after it.

    Args:
        clock: The twin's.
        steps: Where they are counted.
    """

    def __init__(self, clock: Clock, steps: Steps) -> None:
        self._clock = clock
        self._steps = steps

    def now(self) -> datetime:
        """The present."""
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        """Wait; what is to happen in the middle happens there."""
        if seconds <= 0:
            return
        injection = self._steps.enter("sleep")
        self._steps.at("before", injection, "")
        if injection is not None and injection.moment == "in":
            self._clock.sleep(seconds / 2)
            self._steps.at("in", injection, "")
            self._clock.sleep(seconds / 2)
        else:
            self._clock.sleep(seconds)
        self._steps.at("after", injection, "")


def tapped(open_session: Callable[[str], Session], steps: Steps) -> Callable[[str], Session]:
    """Open sessions as ``open_session`` does, with every request a step."""

    def opener(host: str) -> Session:
        steps.whole("connect", host)
        session = open_session(host)
        session._channel = TappedChannel(session._channel, host, steps)
        return session

    return opener


def tap_journal(steps: Steps) -> None:
    """Make every commit of a transaction of this process' databases a step; it is not on disk yet at that moment."""

    @event.listens_for(Engine, "commit")
    def _commit(_connection: object) -> None:
        steps.whole("journal")


def kind_of(request: _Element) -> str:
    """Which kind of step a request is."""
    tag = str(request.tag)
    if tag == "commit-configuration":
        if request.find("check") is not None:
            return "check"
        return "commit-confirmed" if request.find("confirmed") is not None else "confirm"
    if tag == "get-configuration":
        return "compare" if request.get("compare") else "get-configuration"
    known = {
        "lock-configuration": "lock",
        "unlock-configuration": "unlock",
        "load-configuration": "load",
        "get-commit-information": "history",
    }
    return known.get(tag, "health")
