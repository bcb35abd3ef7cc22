"""Checks of what the intent says about secrets, and of the accounts that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import models
from .secrets import SecretSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft, Placed

REMOTE_USERS = ("remote", "remote-neteng")
"""Templates of users that a server knows: names that nobody else may have."""
_USES = (
    ("root_password",),
    ("breakglass", "password"),
    ("tacacs", "secret"),
    ("radius", "secret"),
    ("ntp_key", "secret"),
    ("snmp", "authentication_password"),
    ("snmp", "privacy_password"),
    ("archive", "password"),
)


def check_secrets(draft: Draft) -> Iterator[Problem]:
    """Every secret has one source, and every one that is named exists."""
    network = draft.one(models.Network)
    if network is None:
        return
    for name, source in network.record.secrets.items():
        given = [key for key in SecretSource.model_fields if getattr(source, key) is not None]
        if len(given) != 1:
            yield draft.problem(
                network,
                ("secrets", name),
                f"secrets.{name} has {' and '.join(given) or 'no source'}",
                "exactly one of env, vault, file",
                "keep one of them" if given else "say where its value is read, such as {env: STATENET_KEY}",
            )
    for path in _USES:
        found: object = network.record.management
        for key in path:
            found = getattr(found, key, None)
        if isinstance(found, str):
            where = ("management", *path)
            yield from draft.dangling(network, where, found, network.record.secrets, "secret")
    yield from _accounts(draft, network)


def _accounts(draft: Draft, network: Placed[models.Network]) -> Iterator[Problem]:
    management = network.record.management
    taken = {*REMOTE_USERS, "root", *([management.breakglass.name] if management.breakglass else ())}
    for index, user in enumerate(management.users):
        if user.name in taken:
            yield draft.problem(
                network,
                ("management", "users", index, "name"),
                f"user {user.name} is taken",
                f"a name that no other account has ({', '.join(sorted(taken))})",
                "rename it",
            )
        taken.add(user.name)
