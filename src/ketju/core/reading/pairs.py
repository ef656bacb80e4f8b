"""Lines of the form "key: value", with a key that names a field in some language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketju.core.model.document import Text
from ketju.core.reading.texts import bold_start, cut, flat, word_count
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.labels import label_for, without_note
from ketju.core.vocabulary.phrases import has, has_in, phrases

_KEY = re.compile(r"^[\s•*–-]*([^:：\n]{2,80}?(?:\([^:：()]{20,300}\))?)\s*[:：]\s*(?=\S|$)", re.S)
_NUMBER = re.compile(r"([^\d:]{2,40}?)[ :]*+\d[\d .-]*+\w?$")
LONGEST_NUMBER_LABEL = 4
LEAST_KEY = 0.62
"""How well the key of a pair has to match a label."""

LONGEST_KEY = 9
"""A key has at most this many words, unless it is a label word for word."""

LEAST_LONG_KEY = 0.8
"""The same for a key of more than three words that is not bold: running text has colons too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A field with its printed key and value; an empty value is still to come."""

    key: str
    label: Text
    value: Text
    score: float


def pair_from(text: Text, languages: frozenset[str]) -> Pair | None:
    """The pair that a line is, or None. "Contact us: …" in running text is none: the key has to be a label."""
    printed = text.text
    found = _KEY.match(printed) if ":" in printed or "：" in printed else None
    bold = bold_start(text)
    if found and not printed[found.end() : found.end() + 2].startswith("//"):
        end, value_at = found.end(1), found.end()
        start = found.start(1)
    elif bold and word_count(printed[:bold]) <= 6 and len(printed.strip()) > bold:
        start, end, value_at = 0, bold, bold
    else:
        return None
    label_text = cut(text, start, end)
    label = label_for(flat(label_text.text), languages, LEAST_KEY)
    words = word_count(without_note(flat(label_text.text)))
    if label is None or (words > LONGEST_KEY and label.score < 1):
        return None
    if words > 3 and label.score < LEAST_LONG_KEY and not bold:
        return None
    return Pair(label.field, label_text, cut(text, value_at, len(printed)), label.score)


def number_label(line: str) -> str:
    """The field of a line that is a number of a company behind what it is called, without a colon; else "".

    >>> number_label("HRB 12345"), number_label("RCS Lille 424 761 419"), number_label("2 Quay Street")
    ('identifier', 'identifier', '')
    """
    found = _NUMBER.match(flat(line))
    if found is None or word_count(found[1]) > LONGEST_NUMBER_LABEL:
        return ""
    for called in (found[1], found[1].split(" ")[0]):
        label = label_for(called, least=1.0)
        if label and label.field in ("identifier", "vat_id"):
            return label.field
    return ""


def label_alone(text: Text, languages: frozenset[str]) -> Pair | None:
    """A line that is a label and nothing else ("Location", "Purpose:")."""
    printed = flat(text.text).rstrip(":： ")
    if not printed or word_count(printed) > 7 or "\n" in text.text.strip():
        return None
    label = label_for(printed, languages, 0.95)
    if label is None or label.field in ("role", "ordinal", "condition", "name"):
        return None
    return Pair(label.field, text, cut(text, len(text.text), len(text.text)), label.score)


def engagement(text: Text, languages: tuple[str, ...]) -> bool:
    """Whether a line says since or until when a company is engaged ("Sub-processor since 2015."). Source: L-3, L-4."""
    printed = flat(text.text)
    words = word_count(printed)
    if not 2 <= words <= 14 or printed.endswith((":", "：")):
        return False  # one that ends with a colon leads to companies
    named = has(printed, "list.subprocessor", "list.supplier") is not None
    timed = has_in(printed, languages, "time.since", "time.until") is not None
    foreign = any(
        m.meaning == "time.since" and not printed[m.start : m.end].isupper() for m in phrases(printed)
    )
    dated = bool(find_dates(printed, languages))
    if named:
        return (timed or (dated and foreign)) and (dated or words <= 6)
    return timed and dated and words <= 11 and not has(printed, "time.updated", "notice.object")
