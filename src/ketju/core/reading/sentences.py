"""Sentences that enumerate companies: "We use the following sub-processors: Acme GmbH (hosting, Germany) and …"."""

from __future__ import annotations

import re

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.item_names import is_name, split_name
from ketju.core.reading.listings import add_rest
from ketju.core.reading.texts import cut
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.phrases import has, phrases

_BREAK = re.compile(r"[,;](?![^(]*\))\s+")
COLON = re.compile(r"[:：]\s+")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-ZÀ-Þ]|\s*$)")
LEAST = 2


def read_sentence(text: Text, path: tuple[Text, ...], languages: frozenset[str]) -> Found | None:
    """The companies that a sentence about sub-processors enumerates after its colon, or None."""
    colon = enumeration_colon(text.text)
    if colon is None or has(text.text[: colon.start()], "list.intro") is None:
        return None
    stop = next(
        (
            m.start()
            for m in _SENTENCE_END.finditer(text.text, colon.end())
            if not _ends_form(text.text, m.end())
        ),
        len(text.text),
    )
    pieces = _pieces(cut(text, colon.end(), stop), languages)
    drafts = [draft for piece in pieces if (draft := _draft(piece, path, languages))]
    if len(drafts) < LEAST or len(drafts) * 3 < len(pieces) * 2:
        return None
    legal = sum(has_legal_form(draft.fields[0].text.text) for draft in drafts) / len(drafts)
    told = sum(len(draft.fields) > 1 for draft in drafts) / len(drafts)
    return Found("sentence", 2.0 + max(legal, 0.6 * (told >= 0.6)), drafts)


def enumeration_colon(text: str) -> re.Match[str] | None:
    """The first colon after a word for sub-processors; the word is looked for once, whatever the colons."""
    named = has(text, "list.subprocessor")
    return next((m for m in COLON.finditer(text) if named and m.start() >= named.end), None)


def _ends_form(text: str, end: int) -> bool:
    """Whether a full stop belongs to a legal form ("Inc.")."""
    return has_legal_form(text[:end].rsplit(",", 1)[-1][-30:]) and text[end : end + 2].strip()[:1] in (
        "(",
        ",",
        "",
    )


def _pieces(text: Text, languages: frozenset[str]) -> list[Text]:
    """The parts between commas and "and", brackets kept whole."""
    cuts = [(m.start(), m.end()) for m in _BREAK.finditer(text.text)]
    own = [m for m in phrases(text.text) if m.meaning == "joiner.and" and m.language in languages]
    ands = [m for m in own if not _in_brackets(text.text, m.start)]
    cuts += [(m.start, m.end) for m in ands]
    parts, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            parts.append(cut(text, at, start))
            at = end
    parts.append(cut(text, at, len(text.text)))
    return [part for part in parts if part.text.strip(" ,;")]


def _in_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _draft(piece: Text, path: tuple[Text, ...], languages: frozenset[str]) -> Draft | None:
    named = split_name(piece)
    if named is None or not is_name(named.name.text):
        return None
    draft = Draft([], path, 0.6, "guess.sentence")
    draft.add("name", named.name, confidence=0.6, reason="guess.sentence")
    add_rest(draft, named.rest, languages)
    return draft
