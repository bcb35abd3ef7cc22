"""Who edits a configuration database, and what they hold of it: locks, candidates, a commit that must be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ..junos.tree import Node
    from .scheduler import Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who edits: one session.

    Attributes:
        session_id: Process number of its ``mgd``, which NETCONF shows as the session-id.
        client: How it came in (``netconf``, ``cli``).
        terminal: As ``show system users`` names it.
        since: When it came in.
    """

    session_id: int
    user: str
    client: str = "netconf"
    terminal: str = "p0"
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The exclusive lock (``configure exclusive``)."""

    owner: Client
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Uncommitted changes of a candidate."""

    tree: Node
    author: Client
    at: datetime


@dataclass(slots=True, kw_only=True)
class PrivateCandidate:
    """The candidate of one ``open-configuration private`` session, and the version it began from."""

    tree: Node
    base_version: int
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingConfirm:
    """A ``commit confirmed`` whose timer runs.

    Attributes:
        before: The configuration to go back to: the one before the first of successive confirmed commits.
        session_id: The session that issued it.
        deadline: When it rolls back by itself.
    """

    before: Node
    session_id: int
    deadline: datetime
    timer: Timer
