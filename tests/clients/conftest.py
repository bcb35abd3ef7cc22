"""One twin for each module of tests, and what a client needs to come in.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .network import write_network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from ansible_collections.statenet.junos.plugins.module_utils.twin import process

    made = tmp_path_factory.mktemp("clients")
    process.start(made / "run", write_network(made))
    try:
        yield made / "run"
    finally:
        process.stop(made / "run")


@pytest.fixture(scope="module")
def twin(directory: Path) -> TwinStatus:
    from ansible_collections.statenet.junos.plugins.module_utils.twin import process

    found = process.status(directory)
    assert found is not None
    return found


@pytest.fixture
def control(directory: Path) -> Iterator[Control]:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

    with Control(directory) as found:
        yield found
        found.clear_faults()
