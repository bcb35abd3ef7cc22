"""Runs a plan wave by wave from wherever it stands; the same call again goes on after any interruption."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from ..common.errors import InputError
from ..junos.errors import JunosError
from .admission import Admitter, Pause, require_hosts
from .context import Context
from .controls import ControlGroup
from .digest import position_of
from .events import Silent, WaveStarted
from .gate import GateClosed, Reason
from .lease import Lease, is_alive
from .outages import DowntimeGuard
from .phases import require_preconditions
from .progress import read_progress
from .recovery import settle_interrupted
from .requests import Halted, Requests
from .sessions import Sessions
from .soak import soak
from .survey import survey
from .transaction import WaveTransaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from ..common.clock import Clock
    from ..intent.models import Calendar
    from .contracts import NetworkAccess
    from .events import Listener
    from .journal import Journal
    from .lease import Owner
    from .outages import Downtime
    from .plan import Change, Plan, PlannedWave
    from .progress import Progress, WaveProgress
    from .redundancy import Redundancy
    from .result import DeviceResult, RolloutResult, WaveResult
    from .texts import Texts


PATIENCE = timedelta(minutes=15)
"""How long a run that does not wait for windows waits for a check of a soak; for a later one it pauses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How to run a plan.

    Attributes:
        run: What the journal's entries are about. Every rehearsal needs a name of its own, which it keeps when it is
            resumed; the real network is always called the same.
        when_closed: Outside windows and in freezes: ``refuse`` raises, or pauses when something was done already, and
            pauses where a soak goes on for long; ``wait`` sleeps on the clock.
        approval_required: Only a rehearsal needs none, and no rehearsal either.
        verdict: Reads the verdict of the plan's rehearsal; gives None when it is gone.
        calendar: The calendar of the intent as it is now; it has to be open as well as the plan's own.
        hosts: The hosts of the play; a plan with others is refused. None for no such limit.
        last_wave: Pause after this wave.
        keep_sessions: Keep sessions open between the checks of a soak; only where the soak passes in seconds.
        downtime: What probes have seen so far; a wave that costs a site more than the plan announces is the last one.
    """

    run: str = "network"
    when_closed: Literal["refuse", "wait"] = "refuse"
    approval_required: bool = True
    verdict: Callable[[], bytes | None] | None = None
    calendar: Calendar | None = None
    hosts: frozenset[str] | None = None
    last_wave: int | None = None
    keep_sessions: bool = False
    downtime: Callable[[], Downtime] | None = None


def run(
    plan: Plan,
    *,
    access: NetworkAccess,
    text_of: Callable[[Change], str],
    journal: Journal,
    clock: Clock,
    options: RunOptions | None = None,
    listener: Listener | None = None,
    texts: Texts | None = None,
    redundancy: Redundancy | None = None,
    owner: Owner | None = None,
    alive: Callable[[Owner], bool] = is_alive,
) -> RolloutResult:
    """Carry out what is left of a plan.

    Killing the process at any moment is safe: every device has its old or its new configuration, or a timer that takes
    it back to the old one; the same call then settles what is pending, and goes on.

    Args:
        plan: What to do.
        access: The ways to the devices.
        text_of: The new configuration of a change; ``artifacts.approved_text`` proves that it is the approved one.
        journal: What was done so far, and what is done now.
        clock: What to wait on.
        options: How to run it.
        listener: Is told what happens.
        texts: Keeps what every device ran before; None where nobody goes back later.
        redundancy: Who stands in for whom: they have to be healthy just before. None where that does not matter.
        owner: Who runs it, for the lease; this process when None.
        alive: Whether the owner of a lease that is found still works.

    Returns:
        What came of it. A failed wave is a result, no exception.

    Raises:
        GateClosed: Nothing may start now.
        LeaseHeld: Another rollout is at work.
        JournalError: The journal cannot be read or written; whatever is pending, its timer takes back.
    """
    chosen = options or RunOptions()
    with ThreadPoolExecutor(plan.policy.sessions, thread_name_prefix="device") as executor:
        requests = Requests(journal, plan, chosen.run, watched=chosen.approval_required)
        context = Context(
            plan=plan,
            run=chosen.run,
            access=access,
            journal=journal,
            clock=clock,
            executor=executor,
            listener=listener or Silent(),
            text_of=text_of,
            texts=texts,
            aborted=requests.aborted,
        )
        progress = read_progress(plan, journal.entries(plan_id=plan.plan_id, run=chosen.run))
        if progress.complete:
            return _nothing_left(context)
        with Lease(journal.engine, f"{plan.network} {chosen.run}", owner=owner, alive=alive) as lease:
            return _Rollout(context, chosen, lease, requests, redundancy).run()


def _nothing_left(context: Context) -> RolloutResult:
    started = context.clock.now()
    results = survey(context)
    bad = [result for result in results if not result.ok]
    message = f"nothing changes: {context.plan.done}"
    if bad:
        message = f"{len(bad)} of {len(results)} devices do not run their final configuration: {bad[0].host}"
    outcome: Literal["complete", "failed"] = "failed" if bad else "complete"
    return context.finish(outcome, message, started=started, results=results)


class _Stop(Exception):  # not an error: leaves the loop over the waves
    def __init__(
        self, outcome: Literal["failed", "paused"], message: str, *, resume_at: datetime | None = None
    ) -> None:
        self.outcome = outcome
        self.message = message
        self.resume_at = resume_at
        super().__init__(message)


class _Rollout:
    def __init__(
        self,
        context: Context,
        options: RunOptions,
        lease: Lease,
        requests: Requests,
        redundancy: Redundancy | None,
    ) -> None:
        self._lease = lease
        self._context = context = replace(context, aborted=self._aborted)
        self._options = options
        self._requests = requests
        self._redundancy = redundancy
        self._started = context.clock.now()
        self._waves: list[WaveResult] = []
        self._progressed = False
        self._results: dict[str, DeviceResult] = {}
        self._left_out: dict[str, str] = {}
        self._guard = DowntimeGuard(context.plan.announced, options.downtime)
        # Read again under the lease: another process may have gone on since the first look.
        entries = context.journal.entries(plan_id=context.plan.plan_id, run=options.run)
        self._progress: Progress = read_progress(context.plan, entries)
        self._ready_at = self._progress.started_at or self._started
        self._changed_at = {
            number: (found.passed_at, len(found.done))
            for number, found in self._progress.waves.items()
            if found.passed_at is not None
        }
        begun = any(found.touched for found in self._progress.waves.values())
        self._admitter = Admitter(context, options, lease, entries, requests=requests, begun=begun)

    def run(self) -> RolloutResult:
        outcome: Literal["complete", "failed", "paused"] = "complete"
        message, resume_at = self._context.plan.done, None
        try:
            if self._progress.started_at is None:
                self._context.record("rollout-started", waves=len(self._context.plan.waves))
            require_hosts(self._waves_asked_for(), self._options.hosts, "the rollout")
            require_preconditions(self._context)
            for position, wave in enumerate(self._context.plan.waves, start=1):
                self._wave(wave, position)
            if self._left_out:
                host, reason = next(iter(self._left_out.items()))
                raise _Stop("failed", f"{len(self._left_out)} devices were left out, {host} first: {reason}")
        except Halted as halted:
            outcome, message = "paused", self._halted(halted)
        except _Stop as stop:
            outcome, message, resume_at = stop.outcome, stop.message, stop.resume_at
        self._context.record("rollout-finished", complete=outcome == "complete", outcome=outcome, message=message)
        return self._context.finish(
            outcome,
            message,
            started=self._started,
            waves=self._waves,
            results=self._results.values(),
            resume_at=resume_at,
        )

    def _halted(self, halted: Halted) -> str:
        if not self._waves:
            reason = Reason(what=f"it was {halted.request}", remedy="go on with the `resume` verb")
            raise GateClosed("the rollout", [reason]) from halted
        last = self._waves[-1].number
        return f"{halted.request}, after wave {last}. Remedy: go on with the `resume` verb, then roll out again"

    def _waves_asked_for(self) -> Sequence[PlannedWave]:
        last = self._options.last_wave
        return [wave for wave in self._context.plan.waves if last is None or wave.number <= last]

    def _wave(self, wave: PlannedWave, position: int) -> None:
        self._context.access.forget()
        found = self._progress.of(wave)
        gone = found.done | set(self._left_out)
        todo = [change for change in wave.changes if change.host not in gone]
        with Sessions(self._context.access) as sessions:
            passed_at = found.passed_at
            fresh = False
            if todo:
                passed_at = self._changed(wave, position, todo, found, sessions)
                fresh = True
            if passed_at is None:
                return  # every device of it was left out
            if fresh or found.soaked_at is None:
                done = 0 if fresh else found.soak_checks
                self._require_announced(wave)
                self._soaked(wave, sessions, since=passed_at, done=done)
                self._require_announced(wave)
                self._ready_at = self._context.clock.now()
            else:
                self._ready_at = found.soaked_at
        if self._options.last_wave == wave.number and position < len(self._context.plan.waves):
            raise _Stop("paused", f"paused after wave {wave.number} as asked", resume_at=self._ready_at)

    def _changed(
        self, wave: PlannedWave, position: int, todo: Sequence[Change], found: WaveProgress, sessions: Sessions
    ) -> datetime | None:
        """When the wave passed; None when the failure budget has left nothing of it."""
        reached: frozenset[str] = frozenset()
        if found.interrupted:
            hosts = [change.host for change in todo]
            passed = {self._context.log(wave.number): found.verdict_passed}
            settle_interrupted(self._context, wave, hosts, sessions, passed=passed)
            reached = self._reached(todo, sessions)
        paused = self._admitted(wave)
        if paused is not None:
            raise _Stop("paused", f"wave {wave.number} waits for {paused.reason}", resume_at=paused.until)
        self._require_redundancy(wave, reached)
        while todo:
            self._tell_start(wave, position, todo)
            result = self._transaction(wave, sessions, todo).run()
            self._take(result)
            self._require_not_aborted(result)
            if result.verdict == "pass":
                now = self._context.clock.now()
                self._changed_at[wave.number] = (now, len(result.results))
                return now
            self._spend_budget(result)
            todo = [change for change in todo if change.host not in self._left_out]
            paused = self._admitted(wave)
            if paused is not None:
                message = f"the rest of wave {wave.number} waits for {paused.reason}"
                raise _Stop("paused", message, resume_at=paused.until)
        return None

    def _reached(self, todo: Sequence[Change], sessions: Sessions) -> frozenset[str]:
        """Hosts of an interrupted wave that run their target for good, whatever the journal knows of them."""

        def runs_it(change: Change) -> bool:
            try:
                text = sessions.get(change.host).get_configuration(format="text", database="committed")
            except JunosError:
                return False  # the wave says so
            return position_of(text, self._context.later(change), sessions.canonical) is not None

        outcomes = zip(todo, self._context.each(runs_it, todo), strict=True)
        return frozenset(change.host for change, yes in outcomes if yes)

    def _require_redundancy(self, wave: PlannedWave, reached: frozenset[str]) -> None:
        if self._redundancy is None or reached.issuperset(wave.hosts):
            return  # nobody is going to be touched
        earlier = [other for other in self._context.plan.waves if other.number <= wave.number]

        def done(other: PlannedWave, host: str) -> bool:
            return host in reached if other.number == wave.number else host not in self._left_out

        serving = serving_after(self._context.plan, earlier, done)
        weak = self._redundancy.weak(self._context, wave, serving, done)
        if not weak:
            return
        subject = f"wave {wave.number} ({wave.name})"
        self._context.record("redundancy-missing", wave=wave.number, hosts=list(weak))
        remedy = "mend it first: it stands in for the devices of this wave"
        closed = GateClosed(subject, [Reason(what=told.rstrip("."), remedy=remedy) for told in weak])
        if not self._waves:
            raise closed
        raise _Stop("failed", str(closed))

    def _aborted(self) -> str:
        """Why nothing may be made permanent any more: somebody said so, or another rollout may be at work."""
        told = self._requests.aborted()
        if not told:
            self._lease.renew()
            told = "" if self._lease.held else "the lease of this rollout was lost: see which other rollout is at work"
        return told

    def _require_not_aborted(self, result: WaveResult) -> None:
        told = self._requests.aborted()
        if told:
            went = "is done" if result.verdict == "pass" else "went back"
            message = f"{told}; wave {result.number} ({result.name}) {went}"
            raise _Stop("failed", f"{message}. Remedy: take the rest back with `rollback`, or go on with `resume`")

    def _transaction(self, wave: PlannedWave, sessions: Sessions, todo: Sequence[Change]) -> WaveTransaction:
        serving = self._in_service(wave)
        try:
            return WaveTransaction(self._context, wave, sessions, in_service=serving, changes=todo)
        except InputError as error:  # a configuration is not the approved one
            if not self._waves:
                raise
            raise _Stop("failed", str(error)) from error

    def _admitted(self, wave: PlannedWave) -> Pause | None:
        acted = bool(self._waves) or self._progressed
        try:
            changed = [item for number, item in self._changed_at.items() if number != wave.number]
            return self._admitter.admit(wave, not_before=self._ready_at, may_pause=acted, changed=changed)
        except GateClosed as closed:
            if not self._waves:
                raise
            # Waves have run: what came of them has to be told as well.
            raise _Stop("failed", str(closed)) from closed

    def _soaked(self, wave: PlannedWave, sessions: Sessions, *, since: datetime, done: int) -> None:
        found = soak(
            self._context,
            wave,
            [change for change in wave.changes if change.host not in self._left_out],
            sessions,
            in_service=self._in_service(wave),
            since=since,
            done=done,
            keep_sessions=self._options.keep_sessions,
            requests=self._requests,
            controls=self._controls(wave),
            patience=PATIENCE if self._options.when_closed == "refuse" else None,
        )
        self._progressed = self._progressed or found.checks > 0
        if found.due is not None:
            raise _Stop("paused", f"wave {wave.number} soaks: its next check is due", resume_at=found.due)
        if found.ill:
            self._results.update({result.host: result for result in found.ill})
            first = found.ill[0]
            told = f"wave {wave.number} ({wave.name}): {first.host}: {first.failed_check}: {first.message}"
            if found.judgement is not None:
                told = f"{told} ({found.judgement.note})"
                if found.judgement.verdict == "inconclusive":
                    remedy = "Remedy: mend the network, then roll out again: the check is repeated"
                    raise _Stop("paused", f"{told}. {remedy}")
            raise _Stop("failed", told)

    def _controls(self, wave: PlannedWave) -> ControlGroup | None:
        if self._redundancy is None:
            return None

        def done(_: PlannedWave, host: str) -> bool:
            return host not in self._left_out

        serving = self._in_service(wave)
        return ControlGroup(self._context, self._redundancy, wave, serving=serving, done=done)

    def _require_announced(self, wave: PlannedWave) -> None:
        told = self._guard.complaint(wave.number)
        if told:
            self._context.record("downtime-exceeded", wave=wave.number, message=told)
            remedy = "Remedy: see the report for the sites, and take the wave back with `rollback` while it lasts."
            raise _Stop("failed", f"wave {wave.number} ({wave.name}): {told}. {remedy}")

    def _take(self, result: WaveResult) -> None:
        self._waves.append(result)
        self._results.update({item.host: item for item in result.results})

    def _spend_budget(self, result: WaveResult) -> None:
        for item in result.failed:
            self._left_out[item.host] = item.message
        if len(self._left_out) > self._context.plan.policy.failure_budget:
            raise _Stop("failed", f"wave {result.number} ({result.name}): {result.message}")

    def _tell_start(self, wave: PlannedWave, position: int, todo: Sequence[Change]) -> None:
        self._context.tell(
            WaveStarted(
                at=self._context.clock.now(),
                wave=wave.number,
                name=wave.name,
                hosts=tuple(change.host for change in todo),
                position=position,
                total=len(self._context.plan.waves),
            )
        )

    def _in_service(self, wave: PlannedWave) -> frozenset[str]:
        """Who is in service once ``wave`` is done: not yet built and already retired devices are not expected."""
        waves = [earlier for earlier in self._context.plan.waves if earlier.number <= wave.number]
        return serving_after(self._context.plan, waves, lambda _, host: host not in self._left_out)


def serving_after(
    plan: Plan, waves: Iterable[PlannedWave], changed: Callable[[PlannedWave, str], bool]
) -> frozenset[str]:
    """Who is in service when these waves were carried out, on the hosts of them that ``changed`` says."""
    serving = set(plan.in_service)
    for wave in waves:
        hosts = {host for host in wave.hosts if changed(wave, host)}
        serving = serving - hosts if wave.kind == "retire-legacy" else serving | hosts
    return frozenset(serving)
