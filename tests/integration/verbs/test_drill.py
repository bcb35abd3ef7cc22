"""Failures on the twin of the lab, seen from the shell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow


def wanted(*names: str) -> tuple[str, str]:
    """Arguments that choose scenarios."""
    return "-e", json.dumps({"statenet_scenarios": list(names)})


def test_only_the_site_with_one_path_suffers(lab: Lab) -> None:
    outcome = lab.run("drill")
    assert outcome.code == 0, outcome.output
    assert (
        "router el-reno-agg1: 1 site loses services (canadian-calumet-library): only sites with one path"
        in outcome.output
    )
    assert "0 broke the guarantee" in outcome.output
    found = {item["scenario"]: item for item in json.loads((lab.artifacts / "drill.json").read_text())}
    assert found["datacenter okc"]["lost"] == []
    assert {item["site"] for item in found["router el-reno-agg1"]["lost"]} == {"canadian-calumet-library"}
    assert not (lab.artifacts / "drill").exists()


def test_a_broken_guarantee_fails_and_names_who_suffers(lab: Lab) -> None:
    """Without its second uplink, a site that is meant to have two paths depends on one router."""
    path = lab.artifacts / "configs" / "to-be" / "canadian-el-reno-courthouse-sw1.conf"
    text = path.read_text()
    assert "xe-1/2/0 {" in text
    path.write_text(text.replace("xe-1/2/0 {", "xe-1/2/0 {\n        disable;", 1))
    outcome = lab.run("drill", *wanted("router el-reno-agg1"))
    assert outcome.code != 0
    assert "services (canadian-el-reno-courthouse): GUARANTEE BROKEN" in outcome.output


def test_a_scenario_that_does_not_exist_is_told_with_those_that_do(lab: Lab) -> None:
    outcome = lab.run("drill", *wanted("router okc-core9"))
    assert outcome.code != 0
    assert "drill: scenario router okc-core9: no such scenario. Expected: datacenter, datacenter okc," in outcome.output
