"""The verbs on the lab network, which a twin plays.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read, and packages
that were imported before cannot be found through it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .lab import Lab


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A lab network that was built, not to be changed."""
    from .lab import REPOSITORY, Lab

    root = tmp_path_factory.mktemp("built")
    shutil.copytree(REPOSITORY / "inventories" / "lab", root / "lab")
    lab = Lab(root / "lab", root / "artifacts")
    outcome = lab.run("build")
    assert outcome.code == 0, outcome.output
    return lab


@pytest.fixture
def lab(built: Lab, tmp_path: Path) -> Iterator[Lab]:
    """A lab network of the test's own, built; its twin is stopped in the end."""
    from .lab import Lab

    own = Lab(tmp_path / "lab", tmp_path / "artifacts")
    shutil.copytree(built.inventory, own.inventory)
    shutil.copytree(built.artifacts, own.artifacts)
    yield own
    own.run("twin", "-e", "statenet_twin=stopped")


@pytest.fixture
def network(lab: Lab) -> Lab:
    """The same with the twin up, as the network is before the rollout."""
    outcome = lab.run("twin")
    assert outcome.code == 0, outcome.output
    return lab
