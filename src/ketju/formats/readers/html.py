"""HTML: whole pages, also minified, and fragments."""

from __future__ import annotations

import re

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.rows import html_rows
from ketju.formats.running import html_running

_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*(<!doctype\s+html|<html\b)", re.I | re.S
)
_FIRST_TAG = re.compile(
    r"\s*<(?:!--|(?:head|body|main|article|section|div|table|thead|tbody|tr|h[1-6]|p|ul|ol|dl|header|nav|span|meta|"
    r"title|style|script|center|font|br|figure|details)\b)",
    re.I,
)
_TAG = re.compile(r"</?(?:p|div|td|th|tr|table|li|ul|ol|h[1-6]|span|a|br|strong|section|dd|dt)\b[^>]*>", re.I)
_SAMPLE = 20_000


def _recognise(source: Source) -> float:
    text = source.text[:_SAMPLE]
    if _START.match(text):
        return 1.0
    if not _FIRST_TAG.match(text):
        return 0.3 if re.search(r"<t[dr]\b", text, re.I) and re.search("</t[dr]>", text, re.I) else 0.0
    tags = len(_TAG.findall(text))
    return 0.9 if tags * 80 > len(text) else 0.6 if tags > 2 else 0.3


def _read(source: Source) -> Document:
    from ketju.formats.html.gaps import filled
    from ketju.formats.html.page import read_piece

    text, encoding = source.decoded
    page = read_piece(text)
    return Document(
        format="html",
        blocks=tuple(filled(text, page.blocks)),
        source=text,
        title=page.title,
        languages=page.languages,
        problems=page.problems,
        encoding=encoding,
    )


FORMAT = Format(
    id="html",
    name="HTML",
    suffixes=(".html", ".htm", ".xhtml", ".xht", ".shtml"),
    recognise=_recognise,
    read=_read,
    rows=html_rows,
    running=html_running,
)
