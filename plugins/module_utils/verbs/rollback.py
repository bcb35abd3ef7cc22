"""``rollback``: takes back what a plan has done, wave by wave, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rollout.journal import Journal
from ..rollout.rollback import BackOptions, roll_back
from ..rollout.texts import Texts
from .access import network_access, redundancy
from .approve import NETWORK_RUN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..common.clock import Clock
    from ..junos.session import Session
    from ..rollout.events import Listener
    from ..rollout.plan import Plan
    from ..rollout.result import RolloutResult
    from .artifacts import Artifacts
    from .workspace import Workspace


def go_back(
    plan: Plan,
    workspace: Workspace,
    artifacts: Artifacts,
    *,
    first_wave: int | None,
    open_session: Callable[[str], Session],
    journal_url: str,
    clock: Clock,
    listener: Listener,
    hosts: frozenset[str] | None,
) -> RolloutResult:
    """Take back ``first_wave`` and every wave after it, or the whole rollout when it is None.

    Args:
        plan: What was rolled out.
        workspace: Where the configurations are that the devices ran before.
        artifacts: What was built: the models of the earlier stages say what is healthy.
        first_wave: How far to go back.
        open_session: Opens a session to a host.
        journal_url: The journal.
        clock: Time: this machine's, or the twin's.
        listener: Is told what happens.
        hosts: The hosts of the play; going back on others is refused.

    Raises:
        GateClosed: Devices that would have to go back are outside the play.
        InputError: There is no such wave, or what a device ran before is not at hand.
        LeaseHeld: A rollout is at work.
        JournalError: The journal cannot be used.
    """
    access = network_access(artifacts, open_session, gate=plan.policy.health)
    standing = redundancy(artifacts)
    journal = Journal(journal_url)
    try:
        return roll_back(
            plan,
            access=access,
            texts=Texts(workspace.root, access.canonical),
            stage_before=standing.stage_before,
            peers=standing.peers,
            journal=journal,
            clock=clock,
            options=BackOptions(run=NETWORK_RUN, first_wave=first_wave, hosts=hosts),
            listener=listener,
        )
    finally:
        journal.close()
