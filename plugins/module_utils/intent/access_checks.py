"""Checks of who may use a port: servers that can be reached, a VLAN that is free, guards that know whom to let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft

RADIUS_SECRET = "radius-secret"  # noqa: S105 - the name of a secret, not its value
RESERVED = ("UNUSED", "QUARANTINE")
"""Names that a switch has a range or a VLAN of its own for."""


def check_access(draft: Draft) -> Iterator[Problem]:
    """Problems with authentication and addresses at sites."""
    yield from _servers(draft)
    yield from _quarantine(draft)
    yield from _dhcp(draft)
    yield from _guards(draft)


def _servers(draft: Draft) -> Iterator[Problem]:
    network = draft.one(models.Network)
    access = network.record.access if network else None
    if network is None or access is None:
        return
    if RADIUS_SECRET not in network.record.secrets:
        yield draft.problem(
            network, "access", f"access names RADIUS servers, yet secrets has no {RADIUS_SECRET}",
            "the secret that switches share with them", f"add {RADIUS_SECRET} to secrets",
        )
    management = [service.record for service in draft.all(models.Service) if service.record.kind == "management"]
    for index, server in enumerate(access.radius if len(management) == 1 else ()):
        if server not in management[0].dc_prefix:
            yield draft.problem(
                network, ("access", "radius", index), f"access.radius names {server}",
                f"an address in {management[0].dc_prefix}, the dc_prefix of {management[0].name}, through which "
                "switches ask",
            )


def _quarantine(draft: Draft) -> Iterator[Problem]:
    network = draft.one(models.Network)
    access = network.record.access if network else None
    for service in draft.all(models.Service):
        if access and service.record.vlan == access.quarantine_vlan:
            yield draft.problem(
                service, "vlan", f"vlan {service.record.vlan} is the quarantine VLAN (access in network.yml)",
                "a VLAN of its own", "change one of the two",
            )
        if service.record.name in RESERVED:
            yield draft.problem(
                service, "name", f"name {service.record.name} is what switches call something of their own",
                f"a name other than {' and '.join(RESERVED)}", "rename it",
            )


def _dhcp(draft: Draft) -> Iterator[Problem]:
    for service in draft.all(models.Service):
        for index, server in enumerate(service.record.dhcp):
            if server not in service.record.dc_prefix:
                yield draft.problem(
                    service, ("dhcp", index), f"dhcp names {server}",
                    f"an address in {service.record.dc_prefix}, its dc_prefix: sites reach nothing else in it",
                )


def _guards(draft: Draft) -> Iterator[Problem]:
    """A guard that never saw a lease lets nobody pass; so it is not set, and the intent may not claim that it is."""
    leasing = {service.record.name for service in draft.all(models.Service) if service.record.dhcp}
    known = draft.names("services") or frozenset()
    for kind in draft.all(models.SiteType):
        ports = kind.record.ports
        said = "dhcp_security" in kind.record.model_fields_set and kind.record.dhcp_security != "off"
        if said and known.issuperset(ports) and leasing.isdisjoint(ports):
            yield draft.problem(
                kind, "dhcp_security",
                f"dhcp_security is {kind.record.dhcp_security}, yet none of its services has dhcp",
                "DHCP servers, whose leases are what hosts are held against",
                "write dhcp_security: off, or add dhcp to a service in services.yml",
            )
