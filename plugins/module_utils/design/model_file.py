"""A device model <-> its YAML, ``models/<host>.yml``: one line per leaf object, so that diffs of models read well.

PyYAML needs several milliseconds per model to write; this writes the plain data of models ten times as fast.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from ..common.errors import InputError, Problem, Source
from .serialize import model_from_dict, to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import DeviceModel

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./@+-]*[A-Za-z0-9_/+]|(ge|xe|et)-[0-9/]+(:[0-9])?(\.[0-9]+)?")
"""Text that YAML reads as text without quotes; words with another meaning aside."""
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


def print_model(model: DeviceModel) -> str:
    """The YAML of a model."""
    return print_yaml(model)


def print_yaml(value: Any) -> str:  # noqa: ANN401 - any dataclass of the design
    """The YAML of a dataclass of the design, laid out like that of a model."""
    lines = [line for key, item in to_dict(value).items() for line in _entry(f"{key}:", item, "")]
    return "\n".join(lines) + "\n"


def parse_model(text: str, *, path: str) -> DeviceModel:
    """Reads a model from YAML.

    Raises:
        InputError: No YAML, or no device model.
    """
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        problem = Problem(
            source=Source(path, error.problem_mark.line + 1 if error.problem_mark else 0),
            subject="device model",
            found=str(error.problem),
            expected="YAML",
            remedy="run build, which writes the models anew",
        )
        raise InputError([problem]) from error
    return model_from_dict(data, path=path)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - what YAML has
    """Lines of one key or one list item: nested where something in it is nested, else in one line."""
    if isinstance(value, dict) and _nests(value.values()):
        inner = indent + "  "
        entries = (line for key, item in value.items() for line in _entry(f"{key}:", item, inner))
        if head == "-":
            # The first key stands behind the dash.
            first = next(entries)
            yield f"{indent}- {first[len(inner) :]}"
        else:
            yield f"{indent}{head}"
        yield from entries
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        yield f"{indent}{head}"
        for item in value:
            yield from _entry("-", item, indent + "  ")
    else:
        yield f"{indent}{head} {_flow(value)}"


def _nests(values: Any) -> bool:  # noqa: ANN401
    return any(isinstance(item, dict) or (isinstance(item, list) and any(isinstance(i, dict) for i in item))
               for item in values)


def _flow(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and value.lower() not in _WORDS else json.dumps(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value)
