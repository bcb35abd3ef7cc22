"""Checks of key chains: what would end a session at the moment when a key begins."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from . import models
from .key_chains import KeyChains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft, Placed
    from .key_chains import RoutingKey

OVERLAP = timedelta(hours=2)
"""Twice the tolerance of a chain: a router accepts a key for an hour before and after its time."""


def check_key_chains(draft: Draft) -> Iterator[Problem]:
    """Keys of a chain have secrets, numbers of their own, and begin one after the other."""
    network = draft.one(models.Network)
    if network is None:
        return
    for name in KeyChains.model_fields:
        keys: tuple[RoutingKey, ...] = getattr(network.record.key_chains, name)
        for index, key in enumerate(keys):
            where = ("key_chains", name, index, "secret")
            yield from draft.dangling(network, where, key.secret, network.record.secrets, "secret")
        yield from _order(draft, network, name, keys)


def _order(
    draft: Draft, network: Placed[models.Network], name: str, keys: tuple[RoutingKey, ...]
) -> Iterator[Problem]:
    for index, (one, other) in enumerate(pairwise(keys), 1):
        if other.number in {key.number for key in keys[:index]}:
            yield draft.problem(
                network,
                ("key_chains", name, index, "number"),
                f"key_chains.{name} has two keys {other.number}",
                "a number for each key: neighbours tell by it which one a packet is signed with",
                "give the new key a number that no key of the chain has had lately",
            )
        if other.start - one.start < OVERLAP:
            yield draft.problem(
                network,
                ("key_chains", name, index, "start"),
                f"key_chains.{name} key {other.number} starts {other.start:%Y-%m-%d %H:%M}, the one before it "
                f"{one.start:%Y-%m-%d %H:%M}",
                "keys in the order in which they start, two hours apart at least: each is accepted an hour longer",
                "move the start of the later one",
            )
