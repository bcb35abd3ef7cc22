"""Tokens in the content of the config action: values on the device, tokens in everything that is returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    'set system tacplus-server 192.0.2.1 secret "$SECRET$tacacs-key"',
    'set system login user breakglass class super-user authentication encrypted-password "$SECRET$breakglass-password"',
]
NETWORK = """network:
  secrets:
    tacacs-key: {vault: vault_tacacs_key}
    breakglass-password: {env: BREAKGLASS}
"""
CALENDAR = "calendar: {timezone: America/Chicago, valid_until: 2999-01-01, freezes: []}\n"


def configuration(endpoint: Any) -> str:
    """What the device holds."""
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect

    with connect(endpoint) as session:
        return session.get_configuration()


def test_on_the_twin_values_are_made_up(act: Any, endpoint: Any) -> None:
    first = act("config", diff=True, lines=LINES)
    assert (first["changed"], first["msg"]) == (True, "committed")
    assert '"$SECRET$tacacs-key"' in str(first["diff"])
    assert "$9$" not in str(first)
    text = configuration(endpoint)
    assert 'secret "$9$' in text
    assert 'encrypted-password "$6$rehearsal$' in text
    assert "$SECRET$" not in text
    assert text.count("## SECRET-DATA") == 2
    assert act("config", lines=LINES)["changed"] is False
    assert act("config", check=True, lines=LINES)["changed"] is False
    act("config", lines=["delete system tacplus-server", "delete system login user breakglass"])


@pytest.fixture
def live(artifacts: Path, endpoint: Any) -> dict[str, Any]:
    """Variables with which the twin's device is a live one."""
    return {
        "statenet_target": "live",
        "ansible_host": endpoint.address,
        "ansible_port": endpoint.tcp_port,
        "ansible_user": endpoint.username,
        "ansible_ssh_private_key_file": str(endpoint.key_file),
        "statenet_known_hosts": str(artifacts / "twin" / "known_hosts"),
    }


def test_a_live_device_gets_the_values(
    act: Any, endpoint: Any, intent: Path, live: dict[str, Any], monkeypatch: Any
) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_encoding import decode9

    (intent / "network.yml").write_text(NETWORK, encoding="utf-8")
    (intent / "calendar.yml").write_text(CALENDAR, encoding="utf-8")
    crypt = "$6$saltsalt$" + "b" * 86
    monkeypatch.setenv("BREAKGLASS", crypt)
    extra = {"statenet_intent": str(intent), "vault_tacacs_key": "from the vault", **live}
    predicted = act("config", check=True, diff=True, extra=extra, lines=LINES)
    assert predicted["changed"] is True
    result = act("config", diff=True, extra=extra, lines=LINES)
    assert result["msg"] == "committed", result
    assert "from the vault" not in str(predicted) + str(result)
    assert crypt not in str(predicted) + str(result)
    text = configuration(endpoint)
    assert decode9(text.partition('secret "')[2].partition('"')[0]) == "from the vault"
    assert crypt in text
    assert act("config", extra=extra, lines=LINES)["changed"] is False
    act("config", lines=["delete system tacplus-server", "delete system login user breakglass"])


def test_a_missing_value_is_told_and_nothing_is_sent(act: Any, intent: Path, live: dict[str, Any]) -> None:
    (intent / "network.yml").write_text(NETWORK, encoding="utf-8")
    result = act("config", extra={"statenet_intent": str(intent), **live}, lines=LINES)
    assert result["failed"] is True
    assert result["problems"] == [
        f"{intent}/network.yml: secrets.breakglass-password: environment variable BREAKGLASS is not set. "
        "Expected: its value. Remedy: export BREAKGLASS, or attach the AWX credential that sets it.",
        f"{intent}/network.yml: secrets.tacacs-key: Ansible variable vault_tacacs_key is not set. "
        "Expected: its value. Remedy: define vault_tacacs_key, in a file that Ansible Vault encrypts.",
    ]
