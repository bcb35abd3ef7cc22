"""Where things are, and how files are written."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import (
    ArtifactMissing,
    open_workspace,
    read_json,
    write_if_changed,
)

from .conftest import LAB

if TYPE_CHECKING:
    from pathlib import Path


def test_paths_are_below_the_network_s_own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = open_workspace(intent_directory=LAB)
    root = tmp_path / "artifacts" / "lab"
    assert found.root == root
    assert found.network == root / "network.json"
    assert found.plans == root / "plans"
    assert found.twin == root / "twin"
    assert found.summary == root / "summary.json"
    assert found.rehearsals == root / "rehearsals"
    assert found.journal == f"sqlite:///{root}/journal.sqlite"
    assert found.running("sw1") == root / "running" / "sw1.conf"
    assert found.model("to-be", "sw1") == root / "models" / "to-be" / "sw1.yml"
    assert found.config("as-is", "sw1") == root / "configs" / "as-is" / "sw1.conf"


def test_both_directories_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LAB.parent)
    found = open_workspace(intent_directory=LAB.relative_to(LAB.parent), artifacts=tmp_path)
    assert found.intent_directory == LAB
    assert found.root == tmp_path


def test_an_intent_that_is_not_valid_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_workspace(intent_directory=tmp_path)
    assert len(caught.value.problems) > 1


def test_a_file_is_written_only_when_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    assert write_if_changed(path, "one\n")
    before = path.stat()
    assert not write_if_changed(path, "one\n")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert write_if_changed(path, "two\n")
    assert path.read_text() == "two\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [entry.name for entry in path.parent.iterdir()] == ["file.txt"]


def test_a_missing_artifact_names_the_verb_that_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "network.json"
    with pytest.raises(ArtifactMissing) as caught:
        read_json(path, verb="build")
    expected = f"{path} does not exist. Run `ansible-playbook statenet.junos.build` with this inventory first."
    assert str(caught.value) == expected
