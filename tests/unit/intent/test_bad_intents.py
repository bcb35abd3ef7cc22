"""Every mistake that a person can make in an intent, and the exact words that it is answered with.

``bad_intents.yml`` holds the table: each case changes files of the laboratory's intent and lists all problems that are
then found.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("bad_intents.yml").read_text(encoding="utf-8"))


def spoil(directory: Path, change: dict[str, str]) -> None:
    """Make one change to a file of an intent."""
    path = directory / change["file"]
    if change.get("remove"):
        path.unlink()
        return
    if "write" in change:
        text = change["write"]
    else:
        text = path.read_text(encoding="utf-8")
        assert change["replace"] in text, f"{change['file']} no longer contains {change['replace']!r}"
        text = text.replace(change["replace"], change["by"])
    # A lone surrogate stands for a byte that is not UTF-8.
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("case", CASES, ids=[case["case"].replace(" ", "-") for case in CASES])
def test_bad_intent(lab: Path, case: dict[str, Any]) -> None:
    for change in case["changes"]:
        spoil(lab, change)
    with pytest.raises(InputError) as caught:
        load_intent(lab)
    assert [str(problem) for problem in caught.value.problems] == case["problems"]


def test_message_lists_every_problem(lab: Path) -> None:
    spoil(lab, {"file": "network.yml", "replace": "asn: 64600", "by": "asn: none"})
    spoil(lab, {"file": "sites.csv", "replace": "el-reno, EX3400-24P, 1", "by": "elreno,  EX3400-24P, 1"})
    with pytest.raises(InputError) as caught:
        load_intent(lab)
    assert str(caught.value) == textwrap.dedent("""\
        2 problems found:
          intent/network.yml:14: network: asn is 'none'. Expected: a whole number from 1 to 65535.
          intent/sites.csv:6: site canadian-calumet-library: hub names elreno, which does not exist. \
        Expected: the name of a hub (el-reno). Remedy: write el-reno, or add elreno.""").replace("        ", "")


def test_directory_missing() -> None:
    with pytest.raises(InputError) as caught:
        load_intent(Path("inventories/ohio/intent"))
    assert str(caught.value) == (
        "1 problem found:\n"
        "  inventories/ohio/intent: intent: there is no such directory. Expected: a directory with network.yml, "
        "regions.yml, counties.csv, services.yml, site_types.yml, core.yml, hubs.yml, datacenters.yml, sites.csv, "
        "legacy.yml, calendar.yml, rollout.yml. Remedy: name the directory of the intent, such as "
        "inventories/lab/intent."
    )


def test_directory_is_a_file(lab: Path) -> None:
    with pytest.raises(InputError, match="it is not a directory"):
        load_intent(lab / "hubs.yml")


def test_unreadable_file(lab: Path) -> None:
    (lab / "hubs.yml").unlink()
    (lab / "hubs.yml").mkdir()
    with pytest.raises(InputError) as caught:
        load_intent(lab)
    assert [str(problem) for problem in caught.value.problems] == [
        "intent/hubs.yml: intent: it cannot be read (is a directory). Expected: a readable file."
    ]


def added(directory: Path, name: str, before: str, lines: list[str]) -> list[str]:
    """Every problem after lines were put in front of some text of a file."""
    spoil(directory, {"file": name, "replace": before, "by": "".join(lines) + before})
    with pytest.raises(InputError) as caught:
        load_intent(directory)
    return [str(problem) for problem in caught.value.problems]


def test_legacy_router_over_its_ports(lab: Path) -> None:
    more = [f"more-{n}, library, Canadian, el-reno, EX3400-24P, 1, legacy-el-reno, 10\n" for n in range(76)]
    assert (
        "intent/legacy.yml:5: legacy, router legacy-el-reno: 80 sites hang off it. Expected: at most 79: of 80 ports "
        "of 1G on an MX240, links take 1. Remedy: name other legacy routers in sites.csv."
    ) in added(lab, "sites.csv", "# The only", more)


def test_leaf_over_its_ports(lab: Path) -> None:
    more = [f"      - {{name: s{n}, leaves: [okc-leaf2], services: [REPL]}}\n" for n in range(47)]
    assert added(lab, "datacenters.yml", "      - {name: okc-hv1", more) == [
        "intent/datacenters.yml:15: data center okc, leaf okc-leaf2: 49 servers hang off it. Expected: at most 48 on "
        "this QFX5100-48S."
    ]


def test_more_services_than_slots(lab: Path) -> None:
    more = [
        f"  - {{name: S{n}, title: S, kind: general, number: {n}, vlan: {n}, prefix: 10.{n}.0.0/18, "
        f"dc_prefix: 10.{n}.64.0/20}}\n"
        for n in range(200, 211)
    ]
    assert added(lab, "services.yml", "  - {name: GENGOV", more) == [
        "intent/services.yml:18: service MGMT: it is one of 17 services. Expected: at most 16. Remedy: remove some."
    ]
