"""What the operator states about hardware is used by the design, and said by ``build``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.wanted import hardware_of
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

LAB = Path(__file__).parents[3] / "inventories" / "lab" / "intent"
STATED = """\
hardware:
  - name: MX204
    source: lab report 12
    bfd_ms: 150
  - name: QFX10002-36Q
    source: Port Checker, 2020-07-14
    fast_ports: {3: [2, 4], 9: [8, 10]}
"""


def _intent(directory: Path, stated: str) -> Path:
    shutil.copytree(LAB, directory / "intent")
    (directory / "intent" / "hardware.yml").write_text(stated, encoding="utf-8")
    return directory / "intent"


def test_facts_reach_the_design(tmp_path: Path) -> None:
    boxes = hardware_of(load_intent(_intent(tmp_path, STATED)))
    assert boxes["el-reno-agg1"].bfd_ms == 150
    assert boxes["okc-spine1"].taking("100g") == ("et-0/0/3", "et-0/0/9")
    assert boxes["okc-core1"].bfd_ms == 150


def test_a_cabling_that_contradicts_them_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _intent(tmp_path, STATED)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        build(open_workspace(intent_directory=Path("intent"), artifacts=tmp_path / "out"), write=False)
    assert str(caught.value.problems[0]) == (
        "intent/datacenters.yml:8: okc-spine1 et-0/0/1: 100g on a port that takes 40g or 4x10g. Expected: 100g on "
        "et-0/0/3, et-0/0/9. Remedy: delete the line of its link in intent/allocations.yml and build again."
    )


def test_build_says_what_was_overridden(tmp_path: Path) -> None:
    directory = _intent(tmp_path, STATED[: STATED.index("  - name: QFX")])
    found = build(open_workspace(intent_directory=directory, artifacts=tmp_path / "out"))
    assert found.overridden == ("MX204 bfd_ms (lab report 12)",)
    text = (tmp_path / "out" / "configs" / "to-be" / "el-reno-agg1.conf").read_text(encoding="utf-8")
    assert "minimum-interval 150;" in text
    assert "- MX204 bfd_ms (lab report 12)" in (tmp_path / "out" / "capacity.md").read_text(encoding="utf-8")
