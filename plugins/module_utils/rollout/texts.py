"""Configurations by host and digest: what was built, what was found running, and what was there before a change."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..common.errors import InputError, Problem, Source
from .digest import position_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .plan import Change

KEPT = "kept"
"""Directory, in the network's artifacts, of what devices ran just before they were changed."""


class Texts:
    """The configurations of a network's artifacts; safe to use from several threads for different hosts.

    Args:
        root: The network's artifacts.
        canonical: A configuration in the one spelling that digests are taken of.
    """

    def __init__(self, root: Path, canonical: Callable[[str], str]) -> None:
        self._root = root
        self._canonical = canonical

    def keep(self, host: str, digest: str, text: str) -> None:
        """Keep what ``host`` runs; written whole or not at all.

        Raises:
            InputError: It cannot be written: a device is not changed when there would be no way back.
        """
        path = self._path(host, digest)
        if path.exists():
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".kept")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except OSError as error:
            found = error.strerror or str(error)
            raise InputError([_problem(path, host, found, "a directory that can be written to")]) from error

    def find(self, host: str, digest: str) -> str | None:
        """The configuration of ``host`` that has the digest; None when it is nowhere."""
        candidates = [
            self._path(host, digest),
            *sorted(self._root.glob(f"configs/*/{host}.conf")),
            self._root / "running" / f"{host}.conf",
        ]
        for path in candidates:
            try:
                text = path.read_text(encoding="utf-8")
            except OSError:
                continue
            if position_of(text, (digest,), self._canonical) is not None:
                return text
        return None

    def target_of(self, change: Change) -> str:
        """The configuration that a change leads to.

        Raises:
            InputError: It is nowhere.
        """
        found = self.find(change.host, change.target)
        if found is None:
            path = self._path(change.host, change.target)
            expected = "the configuration that it ran before"
            raise InputError([_problem(path, change.host, "neither kept nor built", expected)])
        return found

    def _path(self, host: str, digest: str) -> Path:
        return self._root / KEPT / host / f"{digest[:16]}.conf"


def _problem(path: Path, host: str, found: str, expected: str) -> Problem:
    remedy = "restore the artifacts of the rollout, or go back on the device itself with `rollback` and `commit`"
    return Problem(source=Source(str(path)), subject=host, found=found, expected=expected, remedy=remedy)
