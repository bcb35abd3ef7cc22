"""Configurations in the form that a client asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ...junos.jsonform import print_json
from ...junos.setform import print_set
from ...junos.text import print_text
from ...junos.xmlform import to_xml
from ..errors import RpcFailure
from ..replies.asjson import to_json
from ..replies.elements import JUNOS
from .envelope import CONFIGURATION, escape

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ...junos.tree import Node

_SECRET = re.compile(r'"\$(?:1|5|6|8|9)\$[^"\n]*";$', re.MULTILINE)
FORMATS = ("xml", "text", "set", "json")


def shaped(tree: Node, wanted: str, *, head: str = "", attributes: str = "") -> str:
    """``tree`` as XML, text, set lines or JSON inside the element that Junos puts around each.

    Args:
        tree: The configuration.
        wanted: One of ``FORMATS``.
        head: First line of the text form.
        attributes: Attributes of the XML form, such as the time of the last commit.

    Raises:
        RpcFailure: There is no such format.
    """
    if wanted == "text":
        written = escape(marked(print_text(tree)))
        return f'<configuration-text xmlns="{CONFIGURATION}">\n{head}{written}</configuration-text>\n'
    if wanted == "set":
        return f"<configuration-set>\n{escape(print_set(tree))}</configuration-set>\n"
    if wanted == "json":
        return escape(print_json(tree)) + "\n"
    if wanted == "xml":
        inner = "".join(_plain(element) for element in to_xml(tree))
        return f'<configuration xmlns="{CONFIGURATION}"{attributes}>\n{inner}</configuration>\n'
    message = f"invalid format: {wanted}"
    raise RpcFailure(message, tag="invalid-value", bad_element="format")


def difference(patch: str) -> str:
    """A comparison; without a difference its text is one line feed, as clients expect."""
    return printed(patch)


def printed(text: str) -> str:
    """Configuration as a person would see it on the screen."""
    body = f"\n{marked(text)}" if text else "\n"
    if not body.endswith("\n"):
        body += "\n"
    return (
        "<configuration-information>\n<configuration-output>"
        f"{escape(body)}</configuration-output>\n</configuration-information>\n"
    )


def as_json(body: str) -> str:
    """An operational reply, as JSON."""
    return escape(to_json(etree.fromstring(f'<reply xmlns:junos="{JUNOS}">{body}</reply>')[0])) + "\n"


def marked(text: str) -> str:
    """Statements with the remark that the CLI makes behind secrets."""
    return _SECRET.sub(r"\g<0> ## SECRET-DATA", text) if '"$' in text else text


def _plain(element: _Element) -> str:
    return etree.tostring(element, encoding="unicode")
