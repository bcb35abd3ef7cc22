"""Copies of the laboratory's intent that tests may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

INVENTORIES = Path(__file__).parents[3] / "inventories"


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The intent of the laboratory in ``./intent`` of a directory of its own, so that messages name short paths."""
    shutil.copytree(INVENTORIES / "lab" / "intent", tmp_path / "intent")
    monkeypatch.chdir(tmp_path)
    return Path("intent")
