"""Whatever stands in the files, the answer is an intent or a list of problems, never a traceback."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError, Problem
from ansible_collections.statenet.junos.plugins.module_utils.intent.devices import DeviceRef, devices
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.intent.sources import FILES
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import INVENTORIES

GOOD = INVENTORIES / "lab" / "intent"
TEXTS = {name: (GOOD / name).read_text(encoding="utf-8") for name in FILES}
WORDS = {name: [match.span() for match in re.finditer(r"[\w./:-]+", text)] for name, text in TEXTS.items()}
NASTY = st.sampled_from(
    [
        *("", "~", "-1", "0", "1", "4294967296", "99999999999999999999", "1e400", "nan", ".inf", "true", "no", "0x1F"),
        *("0.0.0.0/0", "10.0.0.0/33", "255.255.255.255/32", "::1", "10.0.0.0/8", "25:00"),
        *("2020-02-30", "0001-01-01", "2999-12-31", "9999-12-31", "2020-08-24 24:00"),
        *("{}", "[]", "[[]]", "{a: {b: c}}", "&a", "*a", "!!binary x", "|", ">", "'", '"', "#", "?", "- ", ": "),
        *("okc-core1", "el-reno", "canadian", "MGMT", "election", "../../etc", "a" * 5000),
        *("\t", "\n", "\r\n", "\u2028", "\ud800", "é"),
    ]
)


def answered(name: str, content: bytes) -> None:
    """Load the intent with one file replaced."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "intent"
        shutil.copytree(GOOD, path)
        (path / name).write_bytes(content)
        try:
            outcome: tuple[DeviceRef, ...] | tuple[Problem, ...] = devices(load_intent(path))
        except InputError as error:
            outcome = error.problems
        assert outcome
        assert all(item.source.path.startswith(str(path)) for item in outcome if isinstance(item, Problem))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data(), name=st.sampled_from(FILES))
def test_any_word_replaced(data: st.DataObject, name: str) -> None:
    start, end = data.draw(st.sampled_from(WORDS[name]))
    word = data.draw(NASTY | st.text(max_size=12))
    text = TEXTS[name][:start] + word + TEXTS[name][end:]
    answered(name, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data(), name=st.sampled_from(FILES))
def test_any_lines_lost_or_twice(data: st.DataObject, name: str) -> None:
    lines = TEXTS[name].splitlines(keepends=True)
    counts = data.draw(st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=len(lines), max_size=len(lines)))
    answered(name, "".join(line * count for line, count in zip(lines, counts, strict=True)).encode())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(content=st.binary(max_size=80), name=st.sampled_from(FILES))
def test_any_bytes(content: bytes, name: str) -> None:
    answered(name, content)
