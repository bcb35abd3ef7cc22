"""A device that falls sick in its soak is compared with others like it that the wave has not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .fakes import Network, as_is, fast_journal, to_be
from .test_redundancy import go

if TYPE_CHECKING:
    from pathlib import Path

SICK = "wave 5 (sites, 1 of 2): s1-sw1: bgp: during the soak: expected up, found down"
# Each device is examined in its transaction and twice in its soak; s0 is the pilot, s3 has not been reached yet.
PILOT = ["pass"] * 3
ENVIRONMENT = {"s1-sw1": ["pass", "fail"], "s0-sw1": [*PILOT, "fail"], "s3-sw1": ["fail"]}


@pytest.mark.parametrize(
    ("health", "outcome", "message"),
    [
        (
            {"s1-sw1": ["pass", "fail"]},
            "failed",
            f"{SICK} (s0-sw1 is like it, was not changed, and is well)",
        ),
        (
            {"s1-sw1": ["pass", "fail"], "s0-sw1": [*PILOT, "fail"]},
            "failed",
            f"{SICK} (s3-sw1 is like it, was not changed, and is well)",
        ),
        (
            ENVIRONMENT,
            "paused",
            f"{SICK} (s0-sw1, s3-sw1 were not changed and are sick in the same way). Remedy: mend the network, then "
            "roll out again: the check is repeated",
        ),
        (
            {"s1-sw1": ["pass", "fail"], "s0-sw1": [*PILOT, "lost"], "s3-sw1": ["nothing"]},
            "failed",
            f"{SICK} (s0-sw1 is like it, was not changed, and is well)",
        ),
    ],
    ids=["controls-are-well", "one-control-is-well", "environment", "sick-in-another-way"],
)
def test_the_change_or_the_environment(
    tmp_path: Path, health: dict[str, list[str]], outcome: str, message: str
) -> None:
    network, journal = Network(as_is()), fast_journal(tmp_path)
    network.health = {host: list(verdicts) for host, verdicts in health.items()}
    result = go(network, journal)
    assert (result.outcome, result.message) == (outcome, message)
    checked = [entry.detail for entry in journal.entries() if entry.kind == "soak-checked" and entry.wave == 5]
    assert [detail["verdict"] for detail in checked] == ["fail" if outcome == "failed" else "inconclusive"]
    asked = {entry.host: entry.detail["sick"] for entry in journal.entries() if entry.kind == "control-examined"}
    assert set(asked) == {"s0-sw1", "s3-sw1"}
    assert network.pending() == []


def test_controls_are_asked_at_the_stage_that_they_are_at(tmp_path: Path) -> None:
    network = Network(as_is())
    network.health = {"s1-sw1": ["pass", "fail"]}
    go(network, fast_journal(tmp_path))
    assert [(host, stage) for host, stage, _ in network.examined[-2:]] in (
        [("s0-sw1", "coexistence"), ("s3-sw1", "as-is")],
        [("s3-sw1", "as-is"), ("s0-sw1", "coexistence")],
    )


def test_the_same_command_repeats_the_check_once_the_environment_is_mended(tmp_path: Path) -> None:
    network, journal = Network(as_is()), fast_journal(tmp_path)
    network.health = {host: list(verdicts) for host, verdicts in ENVIRONMENT.items()}
    first = go(network, journal)
    assert (first.outcome, first.ok, first.resume_at) == ("paused", True, None)
    assert {item.host: item.outcome for item in first.results}["s1-sw1"] == "failed"
    again = go(network, journal)
    assert again.outcome == "complete"
    assert network.running() == to_be()


def test_nobody_is_asked_while_all_are_well(tmp_path: Path) -> None:
    network, journal = Network(as_is()), fast_journal(tmp_path)
    go(network, journal)
    assert "control-examined" not in {entry.kind for entry in journal.entries()}


def test_old_routers_are_compared_with_old_routers(tmp_path: Path) -> None:
    """Leg2 carries sites until the end, and is compared with although no wave has changed it yet."""
    network, journal = Network(as_is()), fast_journal(tmp_path)
    network.health = {"leg1": ["pass", "fail"]}
    result: Any = go(network, journal)
    assert result.message == (
        "wave 3 (interconnect): leg1: bgp: during the soak: expected up, found down (leg2 is like it, was not changed, "
        "and is well)"
    )
