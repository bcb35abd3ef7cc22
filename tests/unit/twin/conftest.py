"""A running twin of five models, shared by the tests of a module.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read, and packages
that were imported before cannot be found through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .fleet_files import write_fleet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control


@pytest.fixture(scope="module")
def twin_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from ansible_collections.statenet.junos.plugins.module_utils.twin import process

    directory = tmp_path_factory.mktemp("twin")
    process.start(directory / "run", write_fleet(directory))
    try:
        yield directory / "run"
    finally:
        process.stop(directory / "run")


@pytest.fixture
def control(twin_directory: Path) -> Iterator[Control]:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

    with Control(twin_directory) as found:
        yield found
        found.clear_faults()
