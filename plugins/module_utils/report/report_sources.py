"""Gathers what a report is drawn from: the plan, its journal, the verdict of its rehearsal, the capacity table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

from ..common.errors import InputError, Problem, Source
from ..rollout.journal import GENESIS, Journal
from ..verbs.approve import NETWORK_RUN
from .chronicle import Chain, Sources, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rollout.journal import Entry
    from ..rollout.plan import Plan
    from ..verbs.workspace import Workspace

DECISIONS = ("approved", "override", "rehearsed", "rollback-started")


def report_sources(
    plan: Plan,
    workspace: Workspace,
    *,
    journal_url: str,
    subject: Subject | None,
    downtime: Mapping[str, Any] | None = None,
) -> Sources:
    """Everything about a rollout or a rehearsal.

    Args:
        plan: The plan.
        workspace: Where its artifacts are.
        journal_url: The network's journal.
        subject: What to report; None for the rollout when it has begun, and else the rehearsal.
        downtime: What the probes of a running twin saw; None on the real network.

    Raises:
        InputError: The plan was not rehearsed, and its rehearsal is asked for.
        JournalError: The journal cannot be read, or was changed after it was written.
    """
    decisions, chain = _read(journal_url, plan)
    begun = any(entry.kind == "rollout-started" and entry.run == NETWORK_RUN for entry in decisions)
    chosen: Subject = subject or ("rollout" if begun or not workspace.verdict(plan.plan_id).exists() else "rehearsal")
    figures = _json(workspace.verdict(plan.plan_id))
    rehearsal_journal = workspace.rehearsals / plan.plan_id[:12] / "journal.sqlite"
    entries: Sequence[Entry] = [entry for entry in decisions if entry.run == NETWORK_RUN]
    if chosen == "rehearsal":
        if figures is None or not rehearsal_journal.exists():
            raise InputError([_not_rehearsed(workspace.verdict(plan.plan_id), plan)])
        found, chain = _read(f"sqlite:///{rehearsal_journal}", plan)
        entries = _last_run(found)
        downtime = {"per_site": figures["downtime_per_site"]}
    capacity = _json(workspace.root / "capacity.json")
    return Sources(
        plan=plan,
        subject=chosen,
        entries=entries,
        decisions=[entry for entry in decisions if entry.kind in DECISIONS],
        chain=chain,
        figures=figures,
        downtime=downtime,
        capacity=capacity["summary"] if capacity else None,
        files=_files(workspace, plan, rehearsal_journal if chosen == "rehearsal" else None, journal_url),
    )


def _read(url: str, plan: Plan) -> tuple[tuple[Entry, ...], Chain]:
    """The plan's entries, and the check of the whole journal; a file that is not there yet is not made."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return (), Chain(entries=0, head=GENESIS)
    journal = Journal(url)
    try:
        count = journal.verify_chain()  # what is no evidence is not reported
        return journal.entries(plan_id=plan.plan_id), Chain(entries=count, head=journal.head()[1])
    finally:
        journal.close()


def _last_run(entries: Sequence[Entry]) -> list[Entry]:
    """A rehearsal has two runs when devices failed on purpose before: the last one is the one without."""
    started = [entry.run for entry in entries if entry.kind == "rollout-started"]
    return [entry for entry in entries if entry.run == started[-1]] if started else list(entries)


def _files(workspace: Workspace, plan: Plan, rehearsal_journal: Path | None, journal_url: str) -> dict[str, str]:
    plans = workspace.plans
    candidates = {
        "plan": plans / f"{plan.plan_id}.json",
        "plan, to read": plans / f"{plan.plan_id}.md",
        "schedule (iCalendar)": plans / f"{plan.plan_id}.ics",
        "configurations": workspace.root / "configs",
        "device models": workspace.root / "models",
        "capacity": workspace.root / "capacity.md",
        "verdict of the rehearsal": workspace.verdict(plan.plan_id),
    }
    found = {name: str(path.relative_to(workspace.root)) for name, path in candidates.items() if path.exists()}
    if rehearsal_journal is not None:
        return {**found, "journal of the rehearsal": str(rehearsal_journal.relative_to(workspace.root))}
    return {**found, "journal": _place(journal_url, workspace.root)}


def _place(url: str, root: Path) -> str:
    """Where the journal is, without a password and relative to the artifacts when it is below them."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite" and found.database and Path(found.database).is_relative_to(root):
        return str(Path(found.database).relative_to(root))
    return found.render_as_string(hide_password=True)


def _json(path: Path) -> Any:  # noqa: ANN401  # JSON has no narrower type
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _not_rehearsed(path: Path, plan: Plan) -> Problem:
    return Problem(
        source=Source(str(path)),
        subject=f"plan {plan.plan_id[:12]}",
        found="no rehearsal of it is at hand",
        expected="its verdict and its journal",
        remedy="rehearse it with the `rehearse` verb, or ask for the report of the rollout",
    )
