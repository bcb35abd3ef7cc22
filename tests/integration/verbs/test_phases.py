"""A migration phase by phase, each a plan of its own, as an operator types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints

from .test_rollout import WAIT, pending

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow


def plan(lab: Lab, phase: str) -> None:
    for step in (
        ("plan", "-e", f"statenet_phase={phase}"),
        ("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=dana"),
    ):
        outcome = lab.run(*step)
        assert outcome.code == 0, outcome.output


def test_a_phase_wants_the_ones_before_it_and_that_they_last(lab: Lab) -> None:
    lab.start_twin()
    refused = lab.run("plan", "-e", "statenet_phase=interconnect")
    assert refused.code == 2
    assert "wave 1 (core, 1 of 2) of phase dark is not done: tx-core1 has to reach to-be first" in refused.output

    plan(lab, "dark")
    dark = lab.run("rollout", *WAIT)
    assert dark.code == 0, dark.output
    assert "complete: phase dark is done" in dark.output
    stages = lab.stages()
    assert (stages["okc-core1"], stages["legacy-okc"]) == ("coexistence", "as-is")

    plan(lab, "interconnect")
    with connect(twin_endpoints(lab.artifacts)("tx-spine1")) as session:
        session.lock()
        session.load("set system location building elsewhere", action="set", format="set")
        assert session.commit(comment="somebody else").outcome == "committed"
    before = lab.stages()
    stopped = lab.run("rollout", *WAIT)
    assert stopped.code == 2
    assert "tx-spine1: it does not run what it ran when the plan was made" in stopped.output
    assert lab.stages() == before
    assert pending(lab) == []
