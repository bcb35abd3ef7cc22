"""The management plane of the network (``network.yml``, ``management``): servers, accounts, and how they are used.

Only servers and the automation's key have to be given; everything else has a default or stays unconfigured.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Address, Name, Record, Text
from .secrets import SecretName  # noqa: TC001 - pydantic reads it

Servers = Annotated[tuple[Address, ...], Field(min_length=1)]
Algorithm = Annotated[str, Field(pattern=r"^[a-z0-9@.-]+$", description="the name of an algorithm of OpenSSH")]


class NetconfUser(Record):
    """An account that logs in with a key, such as the automation's; the key is public, no secret is in the intent."""

    name: Name
    ssh_public_key: Annotated[
        str,
        Field(
            pattern=r"^(ssh-ed25519|ecdsa-sha2-nistp256) [A-Za-z0-9+/=]+( .*)?$",
            description="a public key that begins with ssh-ed25519 or ecdsa-sha2-nistp256",
        ),
    ]
    login_class: Literal["AUTOMATION", "NETENG", "NOC-RO"] = "AUTOMATION"


class Breakglass(Record):
    """The account for the day on which nothing else works: local, with a password that is kept in a safe."""

    name: Name = "breakglass"
    password: SecretName = "breakglass-password"  # noqa: S105 - a name


class Tacacs(Record):
    """TACACS+ servers, asked in this order; they decide about every login except those with a key.

    Attributes:
        timeout: Seconds until the next one is asked, and local passwords after the last.
    """

    servers: Servers
    secret: SecretName = "tacacs-key"  # noqa: S105 - a name
    timeout: Annotated[int, Field(ge=1, le=90)] = 3


class Radius(Record):
    """RADIUS servers for logins, where there is no TACACS+ or after it."""

    servers: Servers
    secret: SecretName = "radius-secret"  # noqa: S105 - a name
    timeout: Annotated[int, Field(ge=1, le=1000)] = 3
    retry: Annotated[int, Field(ge=1, le=100)] = 3


class NtpKey(Record):
    """The key that time servers prove themselves with."""

    number: Annotated[int, Field(ge=1, le=65534)] = 1
    type: Literal["sha256", "sha1", "md5"] = "sha256"
    secret: SecretName = "ntp-key"  # noqa: S105 - a name


class Snmp(Record):
    """SNMPv3 for the monitoring: one user that reads, authenticated with SHA and encrypted with AES-128.

    Attributes:
        targets: Get the notifications (traps).
    """

    contact: Text
    targets: Servers
    user: Name = "nms"
    authentication_password: SecretName = "snmp-auth-password"  # noqa: S105 - a name
    privacy_password: SecretName = "snmp-priv-password"  # noqa: S105 - a name


class Archive(Record):
    """Where devices copy their configuration to after each commit; the host name is appended.

    Not the switches of sites: Junos copies through the out-of-band port's instance or the main one only.
    """

    url: Annotated[
        str, Field(pattern=r"^(scp|sftp|ftp)://[^\s\"]+[^/\s\"]$", description="scp://user@server/directory")
    ]
    password: SecretName | None = None


class Telemetry(Record):
    """Streaming telemetry over gRPC with TLS, on the out-of-band port of routers and fabric switches.

    Attributes:
        certificate: Name of a certificate that is on every device already: a rollout brings none.
    """

    certificate: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="the name of a certificate on the devices")
    ]
    tcp_port: Annotated[int, Field(ge=1, le=65535)] = 32767
    max_connections: Annotated[int, Field(ge=1, le=30)] = 8


class Ssh(Record):
    """What SSH offers: nothing weaker than what OpenSSH itself offers by default.

    Every client must have one of each, the automation's included: a list that it lacks locks it out.
    """

    ciphers: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = (
        "aes256-gcm@openssh.com",
        "aes256-ctr",
        "chacha20-poly1305@openssh.com",
    )
    macs: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = (
        "hmac-sha2-256-etm@openssh.com",
        "hmac-sha2-512-etm@openssh.com",
        "hmac-sha2-256",
    )
    key_exchange: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = (
        "curve25519-sha256",
        "ecdh-sha2-nistp384",
        "group-exchange-sha2",
    )
    connection_limit: Annotated[int, Field(ge=1, le=250)] = 20
    rate_limit: Annotated[int, Field(ge=1, le=250)] = 10
    netconf_connection_limit: Annotated[int, Field(ge=1, le=250)] = 10
    netconf_rate_limit: Annotated[int, Field(ge=1, le=250)] = 60


class Management(Record):
    """Servers that every device is managed with, and who may log in.

    Attributes:
        gateway: Next hop of the out-of-band network.
        root_password: Secret with the hash of the console's root password.
        tacacs: Also gets the accounting.
    """

    gateway: Address
    ntp: Servers
    syslog: Servers
    dns: tuple[Address, ...] = ()
    users: Annotated[tuple[NetconfUser, ...], Field(min_length=1)]
    banner: Text = "AUTHORIZED USE ONLY"
    root_password: SecretName | None = None
    breakglass: Breakglass | None = None
    tacacs: Tacacs | None = None
    radius: Radius | None = None
    ntp_key: NtpKey | None = None
    snmp: Snmp | None = None
    archive: Archive | None = None
    telemetry: Telemetry | None = None
    ssh: Ssh = Ssh()
