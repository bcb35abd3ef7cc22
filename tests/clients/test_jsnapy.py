"""JSNAPy: a check of the state, and snapshots before and after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jnpr.junos import Device

jsnapy = pytest.importorskip("jnpr.jsnapy", reason="JSNAPy is not installed: make test-clients")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus

TESTS = """
tests_include:
  - bgp
  - ports
bgp:
  - rpc: get-bgp-summary-information
  - iterate:
      xpath: bgp-peer
      id: peer-address
      tests:
        - is-equal: peer-state, Established
          err: "{{post['peer-address']}} is down"
          info: "{{post['peer-address']}} is up"
ports:
  - command: show interfaces terse
  - iterate:
      xpath: physical-interface
      id: name
      tests:
        - no-diff: oper-status
          err: "{{post['name']}} changed"
          info: "{{post['name']}} is as before"
"""


@pytest.fixture
def device(twin: TwinStatus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.chdir(tmp_path)
    with Device(
        host=twin.address, port=twin.devices["ada-agg1"], user=twin.user, ssh_private_key_file=twin.key_file,
        gather_facts=False,
    ) as found:
        yield found


@pytest.fixture
def plan(tmp_path: Path) -> str:
    tests = tmp_path / "tests.yml"
    tests.write_text(TESTS)
    return f"tests:\n  - {tests}\n"


def test_before_and_after(device: Any, plan: str, control: Control) -> None:
    admin = jsnapy.SnapAdmin()
    before, after = "before", "after"
    admin.snap(plan, before, dev=device)
    admin.snap(plan, after, dev=device)
    same = admin.check(plan, before, after, dev=device)
    assert [result.result for result in same] == ["Passed"]
    control.fault("link_down", host="ada-agg1", interface="xe-0/1/0")
    admin.snap(plan, after, dev=device)
    changed = admin.check(plan, before, after, dev=device)
    assert [result.result for result in changed] == ["Failed"]
    assert changed[0].no_failed == 2
