"""A channel that no secret passes: above it there are tokens, below it values."""

from __future__ import annotations

import logging
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from .secret_token import PREFIX

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .channel import Channel
    from .device_secrets import DeviceSecrets


class SecretChannel:
    """Reveals the tokens of every request and masks the values in every reply, errors and warnings included.

    Args:
        channel: The channel to the device.
        secrets: The device's.
    """

    def __init__(self, channel: Channel, secrets: DeviceSecrets) -> None:
        self._channel = channel
        self._secrets = secrets
        # At level INFO, ncclient logs whatever it sends, and at DEBUG what it receives.
        logging.getLogger("ncclient").setLevel(logging.WARNING)

    @property
    def session_id(self) -> str:
        """The device's number for this session."""
        return self._channel.session_id

    def exchange(self, request: _Element, *, timeout: float) -> str:
        """Send one RPC and return the raw ``rpc-reply``.

        Raises:
            SecretMissing: The request refers to a secret whose value is not known; nothing was sent.
            RpcTimeout: No reply within ``timeout`` seconds.
            SessionLost: The session is closed, before or under the request.
        """
        return self._secrets.mask(self._channel.exchange(self._revealed(request), timeout=timeout))

    def close(self, *, timeout: float) -> None:
        """End the session; never raises."""
        self._channel.close(timeout=timeout)

    def _revealed(self, request: _Element) -> _Element:
        if not any(PREFIX in (element.text or "") for element in request.iter()):
            return request
        revealed = deepcopy(request)
        for element in revealed.iter(etree.Element):
            if element.text and PREFIX in element.text:
                element.text = self._secrets.reveal(element.text, statement=etree.QName(element).localname)
        return revealed
