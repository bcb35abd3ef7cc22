"""What is remembered between devices must come out as if it had been read anew."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical
from ansible_collections.statenet.junos.plugins.module_utils.render.assembly import assemble

_SYSTEM = "system {\n    host-name a;\n}\n"
_FILTER = "firewall {\n    family inet {\n        filter F {\n            term a {\n                then accept;\n"
_FILTER += "            }\n        }\n    }\n}\n"
_MORE_SYSTEM = "system {\n    domain-name b;\n}\n"
_TWICE = "interfaces {\n    lo0 {\n        unit 0;\n    }\n}\ninterfaces {\n    lo0 {\n        mtu 1500;\n    }\n}\n"
_AGAIN = "interfaces {\n    lo0 {\n        mtu 9000;\n        unit 0 {\n            family inet;\n        }\n    }\n}\n"
_REJECT = _FILTER.replace("accept", "reject")


@pytest.mark.parametrize(
    "parts",
    [
        (_FILTER, _SYSTEM),
        (_SYSTEM, _FILTER, _MORE_SYSTEM),
        (_TWICE, _FILTER, "\n\n"),
        (_TWICE, _AGAIN),
        (_AGAIN, _TWICE),
        (_AGAIN, _FILTER, _SYSTEM, _FILTER, _AGAIN),
        (_FILTER, _REJECT),
        (_REJECT, _FILTER),
        ("apply-groups re0;\n", _SYSTEM, _FILTER),
        (_FILTER, 'system {\n    login {\n        message "one\n}\ntwo";\n    }\n}\n'),
        (),
    ],
)
def test_parts_make_one_configuration(parts: tuple[str, ...]) -> None:
    assert assemble(parts) == assemble(parts) == canonical("".join(parts))


def test_a_part_that_is_no_junos_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ConfigSyntaxError):
            assemble((_SYSTEM, "firewall {\n    colour blue;\n}\n"))
