"""Day zero of new devices: which serial number belongs to which host, and where a device in its box finds its files."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import Address, Prefix, Record, Text

SerialNumber = Annotated[
    str, Field(pattern=r"^[A-Z0-9]{5,16}$", description="a serial number: 5 to 16 capital letters and digits")
]
MacAddress = Annotated[
    str,
    Field(
        pattern=r"^([0-9a-f]{2}(:[0-9a-f]{2}){5})?$", description="a MAC address such as 02:00:5e:10:00:01, or nothing"
    ),
]
FileName = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.[a-z0-9]+$", description="the name of a file, without a directory"),
]


class SerialRow(Record):
    """Which chassis a router or fabric switch is (``serials.csv``); those of sites stand in ``sites.csv``.

    Attributes:
        host: Host name of the device.
        serial: Serial number of its chassis, as on the label: not that of a routing engine or a card.
        mac: MAC address of its management port, for a Junos that does not tell its serial number when it asks for an
            address.
    """

    host: Text
    serial: SerialNumber
    mac: MacAddress = ""


class Staging(Record):
    """The network of the bench at which switches of sites are taken out of their boxes.

    Attributes:
        prefix: Its addresses; they are lent for as long as a switch fetches its files.
        gateway: Its router; the addresses above it, but for that of the server, are lent.
    """

    prefix: Prefix
    gateway: Address


class SoftwareImage(Record):
    """The release that new devices of some models are brought to before they get their configuration.

    Attributes:
        models: For which models.
        release: As ``show version`` tells it.
        file: Its name among the images on the server, which must be the name that Juniper gave it.
        sha256: Its checksum, from Juniper's download page; empty when it is not checked.
    """

    models: Annotated[tuple[Text, ...], Field(min_length=1)]
    release: Annotated[
        str,
        Field(
            pattern=r"^[1-9][0-9]\.[1-4]R[1-9][0-9]*(-S[0-9]+)?(\.[0-9]+)?$", description="a release such as 21.4R3-S5"
        ),
    ]
    file: FileName
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$", description="64 hexadecimal digits, or nothing")] = ""


class Bootstrap(Record):
    """Where a device that boots for the first time finds its configuration (``bootstrap.yml``).

    Attributes:
        server: Address of the server of addresses (DHCP) and files (HTTP).
        http_port: Where the files are served.
        lease_minutes: How long an address is lent: as long as it takes to fetch an image, install it and come back.
        staging: The bench for switches of sites, which are not on the out-of-band network; none when left out.
        images: Models that are brought to a release; the others keep what they came with.
    """

    server: Address
    http_port: Annotated[int, Field(ge=1, le=65535)] = 80
    lease_minutes: Annotated[int, Field(ge=5, le=10080)] = 120
    staging: Staging | None = None
    images: tuple[SoftwareImage, ...] = ()
