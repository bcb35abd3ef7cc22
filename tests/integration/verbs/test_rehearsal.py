"""A rollout without a rehearsal that passed is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from .test_rollout import WAIT, stages

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow


def test_no_rollout_without_the_verdict_of_a_rehearsal_with_faults(network: Lab) -> None:
    path = network.inventory / "intent" / "rollout.yml"
    path.write_text(path.read_text().replace("{rule: optional}", "{rule: required}"))
    network.approved_plan()
    plans = network.artifacts / "plans"
    plan_id = (plans / "latest").read_text().strip()
    assert {path.name for path in plans.glob(f"{plan_id}*")} == {f"{plan_id}.{form}" for form in ("json", "md", "ics")}
    assert f"| plan_id | {plan_id} |" in (plans / f"{plan_id}.md").read_text()
    refused = network.run("rollout", *WAIT)
    assert refused.code != 0
    assert "was never rehearsed. Remedy: rehearse it with the `rehearse` verb" in refused.output
    rehearsed = network.run("rehearse")
    assert rehearsed.code == 0, rehearsed.output
    assert "8 of 8 in the first waves of 4 roles: the wave went back and healed" in rehearsed.output
    reported = network.run("report", "-e", "statenet_subject=rehearsal")
    assert reported.code == 0, reported.output
    assert re.search(r"Rehearsal of lab, plan \w{12}: pass, (\d+) of \1 waves passed, 0 s of downtime", reported.output)
    page = next(network.artifacts.glob("reports/*-rehearsal.html")).read_text()
    assert "No wave failed, and no check of a soak." in page  # the faults had a run of their own
    assert "<dt>Faults that healed</dt><dd>8 of 8</dd>" in page
    verdict = next(network.artifacts.glob("rehearsals/*/verdict.json"))
    faults = json.loads(verdict.read_text())["faults"]
    assert {fault["role"] for fault in faults} == {"core_mx", "dc_fabric", "legacy", "site_ex"}
    content = verdict.read_text()
    verdict.write_text(content.replace('"changes"', '"change"'))
    refused = network.run("rollout", *WAIT)
    assert "is not the one that the journal has" in refused.output
    assert set(stages(network).values()) == {"as-is"}
    verdict.write_text(content)
    done = network.run("rollout", *WAIT)
    assert done.code == 0, done.output
    assert set(stages(network).values()) == {"to-be"}
