"""Where in the files each value of the intent stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Key = str | int
FILES = (
    "network.yml",
    "regions.yml",
    "counties.csv",
    "services.yml",
    "site_types.yml",
    "core.yml",
    "hubs.yml",
    "datacenters.yml",
    "sites.csv",
    "legacy.yml",
    "calendar.yml",
    "rollout.yml",
)
"""What people write. ``allocations.yml`` stands beside them, but is written by the design."""
OPTIONAL_FILES = ("replication.yml", "hardware.yml", "capacity.yml", "bootstrap.yml", "serials.csv")
"""What they may write besides: without it, the collection's own facts and values count."""


class SourceMap:
    """Places of the values of an intent, by their path in ``models.Intent``.

    Args:
        places: Path, such as ``("sites", 3, "hub")``, to where the value begins.
        default: What stands in for a path of which not even the first part is known.
    """

    def __init__(self, places: Mapping[tuple[Key, ...], Source], default: Source) -> None:
        self._places = places
        self._default = default

    def at(self, *path: Key) -> Source:
        """Place of the value, or of the nearest thing around it when it is not written down (a default)."""
        for length in range(len(path), 0, -1):
            place = self._places.get(path[:length])
            if place:
                return place
        return self._default


def read_sources(directory: Path) -> dict[str, bytes]:
    """Content of every file of the intent, by file name.

    Raises:
        InputError: The directory or files in it are missing or cannot be read.
    """
    contents, problems = read_files(directory)
    if problems:
        raise InputError(problems)
    return contents


def read_files(directory: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """What can be read of the intent, and a problem for each file that cannot."""
    if not directory.is_dir():
        return {}, [
            Problem(
                source=Source(str(directory)),
                subject="intent",
                found="there is no such directory" if not directory.exists() else "it is not a directory",
                expected=f"a directory with {', '.join(FILES)}",
                remedy="name the directory of the intent, such as inventories/lab/intent",
            )
        ]
    contents: dict[str, bytes] = {}
    problems = []
    for name in (*FILES, *OPTIONAL_FILES):
        try:
            contents[name] = (directory / name).read_bytes()
        except FileNotFoundError:
            # An optional file under a wrong name would be left out without a word.
            if name in FILES or _similar(directory, name):
                problems.append(_missing(directory, name))
        except OSError as error:
            found = f"it cannot be read ({(error.strerror or 'error').lower()})"
            problems.append(
                Problem(
                    source=Source(str(directory / name)), subject="intent", found=found, expected="a readable file"
                )
            )
    return contents, problems


def _similar(directory: Path, name: str) -> list[str]:
    stem = name.partition(".")[0]
    return sorted(path.name for path in directory.iterdir() if path.stem == stem)


def _missing(directory: Path, name: str) -> Problem:
    similar = _similar(directory, name)
    return Problem(
        source=Source(str(directory / name)),
        subject="intent",
        found="the file is missing",
        expected=f"a file {name}",
        remedy=f"rename {similar[0]} to {name}" if similar else f"write it after inventories/lab/intent/{name}",
    )
