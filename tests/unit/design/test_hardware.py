"""Hardware profiles: what the data says, and that wrong questions get an answer a person understands."""

from __future__ import annotations

from typing import get_args

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent import models as intent_models
from ansible_collections.statenet.junos.plugins.module_utils.junos.hardware import (
    Hardware,
    expand,
    gbps,
    hardware,
    location,
    models,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.port_rules import violations

FIXED = [name for name in models() if name != "MX480"]


def test_every_model_that_the_intent_knows_has_a_profile() -> None:
    kinds = ("Core", "Hub", "Site", "Spine", "Leaf", "Legacy")
    known = {name for kind in kinds for name in get_args(getattr(intent_models, f"{kind}Hardware"))}
    assert known <= set(models())


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


@pytest.mark.parametrize("model", models())
def test_ports_of_the_design_are_ports_of_the_box(model: str) -> None:
    """One name at a time: what excludes each other is for the allocator and the rules."""
    box = hardware(model, ((0, "MPC7E-MRATE"), (1, "MPC10E-10C")) if model == "MX480" else ())
    assert [item for port in box.ports for item in violations(box, ((port.name, port.speed),))] == []


@pytest.mark.parametrize("ports", ["P1", "P2", "P3"])
def test_port_profiles_of_an_mx204_are_legal(ports: str) -> None:
    box = hardware("MX204", ports=ports)
    assert violations(box, tuple((port.name, port.speed) for port in box.ports)) == ()
    assert box.idle_pics == (((0, 1),) if ports == "P2" else ())


MX204 = hardware("MX204")
MX480 = hardware("MX480", ((0, "MPC7E-MRATE"), (1, "MPC10E-10C")))
RULES = [
    (
        MX480, [("et-0/0/3", "100g")],
        "et-0/0/3: 100g on a port that takes 40g or 4x10g. Legal: 100g on et-0/0/2, et-0/0/5, et-0/1/2, et-0/1/5, "
        "et-1/0/0, et-1/0/1, et-1/0/2, et-1/0/3, et-1/0/4, et-1/1/0, et-1/1/1, et-1/1/2 and 2 more",
    ),
    (
        MX480, [("et-0/0/2", "100g"), ("et-0/0/5", "100g"), ("xe-0/0/0:0", "10g"), ("et-0/0/1", "40g")],
        "0/0/5: PIC 0 of FPC 0 is asked for 280 Gbps (0/0/0 4x10g, 0/0/1 40g, 0/0/2 100g, 0/0/5 100g). "
        "Legal: at most 240 Gbps in all",
    ),
    (MX480, [("et-2/0/0", "100g")],
     "et-2/0/0: an MX480 has no such port. "
     "Legal: a port of the hardware profile: 0/0/0-5, 0/1/0-5, 1/0/0-4, 1/1/0-4"),
    (
        MX204, [(f"et-0/0/{n}", "100g") for n in range(4)] + [("xe-0/1/0", "10g")],
        "0/1/0: an MX204 is asked for 410 Gbps (0/0/0 100g, 0/0/1 100g, 0/0/2 100g, 0/0/3 100g, 0/1/0 10g). "
        "Legal: at most 400 Gbps in all | "
        "0/1/0: 0/0/0, 0/0/1, 0/0/2, 0/0/3 run at 100g, which leaves no port of PIC 0/1. "
        "Legal: three ports at 100g at most, or PIC 0/1 off (port profile P2)",
    ),
    (
        MX204, [("et-0/0/2", "100g"), ("xe-0/0/3:0", "10g")],
        "0/0/2: it shares clocking with 0/0/3, and they differ (0/0/2 100g, 0/0/3 4x10g). "
        "Legal: the same speed on both",
    ),
    (MX204, [("et-0/0/2", "10g")],
     "et-0/0/2: 10g on a port that does 10g in four channels only. Legal: xe-0/0/2:0 to xe-0/0/2:3"),
    (MX204, [("xe-0/0/2:4", "10g")], "xe-0/0/2:4: there is no such channel. Legal: xe-0/0/2:0 to xe-0/0/2:3"),
    (MX204, [("xe-0/0/2:0", "100g")], "xe-0/0/2:0: 100g on a channel. Legal: et-0/0/2"),
    (MX204, [("xe-0/1/0:0", "10g")], "xe-0/1/0:0: this port cannot be channelized. Legal: xe-0/1/0"),
    (MX204, [("ge-0/1/1", "1g")], "ge-0/1/1: a port of this kind is not called that at 1g. Legal: xe-0/1/1"),
    (MX204, [("xe-0/0/0", "100g")], "xe-0/0/0: a port of this kind is not called that at 100g. Legal: et-0/0/0"),
    (
        hardware("QFX10002-36Q"), [("et-0/0/13", "100g"), ("et-0/0/14", "40g")],
        "0/0/14: it is out of service, because port 0/0/13 runs at 100g. "
        "Legal: nothing on 0/0/12 and 0/0/14, or 40g on 0/0/13",
    ),
    (
        hardware("QFX10002-72Q"), [("et-0/0/38", "100g")],
        "et-0/0/38: 100g on a port that takes 40g or 4x10g. Legal: 100g on et-0/0/1, et-0/0/5, et-0/0/7, et-0/0/11, "
        "et-0/0/13, et-0/0/17, et-0/0/19, et-0/0/23, et-0/0/25, et-0/0/29, et-0/0/31, et-0/0/35 and 12 more",
    ),
    (hardware("QFX5100-48S"), [("et-0/0/48", "100g")],
     "et-0/0/48: 100g on a port that takes 40g or 4x10g. "
     "Legal: at most 40g, no port of a QFX5100-48S does 100g"),
    (
        hardware("QFX5100-96S"), [(f"xe-0/0/{n}", "10g") for n in range(96)] + [("xe-0/0/96:0", "10g")] * 1
        + [(f"et-0/0/{n}", "40g") for n in range(97, 104)],
        "0/0/103: with it there are 107 ports and channels. Legal: at most 104 on a QFX5100-96S; channelize fewer",
    ),
    (hardware("EX4300-48P"), [("et-0/2/0", "40g")],
     "et-0/2/0: 40g on a port that takes 10g or 1g. Legal: 40g on et-0/1/0, et-0/1/1, et-0/1/2, et-0/1/3"),
    (
        hardware("EX4400-48P", ((2, "EX4400-EM-1C"),)), [("xe-0/2/1", "10g")],
        "xe-0/2/1: an EX4400-48P has no such port. "
        "Legal: a port of the hardware profile: 0/0/0-47, 0/1/0-1, 0/2/0",
    ),
    (hardware("EX3400-24P"), [("xe-0/2/0", "1g")],
     "xe-0/2/0: a port of this kind is not called that at 1g. Legal: ge-0/2/0"),
    (hardware("EX2300-C-12P"), [("xe-0/2/0", "10g")],
     "xe-0/2/0: an EX2300-C-12P has no such port. Legal: a port of the hardware profile: 0/0/0-11, 0/1/0-1"),
]


@pytest.mark.parametrize(("box", "ports", "expected"), RULES)
def test_what_the_hardware_cannot_do(box: Hardware, ports: list[tuple[str, str]], expected: str) -> None:
    found = [f"{item.port}: {item.found}. Legal: {item.legal}" for item in violations(box, tuple(ports))]
    assert " | ".join(found) == expected


def test_a_configured_port_counts_also_without_a_cable() -> None:
    found = violations(MX480, (), ((0, 1, 2, "100g"), (0, 1, 5, "100g"), (0, 1, 0, "10g"), (0, 1, 3, "40g")))
    assert [item.found for item in found] == [
        "PIC 1 of FPC 0 is asked for 280 Gbps (0/1/0 4x10g, 0/1/2 100g, 0/1/3 40g, 0/1/5 100g)"
    ]


def test_the_operator_knows_better() -> None:
    facts = (("bfd_ms", 300), ("fast_ports", ((3, (2, 4)),)))
    box = hardware("QFX10002-36Q", facts=facts)
    assert (box.bfd_ms, box.taking("100g")) == (300, ("et-0/0/3",))
    assert [item.port for item in violations(box, (("et-0/0/3", "100g"), ("et-0/0/2", "40g")))] == ["0/0/2"]
    assert not any(item.startswith("fast_ports") for item in box.unverified)


def test_an_uplink_module_belongs_to_its_switch_and_slot() -> None:
    for cards, expected in (
        (((2, "EX4400-EM-4Y"),), "slot 2: EX4400-EM-4Y. Expected: slots 0 to 2, cards EX-UM-4X4SFP."),
        (((1, "EX-UM-4X4SFP"),), "slot 1: EX-UM-4X4SFP. Expected: the card in slot 2."),
    ):
        with pytest.raises(InputError) as caught:
            hardware("EX4300-48P", cards)
        assert str(caught.value.problems[0]) == f"profiles/EX4300-48P.yml: EX4300-48P: {expected}"


def test_unknown_port_profile() -> None:
    with pytest.raises(InputError) as caught:
        hardware("MX204", ports="P4")
    assert str(caught.value.problems[0]) == "profiles/MX204.yml: MX204: port profile P4. Expected: P1, P2, P3."


def test_what_is_unverified_says_so() -> None:
    assert any("Port Checker" in item for item in hardware("QFX10002-36Q").unverified)


def test_unknown_model() -> None:
    with pytest.raises(InputError) as caught:
        hardware("MX960")
    assert str(caught.value.problems[0]).startswith("profiles: MX960: unknown model. Expected: EX2300-24P, ")


@pytest.mark.parametrize(
    ("model", "cards", "expected"),
    [
        ("MX480", ((7, "MPC7E-MRATE"),), "slot 7: MPC7E-MRATE. Expected: slots 0 to 5, cards MPC7E-MRATE, MPC10E-10C."),
        ("MX480", ((0, "MPC99"),), "slot 0: MPC99. Expected: slots 0 to 5, cards MPC7E-MRATE, MPC10E-10C."),
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
