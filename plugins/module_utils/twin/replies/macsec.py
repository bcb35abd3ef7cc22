"""MACsec: connections between two ports that agree on a key, from the configurations of both ends of a cable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...junos.secret_encoding import NINE, decode9
from ..state.view import View
from .astext import cell, table
from .elements import digest, element
from .registry import Request, answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from ..state.network import NetworkState

_DEFAULT_CIPHER = "gcm-aes-128"
_KEYS = {"pre-shared-key": "Primary", "fallback-key": "Fallback"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Port:
    """A port with a connectivity association.

    Attributes:
        peer: Host and port at the other end; None when there is none that encrypts with the same cipher and key.
        secured: By which key, ``Primary`` or ``Fallback``; empty when the ends share none.
    """

    host: str
    name: str
    association: str
    settings: View
    peer: tuple[str, str] | None
    secured: str

    @property
    def cipher(self) -> str:
        """Cipher suite."""
        return self.settings.value("cipher-suite") or _DEFAULT_CIPHER

    @property
    def sci(self) -> str:
        """Secure channel identifier that it sends with (IEEE 802.1AE)."""
        return _sci(self.host, self.name)


def _connection_text(answer: _Element) -> str:
    names = ("interface-name", "connectivity-association-name", "cipher-suite", "encryption")
    rows = [[cell(item, name) for name in names] for item in answer.iter("macsec-interface-common-information")]
    return table(["Interface", "CA name", "Cipher suite", "Encryption"], rows)


@answers("get-macsec-connection-information", "show security macsec connections", text=_connection_text)
def connections(request: Request) -> _Element:
    """Every port with an association; secure channels only where both ends agree."""
    items: list[_Element] = []
    for port in _ports(request):
        replay = port.settings.child("replay-protect")
        common = element(
            "macsec-interface-common-information",
            ("interface-name", port.name), ("connectivity-association-name", port.association),
            ("cipher-suite", port.cipher.upper()),
            ("encryption", "off" if port.settings.has("no-encryption") else "on"),
            ("offset", port.settings.value("offset") or 0),
            ("include-sci", "yes" if port.settings.has("include-sci") else "no"),
            ("replay-protect", "on" if replay.present else "off"),
            ("replay-protect-window", replay.value("replay-window-size") or 0),
        )
        items.append(common)
        if port.peer is not None:
            items.append(_channel("outbound", port.sci))
            items.append(_channel("inbound", _sci(*port.peer)))
    return element("macsec-connection-information", *items)


def _mka_text(answer: _Element) -> str:
    names = ("interface-name", "interface-state", "cak-name")
    rows = [[cell(item, name) for name in names] for item in answer.iter("mka-session-entry")]
    return table(["Interface", "State", "CAK name"], rows)


@answers("get-mka-session-information", "show security mka sessions", text=_mka_text)
def sessions(request: Request) -> _Element:
    """Key agreement at every such port."""
    entries = []
    for port in _ports(request):
        kind = next((key for key, said in _KEYS.items() if said == port.secured), "pre-shared-key")
        entries.append(
            element(
                "mka-session-entry",
                ("interface-name", port.name),
                ("interface-state", f"Secured - {port.secured}" if port.secured else "Unsecured"),
                ("member-identifier", digest(f"mka {port.host} {port.name}", 24)),
                ("cak-name", port.settings.value(kind, "ckn").upper()), ("cak-type", port.secured or "Primary"),
                ("security-mode", port.settings.value("security-mode") or "static-cak"),
                ("mka-outbound-sci", port.sci), ("mka-key-number", 1 if port.secured else 0),
            )
        )
    return element("mka-session-information", *entries)


@answers("get-macsec-statistics", "show security macsec statistics")
def statistics(request: Request) -> _Element:
    """Counters of every such port; there is no traffic, so that all are zero."""
    sent = ("encrypted-packets", "encrypted-bytes", "protected-packets", "protected-bytes")
    received = ("ok-packets", "validated-bytes", "decrypted-bytes")
    return element(
        "macsec-statistics",
        *(
            item
            for port in _ports(request)
            for item in (
                ("interface-name", port.name),
                element("secure-channel-sent", *((name, 0) for name in sent)),
                element("secure-channel-received", *((name, 0) for name in received)),
            )
        ),
    )


def _ports(request: Request) -> Iterator[_Port]:
    """Ports with an association, or the one that was asked for."""
    wanted = request.arguments.get("interface-name", "")
    state, host = request.state, request.host
    for name, association in _associations(state, host).items():
        if wanted in ("", name):
            settings = _settings(state, host, association)
            peer, secured = _agreed(state, host, name, settings)
            yield _Port(
                host=host, name=name, association=association, settings=settings, peer=peer, secured=secured
            )


def _agreed(state: NetworkState, host: str, port: str, settings: View) -> tuple[tuple[str, str] | None, str]:
    """The far end when it encrypts with the same cipher and shares a key, and which key that is."""
    far = state.links.far(host, port)
    if far is None or not state.port_status(host, port).up:
        return None, ""
    theirs = _settings(state, far[0], _associations(state, far[0]).get(far[1], ""))
    ciphers = {item.value("cipher-suite") or _DEFAULT_CIPHER for item in (settings, theirs)}
    if not theirs.present or len(ciphers) > 1:
        return None, ""
    for kind, said in _KEYS.items():
        if any(_key(settings, kind) == _key(theirs, other) != ("", "") for other in _KEYS):
            return far, said
    return None, ""


def _associations(state: NetworkState, host: str) -> dict[str, str]:
    """Connectivity association by port."""
    listed = state.configuration(host).child("security", "macsec").items("interfaces")
    return {name: entry.value("connectivity-association") for name, entry in listed}


def _settings(state: NetworkState, host: str, association: str) -> View:
    if not association:
        return View(None)
    return state.configuration(host).child("security", "macsec", "connectivity-association", association)


def _key(settings: View, kind: str) -> tuple[str, str]:
    """Name and value of a key, without what devices put around it."""
    value = settings.value(kind, "cak")
    try:
        clear = decode9(value) if value.startswith(NINE) else value
    except ValueError:
        clear = value
    return settings.value(kind, "ckn").lower(), clear.lower()


def _channel(direction: str, sci: str) -> _Element:
    association = element(
        f"{direction}-secure-association", ("association-number", 0), ("association-number-status", "inuse")
    )
    return element(f"{direction}-secure-channel", ("sci", sci), association)


def _sci(host: str, port: str) -> str:
    digits = digest(f"macsec {host} {port}", 6)
    return ":".join(["2C", "6B", "F5", digits[:2], digits[2:4], digits[4:]]) + "/1"
