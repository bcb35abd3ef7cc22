"""Notifications as HTTP POST requests, sent beside the rollout: whoever does not answer holds nothing up."""

from __future__ import annotations

import json
import queue
import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

from ..common.errors import StatenetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from .notifications import Notification

TIMEOUT_SECONDS = 5.0
PATIENCE_SECONDS = 10.0
"""How long the end of a run waits for what is not sent yet."""


class WebhookUrlError(StatenetError):
    """A URL that cannot be posted to; its path and query, which often are the credential, are not shown."""

    def __init__(self, position: int, found: str) -> None:
        super().__init__(
            f"notify_urls: the URL at position {position} has {found}. Expected: https://, or http:// in a trusted "
            "network, with the name of a server. Remedy: correct statenet_notify_urls."
        )


class Webhooks:
    """Sends notifications to every URL, in order, from a thread of its own.

    Args:
        urls: Where to.

    Raises:
        WebhookUrlError: One of them is no HTTP URL.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        self._urls = tuple(urls)
        for position, url in enumerate(self._urls, start=1):
            _require_http(position, url)
        self._queue: queue.SimpleQueue[Notification | None] = queue.SimpleQueue()
        self._failures: dict[str, str] = {}
        self._thread = threading.Thread(target=self._send_all, name="webhooks", daemon=True)

    def __enter__(self) -> Webhooks:
        if self._urls:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._urls:
            self._queue.put(None)
            self._thread.join(PATIENCE_SECONDS)

    @property
    def failures(self) -> tuple[str, ...]:
        """A line for every server that a notification did not reach."""
        named = ((urllib.parse.urlsplit(url).hostname, reason) for url, reason in self._failures.items())
        return tuple(f"{server} was not told: {reason}" for server, reason in named)

    def deliver(self, notification: Notification) -> None:
        """Send it, soon; returns at once."""
        if self._urls:
            self._queue.put(notification)

    def _send_all(self) -> None:
        while (notification := self._queue.get()) is not None:
            body = json.dumps(notification.as_json()).encode()
            for url in self._urls:
                self._send(url, body)

    def _send(self, url: str, body: bytes) -> None:
        headers = {"Content-Type": "application/json", "User-Agent": "statenet.junos"}
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - see _require_http
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
                self._failures.pop(url, None)
        except urllib.error.HTTPError as error:
            self._failures[url] = f"HTTP status {error.code}"
        except (OSError, ValueError) as error:
            self._failures[url] = str(getattr(error, "reason", error))


def _require_http(position: int, url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        server = parts.hostname
    except ValueError:
        raise WebhookUrlError(position, "no valid form") from None
    if parts.scheme not in ("http", "https"):
        raise WebhookUrlError(position, f"the scheme {parts.scheme!r}")
    if not server:
        raise WebhookUrlError(position, "no server")
