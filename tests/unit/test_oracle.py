"""Would real boxes accept what we generate? Every configuration of both inventories against Juniper's published models.

The oracle is a folder with a checker for syntax and commit constraints of Junos 21.4R1. It is looked for in
``$JUNOS_ORACLE``, then in ``../shared/oracle`` beside the checkout; a machine without it skips these tests.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.checks import check_design
from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design, design
from ansible_collections.statenet.junos.plugins.module_utils.design.drain import drain_plans
from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Function, Stage
from ansible_collections.statenet.junos.plugins.module_utils.intent.key_chains import KeyChains
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.intent.management import Management
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from ansible_collections.statenet.junos.plugins.module_utils.render.batch import render_all
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render
from ansible_collections.statenet.junos.plugins.module_utils.render.seed import lacks_uplink, seed
from ansible_collections.statenet.junos.plugins.module_utils.twin.ztp.factory import factory_default

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]
ORACLE = Path(os.environ.get("JUNOS_ORACLE") or CHECKOUT.parent / "shared" / "oracle")

REJECT = re.compile(r"(server-reject-vlan) (?=[\w-]+;)")
"""The one statement that the oracle reads otherwise than a box. The CLI takes the VLAN right behind the word
(``server-reject-vlan (vlan-id | vlan-name)``, Juniper's CLI Reference); the element below it is called ``vlan-name``,
and the oracle does not know that its keyword is hidden. Spelled out for it, rather than allowed to fail, the VLAN is
judged by the constraints as well.
"""

pytestmark = pytest.mark.skipif(
    not (ORACLE / "check.py").is_file(), reason=f"no oracle in {ORACLE}: set JUNOS_ORACLE to the folder with check.py"
)


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    sys.path.insert(0, str(ORACLE))
    yield Oracle()
    sys.path.remove(str(ORACLE))


class Oracle:
    """The checker of the folder, in this process, with the model of each family read once."""

    def __init__(self) -> None:
        writes_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        self._engine, self._rules, check = map(importlib.import_module, ("engine", "commit_rules", "check"))
        sys.dont_write_bytecode = writes_bytecode
        self._doubtful = check.DOUBTFUL
        self._schema = cache(lambda family: self._engine.Schema(str(ORACLE / "schema-21.4R1.pkl.z"), family))

    def complaints(self, family: str, text: str) -> list[str]:
        """Says what a box of the family would refuse, in its own words."""
        engine = self._engine.Engine(self._schema(family), strict=False)
        tree = engine.text(REJECT.sub(r"\1 vlan-name ", text))
        broken = self._rules.Check(engine).run(tree)
        refused = [f"[{path}] {message}" for path, message in broken if not self._doubtful.search(message)]
        return [*engine.errs, *refused]


@pytest.mark.parametrize("inventory", ["lab", "oklahoma"])
def test_every_configuration_is_clean(oracle: Oracle, inventory: str) -> None:
    models = _designed(inventory)
    configurations = zip(models, render_all(models, workers=os.cpu_count() or 1), strict=True)
    complaints = {
        f"{model.hostname} {model.stage}: {complaint}"
        for model, text in configurations
        for complaint in oracle.complaints(model.family, text)
    }
    assert sorted(complaints) == []


def test_core_with_ldp_is_clean(oracle: Oracle) -> None:
    directory = CHECKOUT / "inventories" / "lab" / "intent"
    intent = load_intent(directory)
    keys = {"ldp": [{"number": 0, "secret": "isis-key", "start": "2020-01-01 00:00"},
                    {"number": 1, "secret": "bgp-core-key", "start": "2020-12-06 02:00"}]}
    other = {"transport": "ldp", "key_chains": KeyChains.model_validate(keys)}
    changed = intent.model_copy(update={"network": intent.network.model_copy(update=other)})
    network = design(changed, allocate(changed, load_allocations(directory / "allocations.yml")))
    models = [model for model in network.models["to-be"].values() if model.role == "core_mx"]
    texts = render_all(models)
    assert [oracle.complaints("junos", text) for text in texts] == [[]] * 4
    assert all("authentication-key-chain LDP" in text for text in texts)
    assert all("ldp-synchronization" in text and "source-packet-routing" not in text for text in texts)


def test_other_hardware_is_sound_and_clean(oracle: Oracle, tmp_path: Path) -> None:
    """Port profiles of an MX204, another card in the core, other spines and leaves."""
    directory = tmp_path / "intent"
    shutil.copytree(CHECKOUT / "inventories" / "lab" / "intent", directory)
    for name, old, new in (
        ("hubs.yml", "model: MX204,", "model: MX204, port_profile: P1,"),
        ("hubs.yml", "hubs:\n", "hubs:\n  - {name: spare, county: Canadian, model: MX204, port_profile: P2, "
                                "uplinks: [okc-core1, tx-core1]}\n"),
        ("core.yml", "1: MPC7E-MRATE", "1: MPC10E-10C"),
        ("datacenters.yml", "okc-spine1, model: QFX10002-36Q", "okc-spine1, model: QFX10002-72Q"),
        ("datacenters.yml", "tx-spine2, model: QFX10002-36Q", "tx-spine2, model: QFX10002-60C"),
        ("datacenters.yml", "okc-leaf1, model: QFX5100-48S", "okc-leaf1, model: QFX5100-96S"),
    ):
        text = (directory / name).read_text(encoding="utf-8")
        assert old in text
        (directory / name).write_text(text.replace(old, new), encoding="utf-8")
    intent = load_intent(directory)
    network = design(intent, allocate(intent, Allocations()))
    assert check_design(intent, network) == ()
    models = [model for stage in network.models.values() for model in stage.values()]
    texts = dict(zip(((m.hostname, m.stage) for m in models), render_all(models), strict=True))
    complaints = [item for m in models for item in oracle.complaints(m.family, texts[m.hostname, m.stage])]
    assert sorted(complaints) == []
    assert "number-of-ports 0;" in texts["spare-agg1", "to-be"]
    assert "speed 40g;" in texts["tx-spine2", "to-be"]
    assert "speed 100g;" in texts["okc-spine1", "to-be"]


def test_drained_devices_are_clean(oracle: Oracle) -> None:
    """One device of every function and model, with all steps of its drain, and with every link drained by itself."""
    network = _network("oklahoma")
    plans = drain_plans(network.models["to-be"])
    chosen = {(model.function, model.model): model for model in network.models["to-be"].values()}
    complaints = set()
    for model in chosen.values():
        plan = plans.get(model.hostname)
        running = parse_text(render(model))
        for steps in (plan.steps, plan.links) if plan else ():
            drained = apply_set(running, [line for step in steps for line in step.statements])
            complaints |= {f"{model.hostname}: {text}" for text in oracle.complaints(model.family, print_text(drained))}
    assert sorted(complaints) == []


def test_a_promised_rate_is_clean(oracle: Oracle) -> None:
    """On every model of router and switch that a shaped port is on."""
    directory = CHECKOUT / "inventories" / "oklahoma" / "intent"
    intent = load_intent(directory)
    sites = tuple(site.model_copy(update={"access_mbps": 2000}) for site in intent.sites)
    network = design(intent.model_copy(update={"sites": sites}), load_allocations(directory / "allocations.yml"))
    models = network.models["to-be"].values()
    chosen = {model.model: model for model in models if model.function in ("aggregation", "access")}
    texts = {name: render(model) for name, model in chosen.items()}
    complaints = {name: oracle.complaints(chosen[name].family, text) for name, text in texts.items()}
    assert complaints == {name: [] for name in texts}
    assert all("shaping-rate 2000m;" in text for text in texts.values())
    assert {"MX204", "MX150", "EX4400-48P"} <= texts.keys()


def test_macsec_of_a_switch_is_clean(oracle: Oracle) -> None:
    directory = CHECKOUT / "inventories" / "lab" / "intent"
    intent = load_intent(directory)
    assert intent.replication
    wanted = intent.replication.model_copy(update={"encryption": "macsec", "fallback_key": "macsec-fallback-cak"})
    allocations = load_allocations(directory / "allocations.yml")
    model = design(intent.model_copy(update={"replication": wanted}), allocations).models["to-be"]["okc-spine1"]
    text = render(model)
    assert "gcm-aes-xpn-256" in text
    assert oracle.complaints(model.family, text) == []


def test_what_comes_out_of_the_box_is_clean(oracle: Oracle) -> None:
    """Seeds of every function and model, those of sites without an old uplink included, and the factory defaults."""
    models = _network("oklahoma").models
    chosen = {(first.model, lacks_uplink(first)): first for first in models["as-is"].values() if first.role != "legacy"}
    complaints = set()
    for first in chosen.values():
        last = models["to-be"][first.hostname]
        text = seed(first, render(first), final=(last, render(last)) if lacks_uplink(first) else None)
        box = print_text(factory_default(first.model, first.family, "AB1234567890"))
        complaints |= {f"{first.hostname}: {item}" for item in oracle.complaints(first.family, text)}
        complaints |= {f"{first.model}: {item}" for item in oracle.complaints(first.family, box)}
    assert sorted(complaints) == []
    assert any(without for _, without in chosen)


def test_every_option_of_the_management_plane_is_clean(oracle: Oracle) -> None:
    """What the inventories leave out, on one device of every function."""
    directory = CHECKOUT / "inventories" / "lab" / "intent"
    intent = load_intent(directory)
    managed = Management.model_validate(
        {
            **intent.network.management.model_dump(),
            "radius": {"servers": ["192.0.2.9"]},
            "archive": {"url": "scp://junos@192.0.2.30/configs", "password": "ntp-key"},
            "telemetry": {"certificate": "telemetry"},
        }
    )
    changed = intent.model_copy(update={"network": intent.network.model_copy(update={"management": managed})})
    models = design(changed, load_allocations(directory / "allocations.yml")).models["to-be"]
    texts = {model.function: (model.family, render(model)) for model in models.values()}
    assert {name: oracle.complaints(*found) for name, found in texts.items()} == {name: [] for name in texts}
    assert "radius-server" in texts["access"][1]


def test_every_function_and_stage_is_among_them() -> None:
    seen = {(model.function, model.stage) for model in _designed("oklahoma")}
    assert {function for function, _ in seen} == set(get_args(Function))
    assert {stage for _, stage in seen} == set(get_args(Stage))


@pytest.mark.parametrize(
    ("family", "text", "complaint"),
    [
        ("junos", "protocols { bgp { colour blue; } }", "syntax error at protocols bgp >>> colour blue"),
        (
            "junos",
            "routing-options { nonstop-routing; }",
            "[routing-options nonstop-routing] Synchronized commits must be configured with nonstop-routing",
        ),
        (
            "junos-ex",
            "protocols { dot1x { authenticator { authentication-profile-name P; interface ge-0/0/0 { "
            "server-reject-vlan 999; } } } } access { profile P; } vlans { 999 { vlan-id-list 999; } }",
            "[protocols dot1x authenticator interface ge-0/0/0 server-reject-vlan vlan-name 999] "
            "vlan with vlan-id-list not supported under server-reject-vlan",
        ),
        (
            "junos-ex",
            "interfaces { irb { unit 10 { virtual-gateway-accept-data; } } }",
            "syntax error at interfaces irb unit 10 >>> virtual-gateway-accept-data",
        ),
    ],
)
def test_oracle_complains(oracle: Oracle, family: str, text: str, complaint: str) -> None:
    """A checker that accepts everything would pass all of the above."""
    assert complaint in oracle.complaints(family, text)


@cache
def _network(inventory: str) -> Design:
    directory = CHECKOUT / "inventories" / inventory / "intent"
    intent = load_intent(directory)
    return design(intent, allocate(intent, load_allocations(directory / "allocations.yml")))


def _designed(inventory: str) -> tuple[DeviceModel, ...]:
    """Every device of an inventory at every stage that it goes through."""
    return tuple(model for models in _network(inventory).models.values() for model in models.values())
