"""The quick reader of models says what PyYAML says, whatever it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.module_utils.design import model_reader
from ansible_collections.statenet.junos.plugins.module_utils.design.model_file import print_model
from ansible_collections.statenet.junos.plugins.module_utils.design.model_reader import read_yaml_data
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def test_models_are_read_without_a_detour(lab_design: Design, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [print_model(model) for models in lab_design.models.values() for model in models.values()]
    expected = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    monkeypatch.delattr(model_reader.yaml, "load")
    assert [read_yaml_data(text) for text in texts] == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "1", "-0", "012", "0x1f", "1_000", "1:20", "1.5", "1e3", ".inf", "~", "null", "Null", "true", "TRUE",
        "yes", "No", "y", "=", "2020-08-24", "'1'", '"true"', "a: 1\na: 2", "- a\n- [b, {c: 'd'}]", "&x {a: *x}",
        "a: &x [1]\nb: *x", "<<: {a: 1}", "{<<: {a: 1}, b: 2}", "!!str 1", "a: !!int '1'", "? [a]\n: b", "1: a",
        "true: a", "--- a\n...", "a: |\n  text\n", "a: >-\n  folded\n  text\n", "a:\n- b: c\n  d: e\n",
    ],
)
def test_whatever_else_is_yaml(text: str) -> None:
    def said(read: object) -> object:
        try:
            return read(text)  # type: ignore[operator]
        except yaml.YAMLError as error:
            return type(error)

    found, expected = said(read_yaml_data), said(lambda given: yaml.load(given, Loader=yaml.CSafeLoader))
    assert repr(found) == repr(expected)


@given(PLAIN)
def test_all_that_can_be_written(value: object) -> None:
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True)
    assert repr(read_yaml_data(text)) == repr(yaml.load(text, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "{", "\tx: 1"])
def test_no_yaml(text: str) -> None:
    with pytest.raises(yaml.MarkedYAMLError):
        read_yaml_data(text)
