"""Addresses of both families as numbers that never meet."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.addresses import IPV6, parse, to_number
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.policy import route_filter


@pytest.mark.parametrize(
    ("text", "number", "length"),
    [
        ("10.0.0.1/31", 0x0A000001, 31),
        ("10.0.0.1", 0x0A000001, 32),
        ("2001:db8::1/127", IPV6 | 0x20010DB8 << 96 | 1, 127),
        ("::/0", IPV6, 0),
        ("::1", IPV6 | 1, 128),
    ],
)
def test_parse(text: str, number: int, length: int) -> None:
    address = parse(text)
    assert address is not None
    assert (address.number, address.length, str(address)) == (number, length, f"{text.partition('/')[0]}/{length}")


@pytest.mark.parametrize("text", ["10.0.0", "10.0.0.1/33", "2001:db8::/129", "2001::db8::", "lo0", "10.0.0.1/x"])
def test_what_is_no_address(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("prefix", "address", "inside"),
    [
        ("0.0.0.0/0", "10.0.0.1", True),
        ("0.0.0.0/0", "2001:db8::1", False),
        ("::/0", "2001:db8::1", True),
        ("::/0", "10.0.0.1", False),
        ("2001:db8:a::/48", "2001:db8:a:f000::2", True),
        ("2001:db8:a::/48", "2001:db8:b::2", False),
        ("2001:db8::/127", "2001:db8::1", True),
        ("2001:db8::/127", "2001:db8::2", False),
    ],
)
def test_families_do_not_mix(prefix: str, address: str, inside: bool) -> None:
    network, number = parse(prefix), to_number(address)
    assert network is not None
    assert number is not None
    assert network.contains(number) is inside


def test_route_filters_reach_to_the_end_of_their_family() -> None:
    prefix = parse("2001:db8:a::/48")
    assert prefix is not None
    route = parse("2001:db8:a:1::/64")
    assert route is not None
    assert route_filter(prefix, "orlonger", "").matches(route)
    assert route_filter(prefix, "upto", "/64").matches(route)
    assert not route_filter(prefix, "upto", "/56").matches(route)
