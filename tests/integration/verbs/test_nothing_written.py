"""Nothing is written to a device without an approval, in a freeze, and so on: one test for each, at every module."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Journal
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import Lease
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints

from .actions import act

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .lab import Lab

ELECTION = 70 * 86400
"""Seconds from the start of the lab's rollout to the days around the election."""
CANARY = "canadian-el-reno-courthouse-sw1"
CONFIG = {"lines": ["set system location building vault"]}
RESCUE = {"rpc": "request-save-rescue-configuration"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def still(approved: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A network with an approved plan, on which nobody may write anything."""
    from .conftest import copied

    own = copied(approved, tmp_path_factory.mktemp("still"))
    own.start_twin()
    yield own
    own.stop_twin()


@pytest.fixture
def journal(still: Lab, tmp_path: Path) -> str:
    """URL of a copy of the journal, approval included."""
    path = tmp_path / "journal.sqlite"
    path.write_bytes((still.artifacts / "journal.sqlite").read_bytes())
    return f"sqlite:///{path}"


def traces(lab: Lab) -> tuple[int, list[str], list[str]]:
    """What writing leaves behind: commits, commits that wait, locks."""
    with lab.control() as control:
        status = control.status()
    return status["commits"], status["pending_confirms"], status["locked"]


def refused(lab: Lab, action: str, told: str, **arguments: Any) -> None:
    """The action fails with these words, and has left no trace."""
    before = traces(lab)
    found = act(lab, action, **arguments)
    assert not found["changed"], found
    assert found.get("failed") or not found["succeeded"], found
    assert told in found["msg"]
    assert traces(lab) == before


def somebody_commits(lab: Lab, host: str) -> None:
    with connect(twin_endpoints(lab.artifacts)(host)) as session:
        session.lock()
        session.load("set system location building elsewhere", action="set", format="set")
        assert session.commit(comment="somebody else").outcome == "committed"


def test_rollout_without_an_approval(still: Lab, tmp_path: Path) -> None:
    refused(still, "rollout", "has 0 of 1 approvals", journal=f"sqlite:///{tmp_path / 'empty.sqlite'}")


def test_rollout_of_a_plan_that_was_changed(still: Lab, journal: str) -> None:
    plan = still.artifacts / "plans" / f"{(still.artifacts / 'plans' / 'latest').read_text().strip()}.json"
    content = plan.read_text()
    changed = json.loads(content)
    changed["waves"][0]["changes"][0]["diff"] += "+ something else\n"
    plan.write_text(json.dumps(changed))
    try:
        refused(still, "rollout", "changed", journal=journal)
    finally:
        plan.write_text(content)


def test_rollout_of_a_configuration_that_was_changed(still: Lab, journal: str) -> None:
    path = still.artifacts / "configs" / "to-be" / "tx-core1.conf"
    content = path.read_text()
    path.write_text(content.replace("mtu 9", "mtu 8", 1))
    try:
        refused(still, "rollout", "tx-core1", journal=journal)
    finally:
        path.write_text(content)


@pytest.mark.parametrize("action", ["rollout", "rollback"])
def test_while_another_rollout_has_the_lease(still: Lab, journal: str, action: str) -> None:
    own = Journal(journal)
    with Lease(own.engine, "lab network"):
        refused(still, action, "another rollout of lab network is at work", journal=journal)
    own.close()


def test_rollout_of_part_of_a_wave(still: Lab, journal: str) -> None:
    refused(still, "rollout", "outside the play", journal=journal, only=["okc-core1"], wait=True)


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("config", CONFIG),
        ("config", {"rollback": 0}),
        ("config", {"confirm_commit": True}),
        ("rpc", RESCUE),
        ("rollout", {}),
        ("rollback", {}),
        ("twin_fault", {"kind": "lock", "arguments": {"host": "okc-core1"}}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value), ""),
)
def test_in_check_mode(still: Lab, action: str, arguments: dict[str, Any]) -> None:
    """Somebody holds the lock of every device all the time: who locks or loads in check mode fails here."""
    with still.control() as control:
        for host in control.twin.devices:
            control.fault("lock", host=host)
        before = traces(still)
        try:
            found = act(still, action, check=True, **arguments)
        finally:
            control.clear_faults()
    assert not found.get("failed"), found
    assert before[0] == 0
    with still.control() as control:
        assert (control.status()["commits"], control.status()["pending_confirms"]) == (0, [])


@pytest.mark.parametrize(
    ("action", "arguments"), [("config", CONFIG), ("rpc", RESCUE)], ids=["config", "rpc"]
)
def test_with_a_calendar_that_cannot_be_read(still: Lab, action: str, arguments: dict[str, Any]) -> None:
    path = still.inventory / "intent" / "calendar.yml"
    content = path.read_text()
    path.write_text("calendar: [")
    try:
        refused(still, action, "cannot be read, which counts as a freeze", **arguments)
    finally:
        path.write_text(content)


def test_in_a_freeze(network: Lab) -> None:
    with network.control() as control:
        control.advance(ELECTION)
    for action, arguments in (("rollout", {}), ("config", CONFIG), ("rpc", RESCUE)):
        refused(network, action, "freeze: Presidential election 2020, until 2020-11-10 00:00 CST", **arguments)


@pytest.mark.parametrize("action", ["rollout", "rollback"])
def test_on_a_device_that_has_drifted(network: Lab, action: str) -> None:
    if action == "rollback":  # after the first device was changed
        with network.control() as control:
            control.fault("commit_fail", host="okc-core1", phase="check")
        assert act(network, "rollout")["outcome"] == "failed"
    somebody_commits(network, "tx-core1")
    refused(network, action, "drift: it runs neither")


def test_rollout_beyond_canaries_without_a_verdict(network: Lab) -> None:
    with network.control() as control:  # it answers to the commit, and hangs up before its health is read
        control.fault("session_cut", host=CANARY, phase="confirmed", when="after-commit")
    found = act(network, "rollout", wait=True)
    assert found["outcome"] == "failed"
    assert f"wave 13 (pilot): {CANARY}: the session ended under get-configuration" in found["msg"]
    stages = network.stages()
    assert stages[CANARY] == "as-is"
    assert {stages[host] for host in stages if host.endswith("-sw1")} == {"as-is"}
    assert traces(network)[1:] == ([], [])
