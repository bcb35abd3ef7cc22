"""``plan``: what it refuses, how a plan is kept, and how it is found again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import (
    find_plan,
    keep_plan,
    make_plan,
    sources_digest,
)
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import baseline_files
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import ArtifactMissing

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

START = datetime(2020, 8, 25, 3, tzinfo=UTC)


def stage_running(artifacts: Artifacts, stage: str) -> dict[str, str]:
    """Every device at a stage, or at its last one where it does not have it."""
    return {
        host: artifacts.configuration(stage if stage in stages else stages[-1], host)  # type: ignore[arg-type]
        for host, stages in artifacts.stages.items()
    }


def planned(workspace: Workspace, running: dict[str, str] | None = None, author: str = "erin") -> Plan:
    artifacts = Artifacts(workspace)
    now = stage_running(artifacts, "as-is") if running is None else running
    found = make_plan(workspace, artifacts, author=author, running=now, start=START)
    keep_plan(found, workspace, artifacts, now)
    return found


def test_devices_that_do_not_answer_are_all_named(built: Workspace, artifacts: Artifacts) -> None:
    unread = {"sw1": "no route to host.", "sw2": "timeout"}
    with pytest.raises(InputError) as caught:
        make_plan(built, artifacts, author="erin", running={}, unreadable=unread)
    assert [str(problem) for problem in caught.value.problems] == [
        f"network: {host}: its running configuration could not be read: {reason}. "
        "Expected: every device of the plan answers. Remedy: mend its management access and plan again."
        for host, reason in (("sw1", "no route to host"), ("sw2", "timeout"))
    ]


def test_the_same_network_and_intent_give_the_same_plan(workspace: Workspace) -> None:
    first = planned(workspace)
    assert planned(workspace).plan_id == first.plan_id
    assert planned(workspace, author="dana").plan_id != first.plan_id
    assert len(first.targets) == 17
    assert sum(len(wave.changes) for wave in first.waves) == 23


def test_what_a_site_with_a_single_path_is_told(workspace: Workspace) -> None:
    """Its own switch is changed twice; the router that it hangs on was built before, dark."""
    found = planned(workspace)
    assert found.single_path == ("canadian-calumet-library",)
    assert [(item.host, item.seconds) for item in found.announced] == [("canadian-calumet-library-sw1", 20)] * 2
    assert found.announced_seconds == {"canadian-calumet-library": 40}


def test_a_network_that_is_done_needs_nothing(workspace: Workspace) -> None:
    found = planned(workspace, stage_running(Artifacts(workspace), "to-be"))
    assert (found.waves, len(found.settled)) == ((), 17)


def test_a_plan_is_fresh_once(workspace: Workspace) -> None:
    artifacts = Artifacts(workspace)
    running = stage_running(artifacts, "as-is")
    found = make_plan(workspace, artifacts, author="erin", running=running, start=START)
    assert keep_plan(found, workspace, artifacts, running)
    assert not keep_plan(found, workspace, artifacts, running)


def test_a_plan_is_found_by_its_id_its_beginning_and_as_the_latest(workspace: Workspace) -> None:
    first, second = planned(workspace), planned(workspace, author="dana")
    assert find_plan(workspace, first.plan_id) == first
    assert find_plan(workspace, first.plan_id[:12]) == first
    assert find_plan(workspace, "latest") == second


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("1234", "no such plan"), ("../plans/", "no such plan"), ("*", "no such plan"), ("", "no such plan")],
)
def test_no_such_plan(workspace: Workspace, wanted: str, found: str) -> None:
    planned(workspace)
    with pytest.raises(InputError) as caught:
        find_plan(workspace, wanted)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{workspace.plans}: plan {wanted}: {found}. Expected: the plan_id of one plan, its beginning, or latest."
    ]


def test_a_beginning_that_several_plans_share(workspace: Workspace) -> None:
    planned(workspace)
    for name in ("aa1.json", "aa2.json"):
        (workspace.plans / name).write_text("{}")
    with pytest.raises(InputError, match="plan aa: 2 plans begin so"):
        find_plan(workspace, "aa")


def test_there_is_no_plan_yet(built: Workspace) -> None:
    expected = r"plans/latest does not exist\. Run `ansible-playbook statenet\.junos\.plan`"
    with pytest.raises(ArtifactMissing, match=expected):
        find_plan(built, "latest")


def test_a_plan_that_was_changed_on_disk_is_refused(workspace: Workspace) -> None:
    found = planned(workspace)
    path = workspace.plans / f"{found.plan_id}.json"
    path.write_text(path.read_text().replace("erin", "dana"))
    with pytest.raises(InputError, match="plan"):
        find_plan(workspace, "latest")


def test_the_digest_of_the_sources_sees_content_and_names(workspace: Workspace) -> None:
    directory = workspace.intent_directory
    before = sources_digest(directory)
    path = directory / "sites.csv"
    path.write_text(path.read_text() + "# a remark\n")
    assert sources_digest(directory) != before


def test_baselines_are_the_built_files_or_what_was_found_running(workspace: Workspace) -> None:
    artifacts = Artifacts(workspace)
    running = stage_running(artifacts, "as-is")
    own = running["el-reno-agg1"] = f"{running['el-reno-agg1']}\nsnmp {{\n    location elsewhere;\n}}\n"
    found = planned(workspace, running)
    files = baseline_files(found, workspace, artifacts)
    assert files["el-reno-agg1"] == workspace.running("el-reno-agg1")
    assert files["el-reno-agg1"].read_text() == own
    assert files["tx-core1"] == workspace.config("as-is", "tx-core1")
    assert len(files) == 17
    assert not workspace.running("tx-core1").exists()


def test_baselines_that_are_not_at_hand_are_all_named(workspace: Workspace) -> None:
    found = planned(workspace)
    for host in ("okc-core1", "tx-core1"):
        workspace.config("as-is", host).unlink()
    with pytest.raises(InputError) as caught:
        baseline_files(found, workspace, Artifacts(workspace))
    assert [str(problem) for problem in caught.value.problems] == [
        f"{workspace.running(host)}: {host}: no file has the configuration that the plan starts from. "
        "Expected: the baseline of the plan. Remedy: run the `plan` verb again."
        for host in ("okc-core1", "tx-core1")
    ]
