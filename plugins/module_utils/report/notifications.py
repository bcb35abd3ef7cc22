"""What of a rollout people want to be told where they are: events as notifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from ..rollout.events import (
    DeviceFinished,
    Event,
    Refused,
    Resumed,
    RolloutFinished,
    SoakChecked,
    Waiting,
    WaveFinished,
    WaveStarted,
)
from ..rollout.freeze import state
from .progress_lines import ProgressLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from ..rollout.plan import Plan

Kind = Literal["gate", "start", "verdict", "failure", "freeze", "finish"]
KINDS: tuple[Kind, ...] = get_args(Kind)
AHEAD = timedelta(hours=72)
"""How long before its begin a freeze is announced: the working days in which a plan can still be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One thing worth telling.

    Attributes:
        kind: ``gate``: nothing may start yet, or nothing at all. ``start``: a wave begins. ``verdict``: of a wave.
            ``failure``: a wave went back, a device failed, or a soak did. ``freeze``: one is near. ``finish``: the run
            has ended.
        network: Name of the network.
        verb: ``rollout`` or ``rollback``.
        plan_id: The plan.
        at: On the clock that the run goes by, in UTC.
        text: For a person, with the time in the network's zone.
    """

    kind: Kind
    network: str
    verb: str
    plan_id: str
    at: datetime
    text: str

    def as_json(self) -> dict[str, str]:
        """The body of a webhook; ``text`` is what Slack, Mattermost and the like show."""
        head = f"{self.network} {self.verb} {self.plan_id[:12]}: "
        return {
            "text": head + self.text,
            "kind": self.kind,
            "network": self.network,
            "verb": self.verb,
            "plan_id": self.plan_id,
            "at": self.at.isoformat(),
        }


class Notifier:
    """A listener that turns events into notifications.

    Args:
        deliver: Takes each; must not wait and must not raise.
        plan: What is carried out, or taken back.
        verb: ``rollout`` or ``rollback``.
        kinds: The kinds that are wanted.
    """

    def __init__(
        self, deliver: Callable[[Notification], None], plan: Plan, *, verb: str, kinds: Iterable[Kind] = KINDS
    ) -> None:
        self._deliver = deliver
        self._plan = plan
        self._verb = verb
        self._kinds = frozenset(kinds)
        self._lines: list[str] = []
        self._texts = ProgressLines(self._lines.append, timezone=plan.calendar.timezone)
        self._announced: datetime | None = None

    def on_event(self, event: Event) -> None:
        """Tell it, when it is of a kind that is wanted."""
        self._lines.clear()
        self._texts.on_event(event)
        text = "\n".join(self._lines)
        if isinstance(event, Refused):
            text = event.message
        kind = kind_of(event)
        if kind is not None and text:
            self._tell(kind, event.at, text)
        if isinstance(event, WaveStarted | WaveFinished):
            self._announce_freeze(event.at)

    def _tell(self, kind: Kind, at: datetime, text: str) -> None:
        if kind not in self._kinds:
            return
        self._deliver(
            Notification(
                kind=kind,
                network=self._plan.network,
                verb=self._verb,
                plan_id=self._plan.plan_id,
                at=at,
                text=text,
            )
        )

    def _announce_freeze(self, at: datetime) -> None:
        found = state(at, self._plan.calendar)
        near = found.open and found.until is not None and found.until - at <= AHEAD
        if near and found.until != self._announced:
            self._announced = found.until
            self._tell("freeze", at, f"a freeze is near: {found.reason}")


def kind_of(event: Event) -> Kind | None:
    """The kind of notification that an event makes; None for one that nobody has to be told of."""
    failed = isinstance(event, WaveFinished | SoakChecked) and event.verdict != "pass"
    if failed or isinstance(event, DeviceFinished | Resumed):
        return "failure"
    kinds: dict[type[Event], Kind] = {
        Waiting: "gate",
        Refused: "gate",
        WaveStarted: "start",
        WaveFinished: "verdict",
        RolloutFinished: "finish",
    }
    return kinds.get(type(event))
