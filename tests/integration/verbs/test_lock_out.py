"""A wave whose configuration cuts management off, on every platform: it is noticed, told, and healed by the timer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
from ansible_collections.statenet.junos.plugins.module_utils.verbs.approve import approve_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import keep_plan, make_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

from .actions import act

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow
TERM = "filter PROTECT-RE {\n            term LOCKED-OUT {\n                then {\n                    discard;\n"
LOCKED_OUT = f"{TERM}                }}\n            }}\n"


def planned(lab: Lab, host: str) -> None:
    """Change what is built so that it locks everybody out of a device; have it planned and approved all the same."""
    for path in (lab.artifacts / "configs").glob(f"*/{host}.conf"):
        if path.parent.name != "as-is":
            path.write_text(re.sub(r"filter PROTECT-RE \{\n", LOCKED_OUT, path.read_text(), count=1))
            assert "LOCKED-OUT" in path.read_text()
    workspace = open_workspace(intent_directory=lab.inventory / "intent", artifacts=lab.artifacts)
    artifacts = Artifacts(workspace)
    running = {name: artifacts.configuration(stages[0], name) for name, stages in artifacts.stages.items()}
    plan = make_plan(workspace, artifacts, author="erin", running=running)
    keep_plan(plan, workspace, artifacts, running)
    with lab.control() as control:
        approve_plan(plan, journal_url=workspace.journal, approver="dana", clock=TwinClock(control))


@pytest.mark.parametrize("host", ["tx-core1", "tx-leaf1", "canadian-el-reno-courthouse-sw1"], ids=["MX", "QFX", "EX"])
def test_the_timer_lets_management_in_again(lab: Lab, host: str) -> None:
    lab.start_twin()
    planned(lab, host)
    found = act(lab, "rollout", wait=True)
    assert found["outcome"] == "failed"
    assert f"{host}: " in found["msg"]
    assert "It could not be reverted: it cannot be reached any more: " in found["msg"]
    assert "Its commit-confirmed timer takes it back." in found["msg"]
    with lab.control() as control:
        assert control.status()["pending_confirms"] == [host]
        control.advance(600)
        assert control.status()["pending_confirms"] == []
    assert lab.stages()[host] == "as-is"
