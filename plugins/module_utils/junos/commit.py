"""The outcome of a commit, judged from the reply alone and never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .errors import CommitRefused, CommitUnknown, RpcErrorItem

if TYPE_CHECKING:
    from .reply import Reply

Outcome = Literal["committed", "checked", "refused", "unknown"]
"""Unknown: the device may or may not run the new configuration; its history tells (``history.resolve_unknown``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitResult:
    """What came of a commit or of a check.

    Attributes:
        reason: Why the outcome is unknown; empty otherwise.
        raw: The reply as it came; empty when none did.
    """

    outcome: Outcome
    errors: tuple[RpcErrorItem, ...] = ()
    warnings: tuple[RpcErrorItem, ...] = ()
    reason: str = ""
    raw: str = ""

    @property
    def ok(self) -> bool:
        """Whether the device did what was asked."""
        return self.outcome in ("committed", "checked")

    def require(self, device: str) -> CommitResult:
        """The result itself when it is good.

        Raises:
            CommitRefused: The device refused.
            CommitUnknown: Nobody knows.
        """
        if self.outcome == "refused":
            raise CommitRefused(device, "commit", errors=self.errors, warnings=self.warnings)
        if self.outcome == "unknown":
            raise CommitUnknown(
                device,
                f"the outcome of the commit is unknown: {self.reason}",
                remedy="read the commit history of the device before anything else is sent to it",
            )
        return self


def judge_commit(reply: Reply) -> CommitResult:
    """Outcome of a commit: MX204 sends ``<ok/>`` alone, two routing engines send ``commit-results``."""
    done = reply.has("commit-success") or reply.has("load-success")
    if reply.errors and done:
        # One routing engine has it and another refuses: which one rules, only the history says.
        return _result("unknown", reply, reason="a routing engine committed while another refused")
    if reply.errors:
        return _result("refused", reply)
    if done or reply.ok:
        return _result("committed", reply)
    return _result("unknown", reply, reason="the reply tells neither success nor failure")


def judge_check(reply: Reply) -> CommitResult:
    """Outcome of ``commit check``."""
    if reply.errors:
        return _result("refused", reply)
    if reply.ok or reply.has("commit-check-success"):
        return _result("checked", reply)
    return _result("unknown", reply, reason="the reply tells neither success nor failure")


def _result(outcome: Outcome, reply: Reply, *, reason: str = "") -> CommitResult:
    return CommitResult(outcome=outcome, errors=reply.errors, warnings=reply.warnings, reason=reason, raw=reply.raw)
