"""Names: marks and ordinals off, cells with name, address and number taken apart, several companies in one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft, Field
from ketju.core.reading.pairs import number_label
from ketju.core.reading.texts import cut, flat, lines, links_of, word_count
from ketju.core.vocabulary.companies import has_legal_form, legal_forms
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has, phrases
from ketju.core.vocabulary.places import is_all_place, is_place_only
from ketju.core.vocabulary.transfers import transfer_tools

_MARKS = re.compile(r"[*†‡]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,2}\]|\^\d{1,2}(?=\s|$)")
_ORDINAL = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\)?|[a-z]\)|\([a-z]\)|[ivx]{1,4}[.)])\s+(?=\S)")
_ENUMERATED = re.compile(r"(?:^|(?<=[\s;,.:]))\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+")
_STREET = re.compile(r"\s*[,;\n–-]\s*(?=[^()]*\d)[^()]*[,\n][^()]*\w")
_BETWEEN = re.compile(r"[,;]\s|\s(?:and|und|et|ja|och|og|en|y|e|oraz)\s")
_PERIOD = re.compile(r"\s?[(\[]([^()\[\]]{4,60}\d[^()\[\]]{0,20})[)\]]\s?$")
_WHERE = re.compile(r"\s*+(?:\(([^()]{2,60})\)|[,–—-]\s*+([^();\d\s][^();\d]{1,60}))\s*+$")
_EDGE = " \t\n:;,.–—-|"
LONG_NAME = 9
"""A name cell with more words than this holds more than a name."""


@lru_cache(maxsize=256)
def clean_name(printed: str) -> str:
    """The name without footnote marks, ordinals and closing punctuation."""
    name = flat(_MARKS.sub(" ", printed))
    name = re.sub(r"\s+([,)])", r"\1", _ORDINAL.sub("", name))
    stripped = name.strip(" :;,–—-|")
    return stripped if stripped else name


def expand(draft: Draft) -> list[Draft]:
    """One draft for each company: "(a) … Acme Oy … (b) … Acme Ltd …" are two that share the other fields."""
    name = draft.first("name")
    if name is None:
        return [draft]
    starts = list(_ENUMERATED.finditer(name.text.text))
    if len(starts) >= 2:
        ends = [m.start() for m in starts[1:]] + [len(name.text.text)]
        parts = [cut(name.text, m.end(), end) for m, end in zip(starts, ends, strict=True)]
        if all(legal_forms(part.text) for part in parts):
            return [_with_name(draft, name, part) for part in parts]
    rows = lines(name.text)
    if len(rows) >= 2 and not _is_links(rows[0]) and all(map(_is_links, rows[1:])):
        return [_with_links(draft, name, rows)]
    if len(rows) >= 2 and all(has_legal_form(row.text) and word_count(row.text) <= LONG_NAME for row in rows):
        return [_with_name(draft, name, row) for row in rows]
    if (
        len(rows) >= 2
        and word_count(rows[0].text) <= LONG_NAME
        and any(has_legal_form(row.text) for row in rows)
    ):
        return [_with_lines(draft, name, rows)]
    if word_count(name.text.text) > LONG_NAME and legal_forms(name.text.text):
        return [_with_name(draft, name, name.text)]
    if len(several := _side_by_side(name.text)) > 1:
        return [_with_name(draft, name, one) for one in several]
    return [_without_address(*_without_period(draft, name))]


def _side_by_side(text: Text) -> list[Text]:
    """The companies of a cell with commas between: each has a legal form; one that has none joins none of them."""
    parts, at = [], 0
    for mark in [*_BETWEEN.finditer(text.text), None]:
        end = mark.start() if mark else len(text.text)
        parts.append(cut(text, at, end))
        at = mark.end() if mark else end
    return parts if len(parts) > 1 and all(has_legal_form(part.text) for part in parts) else []


def _is_links(row: Text) -> bool:
    """Whether a line holds links and nothing else that is printed."""
    links = links_of(row)
    outside = list(row.text)
    for link in links:
        outside[link.start : link.end] = " " * (link.end - link.start)
    return bool(links) and not any(letter.isalnum() for letter in outside)


def _with_links(draft: Draft, name: Field, rows: list[Text]) -> Draft:
    """A name cell with links of the company on lines of their own: "Acme", then "Privacy policy · DPA"."""
    copy = replace(draft, fields=[field for field in draft.fields if field is not name])
    copy.fields.insert(0, Field("name", rows[0], name.header, name.confidence, name.reason))
    for row in rows[1:]:
        copy.add("link", row, name.header)
    return copy


def _with_lines(draft: Draft, name: Field, rows: list[Text]) -> Draft:
    """A name cell of several lines: the name, its legal entity, then an address or remarks."""
    copy = replace(draft, fields=[field for field in draft.fields if field is not name])
    copy.fields.insert(0, Field("name", rows[0], name.header, name.confidence, name.reason))
    for row in rows[1:]:
        if has_legal_form(row.text) and not has_legal_form(rows[0].text) and not copy.first("legal_entity"):
            copy.add("legal_entity", row, name.header, 0.9, "guess.in-text")
        elif (key := _numbered(row.text)) and not has_legal_form(row.text):
            known = copy.first(key)
            if known and key == "address":
                known.extend(row, ", ")
            else:
                copy.add(key, row, name.header, 0.8, "guess.in-text")
        elif is_place_only(row.text) and (known := copy.first("address")):
            known.extend(row, ", ")
        else:
            copy.add("note", row)
    return copy


def _numbered(line: str) -> str:
    """What a line with a number below a name is: a number of the company or its address; else ""."""
    return number_label(line) or ("address" if re.search(r"\d", line) else "")


def _without_address(draft: Draft, name: Field) -> Draft:
    """A name cell that goes on with a street after the company is taken apart."""
    forms = legal_forms(name.text.text)
    rest = name.text.text[forms[0].end :] if forms and forms[0].start > 0 else ""
    if not _STREET.match(rest):
        return _without_place(draft, name)
    copy = replace(draft, fields=[field for field in draft.fields if field is not name])
    copy.fields.insert(
        0, Field("name", cut(name.text, 0, forms[0].end), name.header, name.confidence, name.reason)
    )
    start = forms[0].end + len(rest) - len(rest.lstrip(_EDGE))
    copy.add("address", cut(name.text, start, len(name.text.text)), name.header, 0.8, "guess.in-text")
    return copy


def _without_period(draft: Draft, name: Field) -> tuple[Draft, Field]:
    """A name cell that says in brackets from or until when: "Acme GmbH (until 31.12.2025)"."""
    found = _PERIOD.search(name.text.text)
    inner = found[1] if found and found.start() else ""
    if not found or not find_dates(inner) or not has(inner, "time.since", "time.until"):
        return draft, name
    shorter = replace(name, text=cut(name.text, 0, found.start()))
    copy = replace(draft, fields=[shorter if field is name else field for field in draft.fields])
    copy.add("engagement", cut(name.text, found.start(1), found.end(1)), name.header, 0.8, "guess.in-text")
    return copy, shorter


def _without_place(draft: Draft, name: Field) -> Draft:
    """A name cell that says after the company where it is: "Acme GmbH, Germany", "Acme Ltd (Ireland)"."""
    text = name.text.text
    forms = legal_forms(text)
    end = forms[-1].start + len(forms[-1].printed.rstrip(" –—-,")) if forms and forms[-1].start > 0 else 0
    found = _WHERE.match(text, end) if end else None
    place = next(((found.start(i), found.end(i)) for i in (1, 2) if found[i]), None) if found else None
    if place is None or not is_all_place(text[slice(*place)]):
        return draft
    copy = replace(draft, fields=[field for field in draft.fields if field is not name])
    copy.fields.insert(0, Field("name", cut(name.text, 0, end), name.header, name.confidence, name.reason))
    copy.add("seat", cut(name.text, *place), name.header, 0.8, "guess.in-text")
    return copy


def _with_name(draft: Draft, name: Field, text: Text) -> Draft:
    """A copy of ``draft`` whose name is the company in ``text``; what follows the company becomes fields of its own."""
    forms = legal_forms(text.text)
    copy = replace(draft, fields=[field for field in draft.fields if field is not name])
    introduced = forms and ": " in text.text[: forms[0].start]
    if not forms or (word_count(text.text) <= LONG_NAME and not introduced):
        copy.fields.insert(0, Field("name", text, name.header, name.confidence, name.reason))
        return copy
    form = forms[0]
    before = text.text[: form.start]
    start = max(
        (before.rfind(mark) + len(mark) for mark in (": ", "; ", "\n", ". ") if mark in before), default=0
    )
    copy.fields.insert(
        0, Field("name", cut(text, start, form.end), name.header, 0.8, "guess.company-in-text")
    )
    if start:
        copy.fields.append(Field("scope", cut(text, 0, start), name.header))
    _add_details(copy, cut(text, form.end, len(text.text)))
    return copy


_PIECE = re.compile(
    r";|(?<=[^\d]),\s+(?=[^\W\d_][\w.-]*(?:\s[\w.-]+){0,2}:\s)|(?<=[^\W\d_A-Z]{2})\.\s+(?=[^\W\d_])|\n"
)


def _add_details(draft: Draft, rest: Text) -> None:
    """Address, numbers and transfer tools that are printed after a company in running text."""
    inner = re.match(r"[\s.,]*\((.*)\)[\s.]*$", rest.text, re.S)
    if inner:
        rest = cut(rest, inner.start(1), inner.end(1))
    at = 0
    for mark in [*_PIECE.finditer(rest.text), None]:
        end = mark.start() if mark else len(rest.text)
        _add_piece(draft, cut(rest, at, end))
        at = mark.end() if mark else end


def _add_piece(draft: Draft, piece: Text) -> None:
    printed = piece.text.strip(_EDGE)
    if not printed:
        return
    key, colon, value = printed.partition(":")
    label = label_for(key, least=0.6) if colon and word_count(key) <= 5 else None
    if label and value.strip():
        is_street = label.field == "seat" and re.search(r"\d", value) and "," in value
        key_read = "address" if is_street else label.field
        draft.add(key_read, cut(piece, piece.text.index(value), len(piece.text)), key)
        return
    registered = [match for match in phrases(piece.text) if match.meaning == "legal.registered"]
    if registered:
        draft.add(
            "address",
            _trimmed(cut(piece, max(m.end for m in registered[:3]), len(piece.text))),
            confidence=0.8,
            reason="guess.in-text",
        )
    elif transfer_tools(printed):
        draft.add("transfer", piece, confidence=0.8, reason="guess.in-text")
    elif is_place_only(printed) and not draft.first("place"):
        draft.add("place", _trimmed(piece), confidence=0.8, reason="guess.in-text")
    elif re.search(r"\d", printed) and "," in printed:
        draft.add("address", _trimmed(piece), confidence=0.8, reason="guess.in-text")
    else:
        draft.add("note", piece)


def _trimmed(text: Text) -> Text:
    start = len(text.text) - len(text.text.lstrip(_EDGE))
    return cut(text, start, len(text.text.rstrip(_EDGE)))
