"""The plan: what it holds, what its hash is bound to, and how chains of changes are cut."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.rollout.artifacts import approved_text
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.comparer import JunosComparer
from ansible_collections.statenet.junos.plugins.module_utils.rollout.digest import configuration_digest
from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import read_plan, write_plan

from .fakes import DEVICES, FakeEngine, as_is, canonical, inputs, plan, policy, text, to_be

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan


def waves(found: Plan) -> list[tuple[int, str, list[tuple[str, str]]]]:
    return [(wave.number, wave.kind, [(c.host, c.stage) for c in wave.changes]) for wave in found.waves]


def test_a_whole_rollout() -> None:
    assert waves(plan()) == [
        (1, "core", [("core1", "coexistence")]),
        (2, "core", [("core2", "to-be")]),
        (3, "interconnect", [("leg1", "coexistence")]),
        (4, "pilot", [("s0-sw1", "coexistence")]),
        (5, "sites", [("s1-sw1", "coexistence"), ("s2-sw1", "coexistence")]),
        (6, "sites", [("s3-sw1", "coexistence")]),
        (7, "retire-sites", [("s0-sw1", "to-be")]),
        (8, "retire-sites", [("s1-sw1", "to-be"), ("s2-sw1", "to-be")]),
        (9, "retire-sites", [("s3-sw1", "to-be")]),
        (10, "retire-core", [("core1", "to-be")]),
        (11, "retire-legacy", [("leg2", "to-be")]),
        (12, "retire-legacy", [("leg1", "to-be")]),
    ]


def test_the_baseline_of_the_second_change_is_the_target_of_the_first() -> None:
    found = plan()
    chain = [change for wave in found.waves for change in wave.changes if change.host == "core1"]
    assert [change.stage for change in chain] == ["coexistence", "to-be"]
    assert chain[0].baseline == configuration_digest(text("core1", "as-is"))
    assert chain[1].baseline == chain[0].target
    assert chain[0].diff == "- stage as-is;\n+ stage coexistence;"
    assert chain[0].configuration == "configs/coexistence/core1.conf"
    assert found.targets["core1"] == (chain[0].target, chain[1].target)


def test_only_the_old_routers_serve_before_the_first_wave() -> None:
    assert plan().in_service == ("leg2",)


def test_what_runs_its_configuration_already_drops_out() -> None:
    running = as_is() | {
        "core1": text("core1", "coexistence"),
        "core2": text("core2", "to-be"),
        "leg1": text("leg1", "coexistence"),
        "s0-sw1": text("s0-sw1", "to-be"),
    }
    found = plan(running=running)
    assert [number for number, _, _ in waves(found)] == [5, 6, 8, 9, 10, 11, 12]
    assert found.in_service == ("core1", "core2", "leg1", "leg2", "s0-sw1")
    assert set(found.settled) == {"core2", "s0-sw1"}
    assert {wave.number: wave.after_days for wave in found.waves if wave.after_days} == {5: 1, 8: 2}


def test_a_wave_that_is_no_longer_dark_soaks() -> None:
    first = {wave.number: wave.soak_hours for wave in plan().waves}
    assert (first[1], first[3]) == (0, 6)


def test_nothing_is_left_when_all_run_their_last_configuration() -> None:
    found = plan(running=to_be())
    assert found.waves == ()
    assert set(found.settled) == {item.hostname for item in DEVICES}


def test_a_device_that_runs_something_else_starts_with_its_first_stage() -> None:
    found = plan(running=as_is() | {"core1": "host-name core1;\nsomething else;"})
    chain = [change for wave in found.waves for change in wave.changes if change.host == "core1"]
    assert [change.stage for change in chain] == ["coexistence", "to-be"]


STAGES = {
    "as-is": "system { host-name core1; }",
    "coexistence": "system { host-name core1; } interfaces { et-0/0/2 { mtu 9192; } xe-0/0/0 { description legacy; } }",
    "to-be": "system { host-name core1; } interfaces { et-0/0/2 { mtu 9192; } }",
}


@pytest.mark.parametrize(
    ("runs", "stages"),
    [
        ("as-is", ["coexistence", "to-be"]),
        ("coexistence", ["coexistence", "to-be"]),
        ("to-be", ["to-be"]),
    ],
)
def test_a_changed_intent_never_takes_a_device_back_to_an_earlier_stage(runs: str, stages: list[str]) -> None:
    """The whole intent gets a new location; the device runs the old configuration of one of the stages."""
    new = {stage: text.replace("core1;", "core1; location building vault;", 1) for stage, text in STAGES.items()}
    device = next(item for item in DEVICES if item.hostname == "core1")
    found = build_plan(
        replace(
            inputs(devices=(device,), running={"core1": STAGES[runs]}),
            configurations={(stage, "core1"): text for stage, text in new.items()},
        ),
        JunosComparer(),
    )
    assert [change.stage for wave in found.waves for change in wave.changes] == stages


def test_the_plan_id_is_the_same_for_the_same_content_and_another_for_any_change() -> None:
    found = plan()
    assert plan().plan_id == found.plan_id
    others = {
        "running": plan(running=as_is() | {"core1": "x;"}),
        "policy": plan(rules=policy(settle_seconds=31)),
        "author": plan(author="bob"),
        "intent": build_plan(replace(inputs(), intent="1" * 64), FakeEngine()),
        "checks": build_plan(replace(inputs(), checks=("bgp",)), FakeEngine()),
        "versions": build_plan(replace(inputs(), versions={"statenet.junos": "0.1.1"}), FakeEngine()),
        "calendar": build_plan(
            replace(inputs(), calendar=inputs().calendar.model_copy(update={"lead_hours": 5})), FakeEngine()
        ),
        "configuration": build_plan(
            replace(inputs(), configurations=inputs().configurations | {("to-be", "core2"): "y;"}), FakeEngine()
        ),
    }
    assert len({found.plan_id, *(other.plan_id for other in others.values())}) == 1 + len(others)


def test_a_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    found = plan()
    path = write_plan(found, tmp_path / "plans")
    assert path.name == f"{found.plan_id}.json"
    again = read_plan(path)
    assert again == found
    assert again.plan_id == found.plan_id
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_plan_that_was_edited_is_refused(tmp_path: Path) -> None:
    path = write_plan(plan(), tmp_path)
    data = json.loads(path.read_text())
    data["waves"][0]["changes"][0]["diff"] = "- nothing to see here"
    path.write_text(json.dumps(data))
    with pytest.raises(InputError) as error:
        read_plan(path)
    assert "Remedy: somebody changed the file: make a new plan and have it approved." in str(error.value)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"plan_id": "x", "format": 2}', '{"plan_id": 1, "format": 1}'])
def test_what_is_no_plan_is_an_error_and_no_traceback(tmp_path: Path, content: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(content)
    with pytest.raises(InputError, match=r"Expected: a plan as written\. Remedy: make a new plan"):
        read_plan(path)
    with pytest.raises(InputError, match="No such file"):
        read_plan(tmp_path / "absent.json")


def test_missing_texts_are_told_all_at_once() -> None:
    basis = inputs(running={k: v for k, v in as_is().items() if k != "core2"})
    rest = {key: value for key, value in basis.configurations.items() if key != ("coexistence", "core1")}
    with pytest.raises(InputError) as error:
        build_plan(replace(basis, configurations=rest), FakeEngine())
    assert str(error.value) == (
        "2 problems found:\n"
        "  configs/coexistence/core1.conf: core1: no such file. Expected: its configuration at stage coexistence. "
        "Remedy: run the `build` verb.\n"
        "  network: core2: its running configuration could not be read. Expected: every device of the plan answers. "
        "Remedy: mend its management access and plan again."
    )


def test_a_deadline_that_cannot_be_met_is_refused_at_plan_time() -> None:
    with pytest.raises(InputError, match="policy deadline"):
        plan(rules=policy(deadline="2020-09-08"))


def test_configurations_are_only_taken_when_they_are_the_approved_ones(tmp_path: Path) -> None:
    change = plan().waves[0].changes[0]
    path = tmp_path / change.configuration
    path.parent.mkdir(parents=True)
    read = approved_text(tmp_path, canonical)
    with pytest.raises(InputError, match="No such file"):
        read(change)
    path.write_text("   " + text("core1", "coexistence").replace("\n", "\n\n  ") + "\n")
    assert "stage coexistence" in read(change)
    path.write_text(text("core1", "coexistence") + "\nset backdoor;\n")
    with pytest.raises(InputError, match="core1: it was changed after the plan was made"):
        read(change)
