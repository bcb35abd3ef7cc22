"""The templates of a role, compiled once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from ..junos.lexer import quote
from ..junos.secret_token import token

if TYPE_CHECKING:
    from jinja2 import Template

    from ..design.model import Role

ROLES = Path(__file__).resolve().parents[3] / "roles"

DIRECTORIES = {
    "common": "common/templates",
    "core_mx": "core_mx/templates",
    "dc_fabric": "dc_fabric/templates",
    "site_ex": "site_ex/templates",
    "legacy": "common/templates/legacy",
}
"""Where the templates of a role live, below ``roles/``. The old routers are rendered, but are nobody's role to play."""


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """A compiled template and the file it comes from, relative to ``roles/``."""

    path: str
    template: Template


@cache
def role_templates(role: Role) -> tuple[RoleTemplate, ...]:
    """Returns what prints a device of a role: the shared templates, then the role's own, each set by name.

    A template prints complete statements from the top of the hierarchy down, so their order does not matter. A file
    whose name begins with an underscore holds macros and prints nothing by itself.
    """
    environment = _environment()
    return tuple(
        RoleTemplate(f"{DIRECTORIES[prefix]}/{path.name}", environment.get_template(f"{prefix}/{path.name}"))
        for prefix in ("common", role)
        for path in sorted((ROLES / DIRECTORIES[prefix]).glob("[!_]*.j2"))
    )


@cache
def _environment() -> Environment:
    loaders = {prefix: FileSystemLoader(ROLES / directory) for prefix, directory in DIRECTORIES.items()}
    environment = Environment(  # noqa: S701 - the output is a router's configuration, not HTML
        loader=PrefixLoader(loaders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["quoted"] = partial(quote, always=True)
    environment.globals["secret"] = lambda name, engine="": quote(token(name, engine=engine), always=True)
    return environment
