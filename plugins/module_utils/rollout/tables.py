"""The tables of the journal's database."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text

from ..common.errors import StatenetError

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

HEADS = Table(
    "heads",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the last entry of the chain."""

VERSIONS = Table("schema_version", METADATA, Column("version", Integer, primary_key=True, autoincrement=False))
"""One row: the version of these tables."""


class JournalError(StatenetError):
    """The journal cannot be read or written, or is not what was written."""
