"""The filters: addresses, identifiers, XML and data; every refusal says what was wrong."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.statenet.junos.plugins.filter import addressing, xml_data

FILTERS = {**addressing.FilterModule().filters(), **xml_data.FilterModule().filters()}


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("nth_host", ("10.32.5.0/24", 1), "10.32.5.1"),
        ("nth_host", ("10.32.5.0/24", 0), "10.32.5.0"),
        ("nth_host", ("10.32.5.0/24", -2), "10.32.5.254"),
        ("nth_host", ("10.32.5.7/24", 1), "10.32.5.1"),
        ("nth_host", ("2001:db8::/64", 257), "2001:db8::101"),
        ("nth_subnet", ("10.32.0.0/13", 24, 5), "10.32.5.0/24"),
        ("nth_subnet", ("10.32.0.0/13", 24, -1), "10.39.255.0/24"),
        ("nth_subnet", ("10.0.0.0/24", 31, 3), "10.0.0.6/31"),
        ("nth_subnet", ("2001:db8::/32", 64, 1), "2001:db8:0:1::/64"),
        ("iso_net", ("10.0.255.11",), "49.0001.0100.0025.5011.00"),
        ("iso_net", ("192.168.10.1/32", "49.0002"), "49.0002.1921.6801.0001.00"),
        ("rd", ("10.0.255.11", 102), "10.0.255.11:102"),
        ("route_target", (64512, 102), "target:64512:102"),
        ("route_target", ("64512", "70000"), "target:64512:70000"),
        ("route_target", (4200000000, 102), "target:4200000000L:102"),
        ("xml_to_data", ("<a><b>1</b><b>2</b><c/></a>",), {"a": {"b": ["1", "2"], "c": ""}}),
        ("xml_to_data", ('<a xmlns="urn:x" xmlns:j="urn:j" j:s="1"><b>1</b></a>', ["b"]), {"a": {"b": ["1"]}}),
        (
            "xml_to_data",
            ('<a x="1"><b y="2">t</b></a>', [], True),
            {"a": {"@x": "1", "b": {"@y": "2", "#text": "t"}}},
        ),
        ("xml_to_data", ("<a><!-- remark --><b>x &amp; y</b></a>",), {"a": {"b": "x & y"}}),
        (
            "data_to_xml",
            ({"a": {"b": [1, 2], "c": None, "d": True, "e": False, "f": "x & <y>"}},),
            "<a>\n    <b>1</b>\n    <b>2</b>\n    <c></c>\n    <d></d>\n    <f>x &amp; &lt;y&gt;</f>\n</a>",
        ),
        ("data_to_xml", ({"b": "1"}, "a"), "<a>\n    <b>1</b>\n</a>"),
    ],
)
def test_value(name: str, arguments: tuple[Any, ...], value: Any) -> None:
    assert FILTERS[name](*arguments) == value


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nth_host", ("ten", 1), "nth_host: 'ten' is no network such as 10.0.0.0/8"),
        ("nth_host", ("10.0.0.0/30", 4), "nth_host: 10.0.0.0/30 has 4 addresses, none is number 4"),
        ("nth_subnet", ("10.0.0.0/24", 16, 0), "nth_subnet: 10.0.0.0/24 cannot be divided into /16"),
        ("nth_subnet", ("10.0.0.0/24", 33, 0), "nth_subnet: 10.0.0.0/24 cannot be divided into /33"),
        ("nth_subnet", ("10.0.0.0/24", 25, 2), "nth_subnet: 10.0.0.0/24 has 2 subnets /25, none is number 2"),
        ("iso_net", ("2001:db8::1",), "iso_net: '2001:db8::1' is no IPv4 address"),
        ("iso_net", ("10.0.0.1", "49.1"), "iso_net: '49.1' is no area such as 49.0001"),
        ("rd", ("10.0.0.1", 65536), "rd: 65536 is not between 0 and 65535"),
        ("rd", ("10.0.0", True), "rd: '10.0.0' is no IPv4 address"),
        ("route_target", (4200000000, 65536), "route_target: 65536 is not between 0 and 65535"),
        ("route_target", ("x", 1), "route_target: 'x' is not between 0 and 4294967295"),
        ("xml_to_data", ("<a>",), "xml_to_data: no well-formed XML: "),
        ("xml_to_data", (5,), "xml_to_data takes text, not int"),
        (
            "data_to_xml",
            ({"a": 1, "b": 2},),
            "data_to_xml: needs a dictionary with one key, the outermost element, or a root",
        ),
        ("data_to_xml", ({"two words": 1},), "data_to_xml: the data cannot be written as XML: "),
    ],
)
def test_refusal(name: str, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(AnsibleFilterError) as caught:
        FILTERS[name](*arguments)
    assert str(caught.value).startswith(message)


def test_there_and_back() -> None:
    data = {"configuration": {"system": {"host-name": "okc-core1", "name-server": ["192.0.2.1", "192.0.2.2"]}}}
    assert FILTERS["xml_to_data"](FILTERS["data_to_xml"](data)) == data


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY e "boom">]><a>&e;</a>'
    assert "boom" not in str(FILTERS["xml_to_data"](bomb))
