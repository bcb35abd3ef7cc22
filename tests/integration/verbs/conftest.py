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


@pytest.fixture(scope="session")
def approved(built: Lab, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The same with a plan that was made on the running network and approved; its twin is stopped."""
    own = copied(built, tmp_path_factory.mktemp("approved"))
    try:
        approval = ("approve", "-e", "statenet_plan_id=latest", "-e", "statenet_approver=dana")
        for step in (("twin",), ("plan",), approval):
            outcome = own.run(*step)
            assert outcome.code == 0, outcome.output
    finally:
        own.stop_twin()
    return own


@pytest.fixture
def lab(built: Lab, tmp_path: Path) -> Iterator[Lab]:
    """A lab network of the test's own, built; its twin is stopped in the end."""
    own = copied(built, tmp_path)
    yield own
    own.stop_twin()


@pytest.fixture
def network(approved: Lab, tmp_path: Path) -> Iterator[Lab]:
    """A network of the test's own with an approved plan, and the twin up, as the network is before the rollout."""
    own = copied(approved, tmp_path)
    own.start_twin()
    yield own
    own.stop_twin()


def copied(lab: Lab, directory: Path) -> Lab:
    """A copy to work on."""
    from .lab import Lab

    own = Lab(directory / "lab", directory / "artifacts")
    shutil.copytree(lab.inventory, own.inventory)
    shutil.copytree(lab.artifacts, own.artifacts)
    return own
