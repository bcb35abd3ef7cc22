"""What Junos keeps of a secret, against published examples."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_encoding import (
    decode9,
    encode9,
    localized_key,
)


def test_a_published_text() -> None:
    assert decode9("$9$U-iqf36A1cSTzRSreXxDik.Tzn/CuBI") == "ju&iper123"


@pytest.mark.parametrize("clear", ["", "x", "Sup3r secret!", "".join(map(chr, range(32, 127))), "\xff" * 9, "é"])
@pytest.mark.parametrize("salt", ["okc-core1 isis-key", "okc-core2 isis-key", "a", "b", "c", "d", "e", "f"])
def test_round_trip(clear: Any, salt: Any) -> None:
    written = encode9(clear, salt=salt)
    assert written.startswith("$9$")
    assert decode9(written) == clear
    assert encode9(clear, salt=salt) == written


def test_the_salt_hides_that_two_devices_share_a_key() -> None:
    assert encode9("shared", salt="okc-core1 isis-key") != encode9("shared", salt="okc-core2 isis-key")


@pytest.mark.parametrize("text", ["", "$9$", "$6$abc$def", "plain", "$9$U-iqf36A1cSTzRSreXxDik.Tzn/CuB", "$9$a b"])
def test_what_is_no_such_text(text: Any) -> None:
    with pytest.raises(ValueError, match="9"):
        decode9(text)


def test_key_of_an_snmp_password() -> None:
    """RFC 3414, appendix A.3.2, gives the key before it is localized; the engine id is ours."""
    expanded = bytes.fromhex("9fb5cc0381497b3793528939ff788d5d79145211")
    engine = bytes.fromhex("80000a4c04") + b"okc-core1"
    key = hashlib.sha1(expanded + engine + expanded).hexdigest()  # noqa: S324 - RFC 3414
    assert localized_key("maplesyrup", "okc-core1") == key
