"""Kea's own look at a configuration: ``kea-dhcp4 -t``, where the server is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..common.errors import InputError, Problem, Source

PROGRAM = "kea-dhcp4"
_PLACES = ("/usr/sbin", "/usr/local/sbin", "/sbin")
"""Where servers live that are not on the search path of people."""
_SECONDS = 60


def find_kea() -> str | None:
    """The program; None where Kea is not installed."""
    return shutil.which(PROGRAM, path=os.pathsep.join((os.environ.get("PATH", ""), *_PLACES)))


def check_with_kea(program: str, text: str, *, path: Path) -> None:
    """Let Kea judge a configuration; nothing is started, and what runs is left alone.

    Args:
        program: From ``find_kea``.
        text: The configuration.
        path: Where it is, or would be, written; for the error.

    Raises:
        InputError: Kea refuses it, with Kea's words.
    """
    with tempfile.TemporaryDirectory(prefix="statenet-kea-") as directory:
        file = Path(directory) / path.name
        file.write_text(text, encoding="utf-8")
        environment = {**os.environ, "KEA_PIDFILE_DIR": directory, "KEA_LOCKFILE_DIR": directory}
        found = subprocess.run(  # noqa: S603  # the server's own program, told to test
            [program, "-t", str(file)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            env=environment,
        )
        said = [line.replace(str(file), path.name) for line in (found.stdout + found.stderr).splitlines()]
    if found.returncode:
        problem = Problem(
            source=Source(str(path)),
            subject="Kea",
            found=_reason(said) or f"{PROGRAM} -t ended with {found.returncode}",
            expected="a configuration that Kea accepts",
            remedy="report it: this file is generated",
        )
        raise InputError([problem])


def _reason(said: list[str]) -> str:
    errors = [line for line in said if "ERROR" in line or line.startswith("Error")]
    return (errors or said or [""])[-1].strip().rstrip(".")
