"""Running text about sub-processors: "We use **Acme** to send e-mail." and "Acme GmbH hosts the service in Bonn."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.model.document import Paragraph, Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import is_history, leads_away, names_subprocessors
from ketju.core.reading.item_names import is_name, trimmed_name
from ketju.core.reading.listings import add_said
from ketju.core.reading.outline import Section
from ketju.core.reading.texts import cut, flat, word_count
from ketju.core.vocabulary.companies import has_legal_form, legal_forms
from ketju.core.vocabulary.labels import label_for

LEAST = 2
LONGEST_BOLD = 5
"""A bold stretch with more words than this is emphasis, not a name."""
LONGEST_SENTENCE = 60
_END = re.compile(r"[.!?](?=\s+[^\W\d_a-zà-þ])")
_LEAD = re.compile(r"[\s,:–—-]+")


def read_prose(root: Section, title: str) -> Found | None:
    """A draft for each company that the paragraphs below a title or heading for sub-processors tell of.

    Companies are known by bold names, else by a legal form at the start of a sentence.
    """
    found = Found("prose", 3.0)
    for path, text in list(_paragraphs(root, (), names_subprocessors(title))):
        found.drafts += _bold(text, path, found.drafts)
    if not found.drafts:
        for path, text in _paragraphs(root, (), names_subprocessors(title)):
            found.drafts += _sentences(text, path, title, found.drafts)
    return found if len(found.drafts) >= LEAST else None


def _paragraphs(
    section: Section, path: tuple[Text, ...], open_: bool
) -> Iterator[tuple[tuple[Text, ...], Text]]:
    if section.heading:
        heading = flat(section.heading.text.text)
        path = (*path, section.heading.text)
        open_ = (open_ or names_subprocessors(heading)) and not (leads_away(heading) or is_history(heading))
    if open_:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield path, block.text
    for below in section.sections:
        yield from _paragraphs(below, path, open_)


def _bold(text: Text, path: tuple[Text, ...], known: Sequence[Draft]) -> list[Draft]:
    """A draft for each bold name: what its sentences say, or – at the front of the text – what follows it."""
    names = {flat(draft.fields[0].text.text) for draft in known}
    marks = []
    for mark in sorted((mark for mark in text.marks if mark.kind == "bold"), key=lambda mark: mark.start):
        printed = flat(text.text[mark.start : mark.end])
        good = 0 < word_count(printed) <= LONGEST_BOLD and is_name(printed)
        good = good and (not printed.isupper() or has_legal_form(printed)) and not _is_label(printed)
        if good and text.text[mark.end :].strip(" .:") and printed not in names:
            names.add(printed)
            marks.append(mark)
    starts = [start for start, _ in sentences_of(text.text)]
    drafts = []
    for index, mark in enumerate(marks):
        begin = max(start for start in starts if start <= mark.start) if len(marks) > 1 else 0
        after = marks[index + 1].start if index + 1 < len(marks) else len(text.text)
        end = max((start for start in starts if mark.start < start <= after), default=len(text.text))
        end = len(text.text) if index + 1 == len(marks) else end
        said = cut(text, begin, end)
        if mark.start == begin:
            lead = _LEAD.match(text.text, mark.end)
            said = cut(text, lead.end() if lead else mark.end, end)
        name = trimmed_name(cut(text, mark.start, mark.end), mark.end - mark.start)
        drafts.append(_draft(name, said, path, "guess.bold-name", 0.6))
    return drafts


def _is_label(printed: str) -> bool:
    """Whether a bold stretch is the label of a line on the document, as "Last updated:"."""
    return printed.endswith(":") and label_for(printed.rstrip(" :"), least=0.65) is not None


def _sentences(text: Text, path: tuple[Text, ...], title: str, known: Sequence[Draft]) -> list[Draft]:
    """A draft for each sentence that starts with a company; those after it that name none go on with it."""
    names = {flat(draft.fields[0].text.text) for draft in known}
    begun: list[tuple[int, int, int]] = []
    for start, end in sentences_of(text.text):
        name = _company(text.text[start:end])
        printed = flat(text.text[start : start + name])
        if name and printed not in names and printed.casefold() not in title.casefold():
            begun.append((start, start + name, end))
            names.add(printed)
        elif begun and not name and begun[-1][2] >= start - 2 and not legal_forms(text.text[start:end]):
            begun[-1] = (*begun[-1][:2], end)
    drafts = []
    for start, name_end, end in begun:
        lead = _LEAD.match(text.text, name_end)
        said = cut(text, lead.end() if lead else name_end, end)
        drafts.append(_draft(cut(text, start, name_end), said, path, "guess.sentence", 0.5))
    return drafts


def _company(sentence: str) -> int:
    """Where the company that a sentence starts with ends; 0 when it starts with none, or tells of sub-processors."""
    forms = legal_forms(sentence)
    if not forms or forms[0].start == 0 or word_count(sentence) > LONGEST_SENTENCE:
        return 0
    name, rest = sentence[: forms[0].end], sentence[forms[0].end :]
    small = [word for word in re.findall(r"[^\W\d_][\w.-]*", sentence[: forms[0].start]) if word[0].islower()]
    if small or not is_name(name) or names_subprocessors(sentence) or not any(map(str.isalpha, rest)):
        return 0
    return forms[0].end


def sentences_of(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence; the full stop of a legal form ends none when another form follows."""
    found, at = [], 0
    for match in _END.finditer(text):
        before = text[at : match.end()].rsplit(None, 1)[-1]
        after = text[match.end() :].split(None, 1)[0]
        inside = len(before) <= 2 or (
            match.group() == "." and has_legal_form(f"X {before} {after}") and legal_forms(after)
        )
        if not inside:
            found.append((at, match.end()))
            at = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    return [*found, (at, len(text))] if text[at:].strip() else found


def _draft(name: Text, said: Text, path: tuple[Text, ...], reason: str, sure: float) -> Draft:
    draft = Draft([], path, sure, reason)
    draft.add("name", name, confidence=sure, reason=reason)
    add_said(draft, said)
    for field in draft.fields:
        field.confidence, field.reason = sure, reason
    return draft
