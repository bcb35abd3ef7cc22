"""No secret in what is shown, and nothing else lost."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.secrets import conceal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('+   encrypted-password "$6$abc$def"; ## SECRET-DATA', '+   encrypted-password "<hidden>"; ## SECRET-DATA'),
        ('set system radius-server 192.0.2.1 secret "$9$xyz"', 'set system radius-server 192.0.2.1 secret "<hidden>"'),
        ("    secret plainword;", '    secret "<hidden>";'),
        ('pre-shared-key ascii-text "two words";', 'pre-shared-key ascii-text "<hidden>";'),
        ("authentication-key abc;", 'authentication-key "<hidden>";'),
        ("syntax error at $9$Lm8xNbs24", "syntax error at <hidden>"),
        (
            "<user><encrypted-password>$6$x$y</encrypted-password></user>",
            "<user><encrypted-password>hidden</encrypted-password></user>",
        ),
        ('{"secret" : "$9$a\\"b", "name": "x"}', '{"secret" : "<hidden>", "name": "x"}'),
        ('ssh-ed25519 "ssh-ed25519 AAAAC3Nza";', 'ssh-ed25519 "ssh-ed25519 AAAAC3Nza";'),
        ("+  host-name okc-core1;", "+  host-name okc-core1;"),
        ("password {", "password {"),
        ("the secret-service is up", "the secret-service is up"),
        ('    secret "$SECRET$tacacs-key"; ## SECRET-DATA', '    secret "$SECRET$tacacs-key"; ## SECRET-DATA'),
        ('{"secret" : "$SECRET$tacacs-key"}', '{"secret" : "$SECRET$tacacs-key"}'),
        ("<a><secret>$SECRET$tacacs-key</secret></a>", "<a><secret>$SECRET$tacacs-key</secret></a>"),
    ],
)
def test_conceal(text: Any, shown: Any) -> None:
    assert conceal(text) == shown


def test_concealed_xml_is_still_xml() -> None:
    assert conceal("<a><secret>s</secret><b>$9$q</b></a>") == "<a><secret>hidden</secret><b>hidden</b></a>"
