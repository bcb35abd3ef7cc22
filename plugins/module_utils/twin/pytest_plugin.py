"""Fixtures for tests that need an emulated network: a plugin of pytest.

In a ``conftest.py``::

    pytest_plugins = ["ansible_collections.statenet.junos.plugins.module_utils.twin.pytest_plugin"]

    @pytest.fixture(scope="session")
    def twin_spec(): return Path("fleet.json")          # the fleet, see docs/twin.md

A test then takes ``twin`` (a ``Control`` of a twin that runs for the whole session, healthy again after every test), or
``twin_faults(seed, count)``, which breaks what the seed says and tells what that was.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from . import process
from .control import Control

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def twin_directory(twin_spec: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Runtime directory of a twin of the fleet that the fixture ``twin_spec`` names."""
    directory = tmp_path_factory.mktemp("twin") / "run"
    process.start(directory, twin_spec)
    with ExitStack() as stack:
        stack.callback(process.stop, directory)
        yield directory


@pytest.fixture
def twin(twin_directory: Path) -> Iterator[Control]:
    """The running twin; faults that a test leaves behind are undone."""
    with Control(twin_directory) as control:
        yield control
        control.clear_faults()


@pytest.fixture
def twin_faults(twin: Control) -> Callable[..., list[dict[str, Any]]]:
    """Injects faults that a seed chooses."""

    def inject(seed: int, count: int = 1, **options: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- passed on
        return twin.random_faults(seed, count=count, **options)

    return inject
