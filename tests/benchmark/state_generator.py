"""Intents of any size, scaled up from the laboratory's: the same kinds of everything, more of them.

``files`` is pure: the same state gives the same texts, and adding to a state changes nothing but the lines of what is
added, as when a person edits the files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

LAB = Path(__file__).parents[2] / "inventories" / "lab" / "intent"
LEFT_OUT = ("allocations.yml", "bootstrap.yml", "serials.csv")
"""What is about the laboratory's own devices, or is made by the design."""
SITES_PER_HUB = 14
"""Of the 16 ports of an MX204."""
HUBS_PER_PAIR = 14
"""Of the 24 ports of 100G of a core router, the others being core links and hand-offs."""
SITES_PER_COUNTY = 7
SITES_PER_LEGACY = 60
KINDS = ("county-office", "courthouse", "library", "public-safety")
MODELS = ("EX3400-24P", "EX3400-48P", "EX4300-48P")
SPEEDS = (10, 50, 100, 1000)
_POOLS = {
    "loopbacks": "10.0.0.0/21",
    "fabric_loopbacks": "10.0.8.0/24",
    "links": "10.1.0.0/18",
    "fabric_links": "10.1.64.0/22",
    "management": "10.2.0.0/19",
    "site_links": "10.8.0.0/13",
    "legacy_links": "10.16.0.0/14",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A line of ``sites.csv``."""

    name: str
    kind: str
    county: str
    hub: str
    model: str
    paths: int
    legacy: str
    legacy_mbps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What differs between a small state and a large one.

    Attributes:
        pairs: Pairs of core routers, joined in two rings.
        hubs: Name of each hub, its county, and the core pair that it hangs off.
        legacy: Routers of the old network, a tree.
    """

    counties: tuple[str, ...]
    hubs: tuple[tuple[str, str, int], ...]
    sites: tuple[Site, ...]
    pairs: int
    legacy: int

    def with_site(self, name: str, *, county: str, hub: str) -> State:
        """The state with a new site at the end of the file; it has no old uplink."""
        site = Site(
            name=name, kind="library", county=county, hub=hub, model=MODELS[0], paths=2, legacy="", legacy_mbps=0
        )
        return replace(self, sites=(*self.sites, site))

    def without_site(self, name: str) -> State:
        """The state without a site."""
        return replace(self, sites=tuple(site for site in self.sites if site.name != name))

    def with_county(self, name: str) -> State:
        """The state with a county, which has nothing in it yet."""
        return replace(self, counties=(*self.counties, name))

    def with_hub(self, name: str, *, county: str, pair: int) -> State:
        """The state with a hub that no site hangs off yet."""
        return replace(self, hubs=(*self.hubs, (name, county, pair)))


def state(sites: int) -> State:
    """A state with so many sites, and everything else in proportion."""
    counties = tuple(f"County {number:03d}" for number in range(max(1, -(-sites // SITES_PER_COUNTY))))
    count = max(1, -(-sites // SITES_PER_HUB))
    pairs = max(2, -(-count // HUBS_PER_PAIR))
    hubs = tuple(
        (f"hub{number:03d}", counties[min(2 * number, len(counties) - 1)], number % pairs) for number in range(count)
    )
    return State(
        counties=counties,
        hubs=hubs,
        sites=tuple(_site(number, counties, hubs) for number in range(sites)),
        pairs=pairs,
        legacy=max(2, -(-sites // SITES_PER_LEGACY)),
    )


def state_of_devices(devices: int) -> State:
    """The state with the most sites that has at most so many devices, those of the old network included."""
    sites = devices
    while True:
        found = state(sites)
        total = count_devices(found)
        if total <= devices:
            return found
        sites -= max(1, (total - devices) * 3 // 4)


def count_devices(found: State) -> int:
    """Every device, old ones included."""
    return len(found.sites) + 2 * len(found.hubs) + 2 * found.pairs + found.legacy + _FABRICS


_FABRICS = 7
"""Spines and leaves of the laboratory."""


def _site(number: int, counties: tuple[str, ...], hubs: tuple[tuple[str, str, int], ...]) -> Site:
    return Site(
        name=f"site{number:05d}",
        kind=KINDS[number % len(KINDS)],
        county=counties[number // SITES_PER_COUNTY],
        hub=hubs[number // SITES_PER_HUB][0],
        model=MODELS[number % len(MODELS)],
        paths=1 if number % SITES_PER_HUB == SITES_PER_HUB - 1 else 2,
        legacy=f"legacy{number // SITES_PER_LEGACY:03d}",
        legacy_mbps=SPEEDS[number % len(SPEEDS)],
    )


def files(found: State) -> dict[str, str]:
    """The files of the intent, by name; those that do not depend on the size are the laboratory's."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in LAB.iterdir() if path.name not in LEFT_OUT}
    # Site prefixes take nearly all of 10.0.0.0/8, so data centers move out of their way.
    texts = {name: text.replace("10.50.", "10.30.") for name, text in texts.items()}
    texts["regions.yml"] = _yaml({"regions": [{"name": "central", "title": "Central"}]})
    texts["counties.csv"] = _counties(found)
    texts["sites.csv"] = _sites(found)
    texts["hubs.yml"] = _yaml({"hubs": [_hub(*hub) for hub in found.hubs]})
    texts["core.yml"] = _yaml({"core": _core(found.pairs)})
    texts["legacy.yml"] = _yaml({"legacy": _legacy(found.legacy)})
    for name, change in (
        ("network.yml", _network), ("services.yml", _services), ("datacenters.yml", _datacenters),
        ("rollout.yml", lambda whole: _rollout(whole, found)),
    ):
        whole = yaml.load(texts[name], Loader=yaml.BaseLoader)  # noqa: S506 - text only, no objects
        change(whole)
        texts[name] = _yaml(whole)
    return texts


def write(found: State, directory: Path) -> Path:
    """Writes the files; ``allocations.yml`` stays as it is."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files(found).items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def _yaml(whole: dict[str, Any]) -> str:
    return yaml.safe_dump(whole, sort_keys=False, default_flow_style=None, width=200)


def _counties(found: State) -> str:
    rows = [f"{40001 + number},{name},Seat,central,{1000 + number}" for number, name in enumerate(found.counties)]
    return "\n".join(["fips,name,seat,region,population", *rows]) + "\n"


def _sites(found: State) -> str:
    rows = [
        f"{site.name},{site.kind},{site.county},{site.hub},{site.model},{site.paths},{site.legacy},{site.legacy_mbps}"
        for site in found.sites
    ]
    return "\n".join(["name,kind,county,hub,model,paths,legacy,legacy_mbps", *rows]) + "\n"


def _core_name(pair: int, side: int) -> str:
    return f"core{pair:02d}-{side}"


def _hub(name: str, county: str, pair: int) -> dict[str, Any]:
    return {"name": name, "county": county, "model": "MX204", "uplinks": [_core_name(pair, 1), _core_name(pair, 2)]}


def _core(pairs: int) -> dict[str, Any]:
    routers = [
        {"name": _core_name(pair, side), "model": "MX480", "city": f"City {pair}",
         "cards": dict.fromkeys(range(6), "MPC7E-MRATE"),
         "reflector": "true" if side == 1 and pair < 2 else "false"}
        for pair in range(pairs)
        for side in (1, 2)
    ]
    links = [{"a": _core_name(pair, 1), "b": _core_name(pair, 2), "metric": 5} for pair in range(pairs)]
    ring = range(pairs) if pairs > 2 else range(pairs - 1)
    links += [
        {"a": _core_name(pair, side), "b": _core_name((pair + 1) % pairs, side), "metric": 10}
        for pair in ring
        for side in (1, 2)
    ]
    return {"routers": routers, "links": links}


def _legacy(count: int) -> dict[str, Any]:
    names = [f"legacy{number:03d}" for number in range(count)]
    routers = [
        {"name": name, "model": "MX240", "city": f"Old {number}", "region": "central",
         "core": "true" if number < 2 else "false"}
        for number, name in enumerate(names)
    ]
    links = [{"a": names[(number - 1) // 8], "b": names[number], "speed": "1g"} for number in range(1, count)]
    joints = [{"legacy": names[side], "core": _core_name(0, side + 1)} for side in range(2)]
    return {"asn": 64500, "routers": routers, "links": links, "interconnects": joints}


def _network(whole: dict[str, Any]) -> None:
    network = whole["network"]
    network["pools"] = {**network["pools"], **_POOLS}


def _services(whole: dict[str, Any]) -> None:
    for number, service in enumerate(whole["services"]):
        service["prefix"] = f"10.{32 + 32 * number}.0.0/11"


def _datacenters(whole: dict[str, Any]) -> None:
    for pair, datacenter in enumerate(whole["datacenters"]):
        datacenter["routers"] = [_core_name(pair, 1), _core_name(pair, 2)]
        datacenter.pop("county", None)


def _rollout(whole: dict[str, Any], found: State) -> None:
    whole["policy"]["sites"] = {"pilot": [found.sites[0].name], "sizes": [5, 20, 40], "max_percent": 50}
