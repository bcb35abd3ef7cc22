"""``build``: what it writes, that it does so once, and what it removes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

SITE = "canadian-calumet-library"


def files(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(workspace.root.rglob("*")) if path.is_file()}


def without_site(workspace: Workspace) -> Workspace:
    """The same with a site less in the intent."""
    path = workspace.intent_directory / "sites.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if SITE not in line))
    return open_workspace(intent_directory=workspace.intent_directory, artifacts=workspace.root)


def test_the_second_build_writes_nothing(workspace: Workspace) -> None:
    before = files(workspace)
    found = build(workspace)
    assert (found.devices, found.configurations, found.written, found.allocated) == (17, 40, (), False)
    assert files(workspace) == before


def test_what_was_lost_or_changed_is_written_again(workspace: Workspace) -> None:
    before = files(workspace)
    lost, changed = workspace.config("to-be", "okc-core1"), workspace.model("as-is", "tx-core1")
    lost.unlink()
    changed.write_text("something else")
    assert set(build(workspace).written) == {lost, changed}
    assert files(workspace) == before


def test_files_of_a_device_that_is_gone_are_removed(workspace: Workspace) -> None:
    smaller = without_site(workspace)
    found = build(smaller)
    host = f"{SITE}-sw1"
    kinds, stages = (smaller.model, smaller.config), ("as-is", "coexistence", "to-be")
    gone = {path(stage, host) for path in kinds for stage in stages}
    assert gone < set(found.written)
    assert not any(path.exists() for path in gone)
    assert found.devices == 16
    assert build(smaller).written == ()


def test_without_writing_it_only_tells(workspace: Workspace) -> None:
    smaller = without_site(workspace)
    before = files(workspace)
    told = build(smaller, write=False)
    assert files(workspace) == before
    assert set(told.written) == set(build(smaller).written)


def test_new_numbers_go_to_the_intent(workspace: Workspace) -> None:
    path = workspace.intent_directory / "allocations.yml"
    kept = path.read_text()
    path.unlink()
    assert build(workspace, write=False).allocated
    assert not path.exists()
    found = build(workspace)
    assert found.allocated
    assert found.written == (path,)
    assert path.read_text() == kept


def test_an_unusable_allocation_stops_the_build_and_writes_nothing(workspace: Workspace) -> None:
    path = workspace.intent_directory / "allocations.yml"
    path.write_text(path.read_text().replace("service_slots: 16", "service_slots: sixteen"))
    before = files(workspace)
    with pytest.raises(InputError, match=r"allocations\.yml:\d+: "):
        build(workspace)
    assert files(workspace) == before
