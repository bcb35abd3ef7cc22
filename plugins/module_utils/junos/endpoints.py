"""The endpoint of a host, from its variables: the real device, or its double on the twin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..common.errors import InputError, Problem, Source
from .endpoint import Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

TWIN_STATE = "twin.json"
"""What a running twin writes into its directory: what it serves, and how to get in."""


def resolve_endpoint(variables: Mapping[str, Any]) -> Endpoint:
    """The NETCONF server that stands for a host.

    ``statenet_target`` is ``live`` (the default: ``ansible_host``, ``ansible_port``, ``ansible_user``,
    ``ansible_ssh_private_key_file``, ``ansible_password``, ``statenet_known_hosts``) or ``twin`` (the state file of the
    running twin, see ``twin_directory``).

    Raises:
        InputError: Variables that are missing or wrong, or no twin that runs.
    """
    name = str(variables.get("inventory_hostname", ""))
    target = variables.get("statenet_target", "live")
    if target == "live":
        return _live(name, variables)
    if target == "twin":
        return _twin(name, variables)
    raise InputError([_problem(name, f"statenet_target is {target!r}", "live or twin")])


def _live(name: str, variables: Mapping[str, Any]) -> Endpoint:
    problems = []
    port = variables.get("ansible_port") or 830
    if not str(port).isdigit() or not 1 <= int(port) <= 65535:
        problems.append(_problem(name, f"ansible_port is {port!r}", "a TCP port, 830 for NETCONF"))
    if not variables.get("ansible_user"):
        problems.append(_problem(name, "ansible_user is not set", "the account to log in with"))
    key = variables.get("ansible_ssh_private_key_file")
    key_file = Path(str(key)).expanduser() if key else None
    if key_file is not None and not key_file.is_file():
        found = f"ansible_ssh_private_key_file {key_file} is not there"
        problems.append(_problem(name, found, "a private key, ed25519 for speed"))
    if problems:
        raise InputError(problems)
    known = variables.get("statenet_known_hosts")
    password = variables.get("ansible_password")
    return Endpoint(
        name=name,
        address=str(variables.get("ansible_host") or name),
        tcp_port=int(port),
        username=str(variables["ansible_user"]),
        key_file=key_file,
        password=str(password) if password else None,
        known_hosts=Path(str(known)).expanduser() if known else None,
        model=str(variables.get("statenet_model", "")),
    )


def twin_directory(variables: Mapping[str, Any]) -> Path:
    """Where the twin of a host's network runs: ``twin`` in its artifacts.

    The artifacts are ``statenet_artifacts``; ``artifacts/<statenet_network>`` in the present directory when unset.
    """
    default = Path("artifacts") / str(variables.get("statenet_network") or "")
    return Path(str(variables.get("statenet_artifacts") or default)).absolute() / "twin"


def read_twin_state(directory: Path) -> dict[str, Any]:
    """What the twin that runs in ``directory`` serves.

    Raises:
        InputError: None runs, or its file cannot be read.
    """
    path = directory / TWIN_STATE
    expected = "the state file of a running twin"
    remedy = "start it: ansible-playbook statenet.junos.twin with this inventory"
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        found = "no twin runs here"
    except (OSError, ValueError) as error:
        found = f"cannot be read: {error}"
    else:
        missing = [key for key in ("devices", "user", "key_file") if not isinstance(state, dict) or key not in state]
        if not missing:
            return dict(state)
        found = f"lacks {', '.join(missing)}"
    problem = Problem(source=Source(str(path)), subject="the twin", found=found, expected=expected, remedy=remedy)
    raise InputError([problem])


def _twin(name: str, variables: Mapping[str, Any]) -> Endpoint:
    directory = twin_directory(variables)
    state = read_twin_state(directory)
    port = state["devices"].get(name)
    if port is None:
        problem = Problem(
            source=Source(str(directory / TWIN_STATE)),
            subject=f"host {name}",
            found="the running twin does not have this device",
            expected="every host of the inventory",
            remedy="stop the twin and start it again from the present inventory",
        )
        raise InputError([problem])
    return Endpoint(
        name=name,
        address=str(state.get("address", "127.0.0.1")),
        tcp_port=int(port),
        username=str(state["user"]),
        key_file=Path(str(state["key_file"])),
        target="twin",
        model=str(variables.get("statenet_model", "")),
    )


def _problem(name: str, found: str, expected: str) -> Problem:
    return Problem(source=Source("inventory"), subject=f"host {name}", found=found, expected=expected)
