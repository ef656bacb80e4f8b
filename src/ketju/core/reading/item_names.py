"""How an item of a list names its company: in bold, before a dash or a colon, before a bracket, as a link, alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketju.core.model.document import Text
from ketju.core.reading.pairs import pair_from
from ketju.core.reading.texts import bold_start, cut, links_of, word_count
from ketju.core.vocabulary.companies import has_legal_form, legal_forms
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has
from ketju.core.vocabulary.places import is_all_place, is_place_only

# Blanks are tried from the first of a run on only: a long run would be gone through from each of its blanks.

_BLANKS = r"(?<!\s)\s++"
DASH = re.compile(
    rf"{_BLANKS}[–—-]\s+|{_BLANKS}[–—]|[–—]\s+|(?:{_BLANKS})?\|\s*|\t+|{_BLANKS}(?:[→➜⇒›•·]|[=-]>)\s+"
)
_COLON = re.compile(rf"(?:{_BLANKS})?[:：]\s+")
_INNER = r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)"
BRACKET = re.compile(rf"(?:{_BLANKS})?{_INNER}")
_BRACKET_HERE = re.compile(rf"\s*+{_INNER}")
_LINKED = re.compile(r"([^\s<>(][^<>()\n]{0,100}?)\s[<(]?https?://[^\s<>()]+[>)]?\s?$")
"""A line with a name and the address of its site."""
_TAIL = re.compile(r"[\s,;.:：→➜⇒›–—-]+")
_CLAUSE_TITLE = re.compile(r"(?:§\s*|[^\W\d_]+\s)\d+(?:\.\d+)*\s*[-–—:]\s")
_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z]\w+")
"""A word with a capital inside is a name, whatever it starts with: "CookieLark"."""
LONGEST_NAME = 9
LONGEST_BEFORE = 400
"""No mark behind a name stands further from the start of its item."""


@dataclass(frozen=True, slots=True)
class Named:
    """An item split into its name and the rest; ``sure`` is 0 to 1."""

    name: Text
    rest: Text
    sure: float


def split_name(text: Text) -> Named | None:
    """The name that an item starts with, or None when it reads like prose."""
    pair = pair_from(text, frozenset())
    if pair and pair.score >= 0.95:
        return None
    for splitter in (_bold, _first_line, _separated, _bracketed, _linked, _alone):
        named = splitter(text)
        if named and is_name(named.name.text):
            return named
    return None


def _bold(text: Text) -> Named | None:
    end = bold_start(text)
    if not end or (end >= len(text.text.rstrip()) and word_count(text.text) > LONGEST_NAME):
        return None
    name = trimmed_name(text, end)
    after = _BRACKET_HERE.match(text.text, end)
    if after and has_legal_form(after[1]) and not has_legal_form(name.text):
        name = cut(text, 0, after.end())
        end = after.end()
    return Named(name, _rest(text, end), 1.0)


def trimmed_name(text: Text, end: int) -> Text:
    """The start of ``text`` up to ``end`` without closing punctuation, but with the full stop of a legal form."""
    printed = text.text[:end].rstrip(" :：,;–—-\n")
    bare = printed.rstrip(" .:：,;–—-")
    forms = legal_forms(printed)
    return cut(text, 0, len(printed) if forms and forms[-1].end == len(printed) else len(bare))


def _first_line(text: Text) -> Named | None:
    end = text.text.find("\n")
    linked = _LINKED.match(text.text[: end if end > 0 else len(text.text)])
    if linked:
        return Named(cut(text, 0, linked.end(1)), cut(text, linked.end(1), len(text.text)), 0.8)
    return (
        Named(cut(text, 0, end), _rest(text, end), 0.7)
        if end > 0 and word_count(text.text[:end]) <= 5 and text.text[end - 1] not in ",;"
        else None
    )


def _separated(text: Text) -> Named | None:
    colon = _outside_brackets(_COLON, text.text)
    until = colon.end() if colon and colon.start() else len(text.text)
    dash = _outside_brackets(DASH, text.text, until)
    marks = [mark for mark in (colon, dash) if mark and mark.start() > 0]
    if not marks:
        return None
    mark = min(marks, key=lambda m: m.start())
    bracket = BRACKET.search(text.text, 0, mark.start())
    if bracket and bracket.end() == mark.start() and bracket.start() and _is_aside(bracket[1]):
        return Named(cut(text, 0, bracket.start()), cut(text, bracket.start(), len(text.text)), 0.9)
    return Named(cut(text, 0, mark.start()), cut(text, mark.end(), len(text.text)), 0.9)


def _outside_brackets(mark: re.Pattern[str], text: str, until: int | None = None) -> re.Match[str] | None:
    """The first mark of a text that does not stand in brackets, which say more of what is before them."""
    for found in mark.finditer(text, 0, len(text) if until is None else until):
        before = text[: found.start()]
        if before.count("(") <= before.count(")"):
            return found
        if len(before) > LONGEST_BEFORE:
            break
    return None


def _is_aside(inner: str) -> bool:
    """Whether brackets behind a name say something about it: in small letters, or where it is."""
    return inner[:1].islower() or is_all_place(inner)


def _bracketed(text: Text) -> Named | None:
    found = BRACKET.search(text.text)
    if not found or found.start() == 0:
        return None
    if has_legal_form(found[1]) and not has_legal_form(text.text[: found.start()]):
        return Named(cut(text, 0, found.end()), _rest(text, found.end()), 0.8)
    return Named(cut(text, 0, found.start()), cut(text, found.start(), len(text.text)), 0.8)


def _linked(text: Text) -> Named | None:
    links = links_of(text)
    if not links or text.text[: links[0].start].strip():
        return None
    return Named(cut(text, 0, links[0].end), _rest(text, links[0].end), 0.7)


def _alone(text: Text) -> Named | None:
    forms = legal_forms(text.text)
    if forms and forms[0].start > 0 and text.text[forms[0].end :].strip()[:1] in (",", ";"):
        return Named(cut(text, 0, forms[0].end), _rest(text, forms[0].end), 0.8)
    comma = text.text.find(",")
    if comma > 0 and is_place_only(text.text[comma + 1 :]):
        return Named(cut(text, 0, comma), _rest(text, comma), 0.7)
    if word_count(text.text) <= 6:
        return Named(
            cut(text, 0, len(text.text.rstrip(" .;,"))), cut(text, len(text.text), len(text.text)), 0.5
        )
    return None


def _rest(text: Text, start: int) -> Text:
    found = _TAIL.match(text.text, start)
    return cut(text, found.end() if found else start, len(text.text))


def is_name(printed: str) -> bool:
    """Whether a text can be the name of a company or product: short, capitalised, no address of the web, no label."""
    name = printed.strip()
    if not 0 < word_count(name) <= LONGEST_NAME or len(name) > 120 or name[-1] in "?!":
        return False
    if re.search(r"https?://|@\w|\[|\]|_{2,}", name):
        return False
    if _CLAUSE_TITLE.match(name):
        return False
    if has_legal_form(name):
        return True
    if _reads_like_prose(name):
        return False
    if not (
        name[0].isupper()
        or name[0].isdigit()
        or re.search(r"\w\.\w{2,}$", name)
        or any(c.isupper() for c in name)
    ):
        return False
    label = label_for(name, least=1.0)
    return label is None and (
        _CAMEL.fullmatch(name) is not None or has(name, "other", "time.updated") is None
    )


def _reads_like_prose(name: str) -> bool:
    """Whether half the words, and at least two, start small: names of companies and products hardly do."""
    words = re.findall(r"[^\W_][\w.'’-]*", name)
    small = sum(word[0].islower() and "." not in word for word in words)
    return len(words) >= 3 and small >= 2 and small * 2 >= len(words)
