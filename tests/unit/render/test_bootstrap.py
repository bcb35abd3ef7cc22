"""Seeds of the lab, one of every platform, and the configuration of Kea, whole, as reviewed.

They are ``tests/golden/bootstrap``; rewritten with ``pytest tests/unit/render --update-golden``.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.bootstrap import BootPlan, boot_plan
from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design, design
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.kea import print_kea
from ansible_collections.statenet.junos.plugins.module_utils.render.kea_checks import check_kea
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render
from ansible_collections.statenet.junos.plugins.module_utils.render.seed import seed

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

CHECKOUT = Path(__file__).parents[3]
GOLDEN = CHECKOUT / "tests" / "golden" / "bootstrap"
LAB = CHECKOUT / "inventories" / "lab" / "intent"
PLATFORMS = {
    "tx-core1": "MX480, two routing engines",
    "el-reno-agg1": "MX204",
    "tx-spine1": "QFX10002",
    "tx-leaf1": "QFX5100",
    "canadian-calumet-library-sw1": "EX3400",
    "canadian-el-reno-courthouse-sw1": "EX3400, a Virtual Chassis",
    "canadian-el-reno-county-office-sw1": "EX4400",
}


@cache
def lab() -> tuple[Intent, Design]:
    intent = load_intent(LAB)
    return intent, design(intent, allocate(intent, load_allocations(LAB / "allocations.yml")))


def plan(intent: Intent | None = None) -> BootPlan:
    own, designed = lab()
    models = [model for model in designed.models["as-is"].values() if model.role != "legacy"]
    return boot_plan(intent or own, models)


def seed_of(host: str) -> str:
    model = lab()[1].models["as-is"][host]
    return seed(model, render(model))


def reviewed(name: str, text: str, *, update: bool) -> None:
    path = GOLDEN / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize("host", PLATFORMS)
def test_seed_is_as_reviewed(host: str, *, update_golden: bool) -> None:
    reviewed(f"{host}.seed", seed_of(host), update=update_golden)


def test_configuration_of_kea_is_as_reviewed(*, update_golden: bool) -> None:
    reviewed("kea-dhcp4.json", print_kea(plan()), update=update_golden)


def test_no_golden_file_is_orphaned() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {"kea-dhcp4.json", *(f"{host}.seed" for host in PLATFORMS)}


@pytest.mark.parametrize("host", PLATFORMS)
def test_a_seed_is_part_of_the_first_configuration(host: str) -> None:
    """All but the keys of root: its password is a secret, and Junos commits nothing without a way for root."""
    first = set(print_set(parse_text(render(lab()[1].models["as-is"][host]))).splitlines())
    strange = set(print_set(parse_text(seed_of(host))).splitlines()) - first
    assert all(line.startswith("set system root-authentication ssh-ed25519 ") for line in strange)
    assert len(strange) == 1


@pytest.mark.parametrize("host", PLATFORMS)
def test_a_seed_holds_no_secret_and_lets_nobody_in_by_password(host: str) -> None:
    text = seed_of(host)
    assert re.search(r"\$(SECRET|[1-9])\$|encrypted-password|auto-image-upgrade", text) is None
    assert "root-login deny;" in text


def test_only_public_keys_let_in() -> None:
    users = [name for name, _ in parse_text(seed_of("tx-leaf1")).children("system", "login", "user")]
    assert users == ["netops"]


def test_the_rollout_replaces_roots_key_by_its_password() -> None:
    first = render(lab()[1].models["as-is"]["tx-leaf1"])
    difference = compare(parse_text(seed_of("tx-leaf1")), parse_text(first))
    removed = [line for line in difference.splitlines() if line.startswith("-")]
    assert [line.split()[1] for line in removed] == ["ssh-ed25519"]


def test_every_class_that_a_pool_admits_exists_and_no_address_is_given_twice() -> None:
    document = json.loads(print_kea(plan()))["Dhcp4"]
    known = {item["name"] for item in document["client-classes"]}
    pools = [pool for subnet in document["subnet4"] for pool in subnet["pools"]]
    assert {pool["client-class"] for pool in pools} <= known
    assert len({pool["pool"] for pool in pools}) == len(pools)


def test_kea_would_take_it() -> None:
    assert list(check_kea(json.loads(print_kea(plan())), path="kea-dhcp4.conf")) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"10.2.0.12/32"',
            '"10.9.0.12/32"',
            "pool 10.9.0.12/32: it is not inside of 10.2.0.0/24. Expected: addresses of its subnet.",
        ),
        (
            '"10.2.0.12/32"',
            '"10.2.0.11/32"',
            "pool 10.2.0.11/32: it overlaps pool 10.2.0.11/32. Expected: each address in one pool.",
        ),
        (
            '"client-class": "tx-leaf1"',
            '"client-class": "tx-leaf2"',
            "pool 10.2.0.12/32: it admits class tx-leaf2, which nobody defines. Expected: a class of the file.",
        ),
        ('"name": "tx-spine2"', '"name": "tx-spine1"', "class tx-spine1: it stands 2 times. Expected: each once."),
        ('"id": 2', '"id": 1', "subnet id 1: it stands 2 times. Expected: each once."),
        (
            '"name": "routers"',
            '"name": "gateways"',
            "option gateways of 10.2.0.0/24: nobody defines it in dhcp4. Expected: an option of Kea or of option-def.",
        ),
    ],
)
def test_kea_would_not_take_that(old: str, new: str, problem: str) -> None:
    text = print_kea(plan())
    assert old in text
    found = [str(item) for item in check_kea(json.loads(text.replace(old, new, 1)), path="kea-dhcp4.conf")]
    assert f"kea-dhcp4.conf: {problem} Remedy: report it: this file is generated." in found


def test_a_mac_address_recognises_what_tells_no_serial_number() -> None:
    tests = {item["name"]: item["test"] for item in json.loads(print_kea(plan()))["Dhcp4"]["client-classes"]}
    assert tests["tx-leaf1"].endswith(" or pkt4.mac == 0x02005e10000c")
    assert "pkt4" not in tests["tx-spine1"]


def test_every_member_of_a_virtual_chassis_may_be_the_one_that_asks() -> None:
    tests = {item["name"]: item["test"] for item in json.loads(print_kea(plan()))["Dhcp4"]["client-classes"]}
    for serial in ("NX0219430101", "NX0219430102"):
        assert f"substring(option[60].hex, -13, all) == '-{serial}'" in tests["canadian-el-reno-courthouse-sw1"]


def test_without_a_bench_switches_of_sites_wait() -> None:
    intent, _ = lab()
    assert intent.bootstrap is not None
    benchless = intent.model_copy(update={"bootstrap": intent.bootstrap.model_copy(update={"staging": None})})
    found = plan(benchless)
    assert [network.name for network in found.networks] == ["management"]
    assert dict(found.waiting)["canadian-el-reno-courthouse-sw1"] == (
        "bootstrap.yml names no staging network, and it is not on the out-of-band network"
    )


def test_a_server_at_the_bench_keeps_its_address() -> None:
    intent, _ = lab()
    assert intent.bootstrap is not None
    own = type(intent.bootstrap).model_validate(intent.bootstrap.model_dump() | {"server": "10.3.0.9"})
    (_, staging) = plan(intent.model_copy(update={"bootstrap": own})).networks
    assert staging.lent == (("10.3.0.2", "10.3.0.8"), ("10.3.0.10", "10.3.0.254"))


def test_an_account_without_a_key_is_not_in_the_seed() -> None:
    model = lab()[1].models["as-is"]["tx-leaf1"]
    users = tuple(replace(user, ssh_public_key="") for user in model.system.users)
    text = seed(replace(model, system=replace(model.system, users=users)), render(model))
    assert not parse_text(text).exists("system", "login", "user")
