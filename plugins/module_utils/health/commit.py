"""The commit that runs is ours, and waits for its confirmation exactly when we expect it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.history import CommitEntry, parse_history
from .base import CheckResult, HealthCheck, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class RunningCommit(HealthCheck):
    """Entry 0 of the commit history.

    Expected Results:
        Success: Its log carries the expected change, and it is pending exactly when that is expected; when no change is
            named, nothing is pending, unless the session holds the lock: then it is our own.
        Failure: Another commit runs (the timer rolled ours back, somebody committed), or the pending state differs.
        Inconclusive: The device tells no history.
    """

    id = "commit"
    description = "Running commit"
    passes = "the running commit is the expected one, and waits for its confirmation exactly when it should"
    rpc = "get-commit-information"
    root = "commit-information"
    origin = "constant"
    fast = True

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the newest entry."""
        entries = parse_history(reply, device=model.hostname)
        newest = entries[0] if entries else None
        expected = scope.commit
        if expected is not None:
            log = newest.log if newest else ""
            yield self.result(
                model,
                "log",
                "pass" if expected.change_id in log else "fail",
                what="Running commit",
                expected=expected.change_id,
                actual=_told(newest),
            )
        actual = "pending" if newest and newest.pending_minutes is not None else "nothing pending"
        yield self.judge(
            model,
            "confirmation",
            what="Confirmation of the running commit",
            expected=_confirmation(scope, actual),
            actual=actual,
        )


def _confirmation(scope: Scope, actual: str) -> str:
    if scope.commit is not None:
        return "pending" if scope.commit.pending else "nothing pending"
    return actual if scope.locked else "nothing pending"


def _told(entry: CommitEntry | None) -> str:
    if entry is None:
        return "no commit"
    return entry.log or f"a commit by {entry.user} via {entry.client} without log"
