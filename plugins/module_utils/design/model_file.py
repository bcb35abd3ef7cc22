"""A device model <-> its YAML, ``models/<host>.yml``: one line per leaf object, so that diffs of models read well.

PyYAML needs several milliseconds per model to write; this writes the plain data of models twenty times as fast.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from ..common.errors import InputError, Problem, Source
from .model_reader import read_yaml_data
from .serialize import model_from_dict, to_dict

if TYPE_CHECKING:
    from .model import DeviceModel
    from .serialize import Plain

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./@+-]*[A-Za-z0-9_/+]|(ge|xe|et)-[0-9/]+(:[0-9])?(\.[0-9]+)?")
"""Text that YAML reads as text without quotes; words with another meaning aside."""
_JSON = json.JSONEncoder()
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


def print_model(model: DeviceModel) -> str:
    """The YAML of a model."""
    return print_yaml(model)


def print_yaml(value: Any) -> str:  # noqa: ANN401 - any dataclass of the design
    """The YAML of a dataclass of the design, laid out like that of a model."""
    lines: list[str] = []
    for key, item in to_dict(value).items():
        _write(lines, f"{key}:", item, "")
    return "\n".join(lines) + "\n"


def parse_model(text: str, *, path: str) -> DeviceModel:
    """Reads a model from YAML.

    Raises:
        InputError: No YAML, or no device model.
    """
    try:
        data = read_yaml_data(text)
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


def _write(out: list[str], head: str, value: Plain, indent: str) -> None:
    """Lines of one key or one list item: nested where something in it is nested, else in one line."""
    if isinstance(value, dict) and _nests(value):
        inner, first = indent + "  ", len(out)
        if head != "-":
            out.append(f"{indent}{head}")
        for key, item in value.items():
            _write(out, f"{key}:", item, inner)
        if head == "-":
            out[first] = f"{indent}- {out[first][len(inner) :]}"  # the first key stands behind the dash
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        out.append(f"{indent}{head}")
        inner = indent + "  "
        for item in value:
            _write(out, "-", item, inner)
    else:
        out.append(f"{indent}{head} {_flow(value)}")


def _nests(value: dict[str, Plain]) -> bool:
    for item in value.values():
        if isinstance(item, dict) or (isinstance(item, list) and any(isinstance(inner, dict) for inner in item)):
            return True
    return False


def _flow(value: Plain) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return "{" + ", ".join([f"{key}: {_flow(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([_flow(item) for item in value]) + "]"
    return _JSON.encode(value)


@lru_cache(maxsize=1 << 16)
def _text(value: str) -> str:
    return value if _PLAIN.fullmatch(value) and value.lower() not in _WORDS else _JSON.encode(value)
