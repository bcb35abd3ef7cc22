"""Nothing is written without an approval, in a freeze, and so on: one test for each, by what devices were asked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError, Problem, Source
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approve
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
from ansible_collections.statenet.junos.plugins.module_utils.rollout.gate import GateClosed
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import Lease, LeaseHeld
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollout import predict

from .fakes import START, Network, as_is, fast_journal, plan, policy, text, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry, Journal
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult

PLAN = plan()
WRITES = {"load", "rollback", "commit-confirmed", "confirm", "commit"}
ELECTION = datetime(2020, 11, 3, 23, tzinfo=ZoneInfo("America/Chicago"))
CANARY = 4
"""The wave of the pilot site."""


@pytest.fixture(name="journal")
def _journal(tmp_path: Path) -> Journal:
    return fast_journal(tmp_path)


@pytest.fixture(name="network")
def _network() -> Network:
    return Network(as_is())


def go(network: Network, journal: Journal, **kwargs: Any) -> RolloutResult:
    arguments: dict[str, Any] = {"options": RunOptions(), "text_of": text_of, **kwargs}
    return run(PLAN, access=network.access, journal=journal, clock=network.clock, **arguments)


def approved(network: Network, journal: Journal) -> None:
    approve(PLAN, journal, by="bob", clock=network.clock, run="network")


def written(network: Network) -> set[str]:
    """The hosts that got a request that writes."""
    return {host for host, request in network.requests if request in WRITES}


def wave_hosts(number: int) -> set[str]:
    return {host for wave in PLAN.waves if wave.number == number for host in wave.hosts}


def test_without_an_approval(network: Network, journal: Journal) -> None:
    with pytest.raises(GateClosed, match="has 0 of 1 approvals"):
        go(network, journal)
    assert network.requests == []


def test_when_the_plan_was_changed_after_its_approval(network: Network, journal: Journal) -> None:
    approve(plan(rules=policy(settle_seconds=29)), journal, by="bob", clock=network.clock, run="network")
    with pytest.raises(GateClosed, match="has 0 of 1 approvals"):
        go(network, journal)
    assert network.requests == []


def test_when_a_configuration_was_changed_after_its_approval(network: Network, journal: Journal) -> None:
    def changed(change: Change) -> str:
        problem = Problem(source=Source(change.configuration), subject="", found="changed", expected="as approved")
        raise InputError([problem])

    approved(network, journal)
    with pytest.raises(InputError, match="changed"):
        go(network, journal, text_of=changed)
    assert network.requests == []


def test_in_a_freeze(network: Network, journal: Journal) -> None:
    approved(network, journal)
    network.clock = VirtualClock(ELECTION)
    with pytest.raises(GateClosed, match="freeze: Presidential election 2020"):
        go(network, journal)
    assert network.requests == []


def test_while_another_rollout_has_the_lease(network: Network, journal: Journal) -> None:
    approved(network, journal)
    with Lease(journal.engine, "lab network"), pytest.raises(LeaseHeld, match="another rollout of lab network"):
        go(network, journal)
    assert network.requests == []


def stolen_at(journal: Journal, kind: str) -> None:
    """Let somebody else take the lease over just when the first entry of a kind is written."""
    append = journal.append

    def theft(entries: Iterable[Entry]) -> None:
        chosen = list(entries)
        append(chosen)
        if chosen and chosen[0].kind == kind:
            journal.append = append  # type: ignore[method-assign]
            Lease(journal.engine, "lab network", alive=lambda _: False).__enter__()

    journal.append = theft  # type: ignore[method-assign]


def test_when_the_lease_was_lost_before_the_commit(network: Network, journal: Journal) -> None:
    approved(network, journal)
    stolen_at(journal, "wave-started")
    result = go(network, journal)
    assert result.outcome == "failed"
    assert "the lease of this rollout was lost" in result.message
    assert not [request for _, request in network.requests if request in WRITES - {"load"}]
    assert network.running() == as_is()


def test_when_the_lease_was_lost_between_the_commit_and_its_confirmation(network: Network, journal: Journal) -> None:
    approved(network, journal)
    stolen_at(journal, "verdict")
    result = go(network, journal)
    assert result.outcome == "failed"
    assert "the lease of this rollout was lost" in result.message
    assert "confirm-intended" not in [entry.kind for entry in journal.entries()]
    assert (network.running(), network.pending()) == (as_is(), [])


def test_on_a_device_that_has_drifted(network: Network, journal: Journal) -> None:
    approved(network, journal)
    network.devices["core1"].push("host-name core1;\nsomebody was here;", START, "by hand", user="joe")
    result = go(network, journal)
    assert result.outcome == "failed"
    assert "core1: drift: " in result.message
    assert written(network) == set()


@pytest.mark.parametrize("verdict", ["nothing", "lost", "inconclusive"])
def test_after_canaries_without_a_verdict(network: Network, journal: Journal, verdict: str) -> None:
    approved(network, journal)
    (canary,) = wave_hosts(CANARY)
    network.health[canary] = [verdict]
    result = go(network, journal, options=RunOptions(when_closed="wait"))
    assert (result.outcome, result.waves[-1].number, result.waves[-1].verdict) == ("failed", CANARY, "inconclusive")
    assert network.running()[canary] == text(canary, "as-is")
    assert written(network) == set().union(*(wave_hosts(number) for number in range(1, CANARY + 1)))


def test_after_canaries_whose_soak_has_no_verdict(network: Network, journal: Journal) -> None:
    approved(network, journal)
    (canary,) = wave_hosts(CANARY)
    network.health[canary] = ["pass", "nothing"]
    result = go(network, journal, options=RunOptions(when_closed="wait"))
    assert result.outcome == "failed"
    assert f"wave {CANARY} (pilot): {canary}: health: during the soak: no health check gave a verdict" in result.message
    assert written(network) == set().union(*(wave_hosts(number) for number in range(1, CANARY + 1)))


def test_in_check_mode(network: Network) -> None:
    opened: Callable[[str], Any] = network.connect
    found = predict(PLAN, lambda host: _context(opened(host)))
    assert {item.outcome for item in found} == {"changed"}
    assert {request for _, request in network.requests} == {"get-configuration"}


def test_in_check_mode_on_a_device_that_has_drifted(network: Network) -> None:
    network.devices["core1"].push("system {\n    host-name other;\n}", START, "by hand", user="joe")
    found = {item.host: item.outcome for item in predict(PLAN, lambda host: _context(network.connect(host)))}
    assert found["core1"] == "failed"
    assert {request for _, request in network.requests} == {"get-configuration"}


def _context(session: Any) -> Any:
    """The session as a context manager, as the junos layer has it."""

    class _Closing:
        def __enter__(self) -> Any:
            return session

        def __exit__(self, *_: object) -> None:
            session.close()

    return _Closing()
