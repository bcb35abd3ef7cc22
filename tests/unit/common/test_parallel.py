"""Work on several processes has the results, the order and the errors that it has on one."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.collector import collector_paused
from ansible_collections.statenet.junos.plugins.module_utils.common.parallel import map_forked

ITEMS = range(400)


def _with_process(item: int) -> tuple[int, int]:
    return item * item, os.getpid()


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
def test_results_keep_the_order_of_the_items(workers: int) -> None:
    assert [square for square, _ in map_forked(_with_process, ITEMS, workers=workers)] == [n * n for n in ITEMS]


IN_A_PROCESS_WITHOUT_THREADS = """
import os
from ansible_collections.statenet.junos.plugins.module_utils.common.parallel import map_forked

def process(item):
    return os.getpid()

print(os.getpid() in map_forked(process, range(400), workers=2))
print(set(map_forked(process, range(150), workers=2)) == {os.getpid()})
"""


def test_much_work_is_shared_and_little_is_not() -> None:
    command = [sys.executable, "-c", IN_A_PROCESS_WITHOUT_THREADS]  # the test runner may have threads of its own
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
    assert map_forked(_with_process, [], workers=2) == []


def test_a_process_with_threads_works_alone() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert {process for _, process in map_forked(_with_process, ITEMS, workers=2)} == {os.getpid()}
    finally:
        done.set()
        thread.join()


def test_an_error_comes_home() -> None:
    def fail(item: int) -> int:
        if item == 250:
            raise OSError(28, "No space left on device")
        return item

    for workers in (1, 2):
        with pytest.raises(OSError, match="No space left"):
            map_forked(fail, ITEMS, workers=workers)
    assert gc.get_freeze_count() == 0


def test_the_collector_is_as_it_was() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), collector_paused():
        raise ValueError("x")
    assert gc.isenabled()
