"""Opens the journal's database: an SQLite file, or whatever SQLAlchemy has a driver for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from .migrations import upgrade
from .tables import JournalError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection


def open_database(url: str) -> Engine:
    """The database behind ``url``, with its tables as this version has them.

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
        upgrade(engine)
    except (SQLAlchemyError, ArgumentError, ImportError, OSError) as error:
        message = f"the journal {_shown(url)} cannot be opened: {error}"
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


def _shown(url: str) -> str:
    """A URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(no database URL)"
