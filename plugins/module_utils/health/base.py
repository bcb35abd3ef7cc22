"""What a health check is: one class, one question to the device, one verdict per object."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from ..junos.errors import JunosError
from .question import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .question import Answers
    from .snapshot import Snapshot

Verdict = Literal["pass", "fail", "inconclusive"]
"""Inconclusive: the device did not tell. It counts as red: a missing verdict is a failure."""
Severity = Literal["critical", "major", "minor"]
"""Critical: traffic does not flow as it should. Major: the next fault will hurt. Minor: somebody should look."""
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
Origin = Literal["model", "snapshot", "constant"]
"""Where an expectation comes from: the device model, a snapshot from before the change, or a rule for every device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCommit:
    """What should stand on top of the commit history.

    Attributes:
        change_id: Text that the log of the running commit contains.
        pending: It still waits for its confirmation.
    """

    change_id: str
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What may be expected of the network at this moment.

    Attributes:
        in_service: Devices that run their new configuration already; links and sessions are expected only to these.
        commit: The commit that should be running; None when any will do.
        locked: The session holds the exclusive lock, so that a commit which waits can only be its own.
        before: What the device measured before the change; None when there is nothing to compare with.
        drained: The device is drained, and is to be.
    """

    in_service: frozenset[str]
    commit: ExpectedCommit | None = None
    locked: bool = False
    before: Snapshot | None = None
    drained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One verdict.

    Attributes:
        check: Identifier of the check.
        subject: The object on the device, such as ``et-0/0/2`` or a BGP neighbour.
        message: ``what - Expected: x Actual: y``.
        origin: Where the expectation comes from.
    """

    check: str
    host: str
    subject: str
    verdict: Verdict
    expected: str
    actual: str
    message: str
    origin: Origin = "model"
    severity: Severity = "critical"

    @property
    def red(self) -> bool:
        """Whether it stops the change."""
        return self.verdict != "pass"

    def as_dict(self) -> dict[str, str]:
        """The result as plain data."""
        return asdict(self)


class HealthCheck(ABC):
    """One question to a device, with what its model says about the answer.

    A subclass sets the class variables, and judges the reply in ``evaluate``.
    """

    id: ClassVar[str]
    description: ClassVar[str]
    subject: ClassVar[str] = "every device"
    """Which devices it is about, in words."""
    passes: ClassVar[str] = ""
    """When it passes, in words."""
    rpc: ClassVar[str]
    arguments: ClassVar[Mapping[str, str]] = {}
    root: ClassVar[str]
    """Element that the reply must hold to say anything."""
    origin: ClassVar[Origin] = "model"
    severity: ClassVar[Severity] = "critical"
    fast: ClassVar[bool] = False
    """It is part of the gate inside a wave, where the commit waits for its confirmation."""
    on_request: ClassVar[bool] = False
    """It is asked only when somebody names it: not every device can answer it."""

    @property
    def question(self) -> Question:
        """What is asked."""
        return Question(rpc=self.rpc, arguments=tuple(self.arguments.items()))

    def applies(self, model: DeviceModel) -> bool:
        """Whether this device, as modelled, has anything to check; by default it has."""
        del model
        return True

    @abstractmethod
    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge a reply that holds ``root``."""

    def told(self, answers: Answers) -> tuple[Reply | None, str]:
        """The reply, or None and why there is none that says anything."""
        try:
            reply = answers.to(self.question)
        except JunosError as error:
            return None, str(error)
        if not reply.has(self.root):
            return None, reply.text("output") or "a reply without it"
        return reply, ""

    def run(self, answers: Answers, model: DeviceModel, scope: Scope) -> list[CheckResult]:
        """Ask and judge; a device that does not answer, or not with ``root``, gives one inconclusive result."""
        reply, reason = self.told(answers)
        if reply is None:
            return [self.inconclusive(model, reason)]
        try:
            return list(self.evaluate(reply, model, scope))
        except JunosError as error:
            return [self.inconclusive(model, str(error))]

    def judge(self, model: DeviceModel, subject: str, *, what: str, expected: str, actual: str) -> CheckResult:
        """Pass when ``actual`` is ``expected``, fail otherwise."""
        verdict: Verdict = "pass" if expected == actual else "fail"
        return self.result(model, subject, verdict, what=what, expected=expected, actual=actual)

    def inconclusive(self, model: DeviceModel, actual: str) -> CheckResult:
        """The device did not tell."""
        expected = f"<{self.root}> in the reply to {self.question}"
        return self.result(
            model, self.rpc, "inconclusive", what=self.description, expected=expected, actual=actual.rstrip(".")
        )

    def result(
        self, model: DeviceModel, subject: str, verdict: Verdict, *, what: str, expected: str, actual: str
    ) -> CheckResult:
        """A result with the message in its fixed form."""
        return CheckResult(
            check=self.id,
            host=model.hostname,
            subject=subject,
            verdict=verdict,
            expected=expected,
            actual=actual,
            message=f"{what} - Expected: {expected} Actual: {actual}",
            origin=self.origin,
            severity=self.severity,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """Every verdict on one device."""

    host: str
    results: tuple[CheckResult, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """The worst of all; inconclusive when nothing was checked."""
        verdicts = {result.verdict for result in self.results}
        if "fail" in verdicts:
            return "fail"
        return "pass" if verdicts == {"pass"} else "inconclusive"

    @property
    def ok(self) -> bool:
        """Everything passed."""
        return self.verdict == "pass"

    @property
    def red(self) -> tuple[CheckResult, ...]:
        """What failed or did not tell."""
        return tuple(result for result in self.results if result.red)

    def as_dict(self) -> dict[str, object]:
        """The report as plain data."""
        return {
            "host": self.host,
            "verdict": self.verdict,
            "results": [result.as_dict() for result in self.results],
        }
