"""Where the values of secrets come from when a verb needs them: resolved all at once, before anything is sent."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from ..common.errors import InputError, Problem, Source
from ..intent.documents import read_yaml
from ..intent.secrets import SecretSource
from ..junos.device_secrets import DeviceSecrets
from ..junos.secret_token import UNKNOWN, uses_in
from ..junos.secret_values import DummyValues, GivenValues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..junos.secret_token import SecretUse
    from ..junos.secret_values import SecretValues
    from .artifacts import Artifacts
    from .workspace import Workspace

_CRYPT = re.compile(r"\$6\$(?:rounds=[0-9]+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}")
_SHORTEST_SNMP = 8
"""RFC 3414, section 11.2; Junos refuses shorter ones."""


def network_secrets(
    workspace: Workspace, artifacts: Artifacts, *, on_twin: bool, variable: Callable[[str], object]
) -> Callable[[str], DeviceSecrets]:
    """The secrets of every device, as its built configurations refer to them.

    Args:
        workspace: Whose intent says where values are read.
        artifacts: What was built.
        on_twin: The twin plays the network: it gets made-up values, and nothing is resolved.
        variable: Value of an Ansible variable; None when there is none.

    Raises:
        InputError: Every secret that has no usable value.
    """
    uses = {host: _uses(workspace, artifacts, host) for host in artifacts.stages}
    wanted = frozenset(use for found in uses.values() for use in found if not use.name.startswith(UNKNOWN))
    values: SecretValues = DummyValues()
    if not on_twin:
        values = resolve(
            workspace.intent.network.secrets, wanted, directory=workspace.intent_directory, variable=variable
        )
    made: dict[str, DeviceSecrets] = {}

    def secrets_of(host: str) -> DeviceSecrets:
        # One per device for all its sessions: it remembers the values that only the device knows.
        return made.get(host) or made.setdefault(host, DeviceSecrets(host, values, uses.get(host, frozenset())))

    return secrets_of


def written_sources(directory: Path) -> dict[str, SecretSource]:
    """What ``network.yml`` says about secrets, whatever else is wrong with it; empty when it says nothing.

    Raises:
        InputError: The file cannot be read.
    """
    path = directory / "network.yml"
    try:
        document = read_yaml(path.read_bytes(), str(path))
    except OSError as error:
        found = error.strerror or str(error)
        problem = Problem(source=Source(str(path)), subject="secrets", found=found, expected="the network's intent")
        raise InputError([problem]) from error
    whole = document.value if isinstance(document.value, dict) else {}
    network = whole.get("network")
    written = network.get("secrets") if isinstance(network, dict) else None
    try:
        return TypeAdapter(dict[str, SecretSource]).validate_python(written or {})
    except ValidationError as error:
        problem = Problem(
            source=document.places.get(("network", "secrets"), Source(str(path))),
            subject="secrets",
            found="an entry is no source",
            expected="name: {env: VARIABLE}, {vault: variable} or {file: path}",
        )
        raise InputError([problem]) from error


def resolve(
    sources: Mapping[str, SecretSource],
    uses: Iterable[SecretUse],
    *,
    directory: Path,
    variable: Callable[[str], object],
    environment: Mapping[str, str] | None = None,
) -> GivenValues:
    """Read the values of secrets and check that each fits its uses.

    Args:
        sources: What the intent says.
        uses: What configurations refer to; nothing else is read.
        directory: Of the intent; relative files are found from there.
        variable: Value of an Ansible variable; None when there is none.
        environment: Instead of that of this process.

    Raises:
        InputError: Every secret that has no usable value, with its source and what to do.
    """
    by_name: dict[str, list[SecretUse]] = {}
    for use in sorted(uses):
        by_name.setdefault(use.name, []).append(use)
    reader = _Reader(directory, variable, os.environ if environment is None else environment)
    values: dict[str, str] = {}
    problems: list[Problem] = []
    where = Source(str(directory / "network.yml"))
    for name, found in by_name.items():
        if name not in sources:
            problems.append(_problem(where, name, "it has no source", "an entry below secrets", "add it there"))
            continue
        value, complaint = reader.read(sources[name])
        faults = [complaint] if complaint else list(_faults(value, found))
        if faults:
            place = sources[name].place
            problems += [_problem(where, name, f"{place} {what}", expected, do) for what, expected, do in faults[:1]]
        values[name] = value
    if problems:
        raise InputError(problems)
    return GivenValues(values)


class _Reader:
    """Reads values; says what is wrong in the words: found, expected, remedy."""

    def __init__(self, directory: Path, variable: Callable[[str], object], environment: Mapping[str, str]) -> None:
        self._directory = directory
        self._variable = variable
        self._environment = environment

    def read(self, source: SecretSource) -> tuple[str, tuple[str, str, str] | None]:
        if source.env:
            value = self._environment.get(source.env)
            remedy = f"export {source.env}, or attach the AWX credential that sets it"
        elif source.vault:
            given = self._variable(source.vault)
            value = None if given is None else str(given)
            remedy = f"define {source.vault}, in a file that Ansible Vault encrypts"
        else:
            return self._file(source.file or "")
        if value is None:
            return "", ("is not set", "its value", remedy)
        return value, None

    def _file(self, name: str) -> tuple[str, tuple[str, str, str] | None]:
        path = self._directory / Path(name).expanduser()
        try:
            return path.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r"), None
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            remedy = "write it, or mend its rights"
            return "", (f"cannot be read ({reason})", "a file with its value in one line", remedy)


def _faults(value: str, uses: Iterable[SecretUse]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a value; the value itself is never told."""
    if not value:
        yield "is empty", "its value", "give it one"
        return
    if not all(" " <= character <= "~" for character in value):
        yield "holds other characters than printable ASCII", "one line of printable ASCII", "choose another value"
        return
    for kind in sorted({use.kind for use in uses}):
        if kind == "password":
            if not _CRYPT.fullmatch(value):
                yield "is no SHA-512 crypt hash", "the hash of a password", "make it with: openssl passwd -6"
        elif value.startswith("$"):
            yield "begins with a dollar sign, as hashes do", "the clear text of a key", "give the key itself"
        elif kind == "snmp" and len(value) < _SHORTEST_SNMP:
            yield f"is shorter than {_SHORTEST_SNMP} characters", "a password that SNMPv3 takes", "choose a longer one"


def _uses(workspace: Workspace, artifacts: Artifacts, host: str) -> frozenset[SecretUse]:
    texts = [artifacts.configuration(stage, host) for stage in artifacts.stages[host]]
    running = workspace.running(host)
    if running.exists():
        texts.append(running.read_text(encoding="utf-8"))
    return uses_in(texts)


def _problem(where: Source, name: str, found: str, expected: str, remedy: str) -> Problem:
    return Problem(source=where, subject=f"secrets.{name}", found=found, expected=expected, remedy=remedy)
