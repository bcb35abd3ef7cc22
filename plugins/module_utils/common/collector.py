"""Python's cyclic garbage collector, out of the way of work that makes much and throws nothing away."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keeps the collector from walking, again and again, over hundreds of thousands of objects that are all in use.

    What is no longer referred to is freed all the same, cycles when the collector is back.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
