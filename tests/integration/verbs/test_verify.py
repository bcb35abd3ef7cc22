"""``verify`` as an operator types it: everything, some checks, before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.health.catalogue import CHECKS

if TYPE_CHECKING:
    from .lab import Lab, Outcome

pytestmark = pytest.mark.slow


def red(outcome: Outcome) -> list[str]:
    """What is told about the devices that are not healthy, one check each."""
    lines = [line.partition("Action failed: ")[2] for line in outcome.output.splitlines() if "Action failed: " in line]
    return [told.strip() for line in lines for told in line.split(";")]


def cable(lab: Lab) -> dict[str, str]:
    """The cable between the old routers."""
    network = json.loads((lab.artifacts / "network.json").read_text())
    for item in network["cabling"]:
        if {item["a"]["host"], item["b"]["host"]} == {"legacy-okc", "legacy-el-reno"}:
            return {"host": item["a"]["host"], "interface": item["a"]["interface"]}
    raise AssertionError


def test_all_checks_then_the_difference_that_a_cut_makes(network: Lab) -> None:
    healthy = network.run("verify", "-e", "statenet_snapshot=before-visit")
    assert healthy.code == 0, healthy.output
    assert "17 of 17 devices are healthy" in healthy.output
    assert len(list((network.artifacts / "snapshots" / "before-visit").iterdir())) == 17
    again = network.run("verify", "-e", "statenet_before=before-visit")
    assert again.code == 0, again.output

    network.control().fault("link_down", **cable(network))
    sick = network.run("verify", "-e", "statenet_before=before-visit", "--limit", "legacy-okc")
    assert sick.code == 2
    checks = {line.partition(":")[0] for line in red(sick)}
    assert {"interfaces", "lldp", "isis_adjacency", "ports_as_before"} <= checks
    port = cable(network)["interface"]
    assert any(line == f"ports_as_before: Port {port} - Expected: up as before Actual: up/down" for line in red(sick))

    chosen = network.run("verify", "-e", "statenet_checks=lldp", "--limit", "legacy-okc")
    assert {line.partition(":")[0] for line in red(chosen)} == {"lldp"}
    graver = network.run("verify", "-e", "statenet_severity=critical", "--limit", "legacy-okc")
    found = {line.partition(":")[0] for line in red(graver)}
    assert found
    assert found <= {check.id for check in CHECKS if check.severity == "critical"}


def test_what_does_not_exist_is_refused(network: Lab) -> None:
    name = network.run("verify", "-e", "statenet_checks=nonsense")
    assert name.code == 2
    told = "verify: checks: nonsense. Expected: the name of a health check, or a pattern of names: arp, bfd,"
    assert told in name.output
    missing = network.run("verify", "-e", "statenet_before=never-taken")
    assert missing.code == 2
    assert "snapshot: no snapshot. Expected: a snapshot as `verify` writes it." in missing.output
    folder = network.run("verify", "-e", "statenet_snapshot=../elsewhere")
    assert folder.code == 2
    assert "letters, digits, dots, hyphens and underscores, a letter or digit first" in folder.output
