"""What the calendar says, as plain data for whoever asks: a calendar that cannot be read is closed, no error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..common.errors import InputError
from .calendar_file import load_calendar
from .freeze import state
from .freeze_scope import Target, calendar_for
from .gate import local_time

if TYPE_CHECKING:
    from pathlib import Path


def freeze_report(intent_directory: Path, at: datetime, target: Target) -> dict[str, Any]:
    """The state of the calendar.

    Args:
        intent_directory: Where ``calendar.yml`` is.
        at: The moment; an aware datetime.
        target: Where the change is to happen; of what is empty in it, every freeze counts.

    Returns:
        ``open``; ``state`` (``open`` or ``closed``); ``level`` (``hard`` or ``soft`` when a freeze is on); ``reason``;
        ``next_transition`` in UTC (ISO 8601) and ``next_transition_local`` as people read it, both empty when none is
        in sight or nobody can tell; ``at``.
    """
    common = {"at": at.astimezone(UTC).isoformat()}
    try:
        whole = load_calendar(intent_directory)
    except InputError as error:
        return {
            **common,
            "open": False,
            "state": "closed",
            "level": "",
            "reason": f"the calendar cannot be read, which counts as a freeze: {error.problems[0]}",
            "next_transition": "",
            "next_transition_local": "",
        }
    found = state(at, calendar_for(whole, [target]))
    return {
        **common,
        "open": found.open,
        "state": "open" if found.open else "closed",
        "level": found.level,
        "reason": found.reason,
        "next_transition": found.until.isoformat() if found.until else "",
        "next_transition_local": local_time(found.until, whole) if found.until else "",
    }


def moment(text: str | None) -> datetime:
    """A moment as people and playbooks write it (ISO 8601 with its offset); the present when there is none.

    Raises:
        ValueError: It is none, or has no offset.
    """
    if not text:
        return datetime.now(UTC)
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        message = f"{text} has no UTC offset, such as -05:00"
        raise ValueError(message)
    return found
