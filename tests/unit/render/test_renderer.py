"""The renderer itself: determinism, errors that name the template, many devices at once."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.render import templates
from ansible_collections.statenet.junos.plugins.module_utils.render.batch import render_all
from ansible_collections.statenet.junos.plugins.module_utils.render.errors import RenderError, RenderFailure
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

from .models import CORE, MODELS, SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEMPLATES = sorted(templates.ROLES.rglob("*.j2"))


@pytest.fixture
def site_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Replaces the templates: the shared set prints a host name, the role ``site_ex`` what the test says."""
    common, role = tmp_path / "common" / "templates", tmp_path / "site_ex" / "templates"
    common.mkdir(parents=True)
    role.mkdir(parents=True)
    (common / "system.j2").write_text("system {\n    host-name {{ device.hostname }};\n}\n")
    monkeypatch.setattr(templates, "ROLES", tmp_path)
    _forget()
    yield lambda text: (role / "broken.j2").write_text(text) and None
    _forget()


def _forget() -> None:
    templates.role_templates.cache_clear()
    templates._environment.cache_clear()


def test_same_model_same_text() -> None:
    assert render(CORE) == render(replace(CORE))


def test_configuration_begins_as_the_device_prints_it() -> None:
    assert render(CORE).startswith("system {\n    host-name okc-core1;\n    root-authentication {\n")


def test_unknown_statement_names_host_template_and_statement(site_template: Callable[[str], None]) -> None:
    site_template("protocols {\n    bgp {\n        colour blue;\n    }\n}\n")
    with pytest.raises(RenderError) as caught:
        render(SITE)
    assert str(caught.value) == (
        "adair-library-sw1: site_ex/templates/broken.j2: colour blue;: syntax error at [edit protocols bgp]: 'colour'"
    )


def test_unbalanced_template_is_named(site_template: Callable[[str], None]) -> None:
    site_template("protocols {\n    bgp {\n        log-updown;\n    }\n")
    with pytest.raises(RenderError, match=r"^adair-library-sw1: site_ex/templates/broken\.j2: "):
        render(SITE)


def test_missing_field_names_host_and_template(site_template: Callable[[str], None]) -> None:
    site_template("vlans {\n    {{ device.colour }};\n}\n")
    with pytest.raises(RenderError) as caught:
        render(SITE)
    start = "adair-library-sw1: site_ex/templates/broken.j2:2: {{ device.colour }};: "
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith("DeviceModel object' has no attribute 'colour'")


def test_error_in_jinja_syntax_names_the_template(site_template: Callable[[str], None]) -> None:
    site_template("{% if %}\n")
    with pytest.raises(RenderError) as caught:
        render(SITE)
    assert str(caught.value) == (
        "adair-library-sw1: site_ex/templates/broken.j2:1: {% if %}:"
        " Expected an expression, got 'end of statement block'"
    )


def test_many_devices_come_back_in_order() -> None:
    models = [replace(model, hostname=f"{name}-{number}") for number in range(25) for name, model in MODELS.items()]
    alone = render_all(models)
    assert [text.split("host-name ")[1].split(";")[0] for text in alone] == [model.hostname for model in models]
    assert render_all(models, workers=2) == alone


def test_one_fault_on_many_devices_is_told_once(site_template: Callable[[str], None]) -> None:
    site_template("colour blue;\n")
    with pytest.raises(RenderError) as caught:
        render_all([replace(SITE, hostname=f"sw{number}") for number in range(5)])
    assert str(caught.value) == (
        "sw0, sw1, sw2 and 2 more: site_ex/templates/broken.j2: colour blue;: syntax error at [edit]: 'colour'"
    )
    assert len(caught.value.failures) == 5


def test_errors_survive_the_way_home_from_a_worker() -> None:
    error = RenderError([RenderFailure(host="sw1", template="t.j2", statement="x;", reason="syntax error")])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (copy.failures, str(copy)) == (error.failures, "sw1: t.j2: x;: syntax error")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(templates.ROLES)))
def test_template_says_first_what_it_prints(path: Path) -> None:
    kind = "Macro" if path.name.startswith("_") else "Prints"
    assert path.read_text().startswith(f"{{# {kind}")
