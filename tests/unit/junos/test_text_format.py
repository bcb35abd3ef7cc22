"""The text format: layout, tags, quotation marks, and what the parser says of text that does not fit."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError, quote
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical, parse_text, print_text
from hypothesis import given

from . import samples


def test_a_configuration_comes_out_as_it_went_in() -> None:
    assert canonical(samples.ROUTER) == samples.ROUTER


@samples.quick
@given(samples.commands())
def test_printed_text_reads_back(commands: list[str]) -> None:
    tree = parse_set("\n".join(commands))
    assert parse_text(print_text(tree)) == tree


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("system { host-name a; }", "system {\n    host-name a;\n}\n"),
        ("system host-name a;", "system {\n    host-name a;\n}\n"),
        ("interfaces xe-0/0/0 unit 0 family inet address 10.0.0.1/31;",
         "interfaces {\n    xe-0/0/0 {\n        unit 0 {\n            family inet {\n"
         "                address 10.0.0.1/31;\n            }\n        }\n    }\n}\n"),
        ("protocols { mpls; }", "protocols {\n    mpls;\n}\n"),
        ("apply-groups g;\napply-groups h;", "apply-groups [ g h ];\n"),
        ("system { name-server 1.1.1.1; }", "system {\n    name-server {\n        1.1.1.1;\n    }\n}\n"),
        ("# note\nsystem { host-name a; ## SECRET\n}", "system {\n    host-name a;\n}\n"),
        ("system { /* why */ host-name a; }", "system {\n    /* why */\n    host-name a;\n}\n"),
        ("system { inactive: protect: host-name a; }", "system {\n    inactive: protect: host-name a;\n}\n"),
        ("routing-options { static { inactive: route 0.0.0.0/0 discard; } }",
         "routing-options {\n    static {\n        inactive: route 0.0.0.0/0 discard;\n    }\n}\n"),
        ("groups { g { protocols { isis { interface <ge-*/*/*> { point-to-point; } } } } }",
         "groups {\n    g {\n        protocols {\n            isis {\n                interface <ge-*/*/*> {\n"
         "                    point-to-point;\n                }\n            }\n        }\n    }\n}\n"),
        ("", ""),
    ],
)
def test_layout(written: str, printed: str) -> None:
    assert canonical(written) == printed


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("a/b:c.d-e_f*<>,+!", "a/b:c.d-e_f*<>,+!"),
        ("two words", '"two words"'),
        ("", '""'),
        ('say "x"', '"say \\"x\\""'),
        ("user@host", '"user@host"'),
        ("$9$secret", '"$9$secret"'),
        ("[100G]", '"[100G]"'),
        ("back\\slash", '"back\\\\slash"'),
        ("line\nbreak", '"line\\nbreak"'),
        ("( A && B )", "( A && B )"),
        ("(ping|trace)", '"(ping|trace)"'),
        ("a;b", '"a;b"'),
        ("#1", '"#1"'),
    ],
)
def test_quotation_marks(value: str, written: str) -> None:
    assert quote(value) == written
    assert parse_text(f"system {{ location building {written}; }}").value("system", "location", "building") == value


def test_a_comment_of_several_lines_keeps_its_layout() -> None:
    text = "/*\n * one\n * two\n */\nsystem {\n    host-name a;\n}\n"
    assert canonical(text) == text


def messages(text: str) -> list[str]:
    with pytest.raises(ConfigSyntaxError) as caught:
        parse_text(text)
    return [f"{error.path} {error}" for error in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("system {\n    hostname a;\n}\n", ["[edit system] 2:(5) syntax error: hostname"]),
        ("system {\n    host-name;\n}\n", ["[edit system] 2:(14) missing argument: ;"]),
        ("interfaces xe-0/0/0 { unit 0 { family ip; } }",
         ["[edit interfaces xe-0/0/0 unit 0] 1:(39) syntax error: ip"]),
        ("bogus { deeper { a; } }\nsystem { bogus 1; }",
         ["[edit] 1:(1) syntax error: bogus", "[edit system] 2:(10) syntax error: bogus"]),
        ("system {\n    host-name a;\n", ["[edit system] 3:(1) missing closing brace: "]),
        ("system {\n    host-name a\n}\n", ["[edit system] 3:(1) syntax error: }"]),
        ("}\n", ["[edit] 1:(1) syntax error: }"]),
        ("system { name-server; }", ["[edit system] 1:(21) missing argument: "]),
        ("protocols { bgp { group G { type externl; } } }",
         ["[edit protocols bgp group G] 1:(34) syntax error: externl"]),
        ("system { host-name \"a; }", ["[edit system] 1:(21) syntax error: a"]),
        ("apply-groups [ a b;", ["[edit] 1:(19) syntax error: ;"]),
        ("system { host-name a\x00; }", ["[edit] 1:(21) control character: "]),
        ("policy-options { policy-statement P { term t { from { route-filter 10.0.0.0/8 longest; } } } }",
         ["[edit policy-options policy-statement P term t from] 1:(79) syntax error: longest"]),
    ],
)
def test_every_problem_has_its_place(text: str, expected: list[str]) -> None:
    assert messages(text) == expected


def test_the_message_for_a_person() -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        parse_text("system {\n    hostname a;\n}\n", name="configs/okc-core1.conf")
    assert str(caught.value) == (
        "1 problem found:\n  configs/okc-core1.conf:2: [edit system]: syntax error: 'hostname' in column 5. "
        "Expected: a statement that Junos knows here."
    )
