"""The spec file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import read_spec, write_spec

from .fleet_files import write_fleet

if TYPE_CHECKING:
    from pathlib import Path


def test_a_spec_survives_writing_and_reading(tmp_path: Path) -> None:
    cable = {
        "a": {"host": "okc-core1", "interface": "et-0/0/2"},
        "b": {"host": "ada-agg1", "interface": "et-0/0/0"},
        "speed": "100g",
    }
    path = write_fleet(
        tmp_path,
        cabling=[cable],
        probes=[{"site": "adair-library", "host": "adair-library-sw1", "instance": "staff"}],
        anchors=[{"host": "okc-leaf1", "instance": ""}],
    )
    spec = read_spec(path)
    assert spec.devices[0].configuration == str(tmp_path / "okc-core1.conf")
    write_spec(spec, tmp_path / "again.json")
    assert read_spec(tmp_path / "again.json") == spec


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = write_fleet(
        tmp_path,
        base_port=65535,
        probes=[{"site": "x", "host": "nobody", "instance": "staff"}],
    )
    document = json.loads(path.read_text())
    document["devices"].append(document["devices"][0])
    path.write_text(json.dumps(document))
    with pytest.raises(InputError) as caught:
        read_spec(path)
    assert str(caught.value) == (
        "3 problems found:\n"
        f"  {path}: base_port: ports 65535 to 65540. "
        "Expected: ports between 1024 and 65535, or 0 for a free range.\n"
        f"  {path}: device okc-core1: listed more than once. Expected: unique host names.\n"
        f"  {path}: probes 0: 'nobody' is no device. Expected: a host of devices."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "Invalid JSON"),
        ('{"name": "x"}', "devices"),
        ('{"name": "x", "devices": []}', "at least one device"),
        ('{"name": "x", "devices": [], "color": 1}', "color"),
        ('{"name": "x", "devices": [{"hostname": "a"}]}', "devices.0.model"),
        ('{"name": "x", "clock": "sun", "devices": []}', "clock"),
    ],
)
def test_what_is_no_spec_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "spec.json"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        read_spec(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_spec(tmp_path / "none.json")
