"""Pools: arithmetic, and what happens at their end."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.addressing import Pool, net_of, pool, slash31, text


def _pool(network: str, name: str = "pools.links") -> Pool:
    return pool(name, IPv4Network(network))


def test_carving() -> None:
    links = _pool("10.1.0.0/22")
    assert links.host(5) == "10.1.0.5"
    assert links.subnet(3, 24) == "10.1.3.0/24"
    assert links.count(24) == 4
    assert slash31(links.block(2, 1, from_top=False)) == "10.1.0.4/31"
    assert text(links.block(0, 16, from_top=True)) == "10.1.3.224"
    assert text(links.block(1, 16, from_top=False)) == "10.1.0.32"


@pytest.mark.parametrize(
    "carve",
    [
        lambda links: links.host(256),
        lambda links: links.subnet(256, 32),
        lambda links: links.block(256, 1, from_top=False),
        lambda links: links.block(256, 1, from_top=True),
    ],
)
def test_end_of_a_pool(carve: object) -> None:
    with pytest.raises(InputError) as caught:
        carve(_pool("10.1.0.0/24"))  # type: ignore[operator]
    assert str(caught.value.problems[0]) == (
        "network.yml: pools.links: 10.1.0.0/24 has no room for number 256. Expected: a larger prefix. "
        "Remedy: widen it; addresses that were given out stay as long as its first address does."
    )


def test_end_of_a_service() -> None:
    with pytest.raises(InputError, match=r"services\.yml: K12 prefix: 10\.72\.0\.0/23 has no room for number 2\."):
        _pool("10.72.0.0/23", "K12 prefix").subnet(2, 24)


def test_network_entity_title() -> None:
    assert net_of("49.0001", "10.0.255.11") == "49.0001.0100.0025.5011.00"


def test_broadcast_address_is_not_given_out() -> None:
    assert _pool("10.1.0.0/24").host(254) == "10.1.0.254"
    with pytest.raises(InputError, match="no room for number 255"):
        _pool("10.1.0.0/24").host(255)
