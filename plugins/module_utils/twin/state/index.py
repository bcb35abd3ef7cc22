"""Who owns which address: lookups over the facts of the whole network, kept current device by device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import IPV6, mask, mask6, to_number

if TYPE_CHECKING:
    from .addresses import Address
    from .facts import DeviceFacts, PeerFacts, UnitFacts


@dataclass(frozen=True, slots=True)
class Owner:
    """An address on a logical interface of a device, in a routing instance (empty: the main one)."""

    host: str
    instance: str
    unit: UnitFacts
    address: Address


class DeviceIndex:
    """Lookups within one device.

    Attributes:
        owned: Owners by address.
        peers: Neighbor statements by instance and address.
        local: The own address in whose subnet a neighbor is, by instance and address; missing when there is none.
        instance_of: Instance by logical interface; missing for the main one.
    """

    def __init__(self, host: str, facts: DeviceFacts) -> None:
        self.instance_of = facts.unit_instances()
        self.peers: dict[tuple[str, str], PeerFacts] = {(peer.instance, peer.address): peer for peer in facts.peers}
        self.owned: dict[str, list[Owner]] = {}
        self._subnets: dict[tuple[str, int, int], Owner] = {}
        for unit in facts.units():
            instance = self.instance_of.get(unit.name, "")
            for address in (*unit.addresses, *unit.addresses6):
                owner = Owner(host, instance, unit, address)
                self.owned.setdefault(address.text, []).append(owner)
                self._subnets[(instance, *address.network)] = owner
        lengths = sorted({(number & IPV6, length) for _, number, length in self._subnets}, reverse=True)
        self._masks = {
            family: [(item, mask6(item) if family else mask(item)) for other, item in lengths if other == family]
            for family in (0, IPV6)
        }
        self.local: dict[tuple[str, str], Owner] = {}
        for instance, text in self.peers:
            number = to_number(text)
            found = self.connected(instance, number) if number is not None else None
            if found is not None:
                self.local[(instance, text)] = found

    def connected(self, instance: str, number: int) -> Owner | None:
        """The own address in whose subnet another address lies."""
        for length, netmask in self._masks[number & IPV6]:
            owner = self._subnets.get((instance, number & netmask, length))
            if owner is not None:
                return owner
        return None


class NetworkIndex:
    """Lookups over every device."""

    def __init__(self) -> None:
        self._devices: dict[str, DeviceIndex] = {}
        self._owners: dict[str, list[Owner]] = {}
        self._targets: dict[str, set[tuple[str, str, str]]] = {}

    def refresh(self, host: str, facts: DeviceFacts) -> set[str]:
        """Take over new facts of a device; returns the addresses that it has, or had before."""
        old = self._devices.get(host)
        touched: set[str] = set()
        if old is not None:
            touched.update(old.owned)
            for text in old.owned:
                self._owners[text] = [owner for owner in self._owners[text] if owner.host != host]
            for instance, address in old.peers:
                self._targets[address].discard((host, instance, address))
        new = self._devices[host] = DeviceIndex(host, facts)
        touched.update(new.owned)
        for text, owners in new.owned.items():
            self._owners.setdefault(text, []).extend(owners)
        for instance, address in new.peers:
            self._targets.setdefault(address, set()).add((host, instance, address))
        return touched

    def device(self, host: str) -> DeviceIndex:
        """Lookups within a device."""
        return self._devices[host]

    def owners(self, address: str) -> list[Owner]:
        """Everybody who has an address."""
        return self._owners.get(address, [])

    def statements_about(self, address: str) -> set[tuple[str, str, str]]:
        """Neighbor statements for an address: (host, instance, address)."""
        return self._targets.get(address, set())
