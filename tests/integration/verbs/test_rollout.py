"""What the rollout promises, seen from the shell."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints

from .lab import kill, working

if TYPE_CHECKING:
    from .lab import Lab

WAIT = ("-e", "statenet_wait=true")
pytestmark = pytest.mark.slow


def pending(lab: Lab) -> list[str]:
    """Devices with a commit that waits for its confirmation."""
    endpoint_of = twin_endpoints(lab.artifacts)
    found = []
    for host in lab.control().twin.devices:
        with connect(endpoint_of(host)) as session:
            if session.pending_confirm() is not None:
                found.append(host)
    return found


def stages(lab: Lab) -> dict[str, str]:
    """The stage whose configuration each device runs, ``none`` when it is none of them."""
    return lab.stages()


def wait_until_idle(lab: Lab) -> None:
    """Wait for the end of what was killed; a worker that outlived its parent would keep rolling out."""
    deadline = time.monotonic() + 30
    while working(lab.artifacts):
        assert time.monotonic() < deadline, "something still works on the network"
        time.sleep(0.05)


def test_the_whole_network_is_replaced_and_a_second_run_changes_nothing(network: Lab) -> None:
    first = network.run("rollout", *WAIT)
    assert first.code == 0, first.output
    assert set(stages(network).values()) == {"to-be"}
    assert network.control().downtime()["downtime_seconds"] == 0
    second = network.run("rollout", *WAIT)
    assert second.code == 0, second.output
    assert "nothing changes: every device runs its final configuration" in second.output
    assert re.search(r"changed=[1-9]", second.output) is None
    verified = network.run("verify")
    assert verified.code == 0, verified.output
    assert "17 of 17 devices are healthy" in verified.output


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_the_same_command_finishes(network: Lab, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311  # repeatable, not secret
    for _ in range(2):
        process = network.start("rollout", *WAIT)
        lines = chosen.randrange(2, 25)
        assert process.stdout is not None
        for _line in range(lines):
            process.stdout.readline()
        time.sleep(chosen.random() / 4)
        kill(process)
        wait_until_idle(network)
    outcome = network.run("rollout", *WAIT)
    assert outcome.code == 0, outcome.output
    assert pending(network) == []
    assert set(stages(network).values()) == {"to-be"}
    assert network.control().downtime()["downtime_seconds"] == 0


def test_a_device_that_is_not_healthy_takes_its_whole_wave_back(network: Lab) -> None:
    network.control().fault("link_down", host="okc-core1", interface=core_port(network))
    outcome = network.run("rollout", *WAIT)
    assert outcome.code != 0
    assert "FAIL, the whole wave went back" in outcome.output
    assert "okc-core1: interfaces fail" in outcome.output
    assert pending(network) == []
    found = stages(network)
    assert found.pop("tx-core1") == "to-be"  # its wave had passed before
    assert set(found.values()) == {"as-is"}


def core_port(lab: Lab) -> str:
    """The port of okc-core1 towards tx-core1."""
    text = (lab.artifacts / "models" / "to-be" / "okc-core1.yml").read_text()
    found = re.search(r"name: (et-\S+)(?:.|\n)*?peer: \{host: tx-core1", text)
    assert found is not None
    return found[1]


def test_nothing_is_written_without_approval(network: Lab) -> None:
    (network.artifacts / "journal.sqlite").unlink()
    outcome = network.run("rollout", *WAIT)
    assert outcome.code != 0
    assert "has 0 of 1 approvals. Remedy: have it approved with the `approve` verb." in outcome.output
    assert set(stages(network).values()) == {"as-is"}


def test_the_author_may_not_approve(network: Lab) -> None:
    assert network.run("plan", "-e", "statenet_author=erin").code == 0
    outcome = network.run("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=erin")
    assert outcome.code != 0
    assert "erin made the plan. Expected: somebody else." in outcome.output


def test_check_mode_only_tells(network: Lab) -> None:
    outcome = network.run("rollout", "--check", "--diff")
    assert outcome.code == 0, outcome.output
    assert "17 of 17 devices would change" in outcome.output
    assert "+   protocols {" in outcome.output or "+  protocols {" in outcome.output
    assert set(stages(network).values()) == {"as-is"}


def test_a_wave_is_changed_as_a_whole_or_not_at_all(network: Lab) -> None:
    outcome = network.run("rollout", *WAIT, "--limit", "okc-core1")
    assert outcome.code != 0
    assert "outside the play" in outcome.output
    assert set(stages(network).values()) == {"as-is"}


def test_drift_stops_the_wave(network: Lab) -> None:
    with connect(twin_endpoints(network.artifacts)("tx-core1")) as session:
        session.lock()
        session.load("set system location building elsewhere", action="set", format="set")
        assert session.commit(comment="somebody else").outcome == "committed"
    outcome = network.run("rollout", *WAIT)
    assert outcome.code != 0
    assert "tx-core1" in outcome.output
    assert "drift" in outcome.output
    assert stages(network)["okc-core1"] == "as-is"


def test_in_a_freeze_rollout_and_config_refuse(lab: Lab) -> None:
    outcome = lab.run("twin", "-e", "statenet_twin_start=2020-11-01T22:30:00-06:00")
    assert outcome.code == 0, outcome.output
    assert lab.run("plan").code == 0
    assert lab.run("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=dana").code == 0
    refused = lab.run("rollout")
    assert refused.code != 0
    assert "Presidential election" in refused.output
    assert "until 2020-11-10 00:00 CST" in refused.output
    assert "Remedy: wait until then; rolling back is allowed at any time." in refused.output
    play = lab.artifacts / "config.yml"
    play.write_text(
        "- hosts: okc-core1\n  gather_facts: false\n  tasks:\n"
        "    - statenet.junos.config: {lines: [set system location building vault]}\n"
    )
    command = lab.command("build")
    command[-1] = str(play)
    refused = lab.run_command(command)
    assert refused.code != 0
    assert "this change may not start" in refused.output
    assert "until 2020-11-10 00:00 CST" in refused.output
    assert set(stages(lab).values()) == {"as-is"}
