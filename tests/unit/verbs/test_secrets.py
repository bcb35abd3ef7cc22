"""Where values are read, and what is said about each that cannot be used; the value itself is in no message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.secrets import SecretSource
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_token import SecretUse
from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import resolve, written_sources

if TYPE_CHECKING:
    from pathlib import Path

HASH = "$6$rounds=5000$saltsalt$" + "a" * 86
KEY, PASSWORD = SecretUse(name="it", kind="key"), SecretUse(name="it", kind="password")
SNMP = SecretUse(name="it", kind="snmp", engine="10-2-0-2")


def read(directory: Path, use: SecretUse = KEY, *, environment: Any = None, variable: Any = None, **source: str) -> str:
    found = resolve(
        {"it": SecretSource(**source)},
        [use],
        directory=directory,
        variable=lambda name: variable if name == "vault_it" else None,
        environment=environment or {},
    )
    return found.value(use)


def complaint(directory: Path, use: SecretUse = KEY, **arguments: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(directory, use, **arguments)
    (problem,) = caught.value.problems
    return str(problem).removeprefix(f"{directory}/network.yml: secrets.it: ")


def test_sources(tmp_path: Path) -> None:
    (tmp_path / "it.txt").write_text("from a file\n", encoding="utf-8")
    assert read(tmp_path, env="IT", environment={"IT": "from outside"}) == "from outside"
    assert read(tmp_path, vault="vault_it", variable="from the vault") == "from the vault"
    assert read(tmp_path, vault="vault_it", variable=4711) == "4711"
    assert read(tmp_path, file="it.txt") == "from a file"
    assert read(tmp_path, PASSWORD, env="IT", environment={"IT": HASH}) == HASH
    assert read(tmp_path, SNMP, env="IT", environment={"IT": "long enough"}) == "long enough"


@pytest.mark.parametrize(
    ("use", "arguments", "message"),
    [
        (
            KEY,
            {"env": "IT"},
            "environment variable IT is not set. Expected: its value. "
            "Remedy: export IT, or attach the AWX credential that sets it.",
        ),
        (
            KEY,
            {"vault": "vault_it"},
            "Ansible variable vault_it is not set. Expected: its value. "
            "Remedy: define vault_it, in a file that Ansible Vault encrypts.",
        ),
        (
            KEY,
            {"file": "nowhere"},
            "file nowhere cannot be read (No such file or directory). Expected: a file with its value in one line. "
            "Remedy: write it, or mend its rights.",
        ),
        (
            KEY,
            {"env": "IT", "environment": {"IT": ""}},
            "environment variable IT is empty. Expected: its value. Remedy: give it one.",
        ),
        (
            KEY,
            {"env": "IT", "environment": {"IT": "two\nlines"}},
            "environment variable IT holds other characters than printable ASCII. "
            "Expected: one line of printable ASCII. Remedy: choose another value.",
        ),
        (
            KEY,
            {"env": "IT", "environment": {"IT": HASH}},
            "environment variable IT begins with a dollar sign, as hashes do. Expected: the clear text of a key. "
            "Remedy: give the key itself.",
        ),
        (
            PASSWORD,
            {"env": "IT", "environment": {"IT": "clear"}},
            "environment variable IT is no SHA-512 crypt hash. "
            "Expected: the hash of a password. Remedy: make it with: openssl passwd -6.",
        ),
        (
            SNMP,
            {"env": "IT", "environment": {"IT": "short"}},
            "environment variable IT is shorter than 8 characters. Expected: a password that SNMPv3 takes. "
            "Remedy: choose a longer one.",
        ),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, use: SecretUse, arguments: Any, message: str) -> None:
    assert complaint(tmp_path, use, **arguments) == message


def test_a_secret_without_a_source(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"secrets\.it: it has no source\. Expected: an entry below secrets"):
        resolve({}, [KEY], directory=tmp_path, variable=lambda _name: None)


def test_all_problems_at_once_and_only_of_what_is_used(tmp_path: Path) -> None:
    sources = {name: SecretSource(env=name.upper()) for name in ("a", "b", "unused")}
    uses = [SecretUse(name=name, kind="key") for name in ("a", "b")]
    with pytest.raises(InputError) as caught:
        resolve(sources, uses, directory=tmp_path, variable=lambda _name: None, environment={})
    assert [problem.subject for problem in caught.value.problems] == ["secrets.a", "secrets.b"]


def test_sources_are_read_without_the_rest_of_the_intent(tmp_path: Path) -> None:
    path = tmp_path / "network.yml"
    path.write_text("network:\n  asn: nonsense\n  secrets:\n    it: {env: IT}\n", encoding="utf-8")
    assert written_sources(tmp_path) == {"it": SecretSource(env="IT")}
    path.write_text("network: {}\n", encoding="utf-8")
    assert written_sources(tmp_path) == {}
    path.write_text("network:\n  secrets:\n    it: a value\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        written_sources(tmp_path)
    assert str(caught.value.problems[0]) == (
        f"{path}:2: secrets: an entry is no source. "
        "Expected: name: {env: VARIABLE}, {vault: variable} or {file: path}."
    )
    path.unlink()
    with pytest.raises(InputError, match="No such file"):
        written_sources(tmp_path)
