"""The journal's database, made and brought up to date step by step; what is in it is never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, inspect, select, text, update

from .tables import EVENTS, HEADS, LEASES, METADATA, VERSIONS, JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

ADVISORY_LOCK = 5_280_016
"""One number for all of us: on PostgreSQL it keeps two processes from upgrading at once. SQLite has one writer."""


def upgrade(engine: Engine) -> int:
    """Bring the database to the present schema, from nothing or from any earlier one; all of it or nothing.

    Returns:
        The version that it was at before.

    Raises:
        JournalError: It was made by a later version of this software.
        SQLAlchemyError: It cannot be written.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        found = _version(connection)
        if found > len(STEPS):
            message = (
                f"the journal's database has schema {found}, this software knows {len(STEPS)}. "
                "Remedy: upgrade statenet.junos here as well."
            )
            raise JournalError(message)
        for step in STEPS[found:]:
            step(connection)
        if found == 0:
            connection.execute(insert(VERSIONS).values(version=len(STEPS)))
        elif found < len(STEPS):
            connection.execute(update(VERSIONS).values(version=len(STEPS)))
    return found


def _version(connection: Connection) -> int:
    """The schema that is there; before versions were kept there was one with events and leases."""
    inspector = inspect(connection)
    if inspector.has_table(VERSIONS.name):
        return int(connection.execute(select(VERSIONS.c.version)).scalar_one())
    if not inspector.has_table(EVENTS.name):
        METADATA.create_all(connection, tables=[VERSIONS])
        return 0
    METADATA.create_all(connection, tables=[VERSIONS])
    connection.execute(insert(VERSIONS).values(version=1))
    return 1


def _events_and_leases(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[EVENTS, LEASES])


def _head(connection: Connection) -> None:
    """The end of the chain is kept beside it, so that it cannot be cut off unnoticed; requests are found by kind."""
    METADATA.create_all(connection, tables=[HEADS])
    last = connection.execute(select(func.max(EVENTS.c.sequence))).scalar()
    if last:
        digest = connection.execute(select(EVENTS.c.hash).where(EVENTS.c.sequence == last)).scalar_one()
        connection.execute(insert(HEADS).values(id=1, sequence=last, hash=digest))
    # No Index object: it would belong to the table, and the first step would make it as well.
    connection.execute(text("CREATE INDEX ix_events_plan_kind ON events (plan_id, kind)"))


STEPS: tuple[Callable[[Connection], None], ...] = (_events_and_leases, _head)
"""What leads from each version to the next; a step that was released is never changed."""
