"""``rollout``: an approved plan, wave by wave, on the network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from ..junos.text import canonical
from ..rollout.artifacts import approved_text
from ..rollout.digest import position_of
from ..rollout.engine import RunOptions, run
from ..rollout.journal import Journal
from ..rollout.result import DeviceResult
from ..rollout.texts import Texts
from .access import network_access, redundancy, running_configurations
from .approve import NETWORK_RUN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..common.clock import Clock
    from ..junos.session import Session
    from ..rollout.events import Listener
    from ..rollout.outages import Downtime
    from ..rollout.plan import Change, Plan
    from ..rollout.result import RolloutResult
    from .artifacts import Artifacts
    from .workspace import Workspace


def predict(plan: Plan, open_session: Callable[[str], Session]) -> tuple[DeviceResult, ...]:
    """What a rollout would do with every device of a plan, told by what it runs now; nothing is locked or written.

    A device that would change has its next difference; one that runs neither its baseline nor any target has drifted.
    """
    changes: dict[str, list[Change]] = {}
    for wave in plan.waves:
        for change in wave.changes:
            changes.setdefault(change.host, []).append(change)
    running, unread = running_configurations(changes, open_session, sessions=plan.policy.sessions)
    return tuple(_prediction(host, chain, running.get(host), unread.get(host, "")) for host, chain in changes.items())


def _prediction(host: str, chain: list[Change], text: str | None, reason: str) -> DeviceResult:
    if text is None:
        return DeviceResult(host=host, outcome="unreachable", message=reason)
    position = position_of(text, [chain[0].baseline, *(change.target for change in chain)], canonical)
    if position is None:
        return DeviceResult(host=host, outcome="failed", message="drift: it runs neither its baseline nor a target")
    if position == len(chain):
        return DeviceResult(host=host, outcome="unchanged", message="it runs its final configuration")
    change = chain[position]
    return DeviceResult(host=host, outcome="changed", diff=change.diff, message=f"would be brought to {change.stage}")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def roll_out(
    plan: Plan,
    workspace: Workspace,
    artifacts: Artifacts,
    *,
    open_session: Callable[[str], Session],
    journal_url: str,
    clock: Clock,
    listener: Listener,
    when_closed: Literal["refuse", "wait"],
    hosts: frozenset[str] | None,
    downtime: Callable[[], Downtime] | None = None,
) -> RolloutResult:
    """Carry out what is left of a plan.

    Args:
        plan: The plan.
        workspace: Where its configurations are.
        artifacts: What was built.
        open_session: Opens a session to a host.
        journal_url: The journal.
        clock: Time: this machine's, or the twin's.
        listener: Is told what happens.
        when_closed: Outside windows and in freezes, refuse or wait.
        hosts: The hosts of the play; a wave with others is refused.
        downtime: What probes have seen so far; None where nobody probes, as on a real network.

    Raises:
        GateClosed: Nothing may start now.
        LeaseHeld: Another rollout is at work.
        JournalError: The journal cannot be used.
    """
    access = network_access(artifacts, open_session, gate=plan.policy.health)
    journal = Journal(journal_url)
    try:
        return run(
            plan,
            access=access,
            text_of=approved_text(workspace.root, access.canonical),
            journal=journal,
            clock=clock,
            options=RunOptions(
                run=NETWORK_RUN,
                when_closed=when_closed,
                calendar=workspace.intent.calendar,
                hosts=hosts,
                downtime=downtime,
                verdict=partial(_read, workspace.verdict(plan.plan_id)),
            ),
            listener=listener,
            texts=Texts(workspace.root, access.canonical),
            redundancy=redundancy(artifacts),
        )
    finally:
        journal.close()
