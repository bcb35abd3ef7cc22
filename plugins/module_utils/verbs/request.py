"""``pause``, ``resume`` and ``abort``: what people ask of a rollout from another terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..rollout.journal import Journal
from ..rollout.lease import Holder, holder
from ..rollout.requests import Request, Wish, ask
from .approve import NETWORK_RUN

if TYPE_CHECKING:
    from ..common.clock import Clock
    from ..rollout.plan import Plan

EFFECTS: dict[Wish, str] = {
    "pause": "it stops before its next wave",
    "abort": "it reverts the wave that is open and stops",
    "resume": "the same rollout command goes on",
}
LATER: dict[Wish, str] = {
    "pause": "the next rollout of this plan is refused",
    "abort": "the next rollout of this plan is refused",
    "resume": "the rollout command goes on where it stopped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that was recorded.

    Attributes:
        holder: The process that is at work on the network; None when none is.
    """

    request: Request
    holder: Holder | None

    @property
    def message(self) -> str:
        """What was recorded, who is at work, and what that leads to."""
        wish = self.request.wish
        if self.holder is None:
            return f"{self.request}; no rollout is at work: {LATER[wish]}"
        return f"{self.request}; a rollout is at work ({self.holder}): {EFFECTS[wish]}"


def request(plan: Plan, wish: Wish, *, journal_url: str, by: str, reason: str, clock: Clock) -> Asked:
    """Record a request, and tell who is at work.

    Raises:
        InputError: Nobody asks.
        JournalError: It cannot be recorded.
    """
    journal = Journal(journal_url)
    try:
        found = ask(plan, journal, wish, by=by, reason=reason, clock=clock, run=NETWORK_RUN)
        return Asked(request=found, holder=holder(journal.engine, f"{plan.network} {NETWORK_RUN}"))
    finally:
        journal.close()
