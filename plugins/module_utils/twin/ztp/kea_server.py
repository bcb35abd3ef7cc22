"""A server of addresses that does what a ``kea-dhcp4.conf`` says, for one client at a time, without packets.

Simpler than Kea: no leases are kept, so a pool never runs dry, and a client is in whichever subnet has an address for
it, as if its cable reached all of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...render.kea_checks import pool_range
from ..errors import TwinError
from .kea_expression import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_BUILT_IN = {
    "routers": 3,
    "host-name": 12,
    "domain-name": 15,
    "vendor-encapsulated-options": 43,
    "tftp-server-name": 66,
}
_SPACE = "dhcp4"
_VENDOR_SPACE = "vendor-encapsulated-options-space"
HOST_NAME, SERVER_NAME, SERVER_ADDRESS = 12, 66, 150
IMAGE_FILE, CONFIG_FILE, TRANSFER_MODE, HTTP_PORT = 0, 1, 3, 5
"""Sub-options of option 43 that Junos reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a client is offered.

    Attributes:
        options: By code.
        vendor: Sub-options of option 43, by code.
    """

    address: str
    options: Mapping[int, str]
    vendor: Mapping[int, str]

    @property
    def server(self) -> str:
        """Where the files are: option 150 counts before option 66."""
        return self.options.get(SERVER_ADDRESS) or self.options.get(SERVER_NAME, "")


class KeaServer:
    """A server with a configuration.

    Args:
        document: The content of ``kea-dhcp4.conf``.

    Raises:
        TwinError: It is none.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        try:
            self._dhcp4 = document["Dhcp4"]
            defined = {(item.get("space", _SPACE), item["name"]): item["code"] for item in self._defined()}
        except (KeyError, TypeError) as error:
            message = f"kea: this is no configuration of its DHCPv4 server: {error!r}"
            raise TwinError(message) from error
        self._codes = {(_SPACE, name): code for name, code in _BUILT_IN.items()} | defined

    def _defined(self) -> Iterable[Mapping[str, Any]]:
        return list(self._dhcp4.get("option-def", ()))

    def answer(self, *, options: Mapping[int, bytes], mac: bytes) -> Offer | None:
        """What a client gets; None when no pool admits it.

        Args:
            options: What it sends, by code.
            mac: Its hardware address.

        Raises:
            TwinError: A test of a class, or an option, is beyond this server.
        """
        classes = [
            item for item in self._dhcp4.get("client-classes", ()) if matches(item["test"], options=options, mac=mac)
        ]
        names = {item["name"] for item in classes}
        for subnet in self._dhcp4.get("subnet4", ()):
            for pool in subnet.get("pools", ()):
                if pool.get("client-class", "") in {"", *names}:
                    return self._offer(subnet, pool, classes)
        return None

    def _offer(self, subnet: Mapping[str, Any], pool: Mapping[str, Any], classes: Iterable[Mapping[str, Any]]) -> Offer:
        found: dict[tuple[str, int], str] = {}
        for item in (self._dhcp4, subnet, *classes):
            found.update(self._given(item))
        return Offer(
            address=str(pool_range(str(pool["pool"]))[0]),
            options={code: data for (space, code), data in found.items() if space == _SPACE},
            vendor={code: data for (space, code), data in found.items() if space == _VENDOR_SPACE},
        )

    def _given(self, item: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int], str]]:
        for option in item.get("option-data", ()):
            space, name = option.get("space", _SPACE), option["name"]
            if (space, name) not in self._codes:
                message = f"kea: nobody defines option {name} of {space}"
                raise TwinError(message)
            yield (space, self._codes[space, name]), str(option.get("data", ""))


def read_kea(path: Path) -> KeaServer:
    """The server that a file describes.

    Raises:
        TwinError: It cannot be read, or is no configuration.
    """
    try:
        return KeaServer(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        message = f"kea: {path} cannot be used: {error}"
        raise TwinError(message) from error
