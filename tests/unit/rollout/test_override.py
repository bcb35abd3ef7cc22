"""A freeze gives way to two other people with a ticket, for the waves they name and as long as they said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import DatedFreeze
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approve
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import state
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_scope import Target, calendar_for
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.override import override

from .fakes import CALENDAR, Network, as_is, fast_journal, plan, text_of, to_be

if TYPE_CHECKING:
    from pathlib import Path

FROZEN = datetime(2020, 11, 2, 4, 30, tzinfo=UTC)  # Sunday 22:30 in Chicago, two days before the election
PLAN = plan()
ID = PLAN.plan_id[:12]
REASON = (
    "freeze: Presidential election 2020{note}, until 2020-11-10 00:00 CST. "
    "Remedy: wait until then; rolling back is allowed at any time."
)


class Frozen:
    """A rollout in the middle of the freeze."""

    def __init__(self, directory: Path) -> None:
        self.journal = fast_journal(directory)
        self.network = Network(as_is(), VirtualClock(FROZEN))
        approve(PLAN, self.journal, by="bob", clock=self.network.clock, run="network")

    def override(self, by: str, **kwargs: Any) -> None:
        """Speak for it."""
        arguments = {
            "ticket": "CHG1",
            "reason": "911 is down",
            "expires": self.network.clock.now() + timedelta(hours=4),
            "waves": [1, 2],
            **kwargs,
        }
        override(PLAN, self.journal, by=by, clock=self.network.clock, run="network", **arguments)

    def go(self, **kwargs: Any) -> Any:
        """Roll out what is due."""
        return run(
            PLAN,
            access=self.network.access,
            text_of=text_of,
            journal=self.journal,
            clock=self.network.clock,
            options=RunOptions(**kwargs),
        )

    def refused(self, **kwargs: Any) -> str:
        """Why nothing may be written."""
        with pytest.raises(GateClosed) as caught:
            self.go(**kwargs)
        assert self.network.running() == as_is()
        return str(caught.value)


@pytest.fixture(name="frozen")
def _frozen(tmp_path: Path) -> Frozen:
    return Frozen(tmp_path)


def test_nobody_has_spoken(frozen: Frozen) -> None:
    assert frozen.refused() == f"wave 1 (core, 1 of 2) may not start:\n  {REASON.format(note='')}"


def test_one_person_is_not_enough_for_a_hard_freeze(frozen: Frozen) -> None:
    frozen.override("carol")
    frozen.override("carol")
    note = " (overridden by carol under CHG1, which takes 2 people for a hard freeze)"
    assert frozen.refused() == f"wave 1 (core, 1 of 2) may not start:\n  {REASON.format(note=note)}"


def test_two_people_open_it_for_their_waves(frozen: Frozen) -> None:
    frozen.override("carol")
    frozen.override("dave")
    result = frozen.go()
    assert (result.outcome, [wave.number for wave in result.waves]) == ("paused", [1, 2])
    assert frozen.network.running()["core1"] != as_is()["core1"]
    used = [entry for entry in frozen.journal.entries() if entry.kind == "override-used"]
    assert [(entry.wave, entry.detail["note"]) for entry in used] == [
        (1, "overridden by carol and dave under CHG1"),
        (2, "overridden by carol and dave under CHG1"),
    ]
    frozen.journal.verify_chain()


@pytest.mark.parametrize(
    "second",
    [
        {"ticket": "CHG2"},
        {"waves": [3]},
        {"expires": FROZEN + timedelta(minutes=5)},
    ],
    ids=["another-ticket", "other-waves", "over-before-the-wave-may-be"],
)
def test_both_have_to_mean_the_same(frozen: Frozen, second: dict[str, Any]) -> None:
    frozen.override("carol")
    frozen.override("dave", **second)
    assert "which takes 2 people for a hard freeze" in frozen.refused()


def test_an_override_ends(frozen: Frozen) -> None:
    frozen.override("carol")
    frozen.override("dave")
    frozen.network.clock.sleep(4 * 3600)
    assert "freeze: Presidential election 2020, until" in frozen.refused()


def test_approval_is_still_needed(frozen: Frozen, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    frozen.journal = fast_journal(tmp_path / "other")
    frozen.override("carol")
    frozen.override("dave")
    assert "has 0 of 1 approvals" in frozen.refused()


def test_waiting_does_not_outwait_an_override(frozen: Frozen) -> None:
    frozen.override("carol")
    frozen.override("dave")
    assert frozen.go(when_closed="wait", last_wave=2).outcome == "paused"
    assert frozen.network.clock.now() < FROZEN + timedelta(hours=1)


@pytest.mark.parametrize(
    ("by", "changes", "told"),
    [
        (
            "alice",
            {},
            "alice made the plan. Expected: somebody else. Remedy: have two other people override the freeze.",
        ),
        ("", {}, "no name. Expected: who overrides."),
        ("carol", {"ticket": " "}, "no ticket. Expected: the ticket that it was decided in."),
        ("carol", {"reason": ""}, "no reason. Expected: why it cannot wait for the end of the freeze."),
        ("carol", {"waves": []}, "no waves. Expected: the waves that it is for."),
        ("carol", {"waves": [99]}, "wave 99. Expected: a wave that the plan has."),
        (
            "carol",
            {"expires": FROZEN},
            "it would have expired on 2020-11-02 04:30 UTC. Expected: an end in the future.",
        ),
        (
            "carol",
            {"expires": FROZEN + timedelta(days=8)},
            "it would end on 2020-11-10 04:30 UTC. Expected: an end within 7 days.",
        ),
    ],
)
def test_what_an_override_has_to_have(frozen: Frozen, by: str, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as caught:
        frozen.override(by, **changes)
    assert [str(problem) for problem in caught.value.problems] == [f"override: override of plan {ID}: {told}"]


SOFT = DatedFreeze(name="Legislative session", start="2020-02-01", end="2020-06-01", level="soft")
SCHOOLS = DatedFreeze(name="School tests", start="2020-04-01", end="2020-05-01", site_kinds=("school",))
TULSA = DatedFreeze(name="Tulsa fair", start="2020-09-20", end="2020-10-10", counties=("Tulsa",))
NIGHTS = DatedFreeze(name="Summer", start="2020-07-01", end="2020-08-01", level="window", roles=("dc_fabric",))


def at(month: int, day: int) -> datetime:
    return datetime(2020, month, day, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "target", "is_open", "level"),
    [
        (at(4, 10), Target(county="Tulsa", site_kind="school", role="site_ex"), False, "hard"),
        (at(4, 10), Target(county="Tulsa", site_kind="library", role="site_ex"), False, "soft"),
        (at(4, 10), Target(county="Tulsa", site_kind="", role="site_ex"), False, "hard"),
        (at(9, 25), Target(county="Tulsa", site_kind="library", role="site_ex"), False, "hard"),
        (at(9, 25), Target(county="Creek", site_kind="library", role="site_ex"), True, ""),
        (at(7, 10), Target(county="Tulsa", site_kind="none", role="dc_fabric"), True, ""),
        (at(8, 10), Target(county="Tulsa", site_kind="none", role="dc_fabric"), False, "soft"),
        (at(8, 10), Target(county="Tulsa", site_kind="none", role="core_mx"), True, ""),
    ],
)
def test_scope_and_level(moment: datetime, target: Target, is_open: bool, level: str) -> None:
    calendar = CALENDAR.model_copy(update={"freezes": (SOFT, SCHOOLS, TULSA, NIGHTS)})
    found = state(moment, calendar_for(calendar, [target]))
    assert (found.open, found.level) == (is_open, level)


def test_several_targets_are_closed_when_one_is() -> None:
    calendar = CALENDAR.model_copy(update={"freezes": (TULSA,)})
    both = [Target(county="Creek", role="core_mx"), Target(county="Tulsa", role="core_mx")]
    assert not state(at(9, 25), calendar_for(calendar, both)).open
    assert state(at(9, 25), calendar_for(calendar, both[:1])).until == datetime(2021, 7, 1, 5, tzinfo=UTC)


def test_a_window_tells_when_the_next_one_begins() -> None:
    calendar = CALENDAR.model_copy(update={"freezes": (NIGHTS,)})
    found = state(at(6, 1), calendar)
    assert found.reason == "freeze: outside the windows, next Summer"
    assert found.until == datetime(2020, 7, 1, 5, tzinfo=UTC)
    after = state(at(8, 10), calendar)
    assert (after.open, after.until) == (False, None)


def test_an_override_does_not_help_a_calendar_that_nobody_vouches_for() -> None:
    calendar = CALENDAR.model_copy(update={"valid_until": date(2020, 11, 1)})
    found = calendar_for(calendar, (), overridden=frozenset({"hard", "soft"}))
    assert not state(FROZEN, found).open
    assert replace(state(FROZEN, found), until=None).reason == "the calendar is only vouched for until 2020-11-01"


def test_a_freeze_of_one_county_stops_only_its_waves(tmp_path: Path) -> None:
    far = DatedFreeze(name="Fair", start="2020-09-01", end="2020-12-01", counties=("elsewhere",))
    found = replace(plan(), calendar=CALENDAR.model_copy(update={"freezes": (far,)}))
    network = Network(as_is())
    options = RunOptions(when_closed="wait", approval_required=False)
    # The routers of these tests have no county: every freeze is about them.
    changes = {
        wave.number: tuple(replace(change, county=change.county or "here") for change in wave.changes)
        for wave in found.waves
    }
    found = replace(found, waves=tuple(replace(wave, changes=changes[wave.number]) for wave in found.waves))
    result = run(
        found,
        access=network.access,
        text_of=text_of,
        journal=fast_journal(tmp_path),
        clock=network.clock,
        options=options,
    )
    assert result.outcome == "complete"
    assert network.running() == to_be()
    assert result.finished < datetime(2020, 10, 1, tzinfo=UTC)
