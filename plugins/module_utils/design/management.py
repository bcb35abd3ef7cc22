"""``system`` and ``snmp``: who may log in, who decides about it, where time comes from and where logs go."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .management_model import AaaServer, Archive, LoginClass, NtpKey, Snmp, Ssh, System, Telemetry, User

if TYPE_CHECKING:
    from ..intent.devices import DeviceRef
    from ..intent.management import Management
    from .context import Context

READERS, ENGINEERS, AUTOMATION = "NOC-RO", "NETENG", "AUTOMATION"

# An engineer may do everything but erase the box; a reader sees everything but secrets, and looks for faults.
# The automation replaces whole configurations: a hierarchy that it may not write would fail every rollout, so it has
# each right to configure, and no shell.
CLASSES = (
    LoginClass(
        name=AUTOMATION,
        permissions=(
            *("access", "access-control", "admin", "admin-control", "clear", "configure", "control"),
            *("firewall", "firewall-control", "interface", "interface-control", "maintenance", "network", "reset"),
            *("rollback", "routing", "routing-control", "secret", "secret-control", "security", "security-control"),
            *("snmp", "snmp-control", "system", "system-control", "trace", "trace-control", "view"),
            "view-configuration",
        ),
        deny_commands="request system zeroize.*",
    ),
    LoginClass(name=ENGINEERS, permissions=("all",), idle_minutes=30, deny_commands="request system zeroize.*"),
    LoginClass(
        name=READERS,
        permissions=("view", "view-configuration"),
        idle_minutes=15,
        allow_commands="(ping|traceroute|monitor interface) .*",
    ),
)
FIRST_UID, LOCAL_UID = 2000, 2100
"""Of the accounts of the intent in their order, and of those that do not stand in it: neither moves the other."""
REMOTE = (
    User(
        name="remote",
        uid=LOCAL_UID + 1,
        login_class=READERS,
        full_name="Whom a server knows, without a right to change",
    ),
    User(
        name="remote-neteng",
        uid=LOCAL_UID + 2,
        login_class=ENGINEERS,
        full_name="Whom a server names so: local-user-name",
    ),
)
"""Junos gives ``remote`` to everybody whom a server lets in without naming another local user."""


def management_plane(context: Context, ref: DeviceRef, **place: Any) -> System:  # noqa: ANN401 - fields of System
    """The management plane of a device.

    Args:
        context: The network.
        ref: The device.
        place: The fields of ``System`` that tell how the device is reached.
    """
    network = context.intent.network
    managed = network.management
    common = {
        "domain": network.domain,
        "timezone": network.timezone,
        "ntp": tuple(map(str, managed.ntp)),
        "syslog": tuple(map(str, managed.syslog)),
        "dns": tuple(map(str, managed.dns)),
        **place,
    }
    if ref.legacy:
        return System(users=_keyed(managed), **common)
    return System(
        users=(*_keyed(managed), *_local(managed), *(REMOTE if managed.tacacs or managed.radius else ())),
        banner=managed.banner,
        hardened=True,
        auxiliary_port=ref.role == "core_mx",
        log_size="1m" if ref.site else "10m",
        root_password=managed.root_password or "",
        classes=CLASSES,
        tacplus=_servers(managed.tacacs),
        radius=_servers(managed.radius),
        ssh=_ssh(managed),
        ntp_key=_ntp_key(managed),
        snmp=_snmp(context, ref, str(place["management_address"])),
        # Junos copies through no instance but that of the out-of-band port, and sites have none.
        archive=None if ref.site else _archive(managed, ref.hostname),
        telemetry=None if ref.site else _telemetry(managed),
        **common,
    )


def _keyed(managed: Management) -> tuple[User, ...]:
    return tuple(
        User(
            name=user.name,
            uid=FIRST_UID + number,
            key_type=_key_type(user.ssh_public_key),
            ssh_public_key=user.ssh_public_key,
            login_class=user.login_class,
        )
        for number, user in enumerate(managed.users)
    )


def _local(managed: Management) -> tuple[User, ...]:
    account = managed.breakglass
    if account is None:
        return ()
    return (
        User(
            name=account.name,
            uid=LOCAL_UID,
            login_class="super-user",
            full_name="Emergencies only",
            password=account.password,
        ),
    )


def _servers(servers: Any) -> tuple[AaaServer, ...]:  # noqa: ANN401 - TACACS+ or RADIUS, or none
    if servers is None:
        return ()
    retry = getattr(servers, "retry", None)
    return tuple(
        AaaServer(address=str(address), secret=servers.secret, timeout=servers.timeout, retry=retry)
        for address in servers.servers
    )


@cache
def _ssh(managed: Management) -> Ssh:
    """One object for all devices."""
    return Ssh(**managed.ssh.model_dump())


def _ntp_key(managed: Management) -> NtpKey | None:
    key = managed.ntp_key
    return NtpKey(number=key.number, type=key.type, secret=key.secret) if key else None


def _snmp(context: Context, ref: DeviceRef, address: str) -> Snmp | None:
    snmp = context.intent.network.management.snmp
    if snmp is None:
        return None
    return Snmp(
        contact=snmp.contact,
        location=_location(context, ref),
        # Names are too long for it: an engine id has 27 letters at most (RFC 3411).
        engine=address.replace(".", "-"),
        user=snmp.user,
        authentication_password=snmp.authentication_password,
        privacy_password=snmp.privacy_password,
        targets=tuple(map(str, snmp.targets)),
    )


def _location(context: Context, ref: DeviceRef) -> str:
    if ref.datacenter:
        datacenter = context.datacenters[ref.datacenter]
        return f"{datacenter.city}, {datacenter.title}"
    city = next((router.city for router in context.intent.core.routers if router.name == ref.hostname), "")
    return city or f"{ref.county} County, {ref.site or ref.hub}"


def _archive(managed: Management, host: str) -> Archive | None:
    archive = managed.archive
    return Archive(url=f"{archive.url}/{host}", password=archive.password or "") if archive else None


def _telemetry(managed: Management) -> Telemetry | None:
    return Telemetry(**managed.telemetry.model_dump()) if managed.telemetry else None


def _key_type(key: str) -> str:
    """The statement that takes a key: all ECDSA curves share one."""
    algorithm = key.partition(" ")[0]
    return "ssh-ecdsa" if algorithm.startswith("ecdsa-") else algorithm
