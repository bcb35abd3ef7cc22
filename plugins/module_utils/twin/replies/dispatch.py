"""From a request to its answer, in the format that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from .asjson import to_json
from .astext import to_text
from .commands import request_of
from .registry import ANSWERS, TEXTS, Request

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..state.contract import Device
    from ..state.network import NetworkState


def handle(state: NetworkState, device: Device, rpc: _Element, wanted: str) -> _Element | str | None:
    """Answer an operational request.

    Args:
        state: The network.
        device: Who was asked.
        rpc: The request, or a ``command`` element with what a person would type.
        wanted: ``xml``, ``text`` or ``json``.

    Returns:
        An element (``rpc-error`` for a refusal), a string for text and JSON, None for a request that is unknown here.
    """
    name = etree.QName(rpc).localname
    children = [child for child in rpc if isinstance(child.tag, str)]
    arguments = {etree.QName(child).localname: (child.text or "").strip() for child in children}
    if name == "command":
        found = request_of(rpc.text or "", wanted)
        if found is None:
            return None
        name, arguments, wanted = found
    function = ANSWERS.get(name)
    if function is None:
        return None
    answer = function(Request(state=state, device=device, arguments=arguments))
    if answer.tag == "rpc-error" or wanted == "xml":
        return answer
    if wanted == "json":
        return to_json(answer)
    return TEXTS.get(name, to_text)(answer)
