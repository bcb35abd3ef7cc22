"""What a device is, from two RPCs (PyEZ asks sixteen)."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .reply import Reply
    from .session import Session

Family = Literal["junos", "junos-qfx", "junos-ex"]

_FAMILIES: tuple[tuple[str, Family], ...] = (
    # EX4600 and EX4650 are QFX5100 and QFX5120 in another dress: they run the QFX image.
    (r"ex46\d\d", "junos-qfx"),
    (r"qfx", "junos-qfx"),
    (r"ex", "junos-ex"),
    (r"v?mx|ptx|acx", "junos"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One device as it describes itself.

    Attributes:
        model: As the device writes it, in capitals (``MX480``).
        version: Junos release of the first routing engine or member that answers.
        versions: Release of each routing engine or member, by its name, when there are several.
        family: YANG family; empty for hardware that we do not know.
        description: The chassis, in the inventory's words.
    """

    hostname: str
    model: str
    version: str
    serial: str
    family: Family | Literal[""]
    description: str = ""
    versions: dict[str, str]

    def as_dict(self) -> dict[str, object]:
        """The facts as plain data."""
        return asdict(self)


def read_facts(session: Session) -> Facts:
    """Ask a device for its software and its chassis.

    Raises:
        JunosError: The device does not answer.
    """
    software = session.rpc("get-software-information")
    inventory = session.rpc("get-chassis-inventory")
    model = software.text(".//software-information/product-model").upper()
    return Facts(
        hostname=software.text(".//software-information/host-name"),
        model=model,
        version=_version(software),
        serial=inventory.text(".//chassis/serial-number"),
        family=family_of(model),
        description=inventory.text(".//chassis/description"),
        versions=_versions(software),
    )


def family_of(model: str) -> Family | Literal[""]:
    """YANG family of a hardware model; empty when it is not known."""
    for pattern, family in _FAMILIES:
        if re.match(pattern, model, re.IGNORECASE):
            return family
    return ""


def _version(software: Reply) -> str:
    found = software.text(".//software-information/junos-version")
    if found:
        return found
    # Before 15.1 there is no junos-version: the release stands in brackets behind the name of a package.
    bracket = re.search(r"\[([^\]]+)\]", software.text(".//package-information/comment"))
    return bracket.group(1) if bracket else ""


def _versions(software: Reply) -> dict[str, str]:
    members = software.root.iter("multi-routing-engine-item")
    return {
        (member.findtext("re-name") or "").strip(): (member.findtext(".//junos-version") or "").strip()
        for member in members
    }
