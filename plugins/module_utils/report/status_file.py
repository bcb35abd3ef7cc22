"""Where a rollout stands, in a file that a dashboard or a second terminal may read at any moment."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from ..common.errors import InputError
from ..rollout.events import (
    DeviceFinished,
    Event,
    Refused,
    RolloutFinished,
    SoakChecked,
    Waiting,
    WaveFinished,
    WaveStarted,
)
from ..rollout.schedule import deadline, schedule
from ..verbs.workspace import write_if_changed

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ..rollout.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a run stands; times are ISO 8601 in UTC.

    Attributes:
        plan_id: The plan.
        verb: ``rollout`` or ``rollback``.
        state: ``started``, ``waiting``, ``changing``, ``soaking``, ``refused``, ``complete``, ``failed`` or ``paused``.
        at: When the state began, on the clock that the run goes by.
        wave: Number of the wave that the state is about; None before the first.
        position: Which of the ``total`` waves of this run that is, counted from 1.
        waves_passed: Waves of this run that passed.
        devices_changed: Devices that this run has changed and confirmed.
        devices_failed: Devices that failed, or did not answer, in this run.
        waits_for: What a state ``waiting`` waits for.
        until: When that ends.
        finish: When the last wave will have soaked, should nothing more fail; None for a rollback.
        deadline: The policy's.
        message: The last thing that was told.
    """

    plan_id: str
    verb: str
    state: str = "started"
    at: str | None = None
    wave: int | None = None
    name: str = ""
    position: int = 0
    total: int = 0
    waves_passed: int = 0
    devices_changed: int = 0
    devices_failed: int = 0
    waits_for: str = ""
    until: str | None = None
    finish: str | None = None
    deadline: str | None = None
    message: str = ""


class StatusFile:
    """A listener that keeps ``status.json``; each version replaces the one before in one step.

    Args:
        path: The file.
        plan: What is carried out, or taken back.
        verb: ``rollout`` or ``rollback``.
    """

    def __init__(self, path: Path, plan: Plan, *, verb: str) -> None:
        self._path = path
        self._plan = plan
        self._roles = {change.host: change.role for wave in plan.waves for change in wave.changes}
        limit = deadline(plan.policy, plan.calendar) if verb == "rollout" else None
        self._status = Status(plan_id=plan.plan_id, verb=verb, deadline=limit.isoformat() if limit else None)

    def on_event(self, event: Event) -> None:
        """Write what has changed; a file that cannot be written stops no rollout."""
        found = self._changes(event)
        if found is None:
            return
        self._status = replace(self._status, **{"waits_for": "", "until": None} | found)
        if "state" in found:
            self._status = replace(self._status, at=event.at.isoformat(), finish=self._finish(event.at))
        with suppress(OSError):
            write_if_changed(self._path, json.dumps(asdict(self._status), indent=1) + "\n")

    @singledispatchmethod
    def _changes(self, event: Event) -> dict[str, Any] | None:
        del event
        return None

    @_changes.register
    def _(self, event: WaveStarted) -> dict[str, Any]:
        return {
            "state": "changing",
            "wave": event.wave,
            "name": event.name,
            "position": event.position,
            "total": event.total,
            "message": f"{len(event.hosts)} devices",
        }

    @_changes.register
    def _(self, event: DeviceFinished) -> dict[str, Any]:
        changed = event.result.outcome == "changed"
        failed = not event.result.ok and event.result.outcome != "reverted"
        return {
            "devices_changed": self._status.devices_changed + changed,
            "devices_failed": self._status.devices_failed + failed,
            "message": f"{event.result.host}: {event.result.message}",
        }

    @_changes.register
    def _(self, event: WaveFinished) -> dict[str, Any]:
        passed = event.verdict == "pass"
        return {
            "state": "soaking" if passed else "changing",
            "wave": event.wave,
            "waves_passed": self._status.waves_passed + passed,
            "message": event.message or event.verdict,
        }

    @_changes.register
    def _(self, event: SoakChecked) -> dict[str, Any]:
        told = f"check {event.check} of {event.total}: {event.verdict} {event.message}"
        return {"state": "soaking", "wave": event.wave, "message": told.strip()}

    @_changes.register
    def _(self, event: Waiting) -> dict[str, Any]:
        until = event.until.isoformat()
        return {"state": "waiting", "wave": event.wave, "waits_for": event.reason, "until": until}

    @_changes.register
    def _(self, event: Refused) -> dict[str, Any]:
        return {"state": "refused", "message": event.message}

    @_changes.register
    def _(self, event: RolloutFinished) -> dict[str, Any]:
        return {"state": event.outcome, "message": event.message}

    def _finish(self, now: datetime) -> str | None:
        """When the waves after the present one will be done, from the same arithmetic as the plan's."""
        if self._status.verb != "rollout" or self._status.state == "complete":
            return None
        reached = self._status.wave or 0
        inside = self._status.state in ("changing", "waiting")
        left = [wave for wave in self._plan.waves if wave.number > reached or (inside and wave.number == reached)]
        with suppress(InputError):  # a calendar that never opens again: no finish can be named
            found = schedule(left, self._plan.policy, self._plan.calendar, roles=self._roles, start=now).finish
            return found.isoformat() if found else None
        return None
