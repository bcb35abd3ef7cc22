"""The open sessions of a wave, one per device, kept from the lock to the end of the soak."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from .contracts import DeviceSession, NetworkAccess


class Sessions:
    """Sessions by host; a context manager that ends them all.

    Different hosts may be asked for from different threads, the same host from one at a time.
    """

    def __init__(self, access: NetworkAccess) -> None:
        self._access = access
        self._open: dict[str, DeviceSession] = {}
        self._lock = threading.Lock()

    @property
    def canonical(self) -> Callable[[str], str]:
        """A configuration in the one spelling that hashes are taken of."""
        return self._access.canonical

    def get(self, host: str) -> DeviceSession:
        """The session of ``host``, opened when there is none.

        Raises:
            ConnectError: It cannot be opened.
        """
        with self._lock:
            found = self._open.get(host)
        if found is None:
            found = self._access.connect(host)
            with self._lock:
                self._open[host] = found
        return found

    def opened(self, host: str) -> DeviceSession | None:
        """The session of ``host`` when there is one."""
        with self._lock:
            return self._open.get(host)

    def drop(self, host: str) -> None:
        """End the session of ``host``, if there is one."""
        with self._lock:
            found = self._open.pop(host, None)
        if found is not None:
            found.close()

    def __enter__(self) -> Sessions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            found, self._open = list(self._open.values()), {}
        for session in found:
            session.close()
