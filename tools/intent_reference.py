"""Writes docs/intent.md: every file of an intent, key, type and default, from the schema that checks them.

Usage: python tools/intent_reference.py [--check]
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_origin

from ansible_collections.statenet.junos.plugins.module_utils.intent.sections import SECTIONS, Section
from ansible_collections.statenet.junos.plugins.module_utils.intent.wording import Shape, expectation
from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

TARGET = Path(__file__).parents[1] / "docs" / "intent.md"
BEGIN = "<!-- From here on written by tools/intent_reference.py from the schema; do not edit. -->"


def reference() -> str:
    """The generated part of the page."""
    return "\n".join(line for section in SECTIONS for line in _section(section)) + "\n"


def page(present: str) -> str:
    """The page with its generated part made anew; what stands above it is kept."""
    return f"{present.partition(BEGIN)[0]}{BEGIN}\n\n{reference()}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.file}"
    yield ""
    yield _sentence(section.record)
    yield ""
    if section.file.endswith(".csv"):
        yield "One row per object; the columns:"
    elif section.many:
        yield f"A list under the key `{section.key}`; the keys of each member:"
    else:
        yield f"A mapping under the key `{section.key}`; its keys:"
    yield ""
    told: set[type[BaseModel]] = set()
    yield from _table(section.record)
    yield from _nested(section.record, told)


def _nested(record: type[BaseModel], told: set[type[BaseModel]]) -> Iterator[str]:
    for name, field in record.model_fields.items():
        for inner in _records(Shape.of_field(field)):
            if inner not in told:
                told.add(inner)
                yield f"### {name}: {_title(inner)}"
                yield ""
                yield _sentence(inner)
                yield ""
                yield from _table(inner)
                yield from _nested(inner, told)


def _table(record: type[BaseModel]) -> Iterator[str]:
    meanings = _meanings(record)
    yield "| key | what may stand there | when left out | what it means |"
    yield "|---|---|---|---|"
    for name, field in record.model_fields.items():
        cells = (f"`{name}`", _kind(Shape.of_field(field)), _default(field), meanings.get(name, ""))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _kind(shape: Shape) -> str:
    records = _records(shape)
    if not records:
        pattern = shape.constraint("pattern")
        told = expectation(shape)
        return f"text that matches `{pattern}`" if told == "text" and pattern else told
    whole = "a list, each " if get_origin(shape.type) is tuple else ""
    return whole + " or ".join(f"a mapping ({_title(record)}, below)" for record in records)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    return f"`{json.dumps(_plain(value), ensure_ascii=False)}`" if value not in ("", ()) else "nothing"


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date | datetime):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _records(shape: Shape) -> tuple[type[BaseModel], ...]:
    """The records that a shape is made of: itself, the members of its list or of its union."""
    if isinstance(shape.type, type) and issubclass(shape.type, BaseModel):
        return (shape.type,)
    if get_origin(shape.type) is tuple:
        return _records(Shape.of(get_args(shape.type)[0]))
    return tuple(record for member in shape.members() for record in _records(Shape.of(member)))


def _title(record: type[BaseModel]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__).lower()


def _sentence(record: type[BaseModel]) -> str:
    text = inspect.cleandoc(record.__doc__ or "").partition("\n\nAttributes:")[0]
    return re.sub(r" \(``[a-z_]+\.(yml|csv)``\)", "", " ".join(text.split())).replace("``", "`")


def _meanings(record: type[BaseModel]) -> dict[str, str]:
    told = inspect.cleandoc(record.__doc__ or "").partition("Attributes:\n")[2]
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", told, re.MULTILINE)
    return {name: " ".join(text.split()).replace("``", "`") for name, text in found}


def main() -> int:
    """Write the page, or only tell whether it is the one that would be written."""
    present = TARGET.read_text(encoding="utf-8")
    wanted = page(present)
    if "--check" in sys.argv[1:]:
        return int(present != wanted)
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
