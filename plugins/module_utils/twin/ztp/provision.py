"""Zero touch provisioning: a device in its factory default becomes one that can be managed, or stays as it is."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...common.errors import InputError
from ...junos.text import parse_text
from ..errors import CommitFailure, RpcFailure, TwinError
from .factory import awaits_provisioning, requests
from .kea_server import CONFIG_FILE, IMAGE_FILE, TRANSFER_MODE

if TYPE_CHECKING:
    from ..device import EmulatedDevice
    from ..holdings import Client
    from .kea_server import KeaServer, Offer

_LOG = logging.getLogger(__name__)
_SECONDS = 10.0
_LARGEST = 4 * 1024 * 1024
_VENDOR_CLASS, _CLIENT_ID = 60, 61
AGENT = "auto-image-upgrade"
"""Who commits, as the history of the device tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioning:
    """How it went.

    Attributes:
        provisioned: Whether the device runs its seed now; otherwise it is in its factory default, as before.
        address: What it was offered; empty when it was nothing.
        event: What happened, in a line; also in the log of the twin.
    """

    host: str
    provisioned: bool
    address: str = ""
    event: str = ""


class _GaveUpError(Exception):
    """The device tries again later; on a real one, for ever."""


def provision(device: EmulatedDevice, kea: KeaServer, files: str, *, agent: Client) -> Provisioning:
    """Let a device look for its first files.

    Args:
        device: In its factory default.
        kea: The server of addresses.
        files: URL of the server of files, in place of the address that Kea names.
        agent: Who commits.

    Raises:
        TwinError: The device is configured already, or Kea's configuration is beyond the twin.
    """
    if not awaits_provisioning(device.running):
        message = f"{device.hostname} is configured: it looks for no files"
        raise TwinError(message)
    offer = _offer(device, kea)
    try:
        if offer is None:
            message = "no address: no pool of Kea admits it"
            raise _GaveUpError(message)
        event = _follow(device, offer, files, agent)
    except _GaveUpError as error:
        _LOG.warning("ztp: %s stays in factory default: %s", device.hostname, error)
        return Provisioning(
            host=device.hostname, provisioned=False, address=offer.address if offer else "", event=str(error)
        )
    _LOG.info("ztp: %s: %s", device.hostname, event)
    return Provisioning(host=device.hostname, provisioned=True, address=offer.address, event=event)


def _offer(device: EmulatedDevice, kea: KeaServer) -> Offer | None:
    mac = bytes.fromhex(device.spec.mac.replace(":", ""))
    for _, vendor in requests(device.running):
        found = kea.answer(options={_VENDOR_CLASS: vendor.encode()}, mac=mac)
        if found is not None:
            return found
    return None


def _follow(device: EmulatedDevice, offer: Offer, files: str, agent: Client) -> str:
    name = offer.vendor.get(CONFIG_FILE, "")
    if not name:
        message = f"offered {offer.address}, but no configuration file (option 43, sub-option {CONFIG_FILE})"
        raise _GaveUpError(message)
    if offer.vendor.get(TRANSFER_MODE) != "http" or not offer.server:
        message = "offered a configuration file, but not where to fetch it by HTTP (sub-option 3, options 150 and 66)"
        raise _GaveUpError(message)
    image = offer.vendor.get(IMAGE_FILE, "")
    if image:
        _fetch(files, image, method="HEAD")
    _commit(device, name, _fetch(files, name), agent)
    release = f", after {image}" if image else ""
    return f"runs {name} with the address {offer.address} offered{release}"


def _fetch(files: str, name: str, *, method: str = "GET") -> bytes:
    url = f"{files.rstrip('/')}/{quote(name)}"
    if not url.startswith("http://"):
        message = f"files: {files}; expected: a URL that begins with http://"
        raise TwinError(message)
    request = urllib.request.Request(url, method=method)  # noqa: S310  # http only, see above
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(_LARGEST + 1)
    except urllib.error.HTTPError as error:
        message = f"{name} cannot be fetched: {error.code} {error.reason}"
        raise _GaveUpError(message) from error
    except OSError as error:
        message = f"{name} cannot be fetched: {getattr(error, 'reason', error)}"
        raise _GaveUpError(message) from error
    if len(content) > _LARGEST:
        message = f"{name} is larger than {_LARGEST} bytes"
        raise _GaveUpError(message)
    return content


def _commit(device: EmulatedDevice, name: str, content: bytes, agent: Client) -> None:
    database = device.database
    try:
        tree = parse_text(content.decode("utf-8"), name=name)
        if not tree.exists("system", "root-authentication"):
            message = f"{name} is refused: Missing mandatory statement: 'root-authentication'"
            raise _GaveUpError(message)
        database.put_candidate(agent, tree)
        database.commit(agent, log=f"{AGENT}: {name}")
    except UnicodeDecodeError as error:
        message = f"{name} is refused: it is no text"
        raise _GaveUpError(message) from error
    except InputError as error:
        message = f"{name} is refused: {error.problems[0].subject}: {error.problems[0].found}"
        raise _GaveUpError(message) from error
    except (RpcFailure, CommitFailure) as error:
        database.edit = None
        message = f"{name} is refused: {error}"
        raise _GaveUpError(message) from error
