"""A twin of two devices, and actions as Ansible runs them.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read, and packages
that were imported before cannot be found through it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

START = "2020-10-01T12:00:00+00:00"
DEVICES = {"okc-core1": ("MX480", "junos"), "adair-library-sw1": ("EX3400-24P", "junos-ex")}
CALENDAR = """calendar:
  timezone: America/Chicago
  valid_until: 2021-01-01
  freezes:
    - {kind: election, name: Presidential election, every: 4, anchor: 2020, days_before: 7, days_after: 7}
"""


@pytest.fixture(scope="module")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Directory with a running twin; its clock is virtual."""
    from ansible_collections.statenet.junos.plugins.module_utils.twin import process

    directory = tmp_path_factory.mktemp("artifacts")
    for name in DEVICES:
        (directory / f"{name}.conf").write_text(f"system {{\n    host-name {name};\n}}\n")
    devices = [
        {"hostname": name, "model": model, "family": family, "configuration": f"{name}.conf"}
        for name, (model, family) in DEVICES.items()
    ]
    spec = directory / "spec.json"
    spec.write_text(json.dumps({"name": "device-tests", "start": START, "devices": devices}))
    process.start(directory / "twin", spec)
    try:
        yield directory
    finally:
        process.stop(directory / "twin")


@pytest.fixture
def control(artifacts: Path) -> Iterator[Control]:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

    with Control(artifacts / "twin") as found:
        yield found
        found.clear_faults()


@pytest.fixture
def variables(artifacts: Path) -> dict[str, Any]:
    return {"inventory_hostname": "okc-core1", "statenet_target": "twin", "statenet_artifacts": str(artifacts)}


@pytest.fixture
def endpoint(variables: dict[str, Any]) -> Endpoint:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoints import resolve_endpoint

    return resolve_endpoint(variables)


@pytest.fixture
def intent(tmp_path: Path) -> Path:
    """An intent directory with nothing but a calendar."""
    directory = tmp_path / "intent"
    directory.mkdir()
    (directory / "calendar.yml").write_text(CALENDAR)
    return directory


@pytest.fixture
def act(variables: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Run an action: its name, then ``check`` and ``diff`` as on the command line, ``extra`` variables, arguments."""
    from importlib import import_module

    from ansible.parsing.dataloader import DataLoader
    from ansible.template import Templar

    def run(
        action: str, *, check: bool = False, diff: bool = False, extra: dict[str, Any] | None = None, **arguments: Any
    ) -> dict[str, Any]:
        module = import_module(f"ansible_collections.statenet.junos.plugins.action.{action}")
        task = MagicMock(args=arguments, check_mode=check, diff=diff, async_val=0, action=f"statenet.junos.{action}")
        loader = DataLoader()
        plugin = module.ActionModule(
            task=task,
            connection=MagicMock(),
            play_context=MagicMock(),
            loader=loader,
            templar=Templar(loader=loader, variables={}),
            shared_loader_obj=None,
        )
        return dict(plugin.run(task_vars={**variables, **(extra or {})}))

    return run
