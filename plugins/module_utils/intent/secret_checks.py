"""Checks of what the intent says about secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import models
from .secrets import SecretSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft


def check_secrets(draft: Draft) -> Iterator[Problem]:
    """Every secret has one source."""
    network = draft.one(models.Network)
    for name, source in network.record.secrets.items() if network else ():
        given = [key for key in SecretSource.model_fields if getattr(source, key) is not None]
        if network and len(given) != 1:
            yield draft.problem(
                network,
                ("secrets", name),
                f"secrets.{name} has {' and '.join(given) or 'no source'}",
                "exactly one of env, vault, file",
                "keep one of them" if given else "say where its value is read, such as {env: STATENET_KEY}",
            )
