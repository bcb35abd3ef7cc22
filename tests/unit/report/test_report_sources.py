"""Where a report takes its facts from, and what it says of places."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.report.report_sources import _place, report_sources
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry, Journal
from ansible_collections.statenet.junos.plugins.module_utils.rollout.tables import JournalError
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

from .chronicles import BEGIN, PLAN, entry

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURES = {"verdict": "pass", "message": "done", "downtime_per_site": {"a": {"VOICE": 3.0}}, "wall_seconds": 9.0}


def space(tmp_path: Path) -> Workspace:
    return Workspace(intent_directory=tmp_path, intent=None, root=tmp_path)  # type: ignore[arg-type]


def write(path: Path, entries: Sequence[Entry]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{path}"
    journal = Journal(url)
    journal.append(entries)
    journal.close()
    return url


def of_run(run: str, hours: float, kind: str, wave: int = 0, **detail: Any) -> Entry:
    at = BEGIN + timedelta(hours=hours)
    return Entry(at=at, run=run, plan_id=PLAN.plan_id, kind=kind, wave=wave, detail=detail)


def rehearsed(workspace: Workspace) -> None:
    """A rehearsal with a run in which devices failed on purpose, and one without."""
    verdict = workspace.verdict(PLAN.plan_id)
    write(
        verdict.parent / "journal.sqlite",
        [
            of_run("rehearsal 1", 0, "rollout-started", waves=3),
            of_run("rehearsal 1", 0, "wave-failed", 1, verdict="fail", message="on purpose"),
            of_run("rehearsal 2", 0, "rollout-started", waves=3),
            of_run("rehearsal 2", 1, "soaked", 1),
        ],
    )
    verdict.write_text(json.dumps(FIGURES))


def test_a_rehearsal_is_its_last_run(tmp_path: Path) -> None:
    workspace = space(tmp_path)
    rehearsed(workspace)
    url = write(tmp_path / "journal.sqlite", [entry(2, "rehearsed", passed=True, message="", sha256="0", faults=True)])
    found = report_sources(PLAN, workspace, journal_url=url, subject=None)
    assert found.subject == "rehearsal"
    assert [item.kind for item in found.entries] == ["rollout-started", "soaked"]
    assert [item.kind for item in found.decisions] == ["rehearsed"]
    assert found.chain.entries == 4
    assert found.downtime == {"per_site": {"a": {"VOICE": 3.0}}}
    assert found.files["journal of the rehearsal"] == f"rehearsals/{PLAN.plan_id[:12]}/journal.sqlite"


def test_a_rollout_that_has_begun_goes_before_its_rehearsal(tmp_path: Path) -> None:
    workspace = space(tmp_path)
    rehearsed(workspace)
    other = Entry(at=BEGIN, run="network", plan_id="another", kind="rollout-started", detail={"waves": 1})
    url = write(tmp_path / "journal.sqlite", [other, entry(3, "rollout-started", waves=3)])
    found = report_sources(PLAN, workspace, journal_url=url, subject=None)
    assert (found.subject, [item.kind for item in found.entries]) == ("rollout", ["rollout-started"])
    assert (found.chain.entries, found.downtime) == (2, None)
    asked = report_sources(PLAN, workspace, journal_url=url, subject="rehearsal")
    assert asked.subject == "rehearsal"


def test_a_journal_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    found = report_sources(PLAN, space(tmp_path), journal_url=f"sqlite:///{path}", subject="rollout")
    assert (found.entries, found.chain.entries, path.exists()) == ([], 0, False)


def test_what_was_never_rehearsed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    with pytest.raises(InputError) as caught:
        report_sources(PLAN, space(tmp_path), journal_url=url, subject="rehearsal")
    short = PLAN.plan_id[:12]
    assert [str(problem) for problem in caught.value.problems] == [
        f"{tmp_path}/rehearsals/{short}/verdict.json: plan {short}: no rehearsal of it is at hand. Expected: its "
        "verdict and its journal. Remedy: rehearse it with the `rehearse` verb, or ask for the report of the rollout."
    ]


def test_a_journal_that_was_changed_is_no_evidence(tmp_path: Path) -> None:
    url = write(tmp_path / "journal.sqlite", [entry(3, "rollout-started", waves=3)])
    journal = Journal(url)
    with journal.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET detail = '{\"waves\":4}'")
    journal.close()
    told = "the journal was changed after it was written: its chain breaks at entry 1"
    with pytest.raises(JournalError, match=told):
        report_sources(PLAN, space(tmp_path), journal_url=url, subject="rollout")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:////srv/lab/journal.sqlite", "journal.sqlite"),
        ("sqlite:////var/lib/journal.sqlite", "sqlite:////var/lib/journal.sqlite"),
        ("postgresql+psycopg://net:hunter2@db.example/journal", "postgresql+psycopg://net:***@db.example/journal"),
    ],
)
def test_places_are_told_without_passwords(url: str, place: str) -> None:
    assert _place(url, Path("/srv/lab")) == place
