"""Pause, abort and resume from another terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import WallClock
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.rollout import requests as module
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approve
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import Lease, holder
from ansible_collections.statenet.junos.plugins.module_utils.rollout.requests import Halted, Requests, ask

from .fakes import Network, as_is, fast_journal, plan, text_of, to_be

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = plan()


class Terminals:
    """A rollout in one terminal, and somebody at another one."""

    def __init__(self, directory: Path) -> None:
        self.journal = fast_journal(directory)
        self.network = Network(as_is())
        self.at: dict[tuple[str, int], Callable[[], None]] = {}
        self._counts: dict[str, int] = {}
        approve(PLAN, self.journal, by="bob", clock=self.network.clock, run="network")

    def ask(self, wish: Any, reason: str = "") -> None:
        """Ask for something."""
        ask(PLAN, self.journal, wish, by="dana", reason=reason, clock=self.network.clock, run="network")

    def go(self) -> Any:
        """Roll out, and do what is planned when a host is examined for the n-th time."""

        def examine(session: Any, host: str, stage: Any, in_service: frozenset[str]) -> Any:
            self._counts[host] = self._counts.get(host, 0) + 1
            self.at.pop((host, self._counts[host]), lambda: None)()
            return self.network.examine(session, host, stage, in_service)

        return run(
            PLAN,
            access=replace(self.network.access, examine=examine),
            text_of=text_of,
            journal=self.journal,
            clock=self.network.clock,
            options=RunOptions(when_closed="wait", keep_sessions=True),
        )


@pytest.fixture(name="terminals")
def _terminals(tmp_path: Path) -> Terminals:
    return Terminals(tmp_path)


def test_a_pause_lets_the_open_wave_finish(terminals: Terminals) -> None:
    terminals.at["core1", 1] = lambda: terminals.ask("pause", "storm warning")
    result = terminals.go()
    assert result.outcome == "paused"
    assert result.message == (
        "paused by dana: storm warning, after wave 1. Remedy: go on with the `resume` verb, then roll out again"
    )
    running = terminals.network.running()
    assert running["core1"] != as_is()["core1"]
    assert running["core2"] == as_is()["core2"]


def test_it_stands_until_it_is_taken_back(terminals: Terminals) -> None:
    terminals.ask("pause", "storm warning")
    with pytest.raises(GateClosed) as caught:
        terminals.go()
    assert str(caught.value) == (
        "the rollout may not start:\n  it was paused by dana: storm warning. Remedy: go on with the `resume` verb."
    )
    assert terminals.network.running() == as_is()
    terminals.ask("resume")
    assert terminals.go().outcome == "complete"
    assert terminals.network.running() == to_be()


def test_a_pause_in_a_soak_goes_on_in_that_soak(terminals: Terminals) -> None:
    terminals.at["leg1", 2] = lambda: terminals.ask("pause")  # the first of two checks of the soak after wave 3
    result = terminals.go()
    assert result.message.startswith("paused by dana, after wave 3.")
    terminals.ask("resume")
    assert terminals.go().outcome == "complete"
    checks = [e.detail["check"] for e in terminals.journal.entries() if e.kind == "soak-checked" and e.wave == 3]
    assert checks == [1, 2]


def test_an_abort_reverts_the_open_wave(terminals: Terminals) -> None:
    terminals.at["core1", 1] = lambda: terminals.ask("abort", "calls are dropped")
    result = terminals.go()
    assert result.outcome == "failed"
    assert result.message == (
        "aborted by dana: calls are dropped; wave 1 (core, 1 of 2) went back. "
        "Remedy: take the rest back with `rollback`, or go on with `resume`"
    )
    assert terminals.network.running() == as_is()
    assert terminals.network.pending() == []
    with pytest.raises(GateClosed, match="it was aborted by dana: calls are dropped"):
        terminals.go()
    terminals.ask("resume")
    assert terminals.go().outcome == "complete"


def test_an_abort_before_the_commit_changes_nothing(terminals: Terminals) -> None:
    original = terminals.network.connect

    def connect(host: str) -> Any:
        terminals.network.connect = original  # type: ignore[method-assign]
        terminals.ask("abort")
        return original(host)

    terminals.network.connect = connect  # type: ignore[method-assign]
    result = terminals.go()
    assert result.outcome == "failed"
    assert ("core1", "commit-confirmed") not in terminals.network.requests
    assert terminals.network.running() == as_is()


def test_a_failure_budget_does_not_outlive_an_abort(tmp_path: Path) -> None:
    terminals = Terminals(tmp_path)
    terminals.at["core1", 1] = lambda: terminals.ask("abort")
    assert terminals.go().message.startswith("aborted by dana; wave 1")


def test_the_last_word_counts(terminals: Terminals) -> None:
    for wish in ("pause", "abort", "resume", "pause"):
        terminals.ask(wish)
    standing = Requests(terminals.journal, PLAN, "network", watched=True).standing()
    assert standing is not None
    assert standing.wish == "pause"
    assert Requests(terminals.journal, PLAN, "network", watched=False).standing() is None


def test_a_long_wait_notices(terminals: Terminals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    clock = WallClock()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            terminals.ask("pause")

    monkeypatch.setattr(clock, "sleep", sleep)
    requests = Requests(terminals.journal, PLAN, "network", watched=True)
    with pytest.raises(Halted, match="paused by dana"):
        requests.sleep_until(clock, clock.now() + timedelta(days=1))
    assert len(slept) == 3


def test_somebody_has_to_ask(terminals: Terminals) -> None:
    with pytest.raises(InputError, match="no name"):
        ask(PLAN, terminals.journal, "pause", by=" ", reason="", clock=terminals.network.clock, run="network")


def test_the_lease_is_shown(terminals: Terminals) -> None:
    engine = terminals.journal.engine
    assert holder(engine, "lab network") is None
    with Lease(engine, "lab network"):
        found = holder(engine, "lab network")
        assert found is not None
        assert str(found).startswith(f"process {found.owner.pid} on {found.owner.machine}, lease until 20")
        assert holder(engine, "lab network", alive=lambda _: False) is None
