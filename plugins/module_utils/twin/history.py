"""What a device remembers of its commits."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .errors import RpcFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ..junos.tree import Node

DEPTH = 50
"""Rollback 0 (the active configuration) to 49, as on Junos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitRecord:
    """One entry of ``show system commit``.

    Attributes:
        tree: The configuration that this commit made active.
        revision: The number that Junos counts its commits with.
        comment: What Junos adds by itself, such as ``commit confirmed, rollback in 5mins``.
        log: What the committer said.
    """

    tree: Node
    revision: int
    user: str
    client: str
    at: datetime
    comment: str = ""
    log: str = ""


class History:
    """The last commits of a device, the newest first.

    Args:
        first: How the device came up.
    """

    def __init__(self, first: CommitRecord) -> None:
        self._records = deque([first], maxlen=DEPTH)

    def __iter__(self) -> Iterator[CommitRecord]:
        return iter(self._records)

    @property
    def active(self) -> CommitRecord:
        """Entry 0."""
        return self._records[0]

    def add(self, record: CommitRecord) -> None:
        """Make ``record`` entry 0."""
        self._records.appendleft(record)

    def confirm_active(self) -> None:
        """Forget that entry 0 was to be rolled back (a commit check confirms it, without an entry of its own)."""
        self._records[0] = replace(self._records[0], comment="")

    def rollback(self, number: int) -> CommitRecord:
        """The record that ``rollback number`` means.

        Raises:
            RpcFailure: There is none.
        """
        if not 0 <= number < DEPTH:
            message = f"invalid rollback index: {number}"
            raise RpcFailure(message, tag="invalid-value")
        if number >= len(self._records):
            message = f"rollback {number}: no such configuration file"
            raise RpcFailure(message, tag="data-missing")
        return self._records[number]
