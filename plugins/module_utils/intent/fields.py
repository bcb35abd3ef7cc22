"""The kinds of values that the intent is made of: text in one spelling each, and the base of its objects."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def whole_number(value: object) -> object:
    """Text as a number, for choices between numbers, which pydantic compares without converting."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value) else value


def _spelled(pattern: str, example: str) -> BeforeValidator:
    """Admits text in one spelling only: pydantic would read ``2020`` as seconds since 1970."""

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise PydanticCustomError("spelling", "such as {example}", {"example": example})
        return value

    return BeforeValidator(check)


Day = Annotated[date, _spelled(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", "2020-08-24")]
Moment = Annotated[datetime, _spelled(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:00)?", "2020-08-24 22:00")]
TimeOfDay = Annotated[time, _spelled(r"[0-9]{2}:[0-9]{2}(:00)?", "22:00")]
Address = IPv4Address
Prefix = IPv4Network
Prefix6 = IPv6Network

Name = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$",
        description="a name of at most 48 lower-case letters, digits and hyphens",
    ),
]
InstanceName = Annotated[
    str,
    Field(pattern=r"^[A-Z][A-Z0-9-]{0,30}$", description="a name of at most 31 upper-case letters, digits and hyphens"),
]
Text = Annotated[str, Field(min_length=1, description="some text")]
CountyName = Annotated[str, Field(pattern=r"^[^{}]+$", description="the name of a county")]
Asn = Annotated[int, Field(ge=1, le=4294967294)]
VlanId = Annotated[int, Field(ge=2, le=4093)]


class Record(BaseModel):
    """Base of every intent object: closed, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
