"""Snapshots of the network under a name: what every device measured, to hold it to that later."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from ..health.snapshot import Snapshot
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


def snapshot_directory(workspace: Workspace, name: str) -> Path:
    """Where the snapshot of a name lies.

    Raises:
        InputError: The name is none for a folder.
    """
    if not _NAME.match(name):
        expected = "letters, digits, dots, hyphens and underscores, a letter or digit first"
        raise InputError([Problem(source=Source("verify"), subject="snapshot", found=name, expected=expected)])
    return workspace.root / "snapshots" / name


def write_snapshots(workspace: Workspace, name: str, snapshots: Iterable[Snapshot]) -> Path:
    """Write one file per device; an older snapshot of the same device and name is replaced.

    Raises:
        InputError: The name is none for a folder.
    """
    directory = snapshot_directory(workspace, name)
    directory.mkdir(parents=True, exist_ok=True)
    for snapshot in snapshots:
        text = json.dumps(snapshot.as_dict(), indent=1, sort_keys=True) + "\n"
        write_if_changed(directory / f"{snapshot.host}.json", text)
    return directory


def read_snapshots(workspace: Workspace, name: str) -> dict[str, Snapshot]:
    """The snapshot of a name, by host.

    Raises:
        InputError: There is none, or a file of it cannot be read.
    """
    directory = snapshot_directory(workspace, name)
    found, problems = {}, []
    for path in sorted(directory.glob("*.json")):
        try:
            found[path.stem] = Snapshot.from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            problems.append(_problem(path, str(error).splitlines()[0]))
    if not found and not problems:
        problems.append(_problem(directory, "no snapshot"))
    if problems:
        raise InputError(problems)
    return found


def _problem(path: Path, found: str) -> Problem:
    return Problem(
        source=Source(str(path)), subject="snapshot", found=found, expected="a snapshot as `verify` writes it",
        remedy="take one with `verify` and its option snapshot, before the change",
    )
