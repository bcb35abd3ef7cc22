"""What comes out of a good intent: values, places, and the facts of both inventories."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load, load_intent
from ansible_collections.statenet.junos.plugins.module_utils.intent.sources import FILES, read_sources

from .conftest import INVENTORIES

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent


@pytest.fixture(scope="module")
def oklahoma() -> Intent:
    return load_intent(INVENTORIES / "oklahoma" / "intent")


def test_values_have_their_types(lab: Path) -> None:
    intent = load_intent(lab)
    assert intent.network.name == "lab"
    assert intent.network.pools.links == IPv4Network("10.1.0.0/22")
    assert intent.core.routers[0].cards == {0: "MPC7E-MRATE", 1: "MPC7E-MRATE"}
    assert intent.sites[3].paths == 1
    assert intent.sites[3].legacy_mbps == 10
    assert intent.services[2].isolated is True
    assert list(intent.site_types[0].ports.items()) == [("GENGOV", 70), ("VOICE", 25), ("MGMT", 4)]
    assert intent.policy.start == datetime(2020, 8, 24, 22)
    assert intent.policy.deadline == date(2020, 11, 24)
    assert (intent.policy.window.start, intent.policy.window.end) == (time(22), time(5))
    assert intent.calendar.freezes[0].kind == "election"


def test_confirm_minutes_are_completed_with_defaults(lab: Path) -> None:
    path = lab / "rollout.yml"
    text = path.read_text(encoding="utf-8")
    given = "{core_mx: 10, dc_fabric: 10, site_ex: 5, legacy: 10}"
    path.write_text(text.replace(given, "{site_ex: 7}"), encoding="utf-8")
    assert load_intent(lab).policy.confirm_minutes == {"core_mx": 10, "dc_fabric": 10, "site_ex": 7, "legacy": 10}


def test_what_is_left_out_has_its_default(lab: Path) -> None:
    path = lab / "core.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(", speed: 100g, metric: 10", ", speed: , metric: ~"))
    (link,) = load_intent(lab).core.links
    assert (link.speed, link.metric) == ("100g", 10)


def test_sites_without_the_columns_of_a_virtual_chassis(lab: Path) -> None:
    """A table from before there were such columns is as good as ever."""
    table = lab / "sites.csv"
    rows = [line.split(",")[:8] for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    table.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    sites = load_intent(lab).sites
    assert len(sites) == 4
    assert {(site.members, site.serials) for site in sites} == {(1, "")}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("network", "asn"), "intent/network.yml:14"),
        (("network", "pools", "management"), "intent/network.yml:24"),
        (("sites", 3, "hub"), "intent/sites.csv:6"),
        (("core", "routers", 1, "city"), "intent/core.yml:11"),
        (("hubs", 0, "uplinks", 1), "intent/hubs.yml:2"),
        (("core", "routers", 1, "county"), "intent/core.yml:9"),
        (("policy", "window", "end"), "intent/rollout.yml:7"),
        (("allocations",), "intent"),
    ],
)
def test_every_value_has_a_place(lab: Path, path: tuple[str | int, ...], place: str) -> None:
    assert str(load(lab).sources.at(*path)) == place


def test_sources_are_the_files_as_they_are(lab: Path) -> None:
    contents = read_sources(lab)
    assert tuple(contents) == (*FILES, "replication.yml", "bootstrap.yml", "serials.csv")
    assert contents["hubs.yml"] == (lab / "hubs.yml").read_bytes()


def test_sources_name_every_missing_file(lab: Path) -> None:
    (lab / "hubs.yml").rename(lab / "hubs.yaml")
    (lab / "legacy.yml").unlink()
    with pytest.raises(InputError) as caught:
        read_sources(lab)
    assert [str(problem) for problem in caught.value.problems] == [
        "intent/hubs.yml: intent: the file is missing. Expected: a file hubs.yml. Remedy: rename hubs.yaml to "
        "hubs.yml.",
        "intent/legacy.yml: intent: the file is missing. Expected: a file legacy.yml. Remedy: write it after "
        "inventories/lab/intent/legacy.yml.",
    ]


def test_oklahoma_has_its_counties(oklahoma: Intent) -> None:
    assert [county.fips for county in oklahoma.counties] == [f"40{number:03}" for number in range(1, 154, 2)]
    assert sum(county.population for county in oklahoma.counties) == 3_959_353
    seats = {county.name: county.seat for county in oklahoma.counties}
    assert (seats["Oklahoma"], seats["Le Flore"], seats["Washita"]) == ("Oklahoma City", "Poteau", "New Cordell")


def test_oklahoma_has_500_sites_in_all_counties(oklahoma: Intent) -> None:
    per_county = Counter(site.county for site in oklahoma.sites)
    assert len(oklahoma.sites) == 500
    assert set(per_county) == {county.name for county in oklahoma.counties}
    assert min(per_county.values()) == 4
    assert [name for name, _ in per_county.most_common(3)] == ["Oklahoma", "Tulsa", "Cleveland"]
    assert Counter(site.paths for site in oklahoma.sites) == {2: 464, 1: 36}


def test_oklahoma_loads_its_hubs_evenly(oklahoma: Intent) -> None:
    uplinks = Counter(uplink for hub in oklahoma.hubs if hub.model == "MX204" for uplink in hub.uplinks)
    assert uplinks == {"okc-core1": 18, "okc-core2": 18, "tul-core1": 18, "tul-core2": 18}
    assert all({name[:3] for name in hub.uplinks} == {"okc", "tul"} for hub in oklahoma.hubs if hub.model == "MX204")
