"""The SSH keys of a twin, made when it starts: one host key for all devices, one key for the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncssh

if TYPE_CHECKING:
    from pathlib import Path

USER = "netops"
USER_KEY = "id_ed25519"
HOST_KEY = "host_ed25519"
KNOWN_HOSTS = "known_hosts"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """Keys in memory and where the user's is kept.

    Attributes:
        user: Who may log in.
        host_key: Private host key of every device.
        user_key: Public key of that user, as it comes over the wire.
        user_key_file: The user's private key, for the clients.
        host_key_line: Type and public host key, as in ``known_hosts``.
    """

    user: str
    host_key: asyncssh.SSHKey
    user_key: bytes
    user_key_file: Path
    host_key_line: str


def make_keys(directory: Path) -> KeyRing:
    """Make both keys in ``directory``, readable for their owner alone."""
    host = asyncssh.generate_private_key("ssh-ed25519", comment="statenet twin")
    user = asyncssh.generate_private_key("ssh-ed25519", comment=USER)
    for name, key in ((HOST_KEY, host), (USER_KEY, user)):
        path = directory / name
        path.touch(mode=0o600)
        path.write_bytes(key.export_private_key())
    line = " ".join(host.export_public_key().decode().split()[:2])
    return KeyRing(
        user=USER,
        host_key=host,
        user_key=user.public_data,
        user_key_file=directory / USER_KEY,
        host_key_line=line,
    )


def write_known_hosts(directory: Path, keys: KeyRing, ports: list[int], *, address: str) -> Path:
    """List the host key for every port of ``address``."""
    path = directory / KNOWN_HOSTS
    path.write_text("".join(f"[{address}]:{port} {keys.host_key_line}\n" for port in ports), encoding="ascii")
    return path
