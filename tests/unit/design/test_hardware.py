"""Hardware profiles: what the data says, and that wrong questions get an answer a person understands."""

from __future__ import annotations

from typing import get_args

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent import models as intent_models
from ansible_collections.statenet.junos.plugins.module_utils.junos.hardware import (
    expand,
    gbps,
    hardware,
    location,
    models,
)

FIXED = [name for name in models() if name != "MX480"]


def test_every_model_that_the_intent_knows_has_a_profile() -> None:
    kinds = ("Core", "Hub", "Site", "Spine", "Leaf", "Legacy")
    known = {name for kind in kinds for name in get_args(getattr(intent_models, f"{kind}Hardware"))}
    assert set(models()) == known


@pytest.mark.parametrize("model", FIXED)
def test_port_names_differ(model: str) -> None:
    names = [port.name for port in hardware(model).ports]
    assert len(set(names)) == len(names) > 0


@pytest.mark.parametrize(
    ("model", "use", "speed", "count", "first"),
    [
        ("MX204", "edge", "10g", 16, "xe-0/1/0"),
        ("MX204", "uplink", "100g", 1, "et-0/0/0"),
        ("MX150", "edge", "1g", 8, "ge-0/0/0"),
        ("MX240", "edge", "1g", 80, "ge-0/0/0"),
        ("QFX10002-36Q", "border", "100g", 4, "et-0/0/1"),
        ("QFX10002-36Q", "fabric", "40g", 24, "et-0/0/12"),
        ("QFX5100-48S", "fabric", "40g", 6, "et-0/0/48"),
        ("EX4600-40F", "edge", "10g", 24, "xe-0/0/0"),
        ("EX3400-24P", "access", "1g", 24, "ge-0/0/0"),
        ("EX4300-48P", "uplink", "10g", 2, "xe-0/2/0"),
    ],
)
def test_ports(model: str, use: str, speed: str, count: int, first: str) -> None:
    ports = hardware(model).choices(use, speed)
    assert (len(ports), ports[0].name) == (count, first)


def test_cards_bring_the_ports_of_a_modular_box() -> None:
    box = hardware("MX480", ((0, "MPC7E-MRATE"), (3, "MPC7E-MRATE")))
    assert [port.name for port in box.choices("network", "100g")] == [
        "et-0/0/2", "et-0/0/5", "et-0/1/2", "et-0/1/5", "et-3/0/2", "et-3/0/5", "et-3/1/2", "et-3/1/5",
    ]
    assert hardware("MX480").ports == ()


def test_no_engine_is_asked_for_more_than_it_carries() -> None:
    """A cage counts once, at its highest speed; four channels are one cage."""
    for box in (hardware("MX480", ((0, "MPC7E-MRATE"),)), hardware("MX204")):
        cages: dict[tuple[int, int, int], int] = {}
        for port in box.ports:
            speed = gbps(port.speed) * (4 if ":" in port.name else 1)
            cages[port.location] = max(speed, cages.get(port.location, 0))
        pics: dict[int, int] = {}
        for (_, pic, _), speed in cages.items():
            pics[pic] = pics.get(pic, 0) + speed
        assert all(total <= (box.pic_gbps or 400) for total in pics.values())
        assert box.pic_gbps or sum(pics.values()) <= 400


def test_what_is_unverified_says_so() -> None:
    assert any("Port Checker" in item for item in hardware("QFX10002-36Q").unverified)


def test_unknown_model() -> None:
    with pytest.raises(InputError) as caught:
        hardware("MX960")
    assert str(caught.value.problems[0]).startswith("profiles: MX960: unknown model. Expected: EX3400-24P, ")


@pytest.mark.parametrize(
    ("model", "cards", "expected"),
    [
        ("MX480", ((7, "MPC7E-MRATE"),), "slot 7: MPC7E-MRATE. Expected: slots 0 to 5, cards MPC7E-MRATE."),
        ("MX480", ((0, "MPC99"),), "slot 0: MPC99. Expected: slots 0 to 5, cards MPC7E-MRATE."),
        ("MX204", ((0, "MPC7E-MRATE"),), "slot 0: MPC7E-MRATE. Expected: no cards in a fixed box."),
    ],
)
def test_wrong_card(model: str, cards: tuple[tuple[int, str], ...], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        hardware(model, cards)
    assert str(caught.value.problems[0]) == f"profiles/{model}.yml: {model}: {expected}"


def test_names_with_ranges() -> None:
    assert expand("xe-0/[0-1]/[2,5]:[0-1]") == (
        "xe-0/0/2:0", "xe-0/0/2:1", "xe-0/0/5:0", "xe-0/0/5:1", "xe-0/1/2:0", "xe-0/1/2:1", "xe-0/1/5:0", "xe-0/1/5:1",
    )
    assert location("xe-0/1/5:1") == location("et-0/1/5") == (0, 1, 5)
