"""Tokens become values on the way to a device, and values tokens on the way back, in every format."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.device_secrets import DeviceSecrets
from ansible_collections.statenet.junos.plugins.module_utils.junos.jsonform import parse_json, print_json
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_channel import SecretChannel
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_encoding import (
    decode9,
    encode9,
    localized_key,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_token import SecretUse, token, uses_in
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_values import (
    DummyValues,
    GivenValues,
    SecretMissing,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set, print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical, parse_text, print_text
from lxml import etree

HASH = "$6$sal7$" + "abcDEF./9" * 9
VALUES = {"tacacs-key": "tac plus", "ntp-key": "n7p", "breakglass-password": HASH, "snmp-auth": "long enough"}
TEXT = """\
system {
    login {
        user breakglass {
            class super-user;
            authentication {
                encrypted-password "$SECRET$breakglass-password";
            }
        }
    }
    ntp {
        authentication-key 1 type sha256 value "$SECRET$ntp-key";
    }
    tacplus-server {
        192.0.2.1 secret "$SECRET$tacacs-key";
    }
}
snmp {
    v3 {
        usm {
            local-engine {
                user nms {
                    authentication-sha {
                        authentication-key "$SECRET$snmp-auth@okc-core1";
                    }
                }
            }
        }
    }
}
"""


def secrets(host: str = "okc-core1", values: dict[str, str] | None = None) -> DeviceSecrets:
    return DeviceSecrets(host, GivenValues(values or VALUES), uses_in([TEXT]))


def test_uses() -> None:
    assert sorted(use.token for use in uses_in([TEXT])) == [
        "$SECRET$breakglass-password",
        "$SECRET$ntp-key",
        "$SECRET$snmp-auth@okc-core1",
        "$SECRET$tacacs-key",
    ]
    kinds = {use.name: use.kind for use in uses_in([TEXT])}
    assert kinds == {"breakglass-password": "password", "ntp-key": "key", "snmp-auth": "snmp", "tacacs-key": "key"}


def test_a_token_is_printed_as_it_is_written() -> None:
    assert canonical(TEXT) == canonical(canonical(TEXT))
    assert canonical(TEXT).count('"$SECRET$') == 4


def _as_set(text: str) -> str:
    return print_set(parse_text(text))


def _as_json(text: str) -> str:
    return print_json(parse_text(text))


@pytest.mark.parametrize("shape", [canonical, _as_set, _as_json], ids=["text", "set", "json"])
def test_round_trip(shape: Any) -> None:
    text = shape(TEXT)
    revealed = secrets().reveal(text)
    assert "$SECRET$" not in revealed
    assert HASH in revealed
    assert revealed.count("$9$") == 3
    assert secrets().mask(revealed) == text


def test_values_are_those_of_the_secrets() -> None:
    tree = parse_set(_as_set(secrets().reveal(TEXT)))
    lines = [line for line in print_text(tree).splitlines() if "$9$" in line]
    clear = [decode9(line.split('"')[1]) for line in lines]
    assert clear == ["tac plus", "n7p", localized_key("long enough", "okc-core1")]
    assert parse_json(_as_json(TEXT)) == parse_text(TEXT)


def test_the_same_every_time_and_another_per_device() -> None:
    assert secrets().reveal(TEXT) == secrets().reveal(TEXT)
    assert secrets("okc-core2").reveal(TEXT) != secrets().reveal(TEXT)


def test_a_key_that_somebody_typed_is_ours_all_the_same() -> None:
    typed = encode9("n7p", salt="whatever the device chose")
    assert secrets().mask(f'authentication-key 1 type sha256 value "{typed}"; ## SECRET-DATA') == (
        'authentication-key 1 type sha256 value "$SECRET$ntp-key";'
    )


def test_a_foreign_value_is_told_apart_never_shown_and_loaded_as_it_was() -> None:
    ours = secrets()
    first, second = (encode9(value, salt="x") for value in ("changed by hand", "changed again"))
    shown = [ours.mask(f'secret "{value}"; ## SECRET-DATA\n') for value in (first, second, "$6$other$hash")]
    assert len(set(shown)) == 3
    assert all(line.startswith('secret "$SECRET$unknown-') for line in shown)
    assert ours.reveal(shown[0]) == f'secret "{first}";\n'


def test_a_value_in_clear_that_the_device_calls_secret() -> None:
    shown = secrets().mask('secret "plain word"; ## SECRET-DATA\nsecret word; ## SECRET-DATA\n')
    assert "word;" not in shown
    assert "SECRET-DATA" not in shown


def test_public_keys_and_comments_stay() -> None:
    text = 'ssh-ed25519 "ssh-ed25519 AAAA$x netops";\n# a price of $9 and $6\n'
    assert secrets().mask(text) == text


def test_a_secret_that_nobody_gave() -> None:
    with pytest.raises(SecretMissing, match=r"secrets\.snmp-auth: its value is not known"):
        secrets(values={name: value for name, value in VALUES.items() if name != "snmp-auth"})
    with pytest.raises(SecretMissing, match=r"secrets\.radius-secret"):
        secrets().reveal('secret "$SECRET$radius-secret";')


def test_an_unknown_value_from_elsewhere_is_not_sent() -> None:
    with pytest.raises(SecretMissing, match=r"secrets\.unknown-0123abcd"):
        secrets().reveal('secret "$SECRET$unknown-0123abcd";')


def test_dummies_fit_every_kind_and_never_change() -> None:
    dummies = DummyValues()
    key = dummies.value(SecretUse(name="macsec-cak", kind="key"))
    assert key == dummies.value(SecretUse(name="macsec-cak", kind="key"))
    assert len(bytes.fromhex(key)) == 32
    assert dummies.value(SecretUse(name="breakglass-password", kind="password")).startswith("$6$rehearsal$")
    on_twin = DeviceSecrets("okc-core1", dummies, uses_in([TEXT]))
    assert on_twin.mask(on_twin.reveal(TEXT)) == TEXT


def test_nothing_shows_values() -> None:
    assert "n7p" not in repr(GivenValues(VALUES)) + repr(secrets())


class Wire:
    """Notes what was sent; answers with what it was given."""

    session_id = "1"

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.sent = ""

    def exchange(self, request: Any, *, timeout: float) -> str:
        """Note what was sent."""
        del timeout
        self.sent = etree.tostring(request, encoding="unicode")
        return self.reply

    def close(self, *, timeout: float) -> None:
        """Nothing is open."""
        del timeout


def test_channel_with_a_configuration_as_text() -> None:
    wire = Wire("<rpc-reply/>")
    request = etree.Element("load-configuration")
    etree.SubElement(request, "configuration-text").text = TEXT
    on_twin = DeviceSecrets("okc-core1", DummyValues(), uses_in([TEXT]))
    SecretChannel(wire, on_twin).exchange(request, timeout=1)
    assert etree.fromstring(wire.sent).findtext("configuration-text") == on_twin.reveal(TEXT)
    assert 'encrypted-password "$6$rehearsal$' in wire.sent


def test_channel() -> None:
    kept = secrets().reveal(token("tacacs-key"))
    wire = Wire(f"<rpc-reply><rpc-error><error-message>syntax error: {kept}</error-message></rpc-error></rpc-reply>")
    request = etree.fromstring(
        "<load-configuration><configuration><system>"
        "<root-authentication><encrypted-password>$SECRET$breakglass-password</encrypted-password></root-authentication>"
        "<tacplus-server><name>192.0.2.1</name><secret>$SECRET$tacacs-key</secret></tacplus-server>"
        "</system></configuration></load-configuration>"
    )
    before = etree.tostring(request)
    reply = SecretChannel(wire, secrets()).exchange(request, timeout=1)
    assert "syntax error: $SECRET$tacacs-key<" in reply
    assert f"<encrypted-password>{HASH}</encrypted-password>" in wire.sent
    assert f"<secret>{kept}</secret>" in wire.sent
    assert etree.tostring(request) == before
