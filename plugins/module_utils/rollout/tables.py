"""The tables of the journal's database, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ..common.errors import StatenetError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

METADATA = MetaData()

EVENTS = Table(
    "events",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("run", String(64), nullable=False, index=True),
    Column("plan_id", String(64), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("host", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

LEASES = Table(
    "leases",
    METADATA,
    Column("name", String(160), primary_key=True),
    Column("token", String(64), nullable=False),
    Column("machine", String(128), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", String(32), nullable=False),
    Column("expires", Float, nullable=False),
)


class JournalError(StatenetError):
    """The journal cannot be read or written, or is not what was written."""


def open_database(url: str) -> Engine:
    """The database behind ``url``, with its tables.

    Args:
        url: As SQLAlchemy takes it; the directory of an SQLite file is made.

    Raises:
        JournalError: It cannot be opened.
    """
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
        if sqlite:
            _write_exclusively(engine)
        METADATA.create_all(engine)
    except (SQLAlchemyError, ArgumentError, ImportError, OSError) as error:
        message = f"the journal {url} cannot be opened: {error}"
        raise JournalError(message) from error
    return engine


def _write_exclusively(engine: Engine) -> None:
    """Begin SQLite transactions as writers: two processes never read the same end of the chain and both append."""

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # sqlite3: no implicit BEGIN of its own
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
