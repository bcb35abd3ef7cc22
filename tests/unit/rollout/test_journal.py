"""The journal: append only, chained, and safe with several writers."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry, Journal
from ansible_collections.statenet.junos.plugins.module_utils.rollout.migrations import STEPS, upgrade
from ansible_collections.statenet.junos.plugins.module_utils.rollout.tables import JournalError
from sqlalchemy import text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="url")
def _url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'journal.sqlite'}"


def entry(number: int, **kwargs: object) -> Entry:
    basis: dict[str, object] = {
        "at": datetime(2020, 9, 7, 3, number % 60, tzinfo=UTC),
        "run": "network",
        "plan_id": "p",
        "kind": "note",
        "detail": {"number": number, "text": "Überprüfung"},
    }
    return Entry(**{**basis, **kwargs})  # type: ignore[arg-type]


def test_entries_come_back_in_order_as_they_were_written(url: str) -> None:
    journal = Journal(url)
    written = [entry(1), entry(2, host="a", wave=3), entry(3, plan_id="q"), entry(4, run="twin")]
    journal.append(written[:2])
    journal.append(written[2:])
    assert journal.entries() == tuple(written)
    assert journal.entries(plan_id="p", run="network") == tuple(written[:2])
    assert Journal(url).entries(run="twin") == (written[3],)
    assert journal.verify_chain() == 4


def test_appending_nothing_writes_nothing(url: str) -> None:
    journal = Journal(url)
    journal.append([])
    assert journal.verify_chain() == 0


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE events SET detail = '{}' WHERE sequence = 2", 2),
        ("UPDATE events SET at = '2020-01-01T00:00:00+00:00' WHERE sequence = 1", 1),
        ("UPDATE events SET host = 'b' WHERE sequence = 3", 3),
        ("DELETE FROM events WHERE sequence = 2", 2),
        ("UPDATE events SET sequence = sequence + 1 WHERE sequence = 3", 3),
    ],
)
def test_a_changed_journal_breaks_its_chain(url: str, statement: str, at: int) -> None:
    journal = Journal(url)
    journal.append(entry(number) for number in (1, 2, 3))
    with journal.engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(JournalError) as error:
        journal.verify_chain()
    assert str(error.value) == f"the journal was changed after it was written: its chain breaks at entry {at}"


def test_threads_and_several_journals_on_one_file_keep_one_chain(url: str) -> None:
    journals = [Journal(url), Journal(url)]

    def write(number: int) -> None:
        for count in range(5):
            journals[number % 2].append([entry(number, wave=count), entry(number, wave=count)])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journals[0].verify_chain() == 6 * 5 * 2


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/nope/journal.sqlite", "madeup://host/db"])
def test_a_journal_that_cannot_be_opened_is_an_error(url: str) -> None:
    with pytest.raises(JournalError, match="cannot be opened"):
        Journal(url)


def test_a_journal_that_cannot_be_written_or_read_is_an_error(url: str) -> None:
    journal = Journal(url)
    with journal.engine.begin() as connection:
        connection.execute(text("DROP TABLE events"))
    with pytest.raises(JournalError, match="cannot be written"):
        journal.append([entry(1)])
    with pytest.raises(JournalError, match="cannot be read"):
        journal.entries()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "DELETE FROM events WHERE sequence = 3",
            "the journal was cut off after it was written: 2 entries are left of 3",
        ),
        ("DELETE FROM events", "the journal was emptied after it was written: it had 3 entries"),
    ],
)
def test_an_end_that_was_cut_off_is_missed(url: str, statement: str, told: str) -> None:
    journal = Journal(url)
    journal.append(entry(number) for number in (1, 2, 3))
    with journal.engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(JournalError) as error:
        journal.verify_chain()
    assert str(error.value) == told
    journal.append([entry(4)])  # and it is not covered up by what comes afterwards
    with pytest.raises(JournalError, match="its chain breaks at entry"):
        journal.verify_chain()


def before_versions(url: str) -> Journal:
    """A journal as it was before its schema had a version, with three entries."""
    journal = Journal(url)
    journal.append(entry(number) for number in (1, 2, 3))
    with journal.engine.begin() as connection:
        for statement in ("DROP TABLE heads", "DROP TABLE schema_version", "DROP INDEX ix_events_plan_kind"):
            connection.execute(text(statement))
    journal.close()
    return journal


def test_an_old_database_is_brought_up_to_date(url: str) -> None:
    before_versions(url)
    journal = Journal(url)
    assert journal.verify_chain() == 3
    assert upgrade(journal.engine) == len(STEPS)
    journal.append([entry(4)])
    assert journal.verify_chain() == 4
    assert Journal(url).head()[0] == 4


def test_a_database_of_a_later_version_is_left_alone(url: str) -> None:
    journal = Journal(url)
    with journal.engine.begin() as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))
    with pytest.raises(JournalError) as error:
        Journal(url)
    assert str(error.value) == (
        "the journal's database has schema 99, this software knows 2. Remedy: upgrade statenet.junos here as well."
    )


def test_a_password_is_not_told() -> None:
    with pytest.raises(JournalError) as error:
        Journal("postgresql+psycopg://me:secret@127.0.0.1:1/journal")
    assert "postgresql+psycopg://me:***@127.0.0.1:1/journal" in str(error.value)
    assert "secret" not in str(error.value)
