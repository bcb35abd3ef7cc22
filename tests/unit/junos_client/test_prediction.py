"""Check mode works out what a load would change, as the device would show it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
from ansible_collections.statenet.junos.plugins.module_utils.junos.prediction import (
    detect_format,
    predict,
    predict_rollback,
)

COMMITTED = """## Last commit: 2026-11-24 16:20:11 CST by automation
system {
    host-name okc-core1;
    services {
        ssh;
    }
}
"""
RENAMED = "[edit system]\n-  host-name okc-core1;\n+  host-name okc-core2;\n"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("set system host-name a", "set"),
        ("\n# a comment\ndelete system ntp", "set"),
        ("<configuration/>", "xml"),
        ('{"configuration": {}}', "json"),
        ("system {\n    host-name a;\n}", "text"),
        ("replace: system {", "text"),
        ("## Last commit: x\nsystem {", "text"),
        ("protect: system { host-name a; }", "text"),
        ("", "text"),
    ],
)
def test_detected_format(content: Any, form: Any) -> None:
    assert detect_format(content) == form


@pytest.mark.parametrize(
    ("content", "action", "form"),
    [
        ("system { host-name okc-core2; }", "merge", "text"),
        ("set system host-name okc-core2", "set", "set"),
        ("<configuration><system><host-name>okc-core2</host-name></system></configuration>", "merge", "xml"),
        ('{"configuration": {"system": {"host-name": "okc-core2"}}}', "merge", "json"),
        (COMMITTED.replace("core1", "core2"), "override", "text"),
        (COMMITTED.replace("core1", "core2"), "update", "text"),
    ],
)
def test_every_format_and_action(content: Any, action: Any, form: Any) -> None:
    assert predict(COMMITTED, content, action=action, format=form) == RENAMED


@pytest.mark.parametrize(
    ("content", "action"),
    [
        ("system { host-name okc-core1; }", "merge"),
        (COMMITTED, "override"),
        (COMMITTED, "update"),
    ],
)
def test_nothing_to_change(content: Any, action: Any) -> None:
    assert predict(COMMITTED, content, action=action, format="text") == ""


def test_rollback_has_the_sign_of_what_would_happen() -> None:
    assert predict_rollback(COMMITTED, COMMITTED.replace("core1", "core2")) == RENAMED


def test_content_that_junos_does_not_take() -> None:
    with pytest.raises(StatenetError, match="syntax error"):
        predict(COMMITTED, "system { host-nam okc-core2; }", action="merge", format="text")
