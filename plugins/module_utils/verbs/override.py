"""``override``: a named person wants waves of one plan carried out in a freeze."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ..rollout.journal import Journal
from ..rollout.override import Override, override
from .approve import NETWORK_RUN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..common.clock import Clock
    from ..rollout.plan import Plan


def override_freeze(
    plan: Plan,
    *,
    journal_url: str,
    by: str,
    ticket: str,
    reason: str,
    hours: int,
    waves: Sequence[int],
    clock: Clock,
) -> Override:
    """Record an override in the journal; it ends after ``hours``.

    Raises:
        InputError: This person may not override for this plan, or something is missing.
        JournalError: It cannot be recorded.
    """
    journal = Journal(journal_url)
    try:
        return override(
            plan,
            journal,
            by=by,
            ticket=ticket,
            reason=reason,
            expires=clock.now() + timedelta(hours=hours),
            waves=waves,
            clock=clock,
            run=NETWORK_RUN,
        )
    finally:
        journal.close()
