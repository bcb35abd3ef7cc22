"""Going back, seen from the shell."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints

from .lab import kill
from .test_rollout import WAIT, pending, stages

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow


def test_the_rollout_goes_back_in_a_freeze_and_a_second_run_changes_nothing(network: Lab) -> None:
    network.approved_plan()
    assert network.run("rollout", *WAIT).code == 0
    with network.control() as control:
        control.advance(70 * 86400)  # into the days around the election
    back = network.run("rollback")
    assert back.code == 0, back.output
    assert "21 waves were taken back: every device runs what it ran before wave 1" in back.output
    assert set(stages(network).values()) == {"as-is"}
    assert pending(network) == []
    # IPv6 came with the new network and goes away with it.
    assert network.control().downtime()["per_family"]["inet"] == 0
    again = network.run("rollback")
    assert again.code == 0, again.output
    assert "nothing changes: no wave that was carried out is left to take back" in again.output
    assert re.search(r"changed=[1-9]", again.output) is None
    refused = network.run("rollout", *WAIT)
    assert refused.code != 0
    assert "dana's ended with the rollback on" in refused.output


def test_back_to_a_wave_and_forward_again(network: Lab) -> None:
    network.approved_plan()
    assert network.run("rollout", *WAIT).code == 0
    back = network.run("rollback", "-e", "statenet_wave=16", "--diff")
    assert back.code == 0, back.output
    assert "6 waves were taken back: every device runs what it ran before wave 16" in back.output
    found = stages(network)
    assert found["okc-core1"] == found["canadian-calumet-library-sw1"] == "coexistence"
    assert found["legacy-okc"] == "coexistence"
    assert network.run("verify").code == 0
    assert network.run("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=dana").code == 0
    forward = network.run("rollout", *WAIT)
    assert forward.code == 0, forward.output
    assert set(stages(network).values()) == {"to-be"}
    assert network.control().downtime()["downtime_seconds"] == 0


def test_drift_is_refused_with_the_difference(network: Lab) -> None:
    network.approved_plan()
    assert network.run("rollout", *WAIT).code == 0
    with connect(twin_endpoints(network.artifacts)("legacy-okc")) as session:
        session.lock()
        session.load("set system location building elsewhere", action="set", format="set")
        assert session.commit(comment="somebody else").outcome == "committed"
    before = stages(network)
    back = network.run("rollback")
    assert back.code != 0
    assert "drift: it runs neither the configuration that the rollout has left it with" in back.output
    assert "building elsewhere;" in back.output
    assert stages(network) == before


def kill_worker(lab: Lab) -> None:
    """``kill -9`` of the process that holds the lease: Ansible's workers are in a session of their own."""
    with sqlite3.connect(lab.artifacts / "journal.sqlite") as database:
        for (pid,) in database.execute("select pid from leases").fetchall():
            os.kill(pid, signal.SIGKILL)


def test_killed_the_same_command_goes_on(network: Lab) -> None:
    network.approved_plan()
    assert network.run("rollout", *WAIT).code == 0
    process = network.start("rollback")
    assert process.stdout is not None
    for _ in range(12):
        process.stdout.readline()
    time.sleep(0.05)
    kill_worker(network)
    kill(process)
    back = network.run("rollback")
    assert back.code == 0, back.output
    assert set(stages(network).values()) == {"as-is"}
    assert pending(network) == []
