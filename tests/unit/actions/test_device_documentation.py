"""What the modules for one device document is what their actions take."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
import yaml

COLLECTION = "ansible_collections.statenet.junos.plugins"
NAMES = ("config", "rpc", "facts")


def documented(name: str) -> dict[str, Any]:
    text = import_module(f"{COLLECTION}.modules.{name}").DOCUMENTATION
    options = yaml.safe_load(text)["options"]
    kept = ("type", "elements", "choices", "default", "required")
    return {option: {key: value for key, value in spec.items() if key in kept} for option, spec in options.items()}


@pytest.mark.parametrize("name", NAMES)
def test_options(name: str) -> None:
    assert documented(name) == import_module(f"{COLLECTION}.action.{name}").ActionModule.SPEC


@pytest.mark.parametrize("name", NAMES)
def test_examples_and_returns_are_yaml(name: str) -> None:
    module = import_module(f"{COLLECTION}.modules.{name}")
    used = {key for task in yaml.safe_load(module.EXAMPLES) for key in task}
    assert f"statenet.junos.{name}" in used
    assert all("description" in value for value in yaml.safe_load(module.RETURN).values())
