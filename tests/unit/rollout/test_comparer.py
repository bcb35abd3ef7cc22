"""The comparer gives what the Junos engine gives, and parses each text once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical, parse_text
from ansible_collections.statenet.junos.plugins.module_utils.rollout import comparer
from ansible_collections.statenet.junos.plugins.module_utils.rollout.comparer import KEPT, JunosComparer

if TYPE_CHECKING:
    import pytest

OLD = "system { host-name a;\n }\n"
NEW = "system { host-name b;\n services { netconf { ssh; } } }\n"


def test_it_agrees_with_the_engine_and_parses_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def counted(text: str, **options: Any) -> object:
        parsed.append(text)
        return parse_text(text, **options)

    monkeypatch.setattr(comparer, "parse_text", counted)
    found = JunosComparer()
    old, new = found.canonical(OLD), found.canonical(NEW)
    assert (old, new) == (canonical(OLD), canonical(NEW))
    assert found.compare(old, new) == compare(parse_text(OLD), parse_text(NEW))
    assert found.compare(old, old) == ""
    assert parsed == [OLD, NEW]


def test_it_keeps_a_few_trees_only() -> None:
    found = JunosComparer()
    for number in range(3 * KEPT):
        found.canonical(f"system {{ host-name h{number}; }}\n")
    assert len(found._trees) == KEPT
