"""The commit history of a device: the only witness of a commit whose reply was lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .errors import MalformedReply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from .reply import Reply

_PENDING = re.compile(r"commit confirmed, rollback in (\d+)\s*min", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitEntry:
    """One ``commit-history`` of ``get-commit-information``.

    Attributes:
        sequence: 0 is the running configuration.
        client: ``netconf``, ``cli``, ``other`` (automatic rollbacks come as root via other).
        at: Moment of the commit on the device's clock, in UTC.
        comment: The device's remark, such as ``commit confirmed, rollback in 5mins``.
        log: The text that the committer gave.
    """

    sequence: int
    user: str
    client: str
    at: datetime
    comment: str = ""
    log: str = ""

    @property
    def pending_minutes(self) -> int | None:
        """Minutes of a commit that still waits for its confirmation when this is entry 0; None otherwise."""
        found = _PENDING.search(self.comment) if self.sequence == 0 else None
        return int(found.group(1)) if found else None

    @property
    def identity(self) -> tuple[datetime, str, str, str]:
        """What stays the same when later commits push the entry down."""
        return self.at, self.user, self.client, self.log


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the history says about one change.

    Attributes:
        entry: The newest entry with the change's id; None when there is none.
        running: That entry is the running configuration.
        pending: It still waits for its confirmation.
        superseded_by: The entry that runs now, when it is another.
    """

    entry: CommitEntry | None
    running: bool = False
    pending: bool = False
    superseded_by: CommitEntry | None = None


def parse_history(reply: Reply, *, device: str) -> tuple[CommitEntry, ...]:
    """Entries of a ``get-commit-information`` reply, newest first.

    Raises:
        MalformedReply: An entry without number or time.
    """
    entries = (_entry(element, device) for element in reply.root.iter("commit-history"))
    return tuple(sorted(entries, key=lambda entry: entry.sequence))


def trace(entries: Sequence[CommitEntry], change_id: str, *, before: CommitEntry | None = None) -> Trace:
    """Look for a change by the id in its log.

    Args:
        entries: The history, newest first.
        change_id: Text that the log of the commit contains.
        before: What was entry 0 before the change: it and everything older do not count, though a former attempt may
            have left the same id there.
    """
    for entry in entries:
        if before is not None and entry.identity == before.identity:
            break
        if change_id in entry.log:
            running = entry.sequence == 0
            return Trace(
                entry=entry,
                running=running,
                pending=entry.pending_minutes is not None,
                superseded_by=None if running else entries[0],
            )
    return Trace(entry=None, superseded_by=entries[0] if entries else None)


def _entry(element: _Element, device: str) -> CommitEntry:
    def text(tag: str) -> str:
        return (element.findtext(tag) or "").strip()

    number = text("sequence-number")
    if not number.isdigit():
        raise MalformedReply(device, f"a commit-history without a sequence number: {number!r}")
    return CommitEntry(
        sequence=int(number),
        user=text("user"),
        client=text("client"),
        at=_moment(element.find("date-time"), device),
        comment=text("comment"),
        log=text("log"),
    )


def _moment(element: _Element | None, device: str) -> datetime:
    seconds = element.get("seconds") if element is not None else None
    if seconds is not None and seconds.isdigit():
        return datetime.fromtimestamp(int(seconds), UTC)
    text = (element.text or "").strip() if element is not None else ""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedReply(device, f"a commit-history without a readable time: {text!r}") from error
