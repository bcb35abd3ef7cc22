"""Replies as Junos words them: ``rpc-reply`` around a body, ``rpc-error``, and pieces that several requests share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_markup
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from datetime import datetime

    from ..errors import RpcFailure

NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0"
JUNOS = "http://xml.juniper.net/junos/21.4R0/junos"
CONFIGURATION = "http://xml.juniper.net/xnm/1.1/xnm"
OK = "<ok/>\n"


def escape(text: str) -> str:
    """``text`` as XML content, without the characters that XML cannot carry (XML 1.0, section 2.2)."""
    return escape_markup(_ILLEGAL.sub("", text))


def reply(attributes: dict[str, str], body: str) -> str:
    """``body`` (XML) as the answer to the request with ``attributes``; without the base namespace ncclient is lost."""
    own = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if not name.startswith("xmlns"))
    return f'<rpc-reply xmlns="{NETCONF}" xmlns:junos="{JUNOS}"{own}>\n{body}</rpc-reply>'


_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIXED = re.compile(
    r"<(/?)(ok|rpc-error|error-(?:type|tag|severity|path|message|info)|bad-element|session-id)(?=[\s/>])"
)
_WARNING = re.compile(r"<rpc-error>(?:(?!</rpc-error>).)*<error-severity>warning</.*?</rpc-error>\n?", re.DOTALL)


def rfc_reply(attributes: dict[str, str], body: str, *, protocol_only: bool) -> str:
    """As ``reply``, from a device that is ``rfc-compliant``: prefixed protocol elements, no warnings beside ``ok``.

    Args:
        attributes: Those of the request.
        body: The answer.
        protocol_only: Whether ``body`` holds no configuration or state, whose elements may have the same names.
    """
    if protocol_only or body.startswith("<rpc-error>"):
        if "<ok/>" in body:
            body = _WARNING.sub("", body)
        body = _PREFIXED.sub(r"<\1nc:\2", body)
    elif body.startswith("<data>"):
        body = "<nc:data>" + body.removeprefix("<data>").removesuffix("</data>\n") + "</nc:data>\n"
    whole = reply(attributes, body)
    whole = whole.replace(f'<rpc-reply xmlns="{NETCONF}"', f'<nc:rpc-reply xmlns:nc="{NETCONF}"', 1)
    return whole.removesuffix("</rpc-reply>") + "</nc:rpc-reply>"


def error(failure: RpcFailure) -> str:
    """One ``rpc-error``."""
    lines = [
        "<rpc-error>",
        f"<error-type>{failure.kind}</error-type>",
        f"<error-tag>{failure.tag}</error-tag>",
        f"<error-severity>{failure.severity}</error-severity>",
    ]
    if failure.path:
        lines.append(f"<error-path>{escape(failure.path)}</error-path>")
    # PyEZ looks for exactly these words.
    around = "" if failure.message == "permission denied" else "\n"
    lines.append(f"<error-message>{around}{escape(failure.message)}{around}</error-message>")
    if failure.bad_element or failure.session_id is not None:
        lines.append("<error-info>")
        if failure.bad_element:
            lines.append(f"<bad-element>{escape(failure.bad_element)}</bad-element>")
        if failure.session_id is not None:
            lines.append(f"<session-id>{failure.session_id}</session-id>")
        lines.append("</error-info>")
    lines.append("</rpc-error>\n")
    return "\n".join(lines)


def failure_reply(failure: RpcFailure) -> str:
    """The answer to a message that could not even be read."""
    return reply({}, error(failure))


def moment(name: str, when: datetime) -> str:
    """An element with a time, as Junos prints it."""
    return f'<{name} junos:seconds="{int(when.timestamp())}">{when:%Y-%m-%d %H:%M:%S} UTC</{name}>\n'


def output(text: str) -> str:
    """Text that was asked for as text."""
    return f"<output>\n{escape(text)}\n</output>\n"
