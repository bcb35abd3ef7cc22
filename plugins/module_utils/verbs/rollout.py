"""``rollout``: an approved plan, wave by wave, on the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..rollout.artifacts import approved_text
from ..rollout.engine import RunOptions, run
from ..rollout.journal import Journal
from .access import network_access
from .approve import NETWORK_RUN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..common.clock import Clock
    from ..junos.endpoint import Endpoint
    from ..rollout.events import Listener
    from ..rollout.plan import Plan
    from ..rollout.result import RolloutResult
    from .artifacts import Artifacts
    from .workspace import Workspace


def roll_out(
    plan: Plan,
    workspace: Workspace,
    artifacts: Artifacts,
    *,
    endpoint_of: Callable[[str], Endpoint],
    journal_url: str,
    clock: Clock,
    listener: Listener,
    when_closed: Literal["refuse", "wait"],
    hosts: frozenset[str] | None,
) -> RolloutResult:
    """Carry out what is left of a plan.

    Args:
        plan: The plan.
        workspace: Where its configurations are.
        artifacts: What was built.
        endpoint_of: Where a host is reached.
        journal_url: The journal.
        clock: Time: this machine's, or the twin's.
        listener: Is told what happens.
        when_closed: Outside windows and in freezes, refuse or wait.
        hosts: The hosts of the play; a wave with others is refused.

    Raises:
        GateClosed: Nothing may start now.
        LeaseHeld: Another rollout is at work.
        JournalError: The journal cannot be used.
    """
    access = network_access(artifacts, endpoint_of)
    journal = Journal(journal_url)
    try:
        return run(
            plan,
            access=access,
            text_of=approved_text(workspace.root, access.canonical),
            journal=journal,
            clock=clock,
            options=RunOptions(
                run=NETWORK_RUN, when_closed=when_closed, calendar=workspace.intent.calendar, hosts=hosts
            ),
            listener=listener,
        )
    finally:
        journal.close()
