"""SIGKILL at every step: before and after every request, every write to the journal; then the same call again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run

from .fakes import (
    BOTH,
    FakeEngine,
    KillableJournal,
    Killed,
    Network,
    device,
    fast_journal,
    inputs,
    policy,
    text,
    text_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult

OPTIONS = RunOptions(run="twin", when_closed="wait", approval_required=False, keep_sessions=True)
# One session at a time: the steps of a run always come in the same order.
RULES = policy(sessions=1, sites={"pilot": ("s0", "s1"), "sizes": (2,), "max_percent": 100}, soak_checks=1)
DEVICES = tuple(device(f"s{n}-sw1", "site_ex", "access", BOTH, site=f"s{n}") for n in range(2))
AS_IS = {item.hostname: text(item.hostname, "as-is") for item in DEVICES}
TO_BE = {item.hostname: text(item.hostname, "to-be") for item in DEVICES}
PLAN = build_plan(inputs(running=AS_IS, devices=DEVICES, rules=RULES), FakeEngine())


def go(network: Network, journal: KillableJournal) -> RolloutResult:
    """The same call, as a new process would make it; the processes before it are dead."""
    return run(
        PLAN,
        access=network.access,
        text_of=text_of,
        journal=journal,
        clock=network.clock,
        options=OPTIONS,
        alive=lambda _: False,
    )


def steps_of(tmp_path: Path, ill: str) -> int:
    directory = tmp_path / "count"
    directory.mkdir()
    network = Network(AS_IS)
    network.health = {"s1-sw1": [ill]} if ill else {}
    go(network, fast_journal(directory, network))
    return network.steps


def require_only_verdicts_that_passed(network: Network, journal: KillableJournal) -> None:
    """Whatever is confirmed was judged healthy before, together with its whole wave."""
    passed = {
        entry.wave for entry in journal.entries() if entry.kind == "verdict" and entry.detail["verdict"] == "pass"
    }
    allowed = {"as-is", *(BOTH[index] for index, wave in enumerate(PLAN.waves) if wave.number in passed)}
    for item in network.devices.values():
        network.expire(item)
        stage = item.running.split()[-1].rstrip(";")
        assert item.deadline is not None or stage in allowed


@pytest.mark.parametrize("ill", ["", "fail"], ids=["a healthy network", "a wave that is reverted"])
@pytest.mark.parametrize("minutes", [0, 20], ids=["at once", "after the timers"])
def test_killed_at_any_step_the_same_call_again_finishes(tmp_path: Path, minutes: int, ill: str) -> None:
    total = steps_of(tmp_path, ill)
    assert total > 50
    for step in range(1, total + 1):
        directory = tmp_path / str(step)
        directory.mkdir()
        network = Network(AS_IS)
        network.health = {"s1-sw1": [ill]} if ill else {}
        journal = fast_journal(directory, network)
        network.kill_at = step
        with pytest.raises(Killed):
            go(network, journal)
        network.restart()
        require_only_verdicts_that_passed(network, journal)
        network.clock.sleep(minutes * 60)
        result = go(network, journal)
        if result.outcome == "failed" and ill:  # killed before the examination: it is ill only now
            result = go(network, journal)
        assert result.outcome == "complete", f"step {step}: {result.message}"
        assert network.running() == TO_BE, f"step {step}"
        assert network.pending() == [], f"step {step}"
        assert all(item.locked_by is None for item in network.devices.values()), f"step {step}"
        journal.verify_chain()
        journal.close()


def test_killed_again_and_again_it_still_gets_there(tmp_path: Path) -> None:
    network = Network(AS_IS)
    journal = fast_journal(tmp_path, network)
    for attempt in range(400):
        # Seven steps further each time: no attempt gets far, and every one has to settle the one before it.
        network.steps, network.kill_at = 0, 31 + attempt * 7
        try:
            result = go(network, journal)
        except Killed:
            network.restart()
            require_only_verdicts_that_passed(network, journal)
        else:
            break
    assert result.outcome == "complete"
    assert network.running() == TO_BE
    assert network.pending() == []
    assert any(entry.kind == "recovered" for entry in journal.entries())
    journal.verify_chain()


def test_the_plan_of_these_tests_has_two_waves_of_two() -> None:
    assert [len(wave.changes) for wave in PLAN.waves] == [2, 2]
