"""What a rollout or a rehearsal was, as one value: plan and journal put together, with nothing left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from ..junos.secrets import conceal
from ..rollout.approval import approvals
from ..rollout.freeze import freezes
from ..rollout.override import overrides
from ..rollout.progress import ROLLBACK_STARTED, ROLLED_BACK
from ..rollout.rehearsed import last_rehearsal
from .wave_story import wave_stories

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from ..rollout.approval import Approval
    from ..rollout.freeze import Freeze
    from ..rollout.journal import Entry
    from ..rollout.override import Override
    from ..rollout.plan import Plan
    from ..rollout.rehearsed import Rehearsed
    from .wave_story import WaveStory

Subject = Literal["rollout", "rehearsal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The chain of hashes of the journal, which was checked: nothing is reported out of one that is broken.

    Attributes:
        entries: How many were checked.
        head: Hash of the last one: kept elsewhere, it shows that nobody wrote the whole journal anew.
    """

    entries: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a report is drawn from.

    Attributes:
        plan: The plan.
        subject: Whether the network or a rehearsal is meant.
        entries: The journal's entries about that, in order, of one run only.
        decisions: The entries about the plan in the network's journal: approvals, overrides, rehearsals.
        chain: The check of the journal.
        figures: Content of ``verdict.json``; None when the plan was not rehearsed.
        downtime: What probes saw: ``per_site`` with seconds by site and service; None where nothing was measured.
        capacity: ``summary`` of ``capacity.json``; None when it is not there.
        files: Where the artifacts are, by name, relative to those of the network.
    """

    plan: Plan
    subject: Subject
    entries: Sequence[Entry]
    decisions: Sequence[Entry]
    chain: Chain
    figures: Mapping[str, Any] | None = None
    downtime: Mapping[str, Any] | None = None
    capacity: Mapping[str, Any] | None = None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that happened between the waves: a request, a use of an override, a missing stand-in."""

    at: datetime
    wave: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffering:
    """Downtime of one service of one site, in seconds, beside what the plan has announced for the site."""

    site: str
    service: str
    seconds: float
    announced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """Everything that a report shows; times are UTC, and shown in ``zone``.

    Attributes:
        outcome: ``pass`` or ``fail`` of a rehearsal; ``complete``, ``failed``, ``paused``, ``rolled back``, ``running``
            or ``not begun`` of a rollout.
        wall_seconds: Real time of a rehearsal, whose own time is virtual; None for a rollout.
        frozen: The freezes between start and finish.
        suffering: What was without service; None where nothing was measured.
    """

    sources: Sources
    zone: ZoneInfo
    outcome: str
    message: str
    started: datetime | None
    finished: datetime | None
    wall_seconds: float | None
    waves: tuple[WaveStory, ...]
    approvals: tuple[Approval, ...]
    overrides: tuple[Override, ...]
    rehearsed: Rehearsed | None
    notes: tuple[Note, ...]
    faults: tuple[Mapping[str, Any], ...]
    frozen: tuple[Freeze, ...]
    suffering: tuple[Suffering, ...] | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.sources.plan

    @property
    def changed(self) -> int:
        """How many devices are at a target of the plan."""
        return len({item.host for wave in self.waves for item in wave.devices if item.outcome == "changed"})


def chronicle(sources: Sources) -> Chronicle:
    """Put everything together; the same sources always give the same chronicle."""
    plan, entries = sources.plan, sources.entries
    zone = ZoneInfo(plan.calendar.timezone)
    ours = [entry for entry in entries if entry.kind not in ("approved", "rehearsed", "override")]
    started = next((entry.at for entry in ours if entry.kind == "rollout-started"), None)
    finished = ours[-1].at if started else None
    outcome, message = _outcome(sources, ours)
    rehearsal = sources.subject == "rehearsal"
    figures = sources.figures or {}
    return Chronicle(
        sources=sources,
        zone=zone,
        outcome=outcome,
        message=message,
        started=started,
        finished=finished,
        wall_seconds=figures.get("wall_seconds") if rehearsal else None,
        waves=wave_stories(plan, entries),
        approvals=approvals(sources.decisions),
        overrides=overrides(sources.decisions),
        rehearsed=last_rehearsal(plan, sources.decisions),
        notes=tuple(_notes(entries)),
        faults=tuple(figures.get("faults", ())) if rehearsal else (),
        frozen=_frozen(plan, started, finished),
        suffering=_suffering(plan, sources.downtime),
    )


def _outcome(sources: Sources, ours: Sequence[Entry]) -> tuple[str, str]:
    if sources.subject == "rehearsal" and sources.figures:
        return str(sources.figures["verdict"]), str(sources.figures["message"])
    if not any(entry.kind == "rollout-started" for entry in ours):
        return "not begun", "no wave has started yet"
    last = ours[-1]
    backs = [entry for entry in ours if entry.kind == ROLLED_BACK]
    if last.kind in (ROLLED_BACK, ROLLBACK_STARTED):
        return "rolled back", f"{len(backs)} waves were taken back, newest first"
    ends = [entry for entry in ours if entry.kind == "rollout-finished"]
    if not ends or not _ended(ours):
        return "running", f"the last thing that the journal has is {last.kind} of wave {last.wave}"
    return str(ends[-1].detail["outcome"]), conceal(str(ends[-1].detail["message"]))


def _ended(ours: Sequence[Entry]) -> bool:
    """Whether nothing but requests came after the end of the last run."""
    works = [entry.kind for entry in ours if not entry.kind.endswith("-requested")]
    return bool(works) and works[-1] == "rollout-finished"


def _notes(entries: Iterable[Entry]) -> Iterator[Note]:
    for entry in entries:
        text = ""
        if entry.kind.endswith("-requested"):
            text = f"{entry.kind.removesuffix('-requested')} asked for by {entry.detail['by']}"
            text += f": {entry.detail['reason']}" if entry.detail.get("reason") else ""
        elif entry.kind == "override-used":
            text = f"in a freeze, by override: {entry.detail['note']}"
        elif entry.kind == "redundancy-missing":
            text = f"refused, as what stands in is not healthy: {'; '.join(entry.detail['hosts'])}"
        elif entry.kind == "recovery-intended":
            text = f"taken up after an interruption: {entry.detail['action']}"
        elif entry.kind == "downtime-exceeded":
            text = entry.detail["message"]
        if text:
            yield Note(at=entry.at, wave=entry.wave, text=conceal(text))


def _frozen(plan: Plan, started: datetime | None, finished: datetime | None) -> tuple[Freeze, ...]:
    if started is None or finished is None:
        return ()
    known = freezes(plan.calendar, year=started.year)
    return tuple(freeze for freeze in known if freeze.start < finished and freeze.end > started)


def _suffering(plan: Plan, downtime: Mapping[str, Any] | None) -> tuple[Suffering, ...] | None:
    if downtime is None:
        return None
    announced = plan.announced_seconds
    return tuple(
        Suffering(site=site, service=service, seconds=seconds, announced=announced.get(site, 0))
        for site, services in sorted(downtime["per_site"].items())
        for service, seconds in sorted(services.items())
    )
