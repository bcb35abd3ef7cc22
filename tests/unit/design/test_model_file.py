"""A model written and read is the same model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.model_file import parse_model, print_model
from ansible_collections.statenet.junos.plugins.module_utils.design.serialize import (
    model_from_dict,
    network_document,
    to_dict,
)

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent


def test_every_model_survives_its_file(lab_design: Design) -> None:
    for models in lab_design.models.values():
        for model in models.values():
            assert parse_model(print_model(model), path="x") == model


def test_dict_and_file_say_the_same(lab_design: Design) -> None:
    model = lab_design.models["to-be"]["okc-leaf1"]
    data = to_dict(model)
    assert yaml.safe_load(print_model(model)) == data
    assert json.loads(json.dumps(data)) == data
    assert model_from_dict(data, path="x") == model


def test_fields_with_their_default_are_left_out(lab_design: Design) -> None:
    data = to_dict(lab_design.models["as-is"]["okc-leaf1"])
    assert list(data) == [
        "hostname", "role", "function", "model", "family", "stage", "county", "region", "groups", "system", "chassis",
        "interfaces", "firewall",
    ]
    assert data["chassis"] == {}
    assert data["interfaces"] == [
        {"name": "em0", "description": "Management", "units": [{"number": 0, "addresses": ["10.2.0.8/24"]}]},
        {"name": "lo0", "units": [{"number": 0, "filter": "PROTECT-RE"}]},
    ]


def test_leaf_objects_take_one_line(lab_design: Design) -> None:
    text = print_model(lab_design.models["to-be"]["okc-core1"])
    unit = (
        '{number: 0, addresses: ["10.1.0.0/31"], mtu: 9000, isis: true, mpls: true, '
        'addresses6: ["2001:db8:0:1::1:0/127"]}'
    )
    assert f"""
  - name: et-0/0/2
    description: "CORE: tx-core1 et-0/0/2 [100g]"
    speed: "100g"
    mtu: 9192
    units:
      - {unit}
    peer: {{host: tx-core1, interface: et-0/0/2}}
    hold_up_ms: 3000
""" in text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"colour": "red"}, "unknown key colour. Expected: keys among hostname, role, "),
        ({"stage": "later"}, "stage: 'later'. Expected: one of 'as-is', 'coexistence', 'to-be'."),
        ({"interfaces": 3}, "interfaces: 3. Expected: a list."),
        ({"interfaces": [3]}, "interfaces: : 3. Expected: a mapping."),
        ({"interfaces": [{"mtu": 9192}]}, "interfaces: no key name. Expected: keys name."),
        ({"interfaces": [{"name": "lo0", "mtu": "9192"}]}, "interfaces: mtu: '9192'. Expected: a number."),
        ({"county": 7}, "county: 7. Expected: text."),
        ({"chassis": {"dual_re": 1}}, "chassis: dual_re: 1. Expected: true or false."),
    ],
)
def test_foreign_content_is_refused(lab_design: Design, change: dict[str, object], expected: str) -> None:
    data = {**to_dict(lab_design.models["as-is"]["okc-leaf1"]), **change}
    with pytest.raises(InputError) as caught:
        model_from_dict(data, path="models/okc-leaf1.yml")
    assert str(caught.value.problems[0]).startswith(f"models/okc-leaf1.yml: okc-leaf1: {expected}")


def test_file_that_is_no_yaml() -> None:
    with pytest.raises(InputError) as caught:
        parse_model("{", path="models/x.yml")
    assert str(caught.value.problems[0]) == (
        "models/x.yml:2: device model: did not find expected node content. Expected: YAML. "
        "Remedy: run build, which writes the models anew."
    )


def test_file_that_is_no_mapping() -> None:
    with pytest.raises(InputError, match=r"models/x\.yml: device model: DeviceModel: 'x'\. Expected: a mapping"):
        parse_model("x", path="models/x.yml")


def test_network_document(lab: Intent, lab_design: Design) -> None:
    document = network_document(lab, lab_design)
    assert document["name"] == "lab"
    assert document["devices"][-3] == {
        "hostname": "canadian-calumet-library-sw1",
        "role": "site_ex",
        "function": "access",
        "model": "EX3400-24P",
        "family": "junos-ex",
        "county": "Canadian",
        "region": "central",
        "site": "canadian-calumet-library",
        "site_kind": "library",
        "management_address": "10.120.3.1",
        "groups": [],
        "stages": ["as-is", "coexistence", "to-be"],
        "links": {
            "as-is": ["legacy-el-reno"],
            "coexistence": ["el-reno-agg1", "legacy-el-reno"],
            "to-be": ["el-reno-agg1"],
        },
    }
    assert document["cabling"][0] == {
        "a": {"host": "okc-core1", "interface": "et-0/0/2"},
        "b": {"host": "tx-core1", "interface": "et-0/0/2"},
        "speed": "100g",
    }
    assert document["probes"][0] == {
        "site": "canadian-el-reno-county-office",
        "host": "canadian-el-reno-county-office-sw1",
        "instance": "GENGOV",
    }
    assert document["anchors"][0] == {"host": "okc-spine1", "instance": "GENGOV"}
    assert json.loads(json.dumps(document)) == document
