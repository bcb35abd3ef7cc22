"""Snapshots on disk: written, read, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.health.snapshot import Snapshot
from ansible_collections.statenet.junos.plugins.module_utils.verbs.snapshots import read_snapshots, write_snapshots

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

TAKEN = (
    Snapshot(host="okc-core1", values={"core_dumps": {"": "0"}}),
    Snapshot(host="tx-core1", values={}, untold={"inventory": "tx-core1: no reply"}),
)


def test_what_is_written_is_read(workspace: Workspace) -> None:
    directory = write_snapshots(workspace, "before-visit", TAKEN)
    assert sorted(path.name for path in directory.iterdir()) == ["okc-core1.json", "tx-core1.json"]
    assert read_snapshots(workspace, "before-visit") == {item.host: item for item in TAKEN}
    write_snapshots(workspace, "before-visit", [Snapshot(host="okc-core1", values={})])
    assert read_snapshots(workspace, "before-visit")["okc-core1"].values == {}


@pytest.mark.parametrize("name", ["", "../elsewhere", ".hidden", "a/b", "a b"])
def test_a_name_that_is_none_for_a_folder(workspace: Workspace, name: str) -> None:
    with pytest.raises(InputError, match="letters, digits, dots, hyphens and underscores, a letter or digit first"):
        write_snapshots(workspace, name, TAKEN)


def test_none_of_that_name(workspace: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        read_snapshots(workspace, "never-taken")
    directory = workspace.root / "snapshots" / "never-taken"
    assert str(caught.value) == (
        f"1 problem found:\n  {directory}: snapshot: no snapshot. Expected: a snapshot as `verify` writes it. "
        "Remedy: take one with `verify` and its option snapshot, before the change."
    )


@pytest.mark.parametrize("text", ["{", "[]", '{"host": "x"}'])
def test_a_file_that_is_no_snapshot(workspace: Workspace, text: str) -> None:
    directory = write_snapshots(workspace, "damaged", TAKEN)
    (directory / "okc-core1.json").write_text(text)
    with pytest.raises(InputError) as caught:
        read_snapshots(workspace, "damaged")
    assert [str(problem.source) for problem in caught.value.problems] == [str(directory / "okc-core1.json")]
