"""The report: golden HTML and Markdown, no secret and no foreign markup in it, and what it says of every outcome."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.report.report_figures import told
from ansible_collections.statenet.junos.plugins.module_utils.report.report_html import report_html
from ansible_collections.statenet.junos.plugins.module_utils.report.report_markdown import report_markdown

from .chronicles import DECISIONS, ENTRIES, PLAN, entry, rollout_chronicle

GOLDEN = Path(__file__).parent / "golden"
REHEARSAL: dict[str, Any] = {
    "subject": "rehearsal",
    "entries": ENTRIES[:5],
    "downtime": {"per_site": {}},
    "figures": {
        "verdict": "fail",
        "message": "wave 1 did not heal when okc-core1 failed (alarm)",
        "wall_seconds": 139.2,
        "faults": [
            {"role": "core_mx", "wave": 1, "host": "okc-core1", "fault": "alarm", "reverted": True, "healed": False}
        ],
    },
}
FORMS = {"html": report_html, "md": report_markdown}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "kwargs"), [("rollout", {}), ("rehearsal", REHEARSAL)])
def test_as_reviewed(name: str, kwargs: dict[str, Any], form: str, request: pytest.FixtureRequest) -> None:
    """``pytest tests/unit/render tests/unit/report --update-golden`` rewrites the files."""
    text = FORMS[form](rollout_chronicle(**kwargs))
    assert text == FORMS[form](rollout_chronicle(**kwargs))
    # The id follows every default of the policy, and says nothing about the report.
    text = text.replace(PLAN.plan_id, "PLAN_ID").replace(PLAN.plan_id[:12], "PLAN_ID_12")
    path = GOLDEN / f"{name}.{form}"
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize("form", FORMS)
def test_no_secret_stands_in_it(form: str) -> None:
    text = FORMS[form](rollout_chronicle())
    assert "$9$" not in text
    assert "aZUikqmTFn" not in text
    assert "radius-server 192.0.2.1" in text


class Tags(HTMLParser):
    """Everything that opens and closes, and whatever a page could load."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and what it refers to."""
        self.seen.add(tag)
        self.loads += [str(value) for name, value in attrs if name in ("src", "href", "srcset", "data", "action")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close."""
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag, self.getpos()


def test_the_page_is_whole_and_stands_alone() -> None:
    page = report_html(rollout_chronicle())
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {"script", "link", "img", "iframe", "b"}.isdisjoint(tags.seen)
    assert all(place.startswith("../") for place in tags.loads)
    assert "@import" not in page
    assert "url(" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_markup_of_others_is_text_in_markdown() -> None:
    text = report_markdown(rollout_chronicle())
    assert "\\<script\\>alert(1)\\</script\\>" in text
    assert "pilot \\<b\\>sites\\</b\\>" in text


SHORT = PLAN.plan_id[:12]


@pytest.mark.parametrize(
    ("kwargs", "expected"),
    [
        ({}, f"Rollout of lab, plan {SHORT}: running, 2 of 3 waves passed, 27 s of downtime"),
        (
            {"entries": (), "downtime": None},
            f"Rollout of lab, plan {SHORT}: not begun, 0 of 3 waves passed, downtime not measured",
        ),
        (
            {"entries": ENTRIES[:12], "downtime": None},
            f"Rollout of lab, plan {SHORT}: failed, 1 of 3 waves passed, downtime not measured",
        ),
        (
            {"entries": (*ENTRIES[:12], entry(30, "abort-requested", by="erin", reason=""))},
            f"Rollout of lab, plan {SHORT}: failed, 1 of 3 waves passed, 27 s of downtime",
        ),
        (
            {"entries": (*ENTRIES[:5], entry(9, "rollback-started"), entry(9.5, "wave-rolled-back", 1, hosts=[]))},
            f"Rollout of lab, plan {SHORT}: rolled back, 0 of 3 waves passed, 27 s of downtime",
        ),
        (REHEARSAL, f"Rehearsal of lab, plan {SHORT}: fail, 1 of 3 waves passed, 0 s of downtime"),
    ],
    ids=["interrupted", "not-begun", "failed", "failed-then-aborted", "rolled-back", "rehearsal"],
)
def test_every_outcome_in_a_sentence(kwargs: dict[str, Any], expected: str) -> None:
    assert told(rollout_chronicle(**kwargs)) == expected


def test_approvals_before_a_rollback_are_void() -> None:
    text = report_markdown(rollout_chronicle(decisions=(*DECISIONS, entry(140, "rollback-started"))))
    assert "| bob (void since 2020-10-27 18:00: rolled back) |" in text
    assert "| Approved by | nobody |" in text
