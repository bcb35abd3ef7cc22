"""A function over many items, on as many processes as pay."""

from __future__ import annotations

import gc
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 25
_WORTH_A_PROCESS = 100
"""Items per process below which another process costs more than it saves."""

_work: tuple[Callable[[Any], Any], Sequence[Any]] = (bool, ())
"""What forked workers do: inherited memory, because pickling a device model takes as long as rendering it."""


def map_forked(function: Callable[[Item], Result], items: Sequence[Item], *, workers: int = 1) -> list[Result]:
    """Calls a function with each item; neighbours go to the same process.

    Args:
        function: Depends on its argument alone, and its result can be pickled.
        items: Some milliseconds of work each.
        workers: Processes at most. A process that runs threads works alone: a fork copies their locks, not them.

    Returns:
        The results, in the order of ``items``.
    """
    workers = min(workers, len(items) // _WORTH_A_PROCESS)
    if workers < 2 or threading.active_count() > 1 or multiprocessing.current_process().daemon:
        return [function(item) for item in items]
    global _work
    _work = function, items
    gc.freeze()  # else the collector of each worker walks, and so copies, all that it inherits
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            return list(chain.from_iterable(pool.map(_chunk, range(0, len(items), _CHUNK))))
    finally:
        gc.unfreeze()
        _work = (bool, ())


def _chunk(start: int) -> list[Any]:
    function, items = _work
    return [function(item) for item in items[start : start + _CHUNK]]
