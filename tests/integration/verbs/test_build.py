"""Mistakes in the intent, seen from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .lab import Lab

TYPOS = [
    pytest.param("rollout.yml", "settle_seconds:", "settle_second:", "unknown key", id="unknown-key"),
    pytest.param("hubs.yml", "okc-core1", "okc-core9", "okc-core9", id="dangling-reference"),
    pytest.param("network.yml", "asn:", "asn: x #", "asn", id="wrong-type"),
    pytest.param("sites.csv", "courthouse,    Can", "cuorthouse,    Can", "cuorthouse", id="csv-value"),
    pytest.param("services.yml", "- {name", "- {{name", "services.yml", id="yaml-syntax"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "named"), TYPOS)
def test_a_typo_is_told_with_its_place(lab: Lab, file: str, right: str, wrong: str, named: str) -> None:
    path = lab.inventory / "intent" / file
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, wrong, 1))
    outcome = lab.run("build")
    assert outcome.code != 0
    assert f"intent/{file}:" in outcome.output
    assert named in outcome.output
    assert "Expected:" in outcome.output
    assert "Traceback" not in outcome.output


def test_building_again_writes_nothing(lab: Lab) -> None:
    outcome = lab.run("build")
    assert outcome.code == 0, outcome.output
    assert "17 devices, 40 configurations" in outcome.output
    assert "changed=0" in outcome.output
