"""Takes waves back, newest first: each as a transaction of its own, verified against what was there before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ..common.errors import InputError, Problem, Source
from .admission import require_hosts
from .context import Context
from .engine import serving_after
from .events import Silent, WaveStarted
from .gate import GateClosed, Reason
from .lease import Lease, is_alive
from .progress import ROLLBACK_STARTED, ROLLED_BACK, read_progress
from .recovery import settle_interrupted
from .redundancy import stages_before
from .sessions import Sessions
from .survey import look_for
from .transaction import WaveTransaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..common.clock import Clock
    from ..design.model import Stage
    from .contracts import DeviceSession, Examine, HealthOutcome, NetworkAccess
    from .events import Listener
    from .journal import Journal
    from .lease import Owner
    from .plan import Change, Plan, PlannedWave
    from .result import DeviceResult, RolloutResult, WaveResult
    from .texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOptions:
    """How far to go back.

    Attributes:
        run: What the journal's entries are about, as in ``engine.RunOptions``.
        first_wave: It and every wave after it are taken back; the whole rollout when None.
        hosts: The hosts of the play; going back on others is refused. None for no such limit.
    """

    run: str = "network"
    first_wave: int | None = None
    hosts: frozenset[str] | None = None

    @property
    def own_run(self) -> str:
        """The run whose entries tell how far going back has come."""
        return f"{self.run} rollback"


def roll_back(
    plan: Plan,
    *,
    access: NetworkAccess,
    texts: Texts,
    stage_before: Callable[[Change], Stage],
    peers: Callable[[Stage, str], frozenset[str]],
    journal: Journal,
    clock: Clock,
    options: BackOptions | None = None,
    listener: Listener | None = None,
    owner: Owner | None = None,
    alive: Callable[[Owner], bool] = is_alive,
) -> RolloutResult:
    """Take back what a plan has done, from the last wave to ``first_wave``.

    Needs no approval, no window and no open calendar: going back is always allowed. Only the lease is asked for. The
    approvals of the plan are void from then on. Killing the process at any moment is safe, as in a rollout; the same
    call goes on.

    Args:
        plan: What was done.
        access: The ways to the devices.
        texts: What the devices ran before.
        stage_before: The stage that a device was at before a change; its model says what is healthy.
        peers: The devices that a host at a stage expects anything of; it is held to what is mutual.
        journal: What was done so far, and what is done now.
        clock: What to wait on.
        options: How far.
        listener: Is told what happens.
        owner: Who runs it, for the lease; this process when None.
        alive: Whether the owner of a lease that is found still works.

    Raises:
        GateClosed: Devices that would have to go back are outside the play, or the lease was lost.
        InputError: There is no such wave, or what a device ran before is not at hand.
        LeaseHeld: A rollout is at work.
        JournalError: The journal cannot be read or written.
    """
    chosen = options or BackOptions()
    _require_wave(plan, chosen.first_wave)
    with (
        ThreadPoolExecutor(plan.policy.sessions, thread_name_prefix="device") as executor,
        Lease(journal.engine, f"{plan.network} {chosen.run}", owner=owner, alive=alive) as lease,
    ):
        context = Context(
            plan=plan,
            run=chosen.own_run,
            access=access,
            journal=journal,
            clock=clock,
            executor=executor,
            listener=listener or Silent(),
            text_of=texts.target_of,
            texts=texts,
            back=True,
        )
        return _Rollback(context, chosen, lease, stage_before=stage_before, peers=peers).run()


class _Rollback:
    def __init__(
        self,
        context: Context,
        options: BackOptions,
        lease: Lease,
        *,
        stage_before: Callable[[Change], Stage],
        peers: Callable[[Stage, str], frozenset[str]],
    ) -> None:
        self._context = context
        self._options = options
        self._lease = lease
        self._stage_before = stage_before
        self._peers = peers
        self._started = context.clock.now()
        plan = context.plan
        self._forward = read_progress(plan, context.journal.entries(plan_id=plan.plan_id, run=options.run))
        self._back = read_progress(plan, context.journal.entries(plan_id=plan.plan_id, run=options.own_run))
        self._waves: list[WaveResult] = []
        self._results: dict[str, DeviceResult] = {}

    def run(self) -> RolloutResult:
        todo = self._todo()
        if not todo:
            return self._finished("complete", "nothing changes: no wave that was carried out is left to take back")
        require_hosts(todo, self._options.hosts, "going back")
        numbers = [wave.number for wave in todo]
        self._record_forward(ROLLBACK_STARTED, waves=numbers)
        for position, wave in enumerate(todo, start=1):
            if not self._taken_back(wave, position, len(todo)):
                last = self._waves[-1]
                return self._finished("failed", f"wave {last.number} ({last.name}): {last.message}")
        goal = {change.host: change.target for wave in todo for change in wave.changes}
        bad = [item for item in look_for(self._context, goal, otherwise=_NOT_BACK) if not item.ok]
        if bad:
            self._results.update({item.host: item for item in bad})
            return self._finished("failed", f"{len(bad)} devices are not back, {bad[0].host} first: {bad[0].message}")
        count = f"{len(todo)} wave was" if len(todo) == 1 else f"{len(todo)} waves were"
        before = f"wave {numbers[-1]}"
        return self._finished("complete", f"{count} taken back: every device runs what it ran before {before}")

    def _todo(self) -> list[PlannedWave]:
        """The waves to take back, newest first, turned round and without the hosts that were never touched."""
        first = self._options.first_wave or 0
        found = []
        for wave in reversed(self._context.plan.waves):
            touched = self._forward.of(wave).touched
            changes = tuple(self._turned(change) for change in wave.changes if change.host in touched)
            if wave.number >= first and changes:
                found.append(replace(wave, name=f"back: {wave.name}", changes=changes))
        return found

    def _turned(self, change: Change) -> Change:
        return replace(
            change, stage=self._stage_before(change), target=change.baseline, baseline=change.target, diff=""
        )

    def _taken_back(self, wave: PlannedWave, position: int, total: int) -> bool:
        with Sessions(self._context.access) as sessions:
            self._settle(wave, sessions)
            self._require_lease(wave)
            self._context.tell(
                WaveStarted(
                    at=self._context.clock.now(),
                    wave=wave.number,
                    name=wave.name,
                    hosts=wave.hosts,
                    position=position,
                    total=total,
                )
            )
            serving = self._serving_before(wave)
            context = replace(self._context, access=replace(self._context.access, examine=self._examiner(wave)))
            found = WaveTransaction(context, wave, sessions, in_service=serving, changes=wave.changes).run()
        self._waves.append(found)
        for item in found.results:
            if item.outcome != "unchanged" or item.host not in self._results:
                self._results[item.host] = item
        if found.verdict != "pass":
            return False
        self._record_forward(ROLLED_BACK, wave=wave.number, hosts=list(wave.hosts))
        return True

    def _settle(self, wave: PlannedWave, sessions: Sessions) -> None:
        """Leave nothing pending of an attempt that was interrupted, forward or back."""
        forward, back = self._forward.of(wave), self._back.of(wave)
        if forward.interrupted or back.interrupted:
            plan = self._context.plan
            passed = {plan.log(wave.number): False, plan.rollback_log(wave.number): back.verdict_passed}
            settle_interrupted(self._context, wave, wave.hosts, sessions, passed=passed)

    def _serving_before(self, wave: PlannedWave) -> frozenset[str]:
        plan = self._context.plan
        earlier = [other for other in plan.waves if other.number < wave.number]
        return serving_after(plan, earlier, lambda other, host: host in self._forward.of(other).done)

    def _examiner(self, wave: PlannedWave) -> Examine:
        """Health that holds a device to what its neighbours expect, too, at the stages they are at by then."""
        def done(other: PlannedWave, host: str) -> bool:
            return host in self._forward.of(other).done

        stages = stages_before(self._context.plan, wave, done, self._stage_before)

        def examine(
            session: DeviceSession, host: str, stage: Stage, in_service: frozenset[str]
        ) -> HealthOutcome:
            mutual = {peer for peer in in_service if peer not in stages or host in self._peers(stages[peer], peer)}
            return self._context.access.examine(session, host, stage, frozenset(mutual))

        return examine

    def _require_lease(self, wave: PlannedWave) -> None:
        self._lease.renew()
        if not self._lease.held:
            reason = Reason(what="the lease of this rollout was lost", remedy="see which other rollout is at work")
            subject = f"wave {wave.number} ({wave.name})"
            raise GateClosed(subject, [reason])

    def _record_forward(self, kind: str, *, wave: int = 0, **detail: object) -> None:
        """An entry that the rollout itself has to see: the wave is to be done again, and approved again before."""
        replace(self._context, run=self._options.run).record(kind, wave=wave, **detail)

    def _finished(self, outcome: Literal["complete", "failed"], message: str) -> RolloutResult:
        if self._waves:
            self._context.record("rollback-finished", outcome=outcome, message=message)
        return self._context.finish(
            outcome, message, started=self._started, waves=self._waves, results=self._results.values()
        )


_NOT_BACK = "it does not run what it ran before. Remedy: see what was changed on it and by whom."


def _require_wave(plan: Plan, first: int | None) -> None:
    known: Sequence[int] = [wave.number for wave in plan.waves]
    if first is None or first in known:
        return
    problem = Problem(
        source=Source("rollback"),
        subject=f"plan {plan.plan_id[:12]}",
        found=f"wave {first}",
        expected=f"one of its waves, {known[0]} to {known[-1]}" if known else "a plan that has waves",
    )
    raise InputError([problem])
