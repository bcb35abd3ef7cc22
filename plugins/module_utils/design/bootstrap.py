"""What a server of addresses has to know of new devices: who gets which address and which files, and who waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..common.errors import InputError, Problem, Source
from ..intent.devices import site_hostname

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from ipaddress import IPv4Network

    from ..intent.bootstrap import Bootstrap, SoftwareImage
    from ..intent.models import Intent
    from .model import DeviceModel

NetworkName = Literal["management", "staging"]
MANAGEMENT: NetworkName = "management"
STAGING: NetworkName = "staging"


@dataclass(frozen=True, slots=True, kw_only=True)
class BootNetwork:
    """A network in which devices boot for the first time.

    Attributes:
        number: Identifies it for Kea, in the lease file as well: never another one for the same network.
        prefix: Such as ``10.2.0.0/24``.
        lent: First and last address of each range that is lent to any device; none where each has its own.
    """

    name: NetworkName
    number: int
    prefix: str
    gateway: str
    lent: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BootImage:
    """A release that devices are brought to first.

    Attributes:
        file: Its name on the server.
        sha256: Its checksum; empty when nobody wrote it down.
    """

    file: str
    release: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BootDevice:
    """A device that is known by its serial number.

    Attributes:
        serials: Of the chassis; of a Virtual Chassis those of all members, whichever of them asks.
        mac: Of its management port; empty when nobody wrote it down.
        network: Where it boots.
        address: Its own address there; empty where it is lent any.
        image: What it is brought to first; None when it keeps what it came with.
    """

    hostname: str
    model: str
    serials: tuple[str, ...]
    mac: str = ""
    network: NetworkName
    address: str = ""
    image: BootImage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BootPlan:
    """Everything that is needed to boot new devices.

    Attributes:
        server: Address of the server of addresses and files.
        lease_seconds: How long an address is lent.
        images: What the server needs to have besides.
        waiting: Devices that cannot be bootstrapped yet, and why.
    """

    network: str
    domain: str
    server: str
    http_port: int
    lease_seconds: int
    networks: tuple[BootNetwork, ...]
    devices: tuple[BootDevice, ...]
    images: tuple[BootImage, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()


def boot_plan(intent: Intent, models: Iterable[DeviceModel], *, sources: str = "bootstrap.yml") -> BootPlan:
    """Who boots where.

    Args:
        intent: The network.
        models: First model (as-is) of every new device.
        sources: Where ``bootstrap.yml`` is, for the error.

    Raises:
        InputError: The intent names no server.
    """
    bootstrap = intent.bootstrap
    if bootstrap is None:
        problem = Problem(
            source=Source(sources),
            subject="bootstrap",
            found="the intent names no server of addresses and files",
            expected="a file bootstrap.yml with the key server",
            remedy="write it after inventories/lab/intent/bootstrap.yml",
        )
        raise InputError([problem])
    known = _serials(intent)
    devices, waiting = [], []
    for model in models:
        serials, mac = known.get(model.hostname, ((), ""))
        reason = _reason(bootstrap, model, serials)
        if reason:
            waiting.append((model.hostname, reason))
        else:
            devices.append(_device(bootstrap, model, serials, mac))
    return BootPlan(
        network=intent.network.name,
        domain=intent.network.domain,
        server=str(bootstrap.server),
        http_port=bootstrap.http_port,
        lease_seconds=bootstrap.lease_minutes * 60,
        networks=tuple(_networks(intent, bootstrap)),
        devices=tuple(devices),
        images=tuple(dict.fromkeys(device.image for device in devices if device.image)),
        waiting=tuple(waiting),
    )


def out_of_band(model: DeviceModel) -> bool:
    """Whether a device is reached over its management port: the others are over their uplinks."""
    return model.system.management_instance


def _serials(intent: Intent) -> dict[str, tuple[tuple[str, ...], str]]:
    """Serial numbers and MAC address by host name."""
    found: dict[str, tuple[tuple[str, ...], str]] = {row.host: ((row.serial,), row.mac) for row in intent.serials}
    found.update({site_hostname(site.name): (tuple(site.serials.split()), "") for site in intent.sites})
    return found


def _reason(bootstrap: Bootstrap, model: DeviceModel, serials: tuple[str, ...]) -> str:
    """Why a device has to wait; empty when it has not."""
    if not serials:
        return f"its serial number is not in {'sites.csv' if model.site else 'serials.csv'}"
    if not out_of_band(model) and bootstrap.staging is None:
        return "bootstrap.yml names no staging network, and it is not on the out-of-band network"
    return ""


def _device(bootstrap: Bootstrap, model: DeviceModel, serials: tuple[str, ...], mac: str) -> BootDevice:
    return BootDevice(
        hostname=model.hostname,
        model=model.model,
        serials=serials,
        mac=mac,
        network=MANAGEMENT if out_of_band(model) else STAGING,
        address=model.system.management_address if out_of_band(model) else "",
        image=_images(bootstrap).get(model.model),
    )


def _images(bootstrap: Bootstrap) -> Mapping[str, BootImage]:
    return {model: _image(image) for image in bootstrap.images for model in image.models}


def _image(image: SoftwareImage) -> BootImage:
    return BootImage(file=image.file, release=image.release, sha256=image.sha256)


def _networks(intent: Intent, bootstrap: Bootstrap) -> Iterator[BootNetwork]:
    network = intent.network
    yield BootNetwork(
        name=MANAGEMENT, number=1, prefix=str(network.pools.management), gateway=str(network.management.gateway)
    )
    staging = bootstrap.staging
    if staging is not None:
        yield BootNetwork(
            name=STAGING,
            number=2,
            prefix=str(staging.prefix),
            gateway=str(staging.gateway),
            lent=tuple(_lent(staging.prefix, int(staging.gateway), int(bootstrap.server))),
        )


def _lent(prefix: IPv4Network, gateway: int, server: int) -> Iterator[tuple[str, str]]:
    """Ranges of the addresses above the gateway, without the server's."""
    first, last = gateway + 1, int(prefix.broadcast_address) - 1
    edges = [(first, last)] if not first <= server <= last else [(first, server - 1), (server + 1, last)]
    base = prefix.network_address
    for low, high in edges:
        if low <= high:
            yield str(base + (low - int(base))), str(base + (high - int(base)))
