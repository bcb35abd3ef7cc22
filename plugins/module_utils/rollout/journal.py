"""What was done, when and with which verdict: append only, every entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
import random
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ..common.clock import WallClock
from .database import open_database
from .plan import canonical_json
from .tables import EVENTS, HEADS, JournalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine, Row

GENESIS = "0" * 64
"""What the first entry is chained to."""
APPEND_ATTEMPTS = 30
_PAUSE = 0.01
"""Seconds after the first collision with another writer, at most; longer after each further one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that is about to be done, or has happened.

    Attributes:
        at: The clock that the rollout went by; virtual in a rehearsal.
        run: What the entry is about: the real network, or one rehearsal on the twin.
        wave: 0 when no wave is meant.
        host: Empty when no device is meant.
    """

    at: datetime
    run: str
    plan_id: str
    kind: str
    wave: int = 0
    host: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """What is hashed, as plain data."""
        return {
            "at": self.at.isoformat(),
            "run": self.run,
            "plan_id": self.plan_id,
            "kind": self.kind,
            "wave": self.wave,
            "host": self.host,
            "detail": dict(self.detail),
        }


class Journal:
    """The events of all rollouts of a network, in a SQL database.

    Safe to use from several threads, and from several processes at once.

    Args:
        url: As SQLAlchemy takes it, such as ``sqlite:////var/lib/statenet/journal.sqlite``.

    Raises:
        JournalError: The database cannot be opened.
    """

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_database(url)
        self._lock = threading.Lock()

    def append(self, entries: Iterable[Entry]) -> None:
        """Add entries in order, all of them or none; on return they are on disk.

        Raises:
            JournalError: They are not.
        """
        payloads = [entry.payload() for entry in entries]
        if not payloads:
            return
        for attempt in range(APPEND_ATTEMPTS):
            try:
                with self._lock, self.engine.begin() as connection:
                    self._chain(connection, payloads)
            except IntegrityError:
                # Another process appended between our reading the end of the chain and our writing.
                WallClock().sleep(random.random() * _PAUSE * (attempt + 1))  # noqa: S311  # spreads the writers
                continue
            except SQLAlchemyError as error:
                message = f"the journal cannot be written: {error}"
                raise JournalError(message) from error
            return
        raise JournalError("the journal cannot be written: other processes keep writing to it")

    def entries(
        self, *, plan_id: str | None = None, run: str | None = None, kinds: Sequence[str] = ()
    ) -> tuple[Entry, ...]:
        """Entries in order, of one plan, run and these kinds when given."""
        query = select(EVENTS).order_by(EVENTS.c.sequence)
        if plan_id is not None:
            query = query.where(EVENTS.c.plan_id == plan_id)
        if run is not None:
            query = query.where(EVENTS.c.run == run)
        if kinds:
            query = query.where(EVENTS.c.kind.in_(kinds))
        return tuple(_entry(row) for row in self._read(query))

    def verify_chain(self) -> int:
        """The number of entries, when every one of them is as it was written.

        The end of the chain stands in a table of its own, so that entries cut off at the end are missed as well. Who
        can write to the whole database can forge both: keep ``head`` elsewhere to notice that.

        Raises:
            JournalError: An entry was changed, removed or put in; the message names its number.
        """
        previous, count = GENESIS, 0
        for row in self._read(select(EVENTS).order_by(EVENTS.c.sequence)):
            count += 1
            digest = _digest(previous, _entry(row).payload())
            if (row.sequence, row.previous, row.hash) != (count, previous, digest):
                message = f"the journal was changed after it was written: its chain breaks at entry {count}"
                raise JournalError(message)
            previous = row.hash
        if count and self.head() != (count, previous):
            message = f"the journal was cut off after it was written: {count} entries are left of {self.head()[0]}"
            raise JournalError(message)
        if not count and self.head()[0]:
            message = f"the journal was emptied after it was written: it had {self.head()[0]} entries"
            raise JournalError(message)
        return count

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry that was written; 0 and ``GENESIS`` when none was.

        Raises:
            JournalError: It cannot be read.
        """
        rows = self._read(select(HEADS))
        return (rows[0].sequence, rows[0].hash) if rows else (0, GENESIS)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _chain(self, connection: Connection, payloads: Sequence[dict[str, Any]]) -> None:
        # Not from the events: an end that was cut off would be chained over, and so covered up.
        head = connection.execute(select(HEADS.c.sequence, HEADS.c.hash)).first()
        sequence, previous = (head.sequence, head.hash) if head else (0, GENESIS)
        rows = []
        for number, payload in enumerate(payloads, start=sequence + 1):
            digest = _digest(previous, payload)
            detail = canonical_json(payload["detail"])
            rows.append({**payload, "detail": detail, "sequence": number, "previous": previous, "hash": digest})
            previous = digest
        connection.execute(insert(EVENTS), rows)
        end = {"sequence": sequence + len(rows), "hash": previous}
        if head is None:
            connection.execute(insert(HEADS).values(id=1, **end))
        else:
            connection.execute(update(HEADS).where(HEADS.c.id == 1).values(**end))

    def _read(self, query: Any) -> Sequence[Row[Any]]:  # noqa: ANN401  # a select over any columns
        try:
            with self.engine.connect() as connection:
                return connection.execute(query).all()
        except SQLAlchemyError as error:
            message = f"the journal cannot be read: {error}"
            raise JournalError(message) from error


def _digest(previous: str, payload: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{previous}{canonical_json(payload)}".encode()).hexdigest()


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        at=datetime.fromisoformat(row.at),
        run=row.run,
        plan_id=row.plan_id,
        kind=row.kind,
        wave=row.wave,
        host=row.host,
        detail=json.loads(row.detail),
    )
