"""The lab, built once in this process; tests that change it work on a copy.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read, and packages
that were imported before cannot be found through it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

LAB = Path(__file__).parents[3] / "inventories" / "lab" / "intent"


def opened(root: Path) -> Workspace:
    """The workspace in a directory of these tests."""
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

    return open_workspace(intent_directory=root / "intent", artifacts=root / "artifacts")


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory with the intent of the lab and its artifacts, not to be changed."""
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build

    root = tmp_path_factory.mktemp("pristine")
    shutil.copytree(LAB, root / "intent")
    build(opened(root))
    return root


@pytest.fixture
def built(pristine: Path) -> Workspace:
    """The built lab, for tests that only read."""
    return opened(pristine)


@pytest.fixture
def workspace(pristine: Path, tmp_path: Path) -> Workspace:
    """A built lab of the test's own."""
    shutil.copytree(pristine, tmp_path / "lab")
    return opened(tmp_path / "lab")


@pytest.fixture
def artifacts(built: Workspace) -> Artifacts:
    """What was built."""
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts

    return Artifacts(built)
