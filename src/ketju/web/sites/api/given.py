"""What programs send: texts that can be kept, days, pages of lists."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
MOST_DEEP = 12
"""So deep may data be nested."""
PAGE, LARGEST = 50, 200
"""Rows of a page where nothing else is asked for, and at most."""


def kept(text: str) -> str:
    """A text that a database keeps. Raises ValueError for control characters and halves of surrogates."""
    if _ODD.search(text):
        raise ValueError("control characters")
    return text


def kept_data(data: Any, depth: int = 0) -> Any:
    """Plain data of which every text can be kept. Raises ValueError."""
    if depth > MOST_DEEP:
        raise ValueError("nested too deep")
    match data:
        case str():
            kept(data)
        case list():
            for one in data:
                kept_data(one, depth + 1)
        case dict():
            for name, value in data.items():
                kept(name)
                kept_data(value, depth + 1)
    return data


def _earthly(at: datetime) -> datetime:
    """An instant that can be written in every time zone. Raises ValueError."""
    if not 1900 < at.year < 9000:
        raise ValueError("out of range")
    return at


def _writable(day: date) -> date:
    """A day that can be counted with. Raises ValueError."""
    if not 1900 < day.year < 9000:
        raise ValueError("out of range")
    return day


Text = Annotated[str, AfterValidator(kept)]
Data = Annotated[dict[str, Any], AfterValidator(kept_data)]
Moment = Annotated[AwareDatetime, AfterValidator(_earthly)]
Day = Annotated[date, AfterValidator(_writable)]


class Sent(Schema):
    """A body: nothing but what is declared is taken."""

    model_config = ConfigDict(extra="forbid")


class Asked(Schema):
    """A page of a list: what comes after ``after``, which the page before named as ``next``."""

    after: str = Field("", max_length=80)
    size: int = Field(PAGE, ge=1, le=LARGEST)


class Counted(Schema):
    """A page of a list that is counted from 0: ``after`` is the number that the page before named as ``next``."""

    after: int = Field(0, ge=0, lt=2**31)
    size: int = Field(PAGE, ge=1, le=LARGEST)
