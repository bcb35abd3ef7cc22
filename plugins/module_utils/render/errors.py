"""What can go wrong between a device model and its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import StatenetError

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOSTS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RenderFailure:
    """One device that has no configuration.

    Attributes:
        template: The file at fault, relative to ``roles/``; empty when none can be blamed alone.
        statement: The statement that was being printed, or the value that the model lacks.
        reason: What is wrong with it.
        host: The device.
    """

    template: str
    statement: str
    reason: str
    host: str

    def __str__(self) -> str:
        return f"{self.host}: {self.template}: {self.statement}: {self.reason}"


class RenderError(StatenetError):
    """Every device that could not be rendered; the same fault on many devices is told once.

    Args:
        failures: At least one.
    """

    def __init__(self, failures: Iterable[RenderFailure]) -> None:
        self.failures = tuple(sorted(failures))
        faults: dict[tuple[str, str, str], list[str]] = {}
        for failure in self.failures:
            faults.setdefault((failure.template, failure.statement, failure.reason), []).append(failure.host)
        lines = [f"{_shorten(hosts)}: {': '.join(filter(None, fault))}" for fault, hosts in faults.items()]
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[RenderError], tuple[tuple[RenderFailure, ...]]]:
        # An exception is pickled with the arguments of its root class, which are not ours: workers send it home.
        return type(self), (self.failures,)


def _shorten(hosts: list[str]) -> str:
    shown = ", ".join(hosts[:_HOSTS_SHOWN])
    rest = len(hosts) - _HOSTS_SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown
