"""What the templates printed -> one configuration in canonical form.

Devices of a kind have whole hierarchies in common, word for word (filters, classes of service, VLANs), and reading them
is most of the work. A hierarchy that one template alone prints is therefore read once per process and then remembered.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..junos.schema import load_schema
from ..junos.text import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = re.compile(r"^([a-z-]+) \{$", re.MULTILINE)
_END = "\n}\n"


def assemble(parts: Sequence[str]) -> str:
    """Returns the configuration that the parts make together, as ``show configuration`` prints it.

    Raises:
        ConfigSyntaxError: A part is no Junos; positions count within that part, or within all parts joined.
    """
    heads = [_heads(part) for part in parts]
    times = Counter(head for found in heads for head in found)
    alone = [len(found) == 1 and times[found[0]] == 1 for found in heads]
    rest = canonical("".join(part for part, single in zip(parts, alone, strict=True) if not single))
    *whole, remainder = rest.split(_END)
    blocks = [(text.partition(" ")[0], text + _END) for text in whole]
    if remainder or not all(text.startswith(f"{head} {{\n") and head in _order() for head, text in blocks):
        return canonical("".join(parts))  # a statement without braces at the top, or a comment
    blocks += [
        (found[0], _remembered(part)) for part, found, single in zip(parts, heads, alone, strict=True) if single
    ]
    order = _order()
    return "".join(text for _, text in sorted(blocks, key=lambda block: order[block[0]]))


@lru_cache(maxsize=512)
def _remembered(part: str) -> str:
    return canonical(part)


@lru_cache(maxsize=4096)
def _heads(part: str) -> list[str]:
    return _HEAD.findall(part)


@cache
def _order() -> dict[str, int]:
    return dict(load_schema().root.order)
