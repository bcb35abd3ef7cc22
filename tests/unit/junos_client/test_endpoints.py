"""Where a host is reached, and what is said when its variables do not tell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoints import resolve_endpoint


@pytest.fixture
def key_file(tmp_path: Any) -> Any:
    path = tmp_path / "id_ed25519"
    path.write_text("key")
    return path


def test_live(key_file: Any) -> None:
    endpoint = resolve_endpoint(
        {
            "inventory_hostname": "okc-core1",
            "ansible_host": "192.0.2.1",
            "ansible_user": "automation",
            "ansible_ssh_private_key_file": str(key_file),
            "ansible_password": "secret",
            "statenet_model": "MX480",
        }
    )
    assert (endpoint.address, endpoint.tcp_port, endpoint.target) == ("192.0.2.1", 830, "live")
    assert (endpoint.key_file, endpoint.model) == (key_file, "MX480")
    assert "secret" not in repr(endpoint)


def test_live_without_address_uses_the_name() -> None:
    assert resolve_endpoint({"inventory_hostname": "okc-core1", "ansible_user": "a"}).address == "okc-core1"


def test_everything_wrong_at_once(tmp_path: Any) -> None:
    with pytest.raises(InputError) as caught:
        resolve_endpoint(
            {
                "inventory_hostname": "okc-core1",
                "ansible_port": "ssh",
                "ansible_ssh_private_key_file": str(tmp_path / "gone"),
            }
        )
    assert str(caught.value).splitlines() == [
        "3 problems found:",
        "  inventory: host okc-core1: ansible_port is 'ssh'. Expected: a TCP port, 830 for NETCONF.",
        f"  inventory: host okc-core1: ansible_ssh_private_key_file {tmp_path / 'gone'} is not there. Expected: a "
        "private key, ed25519 for speed.",
        "  inventory: host okc-core1: ansible_user is not set. Expected: the account to log in with.",
    ]


def test_unknown_target() -> None:
    with pytest.raises(InputError, match=r"statenet_target is 'moon'\. Expected: live or twin"):
        resolve_endpoint({"inventory_hostname": "okc-core1", "statenet_target": "moon"})


@pytest.fixture
def twin_variables(tmp_path: Any) -> Any:
    return {"inventory_hostname": "okc-core1", "statenet_target": "twin", "statenet_artifacts": str(tmp_path)}


def write_state(tmp_path: Any, text: Any) -> None:
    (tmp_path / "twin").mkdir()
    (tmp_path / "twin" / "twin.json").write_text(text)


def test_twin(tmp_path: Any, twin_variables: Any) -> None:
    write_state(tmp_path, json.dumps({"devices": {"okc-core1": 40001}, "user": "automation", "key_file": "/k"}))
    endpoint = resolve_endpoint(twin_variables)
    assert (endpoint.address, endpoint.tcp_port, endpoint.username) == ("127.0.0.1", 40001, "automation")
    assert endpoint.target == "twin"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no twin runs here"),
        ("{", "cannot be read: "),
        ("{}", "lacks devices, user, key_file"),
        ("[]", "lacks devices, user, key_file"),
        ('{"devices": {}, "user": "a", "key_file": "k"}', "the running twin does not have this device"),
    ],
)
def test_twin_problems(tmp_path: Any, twin_variables: Any, text: Any, message: Any) -> None:
    if text is not None:
        write_state(tmp_path, text)
    with pytest.raises(InputError, match=message):
        resolve_endpoint(twin_variables)


def test_twin_without_artifacts_is_looked_for_here(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        resolve_endpoint({"inventory_hostname": "okc-core1", "statenet_target": "twin", "statenet_network": "lab"})
    assert str(caught.value) == (
        f"1 problem found:\n  {tmp_path}/artifacts/lab/twin/twin.json: the twin: no twin runs here. Expected: the "
        "state file of a running twin. Remedy: start it: ansible-playbook statenet.junos.twin with this inventory."
    )
