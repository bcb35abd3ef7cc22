"""Both ends of every BGP session must exist and know each other's address and AS number; policies must exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from .addressing6 import other_end6

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .model import BgpGroup, DeviceModel


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One device's part of a session.

    Attributes:
        asn: What it calls itself.
        peer_as: What it calls the other side.
        authentication: Algorithm and secret; empty for none.
    """

    host: str
    instance: str
    group: BgpGroup
    address: str
    asn: int | None
    peer: str
    peer_address: str
    peer_as: int | None
    authentication: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How problems call it."""
        where = f"{self.instance} " if self.instance else ""
        return f"{self.host} {where}{self.group.name} neighbor {self.peer_address}"


def check_sessions(models: Mapping[str, DeviceModel]) -> Iterator[Problem]:
    """Sessions that cannot come up, and policies that are referred to but not there."""
    addresses = {host: _addresses(model) for host, model in models.items()}
    sides = [side for model in models.values() for side in _sides(model)]
    known = {(side.host, side.address, side.peer_address): side for side in sides}
    for side in sides:
        if side.peer_address not in addresses.get(side.peer, ()):
            yield _problem(side, f"{side.peer} has no such address", f"an address of {side.peer}")
        elif side.address not in addresses[side.host]:
            yield _problem(side, f"no address {side.address} to run it from", "an address on the same link")
        else:
            yield from _ends(side, known.get((side.peer, side.peer_address, side.address)))
    for model in models.values():
        yield from _policies(model)


def _ends(side: _Side, back: _Side | None) -> Iterator[Problem]:
    if back is None:
        yield _problem(side, f"{side.peer} has no session back", "the session at both ends")
        return
    if side.peer_as != back.asn:
        yield _problem(side, f"peer AS {side.peer_as}, but {side.peer} is AS {back.asn}", "the AS of the peer")
    if side.group.families != back.group.families and _families(side).isdisjoint(_families(back)):
        found = f"it carries {_listed(side)}, but {back.name} carries {_listed(back)}"
        yield _problem(side, found, "a family that both ends have")
    if _words(side.group) != _words(back.group):
        found = f"{_words(side.group)}, but {back.name} is {_words(back.group)}"
        yield _problem(side, found, "the same at both ends")
    elif side.authentication != back.authentication:
        found = f"{_proof(side)}, but {back.name} has {_proof(back)}"
        yield _problem(side, found, "the same authentication at both ends")


def _proof(side: _Side) -> str:
    """Names of secrets are no secrets."""
    return " with ".join(side.authentication) if side.authentication else "no authentication"


def _families(side: _Side) -> set[str]:
    """Where none is stated, it is that of the addresses."""
    return set(side.group.families) or {"inet6 unicast" if ":" in side.peer_address else "inet unicast"}


def _listed(side: _Side) -> str:
    return ", ".join(sorted(_families(side)))


def _words(group: BgpGroup) -> str:
    key = group.key_chain or group.authentication_key
    return f"{group.type}, BFD {group.bfd_ms} ms" + (f", key {key}" if key else "")


def _sides(model: DeviceModel) -> Iterator[_Side]:
    yield from (side for group in model.bgp for side in _of_group(model, "", group, model.asn))
    for instance in model.instances:
        asn = model.asn if instance.asn is None else instance.asn
        for group in instance.bgp:
            yield from _of_group(model, instance.name, group, asn)


def _of_group(model: DeviceModel, instance: str, group: BgpGroup, asn: int | None) -> Iterator[_Side]:
    own = asn if group.local_as is None else group.local_as
    for neighbor in group.neighbors:
        yield _Side(
            host=model.hostname,
            instance=instance,
            group=group,
            address=group.local_address or _other_end(neighbor.address),
            asn=own,
            peer=neighbor.peer,
            peer_address=neighbor.address,
            peer_as=own if group.type == "internal" else neighbor.peer_as,
            authentication=authentication_of(model, group.key_chain, group.authentication_key),
        )


def authentication_of(model: DeviceModel, key_chain: str, key: str = "") -> tuple[str, ...]:
    """What proves a neighbour's identity: algorithm and name of the secret; empty for nothing."""
    if key:
        return ("md5", key)
    for chain in model.key_chains:
        if chain.name == key_chain:
            return (chain.algorithm, ", then ".join(key.secret for key in chain.keys))
    return ()


def _other_end(address: str) -> str:
    """The other address of a /31 or /127; of a /31 only the last octet differs."""
    if ":" in address:
        return other_end6(address)
    head, _, last = address.rpartition(".")
    return f"{head}.{int(last) ^ 1}"


def _addresses(model: DeviceModel) -> set[str]:
    return {
        address.partition("/")[0]
        for interface in model.interfaces
        for unit in interface.units
        for address in (*unit.addresses, *unit.addresses6)
    }


def _policies(model: DeviceModel) -> Iterator[Problem]:
    defined = {policy.name for policy in model.policies}
    groups = [("", group) for group in model.bgp]
    groups += [(f"{instance.name} ", group) for instance in model.instances for group in instance.bgp]
    referred = [(f"{where}{group.name}", name) for where, group in groups for name in (*group.imports, *group.exports)]
    referred += [
        (f"{where}{group.name} neighbor {neighbor.address}", name)
        for where, group in groups
        for neighbor in group.neighbors
        for name in neighbor.imports
    ]
    referred += [
        (instance.name, name)
        for instance in model.instances
        for name in (*instance.imports, *instance.prefix_route_exports)
    ]
    for where, name in referred:
        if name not in defined:
            yield Problem(
                source=Source(f"models/{model.hostname}.yml"),
                subject=f"{model.hostname} {where}",
                found=f"policy {name} is not defined",
                expected="a policy of this device",
            )


def _problem(side: _Side, found: str, expected: str) -> Problem:
    return Problem(source=Source(f"models/{side.host}.yml"), subject=side.name, found=found, expected=expected)
