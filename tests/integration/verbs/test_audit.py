"""Drift, seen from the shell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints

if TYPE_CHECKING:
    from .lab import Lab

pytestmark = pytest.mark.slow


def test_drift_is_shown_with_what_and_who(network: Lab) -> None:
    clean = network.run("audit")
    assert clean.code == 0, clean.output
    assert "17 devices: 17 in line" in clean.output
    with connect(twin_endpoints(network.artifacts)("tx-core1")) as session:
        session.lock()
        session.load("set system location building elsewhere", action="set", format="set")
        assert session.commit(comment="quick fix").outcome == "committed"
    outcome = network.run("audit", "--diff")
    assert outcome.code == 0, outcome.output
    assert "17 devices: 1 drift, 16 in line" in outcome.output
    assert "building elsewhere;" in outcome.output
    found = {item["host"]: item for item in json.loads((network.artifacts / "audit.json").read_text())}
    assert found["okc-core1"]["message"] == "runs its configuration of stage as-is"
    message = "differs from stage as-is in 3 lines, last changed by netops via netconf, root via other"
    assert found["tx-core1"]["message"] == message
    assert found["tx-core1"]["diff"] == "[edit system]\n+  location {\n+      building elsewhere;\n+  }\n"
    assert found["tx-core1"]["commits"][0]["log"] == "quick fix"


def test_a_device_that_does_not_answer_is_a_failure(network: Lab) -> None:
    network.control().fault("device_down", host="el-reno-agg2")
    outcome = network.run("audit")
    assert outcome.code != 0
    assert "17 devices: 16 in line, 1 unreachable" in outcome.output
    assert "el-reno-agg2" in outcome.output
