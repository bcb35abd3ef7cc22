"""The management plane of a device, as part of its model; names follow ``system`` and ``snmp`` of Junos.

A field that ends in ``secret`` or ``password`` holds the name of a secret, never its value.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginClass:
    """``system login class``.

    Attributes:
        permissions: In the order in which Junos shows them.
        idle_minutes: A session without input ends then; None for never.
        allow_commands: Regular expression of commands beyond the permissions.
        deny_commands: Regular expression of commands taken away.
    """

    name: str
    permissions: tuple[str, ...]
    idle_minutes: int | None = None
    allow_commands: str = ""
    deny_commands: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A login account: with a public key, with a password, or with neither as the template of remote users.

    Attributes:
        uid: Junos writes one into the configuration of whom has none, and so away from what was rolled out.
    """

    name: str
    uid: int | None = None
    key_type: str = ""
    ssh_public_key: str = ""
    login_class: str = "AUTOMATION"
    full_name: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AaaServer:
    """A TACACS+ or RADIUS server; ``retry`` for RADIUS only."""

    address: str
    secret: str
    timeout: int
    retry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ssh:
    """``system services ssh`` and ``netconf ssh``: algorithms, and limits of connections at once and per minute."""

    ciphers: tuple[str, ...]
    macs: tuple[str, ...]
    key_exchange: tuple[str, ...]
    connection_limit: int
    rate_limit: int
    netconf_connection_limit: int
    netconf_rate_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NtpKey:
    """``system ntp authentication-key``."""

    number: int
    type: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snmp:
    """SNMPv3, read only, encrypted.

    Attributes:
        engine: Text of the engine id. The keys are localized for it, so it must not change by itself, as one from a
            MAC address does with the hardware.
        targets: Who gets notifications.
    """

    contact: str
    location: str
    engine: str
    user: str
    authentication_password: str
    privacy_password: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Where every commit is copied to."""

    url: str
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """``system services extension-service request-response grpc``, with TLS."""

    certificate: str
    tcp_port: int
    max_connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """``system`` and the management plane, the same shape on every device.

    Attributes:
        management_address: The address that automation connects to, without prefix length.
        management_interface: ``fxp0``, ``em0`` out of band; an IRB at sites.
        management_vrf: The instance through which the servers are reached: ``mgmt_junos``, the management service's
            instance at sites, empty for the main instance.
        root_password: Of the console; without it, root has the keys of the users.
        hardened: As new devices are; the old routers are left as they are found.
        log_size: Of each log file.
    """

    domain: str
    timezone: str
    ntp: tuple[str, ...]
    syslog: tuple[str, ...]
    dns: tuple[str, ...]
    users: tuple[User, ...]
    management_address: str
    management_interface: str
    management_instance: bool = False
    management_gateway: str = ""
    management_vrf: str = ""
    banner: str = "AUTHORIZED USE ONLY"
    hardened: bool = False
    auxiliary_port: bool = True
    log_size: str = "10m"
    root_password: str = ""
    classes: tuple[LoginClass, ...] = ()
    tacplus: tuple[AaaServer, ...] = ()
    radius: tuple[AaaServer, ...] = ()
    ssh: Ssh | None = None
    ntp_key: NtpKey | None = None
    snmp: Snmp | None = None
    archive: Archive | None = None
    telemetry: Telemetry | None = None
