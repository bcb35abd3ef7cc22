"""The engine on a network in memory: whole rollouts, every way to fail, and every way to be closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError, Problem, Source
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import DatedFreeze
from ansible_collections.statenet.junos.plugins.module_utils.rollout import events
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approve
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze import state
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import Lease, LeaseHeld
from ansible_collections.statenet.junos.plugins.module_utils.rollout.tables import JournalError
from ansible_collections.statenet.junos.plugins.module_utils.rollout.windows import current

from .fakes import CALENDAR, START, Network, as_is, fast_journal, plan, policy, text, text_of, to_be

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry, Journal
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult

CHICAGO = ZoneInfo("America/Chicago")
REHEARSAL = RunOptions(run="twin 1", when_closed="wait", approval_required=False, keep_sessions=True)
PLAN = plan()


class Told:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.events: list[events.Event] = []

    def on_event(self, event: events.Event) -> None:
        """Remember."""
        self.events.append(event)

    def of(self, kind: type[events.Event]) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    return fast_journal(tmp_path)


@pytest.fixture(name="network")
def _network() -> Network:
    return Network(as_is())


def go(network: Network, journal: Journal, found: Plan = PLAN, **kwargs: Any) -> RolloutResult:
    arguments = {"options": REHEARSAL, "text_of": text_of, **kwargs}
    return run(found, access=network.access, journal=journal, clock=network.clock, **arguments)


def of_host(result: RolloutResult) -> dict[str, tuple[str, str]]:
    return {item.host: (item.outcome, item.failed_check) for item in result.results}


def test_a_whole_rollout_ends_with_every_device_at_its_last_configuration(network: Network, journal: Journal) -> None:
    told = Told()
    result = go(network, journal, listener=told)
    assert (result.outcome, result.message) == ("complete", "every device runs its final configuration")
    assert network.running() == to_be()
    assert network.pending() == []
    assert [wave.number for wave in result.waves] == list(range(1, 13))
    assert {wave.verdict for wave in result.waves} == {"pass"}
    assert {item.outcome for item in result.results} == {"changed"}
    assert [(event.wave, event.position, event.total) for event in told.of(events.WaveStarted)][-1] == (12, 12, 12)
    assert len(told.of(events.DeviceFinished)) == 14
    assert told.of(events.RolloutFinished)[0].outcome == "complete"
    journal.verify_chain()


def test_every_wave_keeps_to_windows_soaks_and_waits(network: Network, journal: Journal) -> None:
    told = Told()
    go(network, journal, listener=told)
    started = {event.wave: event.at for event in told.of(events.WaveStarted)}
    for at in started.values():
        assert current(at, PLAN.policy.window, "America/Chicago") is not None
    assert started[1] == START
    assert started[2] - started[1] == timedelta(seconds=PLAN.policy.settle_seconds)
    assert started[3] - started[2] >= timedelta(days=1)
    assert started[5] - started[4] >= timedelta(hours=6)
    assert started[7] - started[6] >= timedelta(days=2)
    checks = told.of(events.SoakChecked)
    assert [(event.check, event.total) for event in checks if event.wave == 4] == [(1, 2), (2, 2)]
    assert {event.wave for event in checks} == set(range(3, 13))


def test_the_requests_to_one_device_in_order(network: Network, journal: Journal) -> None:
    go(network, journal, options=replace(REHEARSAL, last_wave=1))
    assert [name for host, name in network.requests if host == "core1"] == [
        "lock",
        "history",
        "get-configuration",
        "load",
        "compare",
        "check",
        "commit-confirmed",
        "observe",
        "examine",
        "confirm",
        "unlock",
    ]


def test_the_intention_is_in_the_journal_before_the_action(network: Network, journal: Journal) -> None:
    go(network, journal, options=replace(REHEARSAL, last_wave=1))
    assert [entry.kind for entry in journal.entries() if entry.wave == 1] == [
        "wave-started",
        "commit-intended",
        "committed",
        "verdict",
        "confirm-intended",
        "confirmed",
        "device-finished",
        "wave-passed",
        "soaked",
    ]
    assert {log for _, log in ((e.log, e.log) for e in [network.devices["core1"].commits[0][1]])} == {
        f"statenet {PLAN.plan_id[:12]} wave 1"
    }


def test_only_devices_that_serve_by_then_are_expected(network: Network, journal: Journal) -> None:
    go(network, journal)
    serving: dict[tuple[str, str], frozenset[str]] = {}
    for host, stage, hosts in network.examined:
        serving.setdefault((host, stage), hosts)
    assert serving["core1", "coexistence"] == {"core1", "leg2"}
    assert serving["leg1", "coexistence"] == {"core1", "core2", "leg1", "leg2"}
    assert serving["s1-sw1", "coexistence"] == {"core1", "core2", "leg1", "leg2", "s0-sw1", "s1-sw1", "s2-sw1"}
    assert serving["leg2", "to-be"] == set(as_is()) - {"leg2"}
    assert serving["leg1", "to-be"] == set(as_is()) - {"leg1", "leg2"}


def test_a_second_run_reads_and_changes_nothing(network: Network, journal: Journal) -> None:
    go(network, journal)
    network.requests.clear()
    told = Told()
    again = go(network, journal, listener=told)
    assert (again.outcome, again.changed, again.waves) == ("complete", False, ())
    assert again.message == "nothing changes: every device runs its final configuration"
    assert {item.outcome for item in again.results} == {"unchanged"}
    assert {name for _, name in network.requests} == {"get-configuration"}
    assert len(network.requests) == 8
    assert [type(event) for event in told.events] == [events.RolloutFinished]


def test_a_second_run_names_the_device_that_drifted_since(network: Network, journal: Journal) -> None:
    go(network, journal)
    network.devices["s1-sw1"].push("by hand;", START, "", user="joe")
    network.devices["s2-sw1"].faults["unreachable"] = "yes"
    again = go(network, journal)
    assert again.outcome == "failed"
    assert again.message == "2 of 8 devices do not run their final configuration: s1-sw1"
    assert of_host(again)["s1-sw1"] == ("failed", "")
    assert of_host(again)["s2-sw1"] == ("unreachable", "")


def test_a_plan_without_waves_only_looks(network: Network, journal: Journal) -> None:
    done = Network(to_be())
    result = go(done, journal, plan(running=to_be()))
    assert (result.outcome, result.changed, len(result.results)) == ("complete", False, 8)
    assert journal.entries() == ()
    assert network.requests == []


FAILING = {
    "drift": ("failed", "", "drift: it runs neither the configuration that the plan starts from nor the one"),
    "locked": ("failed", "", "ask joe to leave configuration mode"),
    "dirty": ("failed", "", "have the uncommitted changes in the candidate committed or discarded"),
    "pending": ("failed", "", "a commit of joe waits for its confirmation"),
    "unreachable": ("unreachable", "", "no route to host"),
    "load": ("failed", "", "load-configuration refused: syntax error"),
    "compare": ("failed", "", "the device computes another difference than the approved one"),
    "check": ("failed", "", "commit check refused: foo: bad"),
    "commit-confirmed refused": ("failed", "", "commit refused: commit failed: daemon file propagation failed"),
    "commit-confirmed absent": ("failed", "", "the commit did not happen: no reply in time"),
    "observe": (
        "failed",
        "",
        "the commit changed something else than was expected: it shows `yes`, which is not in the approved difference. "
        "Remedy: look for commit scripts on the device, then make a new plan.",
    ),
    "observe lost": ("failed", "", "the session has ended"),
    "fail": ("failed", "bgp", "expected up, found down"),
    "inconclusive": ("failed", "bgp", "expected up, found down"),
    "nothing": ("failed", "health", "no health check gave a verdict"),
    "lost": ("failed", "session", "its health could not be read"),
    "confirm refused": ("failed", "", "confirming commit refused: commit failed"),
}


def break_device(network: Network, host: str, how: str) -> None:
    device = network.devices[host]
    if how == "drift":
        device.push("by hand;", START, "", user="joe")
    elif how == "locked":
        device.stranger = "joe"
    elif how == "dirty":
        device.dirty = True
    elif how == "pending":
        device.push(device.running, START + timedelta(days=3), "", minutes=60 * 24 * 30, user="joe")
    elif how in ("fail", "inconclusive", "nothing", "lost"):
        network.health[host] = [how]
    else:
        name, _, fault = how.partition(" ")
        device.faults[name] = fault or "yes"


@pytest.mark.parametrize("how", FAILING)
def test_one_device_that_fails_takes_its_whole_wave_back_and_stops_the_rollout(
    network: Network, journal: Journal, how: str
) -> None:
    go(network, journal, options=replace(REHEARSAL, last_wave=4))
    before = network.running()
    break_device(network, "s2-sw1", how)
    drifted = network.running()["s2-sw1"]
    result = go(network, journal)
    outcome, check, message = FAILING[how]
    assert result.outcome == "failed"
    assert result.message.startswith("wave 5 (sites, 1 of 2): s2-sw1: ")
    assert message in result.message
    assert check in result.message
    found = {item.host: item for item in result.results}
    assert (found["s2-sw1"].outcome, found["s2-sw1"].failed_check) == (outcome, check)
    assert found["s1-sw1"].outcome in ("reverted", "unchanged")
    assert "s2-sw1" in found["s1-sw1"].message
    assert network.running() == before | {"s2-sw1": drifted}
    assert network.pending() == (["s2-sw1"] if how == "pending" else [])
    assert all(device.locked_by is None for device in network.devices.values())
    assert [entry.kind for entry in journal.entries()][-2:] == ["wave-failed", "rollout-finished"]


def test_a_failed_rollout_goes_on_once_the_device_is_mended(network: Network, journal: Journal) -> None:
    network.health["s2-sw1"] = ["fail"]
    first = go(network, journal)
    assert first.outcome == "failed"
    again = go(network, journal)
    assert again.outcome == "complete"
    assert [wave.number for wave in again.waves] == list(range(5, 13))
    assert network.running() == to_be()


@pytest.mark.parametrize("name", ["commit-confirmed", "confirm"])
def test_a_commit_whose_reply_was_lost_is_looked_up_and_not_sent_again(
    network: Network, journal: Journal, name: str
) -> None:
    network.devices["core1"].faults[name] = "done"
    result = go(network, journal, options=replace(REHEARSAL, last_wave=1))
    assert result.waves[0].verdict == "pass"
    assert network.running()["core1"] == text("core1", "coexistence")
    assert network.pending() == []
    sent = [request for host, request in network.requests if host == "core1"]
    assert sent.count("commit-confirmed") == 1
    assert sent.count("confirm") == 1


def test_a_confirm_whose_reply_was_lost_and_that_did_not_happen_is_sent_again(
    network: Network, journal: Journal
) -> None:
    network.devices["core1"].faults["confirm"] = "absent"
    result = go(network, journal, options=replace(REHEARSAL, last_wave=1))
    assert result.waves[0].verdict == "pass"
    assert network.pending() == []
    assert network.running()["core1"] == text("core1", "coexistence")


def test_a_confirm_that_one_device_refuses_takes_the_confirmed_ones_back(network: Network, journal: Journal) -> None:
    network.devices["s2-sw1"].faults["confirm"] = "refused"
    # One refusal for the confirm; the revert that follows is a commit while one waits, so it is a confirm too.
    result = go(network, journal)
    assert result.outcome == "failed"
    assert network.running()["s1-sw1"] == text("s1-sw1", "as-is")
    assert network.running()["s2-sw1"] == text("s2-sw1", "as-is")
    assert of_host(result)["s1-sw1"] == ("reverted", "")
    assert "revert" in network.devices["s1-sw1"].commits[0][1].log


def test_a_device_that_is_gone_when_it_has_to_be_reverted_is_left_to_its_timer(
    network: Network, journal: Journal
) -> None:
    network.health["s2-sw1"] = ["lost"]
    original = network.connect
    dark: set[str] = set()

    def connect(host: str) -> Any:
        if host == "s2-sw1" and network.devices[host].deadline:
            dark.add(host)
            network.devices[host].faults["unreachable"] = "yes"
        return original(host)

    network.connect = connect  # type: ignore[method-assign]
    result = go(network, journal)
    assert dark == {"s2-sw1"}
    assert of_host(result)["s2-sw1"] == ("unreachable", "")
    assert "Its commit-confirmed timer takes it back." in result.message
    assert network.running()["s1-sw1"] == text("s1-sw1", "as-is")
    network.clock.sleep(600)
    assert network.pending() == []
    assert network.running()["s2-sw1"] == text("s2-sw1", "as-is")


def test_a_settle_time_that_eats_the_timer_reverts(network: Network, journal: Journal) -> None:
    slow = plan(rules=policy(settle_seconds=590))
    result = go(network, journal, slow)
    assert result.outcome == "failed"
    assert "its timer of 10 min is about to run out after 590 s" in result.message
    assert of_host(result) == {"core1": ("failed", "commit-confirmed timer")}
    assert network.running() == as_is()


def test_an_illness_during_the_soak_stops_without_a_revert(network: Network, journal: Journal) -> None:
    network.health["s0-sw1"] = ["pass", "pass", "fail"]
    result = go(network, journal)
    assert result.outcome == "failed"
    assert result.message == "wave 4 (pilot): s0-sw1: bgp: during the soak: expected up, found down"
    assert of_host(result)["s0-sw1"] == ("failed", "bgp")
    assert network.running()["s0-sw1"] == text("s0-sw1", "coexistence")
    again = go(network, journal)
    assert again.outcome == "complete"
    assert again.waves[0].number == 5


def test_the_failure_budget_leaves_devices_out_and_a_later_run_makes_up_for_them(
    network: Network, journal: Journal
) -> None:
    found = plan(rules=policy(failure_budget=1))
    network.devices["s2-sw1"].stranger = "joe"
    result = go(network, journal, found)
    assert result.outcome == "failed"
    assert result.message.startswith("1 devices were left out, s2-sw1 first: ")
    assert network.running() == to_be() | {"s2-sw1": text("s2-sw1", "as-is")}
    network.devices["s2-sw1"].stranger = ""
    again = go(network, journal, found)
    assert again.outcome == "complete"
    assert network.running() == to_be()
    assert {item.host for item in again.results} == {"s2-sw1"}


def test_the_failure_budget_is_for_the_whole_rollout(network: Network, journal: Journal) -> None:
    found = plan(rules=policy(failure_budget=1))
    network.devices["s0-sw1"].stranger = network.devices["s3-sw1"].stranger = "joe"
    result = go(network, journal, found)
    assert result.outcome == "failed"
    assert result.message.startswith("wave 6 ")


def test_a_rehearsal_waits_over_the_freeze_and_says_so(network: Network, journal: Journal) -> None:
    network.clock = VirtualClock(datetime(2020, 10, 26, 22, tzinfo=CHICAGO))
    told = Told()
    result = go(network, journal, plan(rules=policy(soak_hours=1)), listener=told)
    assert result.outcome == "complete"
    waiting = told.of(events.Waiting)[0]
    assert waiting.reason == "freeze: Presidential election 2020"
    assert waiting.until == datetime(2020, 11, 10, 0, tzinfo=CHICAGO)
    for event in told.of(events.WaveStarted):
        assert state(event.at, CALENDAR).open


def live(**kwargs: Any) -> RunOptions:
    return RunOptions(**{"run": "network", **kwargs})


def test_the_real_rollout_refuses_in_a_freeze_and_touches_nothing(network: Network, journal: Journal) -> None:
    network.clock = VirtualClock(datetime(2020, 11, 3, 23, tzinfo=CHICAGO))
    with pytest.raises(GateClosed) as error:
        go(network, journal, options=live())
    assert str(error.value) == (
        "wave 1 (core, 1 of 2) may not start:\n"
        "  freeze: Presidential election 2020, until 2020-11-10 00:00 CST. Remedy: wait until then; rolling back is "
        "allowed at any time.\n"
        f"  plan {PLAN.plan_id[:12]} has 0 of 1 approvals. Remedy: have it approved with the `approve` verb."
    )
    assert network.requests == []


def test_the_real_rollout_needs_an_approval_of_this_very_plan(network: Network, journal: Journal) -> None:
    approve(plan(rules=policy(settle_seconds=29)), journal, by="bob", clock=network.clock, run="network")
    with pytest.raises(GateClosed, match=r"has 0 of 1 approvals\. Remedy"):
        go(network, journal, options=live())
    approve(PLAN, journal, by="bob", clock=network.clock, run="network")
    result = go(network, journal, options=live(last_wave=1))
    assert (result.outcome, result.changed) == ("paused", True)


def test_waiting_for_two_weeks_does_not_hide_a_missing_approval(network: Network, journal: Journal) -> None:
    network.clock = VirtualClock(datetime(2020, 11, 3, 23, tzinfo=CHICAGO))
    with pytest.raises(GateClosed, match="has 0 of 1 approvals"):
        go(network, journal, options=live(when_closed="wait"))
    assert network.clock.now() == datetime(2020, 11, 3, 23, tzinfo=CHICAGO)


def test_the_real_rollout_pauses_when_its_window_has_passed(network: Network, journal: Journal) -> None:
    approve(PLAN, journal, by="bob", clock=network.clock, run="network")
    first = go(network, journal, options=live())
    assert (first.outcome, [wave.number for wave in first.waves]) == ("paused", [1, 2])
    assert first.message == "wave 3 waits for the 1 x 24 h after the wave before it"
    assert first.resume_at == datetime(2020, 9, 7, 22, 1, tzinfo=CHICAGO)
    with pytest.raises(GateClosed, match=r"the 1 x 24 h after the wave before it, until .*start it again"):
        go(network, journal, options=live())
    network.clock.sleep((first.resume_at - network.clock.now()).total_seconds())
    assert go(network, journal, options=live()).waves[0].number == 3


def test_the_real_rollout_pauses_in_a_soak_and_goes_on_with_its_checks(network: Network, journal: Journal) -> None:
    approve(PLAN, journal, by="bob", clock=network.clock, run="network")
    messages = set()
    for _ in range(100):
        result = go(network, journal, options=live())
        messages.add(result.message)
        if result.outcome == "complete":
            break
        assert result.outcome == "paused"
        assert result.resume_at is not None
        network.clock.sleep((result.resume_at - network.clock.now()).total_seconds())
    assert result.outcome == "complete"
    assert "wave 4 soaks: its next check is due" in messages
    checks = [entry for entry in journal.entries(run="network") if entry.kind == "soak-checked"]
    soaking = [wave for wave in PLAN.waves if wave.soak_hours]
    assert len(checks) == len(soaking) * PLAN.policy.soak_checks


def test_a_calendar_that_closed_since_the_plan_was_made_counts(network: Network, journal: Journal) -> None:
    storm = DatedFreeze(name="ice storm", start=START.date(), end=(START + timedelta(days=3)).date())
    stormy = CALENDAR.model_copy(update={"freezes": (*CALENDAR.freezes, storm)})
    told = Told()
    go(network, journal, options=replace(REHEARSAL, calendar=stormy), listener=told)
    # The storm's first local day begins after the first waves, whose worst case and lead time fit before it or wait.
    for event in told.of(events.WaveStarted):
        assert state(event.at, stormy).open


def test_nothing_starts_before_the_start_of_the_policy(network: Network, journal: Journal) -> None:
    network.clock = VirtualClock(START - timedelta(days=10))
    with pytest.raises(GateClosed, match="it waits for the start of the rollout"):
        go(network, journal, options=live(approval_required=False))
    told = Told()
    go(network, journal, listener=told)
    assert told.of(events.WaveStarted)[0].at == START


def test_a_play_that_is_limited_to_part_of_the_plan_is_refused(network: Network, journal: Journal) -> None:
    limited = replace(REHEARSAL, hosts=frozenset(as_is()) - {"s2-sw1"})
    with pytest.raises(GateClosed) as error:
        go(network, journal, options=limited)
    assert str(error.value) == (
        "the rollout may not start:\n  1 of the plan's devices are outside the play, s2-sw1 first. "
        "Remedy: run it without --limit and without job slices: a wave is changed as a whole."
    )
    assert network.requests == []
    assert go(network, journal, options=replace(limited, last_wave=4)).outcome == "paused"


def test_what_was_done_is_told_when_the_gate_closes_later(network: Network, journal: Journal) -> None:
    approve(PLAN, journal, by="bob", clock=network.clock, run="network", waves=[1, 2])
    result = go(network, journal, options=live(when_closed="wait"))
    assert (result.outcome, [wave.number for wave in result.waves]) == ("failed", [1, 2])
    assert "wave 3 is outside the scope of 1 of them" in result.message
    assert result.changed


def test_a_lease_that_was_taken_over_stops_before_the_next_wave(network: Network, journal: Journal) -> None:
    class Thief(Told):
        def on_event(self, event: events.Event) -> None:
            if isinstance(event, events.WaveFinished) and event.wave == 2:
                Lease(journal.engine, "lab twin 1", alive=lambda _: False).__enter__()

    result = go(network, journal, listener=Thief())
    assert (result.outcome, [wave.number for wave in result.waves]) == ("failed", [1, 2])
    assert "the lease of this rollout was lost" in result.message
    assert network.pending() == []


def test_a_configuration_that_changes_midway_stops_and_tells_what_was_done(
    network: Network, journal: Journal
) -> None:
    def changed(change: Change) -> str:
        if change.host == "s0-sw1":
            raise InputError([Problem(source=Source("f"), subject="s0-sw1", found="changed", expected="as approved")])
        return text_of(change)

    result = go(network, journal, text_of=changed)
    assert (result.outcome, [wave.number for wave in result.waves]) == ("failed", [1, 2, 3])
    assert "f: s0-sw1: changed. Expected: as approved." in result.message


def test_a_journal_that_breaks_in_the_middle_leaves_it_to_the_timers(network: Network, journal: Journal) -> None:
    append = journal.append

    def full(entries: Iterable[Entry]) -> None:
        chosen = list(entries)
        if chosen and chosen[0].kind == "committed":
            raise JournalError("the journal cannot be written: disk full")
        append(chosen)

    journal.append = full  # type: ignore[method-assign]
    with pytest.raises(JournalError, match="disk full"):
        go(network, journal)
    assert network.pending() == ["core1"]
    network.clock.sleep(600)
    assert (network.pending(), network.running()) == ([], as_is())
    journal.append = append  # type: ignore[method-assign]
    assert go(network, journal).outcome == "complete"


def test_two_rollouts_never_run_at_once(network: Network, journal: Journal) -> None:
    with Lease(journal.engine, "lab twin 1"), pytest.raises(LeaseHeld):
        go(network, journal)
    assert network.requests == []


def test_a_configuration_that_is_not_the_approved_one_stops_before_any_device_is_touched(
    network: Network, journal: Journal
) -> None:
    def changed(change: Change) -> str:
        raise InputError([Problem(source=Source(change.configuration), subject="", found="changed", expected="")])

    with pytest.raises(InputError, match="changed"):
        go(network, journal, text_of=changed)
    assert network.requests == []


def test_a_new_rehearsal_does_not_go_on_where_another_has_stopped(network: Network, journal: Journal) -> None:
    go(network, journal)
    fresh = Network(as_is())
    result = go(fresh, journal, options=replace(REHEARSAL, run="twin 2"))
    assert len(result.waves) == 12
