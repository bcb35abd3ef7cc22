"""The filters between formats."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.statenet.junos.plugins.filter.to_text import FilterModule

FILTERS = FilterModule().filters()
WRITTEN = {
    "to_text": "system {\n    host-name a;\n}\n",
    "to_set": "set system host-name a\n",
    "to_xml": "<configuration>\n    <system>\n        <host-name>a</host-name>\n    </system>\n</configuration>\n",
}
JSON = '{"configuration": {"system": {"host-name": "a"}}}'


@pytest.mark.parametrize("name", sorted(WRITTEN))
@pytest.mark.parametrize("source", [*WRITTEN.values(), JSON])
def test_every_format_becomes_every_other(name: str, source: str) -> None:
    assert FILTERS[name](source) == WRITTEN[name]


@pytest.mark.parametrize(
    ("source", "source_format", "message"),
    [
        ("set system hostname a", "auto",
         "to_text: 1 problem found:\n  configuration:1: [edit]: syntax error: 'hostname' in column 12. "
         "Expected: a statement that Junos knows here."),
        ("system { host-name a; }", "set",
         "to_text: 1 problem found:\n  configuration:1: [edit]: syntax error: 'system' in column 1. "
         "Expected: a statement that Junos knows here."),
        ("system;", "yaml", "to_text: source_format is 'yaml', not one of auto, text, set, xml, json"),
        ({"system": 1}, "auto", "to_text takes the text of a configuration, not dict"),
    ],
)
def test_problems(source: Any, source_format: str, message: str) -> None:
    with pytest.raises(AnsibleFilterError) as caught:
        FILTERS["to_text"](source, source_format)
    assert str(caught.value).startswith(message)
