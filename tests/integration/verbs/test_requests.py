"""Pause, abort and resume, seen from two shells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import WallClock
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import read_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.request import request

from .test_rollout import WAIT, pending, stages

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow


def slowed(lab: Lab, host: str) -> None:
    """Make the commits of a device last long enough for a second terminal."""
    lab.control().fault("commit_delay", host=host, seconds=6)


def test_pause_from_another_terminal_and_resume(network: Lab) -> None:
    network.approved_plan()
    slowed(network, "tx-core1")
    process = network.start("rollout", *WAIT)
    assert process.stdout is not None
    assert any("wave  1/" in line for line in iter(process.stdout.readline, ""))
    asked = network.run("pause", "-e", "statenet_approver=dana", "-e", "statenet_reason=storm")
    assert asked.code == 0, asked.output
    assert "paused by dana: storm; a rollout is at work (process" in asked.output
    output = process.stdout.read()
    assert process.wait() == 0, output
    assert "paused: paused by dana: storm, after wave 1. Remedy: go on with the `resume` verb" in output
    assert stages(network)["tx-core1"] == "to-be"
    assert stages(network)["okc-core1"] == "as-is"
    refused = network.run("rollout", *WAIT)
    assert refused.code != 0
    assert "it was paused by dana: storm. Remedy: go on with the `resume` verb." in refused.output
    network.control().clear_faults()
    resumed = network.run("resume", "-e", "statenet_approver=dana")
    assert "no rollout is at work: the rollout command goes on where it stopped" in resumed.output
    done = network.run("rollout", *WAIT)
    assert done.code == 0, done.output
    assert set(stages(network).values()) == {"to-be"}


def test_abort_from_another_terminal_reverts_the_open_wave(network: Lab) -> None:
    network.approved_plan()
    slowed(network, "tx-core1")
    process = network.start("rollout", *WAIT)
    assert process.stdout is not None
    assert any("wave  1/" in line for line in iter(process.stdout.readline, ""))
    # What the playbook does, without the seconds that Ansible takes to start.
    plan = read_plan(next(network.artifacts.glob("plans/*.json")))
    url = f"sqlite:///{network.artifacts / 'journal.sqlite'}"
    asked = request(plan, "abort", journal_url=url, by="dana", reason="", clock=WallClock())
    assert "it reverts the wave that is open and stops" in asked.message
    output = process.stdout.read()
    assert process.wait() != 0
    assert "aborted by dana; wave 1 (core, 1 of 2) went back." in output
    assert pending(network) == []
    assert set(stages(network).values()) == {"as-is"}
    refused = network.run("abort", "-e", "statenet_approver=dana")
    assert "no rollout is at work: the next rollout of this plan is refused" in refused.output
