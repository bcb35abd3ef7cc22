"""The journal on a real PostgreSQL, as Debian packages it; the server is the test's own and gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry, Journal
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import Lease, LeaseHeld
from ansible_collections.statenet.junos.plugins.module_utils.rollout.migrations import STEPS, upgrade
from ansible_collections.statenet.junos.plugins.module_utils.rollout.tables import JournalError
from sqlalchemy import create_engine, text

from .fakes import Network, as_is, plan, text_of, to_be

if TYPE_CHECKING:
    from collections.abc import Iterator

UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root."""


def binaries() -> Path | None:
    """Where Debian, or the PATH, has the server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found += [Path(path).resolve() for path in [shutil.which("initdb")] if path]
    return found[0].parent if found else None


BINARIES = binaries()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BINARIES is None, reason="PostgreSQL is not installed: apt-get install postgresql"),
]


def execute(*command: str) -> None:
    account = UNPRIVILEGED if os.geteuid() == 0 else None
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, check=False, user=account, env=environment, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout.decode()


@pytest.fixture(scope="module", name="server")
def _server() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed: pip install psycopg[binary]")
    assert BINARIES is not None
    # Not below pytest's own directory, which nobody else may enter; short, as it holds the socket.
    directory = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(directory, UNPRIVILEGED)
    data = directory / "data"
    try:
        execute(str(BINARIES / "initdb"), "-D", str(data), "-U", "statenet", "-A", "trust", "-N", "-E", "UTF8")
        options = f"-k {directory} -c listen_addresses='' -c fsync=off"
        start = ("-D", str(data), "-l", str(directory / "log"), "-o", options, "-w", "start")
        execute(str(BINARIES / "pg_ctl"), *start)
        try:
            yield f"postgresql+psycopg://statenet@/{{name}}?host={directory}"
        finally:
            execute(str(BINARIES / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(name="url")
def _url(server: str, request: pytest.FixtureRequest) -> str:
    """A database of the test's own."""
    name = f"d{abs(hash(request.node.name))}"
    admin = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.format(name=name)


def entry(number: int) -> Entry:
    at = datetime(2020, 9, 7, 3, number % 60, tzinfo=UTC)
    return Entry(at=at, run="network", plan_id="p", kind="note", detail={"number": number, "text": "Überprüfung"})


def test_a_whole_rollout_is_journaled_and_resumed(url: str) -> None:
    network, found = Network(as_is()), plan()
    options = RunOptions(when_closed="wait", approval_required=False, keep_sessions=True, last_wave=4)

    def go(options: RunOptions) -> str:
        journal = Journal(url)
        try:
            return run(
                found, access=network.access, text_of=text_of, journal=journal, clock=network.clock, options=options
            ).outcome
        finally:
            journal.close()

    assert go(options) == "paused"
    assert go(RunOptions(when_closed="wait", approval_required=False)) == "complete"
    assert network.running() == to_be()
    journal = Journal(url)
    assert journal.verify_chain() == journal.head()[0] > 100
    journal.close()


def test_several_writers_keep_one_chain(url: str) -> None:
    journals = [Journal(url) for _ in range(4)]

    def write(number: int) -> None:
        for count in range(5):
            journals[number].append([entry(count), entry(count + 1)])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journals[0].verify_chain() == 4 * 5 * 2
    for journal in journals:
        journal.close()


def test_opened_by_several_at_once_it_is_made_once(url: str) -> None:
    failures: list[Exception] = []

    def start() -> None:
        try:
            Journal(url).close()
        except JournalError as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_lease_is_one(url: str) -> None:
    first, second = Journal(url), Journal(url)
    with Lease(first.engine, "lab network"), pytest.raises(LeaseHeld), Lease(second.engine, "lab network"):
        pass
    with Lease(second.engine, "lab network") as lease:
        assert lease.held
    first.close()
    second.close()


def test_changes_and_a_missing_end_are_noticed(url: str) -> None:
    journal = Journal(url)
    journal.append(entry(number) for number in (1, 2, 3))
    with journal.engine.begin() as connection:
        connection.execute(text("DELETE FROM events WHERE sequence = 3"))
    with pytest.raises(JournalError, match="2 entries are left of 3"):
        journal.verify_chain()
    with journal.engine.begin() as connection:
        connection.execute(text("UPDATE events SET detail = '{}' WHERE sequence = 1"))
    with pytest.raises(JournalError, match="its chain breaks at entry 1"):
        journal.verify_chain()
    journal.close()


def test_an_old_database_is_brought_up_to_date(url: str) -> None:
    journal = Journal(url)
    journal.append(entry(number) for number in (1, 2, 3))
    with journal.engine.begin() as connection:
        for statement in ("DROP TABLE heads", "DROP TABLE schema_version", "DROP INDEX ix_events_plan_kind"):
            connection.execute(text(statement))
    assert upgrade(journal.engine) == 1
    assert upgrade(journal.engine) == len(STEPS)
    assert journal.verify_chain() == 3
    journal.close()
