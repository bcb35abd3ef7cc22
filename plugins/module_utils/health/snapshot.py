"""What a device measured before a change, and the checks that hold it to that afterwards."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .base import HealthCheck
from .reading import leading_number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import CheckResult, Scope, Verdict
    from .question import Answers

Rule = Literal["same", "not-more", "not-fewer", "within"]
"""How a value may differ: not at all, not upwards, not downwards, by ``tolerance`` percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Values of one device at one moment.

    Attributes:
        values: By check and subject, as the device told them.
        untold: Checks whose question was not answered, with the reason: what follows cannot be compared.
    """

    host: str
    values: Mapping[str, Mapping[str, str]]
    untold: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The snapshot as plain data."""
        values = {check: dict(found) for check, found in self.values.items()}
        return {"host": self.host, "values": values, "untold": dict(self.untold)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Snapshot:
        """The snapshot that ``as_dict`` gave.

        Raises:
            ValueError: The data is no snapshot.
        """
        try:
            values = {str(c): {str(s): str(v) for s, v in found.items()} for c, found in data["values"].items()}
            return cls(host=str(data["host"]), values=values, untold=dict(data["untold"]))
        except (KeyError, TypeError, AttributeError) as error:
            message = f"no snapshot of a device: {error!r}"
            raise ValueError(message) from error


class Comparison(HealthCheck):
    """A check against a snapshot; without one nothing is expected, and nothing is asked.

    A subclass says with ``measure`` what it reads and with ``rule`` how that may differ.
    """

    origin = "snapshot"
    rule: ClassVar[Rule] = "same"
    tolerance: ClassVar[float] = 0.0
    """Percent, for the rule ``within``."""
    steady: ClassVar[bool] = False
    """What a change may alter as intended: compared when nothing but the change of time lies between."""
    noun: ClassVar[str] = ""
    """What the values are, for the message."""

    @abstractmethod
    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """What a reply that holds ``root`` says, by subject."""

    def note(self, answers: Answers, model: DeviceModel) -> Mapping[str, str] | str:
        """The values for a snapshot, or why there are none."""
        reply, reason = self.told(answers)
        return reason if reply is None else self.measure(reply, model)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Compare with the snapshot; a subject that was not there before has nothing to be held to."""
        before = scope.before
        if before is None:
            return
        if self.id in before.untold:
            yield self.result(
                model, self.id, "inconclusive", what=self.description, expected="a value from before the change",
                actual=f"it was not told then: {before.untold[self.id]}".rstrip("."),
            )
            return
        now = self.measure(reply, model)
        for subject, old in before.values.get(self.id, {}).items():
            expected, verdict = self._held(old, now.get(subject, ""))
            yield self.result(
                model, subject, verdict, what=f"{self.noun or self.description} {subject}".rstrip(),
                expected=expected, actual=now.get(subject) or "not there",
            )

    def _held(self, old: str, new: str) -> tuple[str, Verdict]:
        if self.rule == "same":
            return f"{old} as before", "pass" if new == old else "fail"
        was, now = leading_number(old), leading_number(new)
        if was is None:
            return "a number as before", "inconclusive"
        low, high = self._limits(was)
        told = self._range(old, low, high)
        if now is None:
            # What counted things and is gone now has none of them; where more is worse, none is fine.
            return told, "fail" if self.rule in ("not-fewer", "within") and was > 0 else "pass"
        return told, "pass" if low <= now <= high else "fail"

    def _limits(self, was: float) -> tuple[float, float]:
        margin = max(abs(was) * self.tolerance / 100, 1.0 if self.tolerance else 0.0)
        low = was - margin if self.rule in ("not-fewer", "within") else float("-inf")
        high = was + margin if self.rule in ("not-more", "within") else float("inf")
        return low, high

    def _range(self, old: str, low: float, high: float) -> str:
        if self.rule == "within":
            return f"{plain(low)} to {plain(high)} ({old} before)"
        if self.rule == "not-more":
            return f"at most {plain(high)} as before"
        return f"at least {plain(low)} as before"
