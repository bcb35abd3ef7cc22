"""The files of an intent, read into sound objects and a problem for everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..common.errors import Problem, Source
from . import models
from .complaints import complaints, show
from .documents import Document, read_yaml
from .draft import LABELS, Draft
from .sources import Key, SourceMap, read_files
from .tables import read_table
from .wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Section:
    """A file: the key that its content stands under, which is also its place in ``models.Intent``."""

    file: str
    key: str
    record: type[models.Record]
    many: bool = False


SECTIONS = (
    Section("network.yml", "network", models.Network),
    Section("regions.yml", "regions", models.Region, many=True),
    Section("counties.csv", "counties", models.County, many=True),
    Section("services.yml", "services", models.Service, many=True),
    Section("site_types.yml", "site_types", models.SiteType, many=True),
    Section("core.yml", "core", models.Core),
    Section("hubs.yml", "hubs", models.Hub, many=True),
    Section("datacenters.yml", "datacenters", models.DataCenter, many=True),
    Section("sites.csv", "sites", models.Site, many=True),
    Section("legacy.yml", "legacy", models.Legacy),
    Section("calendar.yml", "calendar", models.Calendar),
    Section("rollout.yml", "policy", models.Policy),
    Section("replication.yml", "replication", models.Replication),
    Section("hardware.yml", "hardware", models.HardwareOverride, many=True),
    Section("capacity.yml", "capacity", models.CapacityPlan),
    Section("bootstrap.yml", "bootstrap", models.Bootstrap),
    Section("serials.csv", "serials", models.SerialRow, many=True),
)


def read_draft(directory: Path) -> tuple[Draft, list[Problem]]:
    """Read every file; whatever cannot be read or is not sound by itself is left out and becomes a problem."""
    contents, problems = read_files(directory)
    raw: dict[str, Any] = {}
    places: dict[tuple[Key, ...], Source] = {}
    refused: set[tuple[Key, ...]] = set()
    for section in SECTIONS:
        if section.file in contents:
            path = str(directory / section.file)
            document = _read(section, contents[section.file], path)
            places |= document.places
            problems += document.problems
            refused |= document.refused
            if document.value is not None:
                raw[section.key] = document.value
    sources = SourceMap(places, Source(str(directory)))
    records: dict[tuple[Key, ...], models.Record] = {}
    misnamed = {path[:-2] for path in refused if path[-1:] == ("name",)}
    for section in SECTIONS:
        if section.key in raw:
            for where, problem in _check(section, raw, sources, records):
                if not any(where[: len(outer)] == outer for outer in refused):
                    problems.append(problem)
                if where[-1] == "name":
                    misnamed.add(where[:-2])
    return Draft(raw=raw, records=records, misnamed=frozenset(misnamed), sources=sources), problems


def _read(section: Section, content: bytes, path: str) -> Document:
    """A document whose value is that of the section (None when it is unusable) and whose paths begin with its key."""
    if section.file.endswith(".csv"):
        fields = section.record.model_fields
        required = [name for name, field in fields.items() if field.is_required()]
        table = read_table(content, path, columns=list(fields), required=required)
        places = {(section.key, *where): source for where, source in table.places.items()}
        value = table.value if table.readable else None
        refused = {(section.key, *path) for path in table.refused}
        return Document(value=value, places=places, refused=refused, problems=table.problems)
    document = read_yaml(content, path)
    if not document.readable:
        return document
    del document.places[()]
    document.places.setdefault((section.key,), Source(path, 1))
    whole = document.value
    document.value = None
    if () in document.refused:
        document.refused.clear()
        return document
    if not isinstance(whole, dict):
        found = "the file is empty" if whole is None else f"the file holds {show(whole)} without a key"
        remedy = "" if whole is None else f"write {section.key}: above it"
        document.problems.append(
            Problem(
                source=Source(path, 1), subject="file", found=found, expected=f"the key {section.key}", remedy=remedy
            )
        )
        return document
    document.problems += _strangers(whole, section.key, document.places)
    if section.key in whole:
        value = _without_nothing(whole[section.key])
        document.value = ([] if section.many else {}) if value is None else value
    return document


def _strangers(whole: dict[str, Any], key: str, places: dict[tuple[Key, ...], Source]) -> Iterator[Problem]:
    """Problems with the keys at the top of a file."""
    present = key in whole
    for name in whole:
        if name != key:
            similar = not present and (nearest(name, [key]) or len(whole) == 1)
            yield Problem(
                source=places[(name,)],
                subject="file",
                found=f"unknown key {name}",
                expected=f"the key {key}",
                remedy=f"rename it to {key}" if similar else "remove it",
            )
    if not present and not whole:
        yield Problem(source=places[(key,)], subject="file", found="the file is empty", expected=f"the key {key}")


def _without_nothing(value: Any) -> Any:  # noqa: ANN401 (any YAML)
    """The value without keys that nothing is written for: they count as left out."""
    if isinstance(value, dict):
        return {key: _without_nothing(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nothing(inner) for inner in value]
    return value


def _check(
    section: Section, raw: dict[str, Any], sources: SourceMap, records: dict[tuple[Key, ...], models.Record]
) -> Iterator[tuple[tuple[Key, ...], Problem]]:
    """Hold the section against its schema; what is sound goes to ``records``."""
    value = raw[section.key]
    if not section.many:
        yield from _check_one(section, (section.key,), value, raw=raw, sources=sources, records=records)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_one(section, (section.key, index), item, raw=raw, sources=sources, records=records)
    else:
        problem = Problem(
            source=sources.at(section.key),
            subject=section.key,
            found=f"it is {show(value)}",
            expected=f"a list, one {LABELS[section.key]} per member",
            remedy="begin each member with a hyphen",
        )
        yield (section.key,), problem


def _check_one(
    section: Section,
    path: tuple[Key, ...],
    value: object,
    *,
    raw: dict[str, Any],
    sources: SourceMap,
    records: dict[tuple[Key, ...], models.Record],
) -> Iterator[tuple[tuple[Key, ...], Problem]]:
    try:
        records[path] = section.record.model_validate(value)
    except ValidationError as error:
        yield from complaints(error, section.record, path, raw=raw, sources=sources)
