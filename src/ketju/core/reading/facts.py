"""What a document says of the list as a whole: title, publisher, version, label, parent agreement, notice terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ketju.core.model.date import PartialDate
from ketju.core.model.document import Block, Document, Heading, Listing, Paragraph, Record, Text
from ketju.core.model.register import NoticeTerms, ObjectionTerms, Parent
from ketju.core.packaged import table
from ketju.core.reading.structured import key_words, scalars
from ketju.core.reading.texts import flat, word_count
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.fold import tokens
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has, is_whole, phrases

Unit = Literal["days", "working days", "weeks", "months", ""]

_REVISION = re.compile(r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")
_VERSION = re.compile(r"\bv?(\d+(?:\.\d+){1,3}|[A-Z]\d{2,})\b")
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3})(?![\d.,]*\d)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])|\n")
_SAID = re.compile(r"([^:：]{2,30})[:：] ?(\S.{0,99})")
_PIECES = re.compile(r"[|:–—(),]|\s-\s")
_UNITS: tuple[tuple[str, Unit], ...] = (
    ("time.working_days", "working days"),
    ("time.days", "days"),
    ("time.weeks", "weeks"),
    ("time.months", "months"),
)


def short_lines(blocks: Sequence[Block]) -> list[Text]:
    """Headings, paragraphs and items in order, as texts."""
    found: list[Text] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Listing):
            for item in block.items:
                found += [item.text, *short_lines(item.children)]
    return found


def source_revision(texts: Sequence[Text]) -> str:
    """A git hash printed on a line of its own (D-2)."""
    return next((line for text in texts[:40] for line in text.text.split() if _REVISION.match(line)), "")


def parent_of(texts: Sequence[Text], title: str) -> Parent | None:
    """The appendix that the list is, and the agreement it belongs to, from the headings (D-1)."""
    for text in texts:
        line = flat(text.text)
        for match in phrases(line):
            if match.meaning == "legal.appendix" and match.start <= 3 and word_count(line) <= 16:
                mark = re.match(r"[\s\xa0]*([A-Z]|\d{1,2}|[IVX]{1,4})\b", line[match.end :])
                if mark and (word_count(line) <= 3 or has(line, "list.subprocessor")):
                    return Parent(title if has(title, "legal.agreement") else "", mark[1])
    return None


def version_on(texts: Sequence[Text], document: Document, languages: Sequence[str]) -> PartialDate | None:
    """The date that the list gives as its last change (D-3)."""
    for key, value in (
        pair for block in document.blocks if isinstance(block, Record) for pair in scalars(block)
    ):
        if has(flat(key_words(key).text), "time.updated") and (dates := find_dates(value.text, languages)):
            return dates[0].date
    for text in texts:
        for line in text.text.split("\n"):
            if (
                word_count(line) <= 14
                and has(line, "time.updated", "time.version")
                and not _is_engagement(line)
            ):
                dates = find_dates(line, languages)
                if dates:
                    return dates[0].date
    return None


def _is_engagement(line: str) -> bool:
    """Whether a line says since when a company is engaged, rather than when the list was made."""
    return has(line, "list.subprocessor") is not None and has(line, "time.since") is not None


def version_name(texts: Sequence[Text]) -> str:
    """A version number printed in a short line."""
    for text in texts:
        for line in text.text.split("\n"):
            match = has(line, "time.version") if word_count(line) <= 8 else None
            found = _VERSION.search(line, match.end) if match else None
            if found:
                return found[1]
    return ""


def publisher_of(title: str, texts: Sequence[Text], languages: Sequence[str]) -> str:
    """The name behind the word "Publisher", or beside the words for the list in the title, or the first line."""
    said = [pair for text in texts if (pair := _SAID.fullmatch(flat(text.text)))]
    if told := next((pair[2] for pair in said if is_whole(pair[1], "legal.publisher")), ""):
        return told
    names = has(title, "list.subprocessor")
    if names and not has(title, "legal.appendix"):
        for piece in _PIECES.split(title[: names.start] + " | " + title[names.end :]):
            name = _proper_name(piece, languages)
            if name and _is_used(name, texts, title):
                return _nominative(name, texts)
    first = flat(texts[0].text) if texts and texts[0].text.strip() else ""
    name = _proper_name(first, languages) if first != title and word_count(first) <= 3 else ""
    return name if name and _is_used(name, texts[1:], title) else ""


def _is_used(name: str, texts: Sequence[Text], title: str) -> bool:
    """Whether the running text speaks of the name too: a word that only a title has is hardly the publisher's."""
    start = re.sub(r"['’]?s?$", "", name)[: max(len(name) - 2, 4)]
    return any(start in text.text for text in texts[:60] if flat(text.text) != title)


def _proper_name(piece: str, languages: Sequence[str]) -> str:
    """The words of ``piece`` that are no commonest words, when they read like a name; else ""."""
    stop: dict[str, list[str]] = table("stop")
    words = [piece[token.start : token.end] for token in tokens(piece)]
    words = [word for word in words if not set(stop.get(word.casefold(), ())) & set(languages)]
    name = " ".join(words)
    proper = bool(words) and len(words) <= 4 and all(w[0].isupper() for w in words)
    if not proper or label_for(name, least=0.9) or has(name, "list", "other", "time", "legal"):
        return ""
    return name


def _nominative(name: str, texts: Sequence[Text]) -> str:
    """A name in the genitive ("Acmes", "Acmen") as the running text has it without."""
    prose = {word for text in texts[:30] for word in text.text.split()}
    bare = name.removesuffix(" s")
    for shorter in (bare[:-1], bare[:-2]) if len(bare) > 4 else ():
        if bare not in prose and shorter in prose:
            return shorter
        if sum(shorter == word for text in texts[:30] for word in text.text.split()) >= 2:
            return shorter
    return bare


def _period(sentence: str) -> tuple[int, Unit] | None:
    matches = phrases(sentence)
    for number in _NUMBER.finditer(sentence):
        for kind, unit in _UNITS:
            if any(m.meaning == kind and 0 <= m.start - number.end() <= 22 for m in matches):
                return int(number[1]), unit
    return None


def notice_terms(texts: Sequence[Text]) -> tuple[NoticeTerms | None, ObjectionTerms | None]:
    """How changes are announced and how customers may object, from the sentences that say so (D-195 to D-202)."""
    notice: NoticeTerms | None = None
    objection: ObjectionTerms | None = None
    for text in texts:
        for sentence in (flat(part) for part in _SENTENCE.split(text.text) if part.strip()):
            objects, notifies = has(sentence, "notice.object"), has(sentence, "notice.notify")
            if not (objects or notifies):
                continue
            days, unit = _period(sentence) or (None, "")
            if objects and (objection is None or (objection.days is None and days)):
                objection = ObjectionTerms(sentence, days, unit, _form(sentence), _grounds(sentence))
            elif notifies and not objects and days and (notice is None or notice.days is None):
                notice = NoticeTerms(sentence, days, unit, "", _channels(sentence))
    return notice, objection


def _channels(sentence: str) -> tuple[str, ...]:
    kinds = (("notice.email", "e-mail"), ("notice.in_app", "in-app"))
    return tuple(name for kind, name in kinds if has(sentence, kind))


def _form(sentence: str) -> str:
    return "written" if has(sentence, "notice.written") else ""


def _grounds(sentence: str) -> str:
    if has(sentence, "notice.security_grounds"):
        return "security"
    return "data protection" if has(sentence, "notice.data_protection_grounds") else ""
