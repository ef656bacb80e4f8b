"""Templates of Typst set with data, as tagged PDF (PDF/UA-1). A character that no font has is told by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Literal

from ketju.core.problems.publishing import WriterMissing
from ketju.formats.writers.fonts import alike, without

STANDARD: Literal["ua-1"] = "ua-1"
LAST_PLAIN = 0x2FF
"""Letters up to this one, which are those of Latin writing, are in the fonts that Typst carries."""
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def typeset(template: str, data: str, format: str) -> bytes:
    """The PDF of a template, which is also the name of its input, with data as JSON. Raises WriterMissing."""
    try:
        import typst
    except ImportError as error:
        raise WriterMissing(format=format, package="typst") from error
    lacking: list[Callable[[str], bool]] = []
    while True:
        try:
            made: bytes = typst.compile(
                _template(template),
                format="pdf",
                sys_inputs={template: data},
                pdf_standards=STANDARD,
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            sign = _lacking(str(error))
            if sign is None or any(lacks(sign) for lacks in lacking):
                raise
            lacking.append(alike(sign))
            data = without(data, lacking[-1])
        else:
            return made


def _lacking(complaint: str) -> str | None:
    """The character that no font has, of which Typst complains: PDF/UA needs every text to be readable."""
    found = _NO_GLYPH.search(complaint)
    if found is None:
        return None
    signs = [sign for sign in found[1] if ord(sign) > LAST_PLAIN]
    return signs[0] if signs else None


@cache
def _template(name: str) -> bytes:
    return (files("ketju.formats.writers.outputs") / f"{name}.typ").read_bytes()
