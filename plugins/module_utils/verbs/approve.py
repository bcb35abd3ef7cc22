"""``approve``: a named person agrees to one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rollout.approval import Approval, approve
from ..rollout.journal import Journal

if TYPE_CHECKING:
    from ..common.clock import Clock
    from ..rollout.plan import Plan

NETWORK_RUN = "network"
"""The run of the journal that is about the network itself, not about a rehearsal."""


def approve_plan(plan: Plan, *, journal_url: str, approver: str, clock: Clock) -> Approval:
    """Record an approval in the journal.

    Raises:
        InputError: This person may not approve this plan.
        JournalError: It cannot be recorded.
    """
    journal = Journal(journal_url)
    try:
        return approve(plan, journal, by=approver, clock=clock, run=NETWORK_RUN)
    finally:
        journal.close()
