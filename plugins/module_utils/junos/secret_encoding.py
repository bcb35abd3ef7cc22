"""How Junos writes secrets: ``$9$``, which anybody can undo, and the keys that SNMPv3 makes of passwords.

``$9$`` is an obfuscation, not an encryption: a text in it is as secret as the clear text. The algorithm has been public
since the Perl module Crypt::Juniper. Each character becomes the distances between a run of letters; how many letters,
and their weights, depends on the character's place. Some letters in front are a salt.

SNMPv3 keys are those of RFC 3414, appendix A.2 (SHA-1), localized for the engine. Junos keeps them as hexadecimal
digits inside ``$9$``; an engine id that is configured as text is ``80000a4c04`` and the text (RFC 3411, SnmpEngineID,
format 4; Juniper is enterprise 2636).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import islice
from typing import Final

NINE: Final = "$9$"
_FAMILIES: Final = ("QzF3n6/9CAtpu0O", "B1IREhcSyrleKvMW8LXx", "7N-dVbwsY2g4oaJZGUDj", "iHkq.mPf5T")
_LETTERS: Final = "".join(_FAMILIES)
_PLACE: Final = {letter: place for place, letter in enumerate(_LETTERS)}
_SALT_LENGTH: Final = {letter: 3 - number for number, family in enumerate(_FAMILIES) for letter in family}
_WEIGHTS: Final = ((1, 4, 32), (1, 16, 32), (1, 8, 32), (1, 64), (1, 32), (1, 4, 16, 128), (1, 32, 64))
_ENGINE_PREFIX: Final = bytes.fromhex("80000a4c04")
_EXPANDED: Final = 1 << 20


def encode9(clear: str, *, salt: str) -> str:
    """A clear text as ``$9$``.

    Args:
        clear: Characters up to U+00FF.
        salt: The same salt gives the same text, so that a configuration does not change when nothing changed.
    """
    letters = [_LETTERS[byte % len(_LETTERS)] for byte in hashlib.sha256(salt.encode()).digest()]
    written = letters[0] + "".join(letters[1 : 1 + _SALT_LENGTH[letters[0]]])
    previous = letters[0]
    for number, character in enumerate(clear):
        for gap in _gaps(number % len(_WEIGHTS), character):
            previous = _LETTERS[(_PLACE[previous] + gap + 1) % len(_LETTERS)]
            written += previous
    return f"{NINE}{written}"


@lru_cache(maxsize=4096)
def _gaps(place: int, character: str) -> tuple[int, ...]:
    """The distances that stand for a character at a place."""
    rest = ord(character)
    gaps: list[int] = []
    for weight in reversed(_WEIGHTS[place]):
        gap, rest = divmod(rest, weight)
        gaps.append(gap)
    return tuple(reversed(gaps))


def decode9(text: str) -> str:
    """The clear text of a ``$9$``.

    Raises:
        ValueError: It is none.
    """
    rest = text.removeprefix(NINE)
    if rest == text or not rest or any(letter not in _PLACE for letter in rest):
        message = "not a $9$ text"
        raise ValueError(message)
    previous = rest[0]
    letters = iter(rest[1 + _SALT_LENGTH[previous] :])
    clear = ""
    while run := list(islice(letters, len(_WEIGHTS[len(clear) % len(_WEIGHTS)]))):
        weights = _WEIGHTS[len(clear) % len(_WEIGHTS)]
        if len(run) < len(weights):
            message = "a $9$ text that was cut off"
            raise ValueError(message)
        code = 0
        for letter, weight in zip(run, weights, strict=True):
            code += weight * ((_PLACE[letter] - _PLACE[previous] - 1) % len(_LETTERS))
            previous = letter
        clear += chr(code % 256)
    return clear


def localized_key(password: str, engine: str) -> str:
    """The SHA-1 key of an SNMPv3 password for the engine whose id is configured as the text ``engine``."""
    expanded = _expanded(password)
    return hashlib.sha1(expanded + _ENGINE_PREFIX + engine.encode() + expanded).hexdigest()  # noqa: S324 - RFC 3414


@lru_cache(maxsize=8)
def _expanded(password: str) -> bytes:
    """The key that an SNMPv3 password makes before it is localized: the same for all devices, and slow on purpose."""
    word = password.encode()
    return hashlib.sha1((word * (_EXPANDED // len(word) + 1))[:_EXPANDED]).digest()  # noqa: S324 - RFC 3414
