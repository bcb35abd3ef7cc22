"""``allocations.yml``: what is written reads back the same, and what a hand broke is told with its line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import (
    load_allocations,
    parse_allocations,
    print_allocations,
)
from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations, LinkAllocation

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

INVENTORIES = Path(__file__).parents[3] / "inventories"


@pytest.mark.parametrize("name", ["lab", "oklahoma"])
def test_files_of_the_inventories_are_as_written(name: str) -> None:
    path = INVENTORIES / name / "intent" / "allocations.yml"
    assert print_allocations(load_allocations(path)) == path.read_text(encoding="utf-8")


def test_one_line_per_object() -> None:
    allocations = Allocations(
        services={"VOICE": 1, "LIBRARY": 0},
        links={"b/c": LinkAllocation(number=1, ports=("xe-0/0/0:1", "et-0/0/0"))},
        servers={"leaf1/hv1": "xe-0/0/3"},
    )
    text = print_allocations(allocations)
    assert text.splitlines()[2:] == [
        "service_slots: 16",
        "",
        "services:",
        "  LIBRARY: 0",
        "  VOICE: 1",
        "",
        "links:",
        '  b/c: {number: 1, ports: ["xe-0/0/0:1", et-0/0/0]}',
        "",
        "servers:",
        "  leaf1/hv1: xe-0/0/3",
    ]
    assert parse_allocations(text) == allocations


def test_missing_file_is_an_empty_set(tmp_path: Path) -> None:
    assert load_allocations(tmp_path / "allocations.yml") == Allocations()


def test_empty_file_is_an_empty_set() -> None:
    assert parse_allocations("") == Allocations()


BROKEN = [
    ("sites: [a]\n", ":1: sites: not a mapping. Expected: one `name: value` per line."),
    ("sites:\n  a: 1\n  a: 2\n", ":3: a: listed twice, first in line 2. Expected: one line per object."),
    ("sites:\n  a: one\n", ":2: sites a: 'one'. Expected: a whole number from 0."),
    ("sites:\n  a: -1\n", ":2: sites a: '-1'. Expected: a whole number from 0."),
    ("service_slots: 0\n", ":1: service_slots: '0'. Expected: a whole number from 1."),
    ("sites:\n  a: {}\n", ":2: sites a: no number. Expected: a whole number from 0."),
    (
        "nodes:\n  a: 7\n  b: 7\n",
        ":3: nodes b: number 7 also belongs to a. Expected: a number of its own. "
        "Remedy: delete the line that was added last and build again.",
    ),
    (
        "legacy_site_links:\n  r/a: {number: 3, ports: [ge-0/0/0, ge-0/2/3]}\n"
        "interconnects:\n  c/r: {number: 3, ports: [xe-0/0/0, xe-2/0/0]}\n",
        ":4: interconnects c/r: number 3 also belongs to r/a. Expected: a number of its own. "
        "Remedy: delete the line that was added last and build again.",
    ),
    (
        "site_links:\n  r/a: {number: 3, ports: [xe-0/1/0, xe-0/2/0]}\n"
        "  r/b: {number: 4, ports: [xe-0/1/0, xe-0/2/0]}\n",
        ":3: site_links r/b: port xe-0/1/0 of r also belongs to site_links r/a. Expected: a port of its own. "
        "Remedy: delete one of the lines and build again.",
    ),
    (
        "links:\n  r: {number: 3, ports: [et-0/0/0, et-0/0/0]}\n",
        ":2: links r: malformed line. Expected: `<host>/<host>: {number: N, ports: [<interface>, <interface>]}`.",
    ),
    (
        "links:\n  r/s: {number: 3, ports: [et-0/0/0]}\n",
        ":2: links r/s: malformed line. Expected: `<host>/<host>: {number: N, ports: [<interface>, <interface>]}`.",
    ),
    (
        "links:\n  r/s: {number: 3, ports: [et-0/0/0, port 7]}\n",
        ":2: links r/s: malformed line. Expected: `<host>/<host>: {number: N, ports: [<interface>, <interface>]}`.",
    ),
    ("servers:\n  hv1: xe-0/0/0\n", ":2: servers hv1: malformed line. Expected: `<leaf>/<server>: <interface>`."),
    (
        "hosts:\n  a: 1\n",
        ":1: hosts: unknown section. Expected: service_slots, services, datacenters, sites, nodes, management, "
        "fabric_nodes, segments, links, handoffs, fabric_links, site_links, legacy_links, legacy_site_links, "
        "interconnects, servers.",
    ),
    ("sites: {a: 1\n", ":2: allocations: did not find expected ',' or '}'. Expected: YAML."),
    ("- a\n", ":1: allocations: not a mapping. Expected: one `name: value` per line."),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[expected[:40] for _, expected in BROKEN])
def test_rubbish_is_told_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_allocations(text, path="allocations.yml")
    assert [str(problem) for problem in caught.value.problems] == [f"allocations.yml{expected}"]


def test_all_problems_at_once() -> None:
    with pytest.raises(InputError) as caught:
        parse_allocations("sites:\n  a: x\n  b: y\nnodes: 3\n")
    assert len(caught.value.problems) == 3


def test_design_without_a_line_says_what_to_do(lab: Intent) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import design

    with pytest.raises(InputError) as caught:
        design(lab, Allocations())
    assert "intent/allocations.yml: nodes okc-core1: no line. Expected: a line for every object of the intent. " \
           "Remedy: run build, which adds it." in map(str, caught.value.problems)
