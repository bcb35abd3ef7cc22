"""Where a device is reached, with which account, and how long to wait for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Target = Literal["live", "twin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One NETCONF server.

    Attributes:
        name: The device in the inventory; every message names it.
        address: DNS name or IPv4 address (PyEZ takes no bare IPv6 address).
        username: Account on the device.
        key_file: Private key; ed25519 or ECDSA, as RSA costs paramiko 100 ms and more per session.
        password: Only when there is no key.
        known_hosts: File of known host keys; None for the user's own. Not looked at on the twin.
        target: On ``live`` devices the host key is verified always; the twin is a process of ours on loopback.
        model: Hardware, when it is known beforehand.
    """

    name: str
    address: str
    tcp_port: int = 830
    username: str
    key_file: Path | None = None
    password: str | None = field(default=None, repr=False)
    known_hosts: Path | None = None
    target: Target = "live"
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds of wall time to wait, by kind of request.

    A commit on two routing engines takes minutes on a full MX: one limit for everything kills it half way.
    """

    connect: float = 30.0
    read: float = 60.0
    load: float = 120.0
    check: float = 300.0
    commit: float = 600.0
    close: float = 10.0
