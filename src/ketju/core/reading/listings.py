"""Bulleted and numbered lists → drafts: "Name: purpose (place)", "Name (purpose)", "Name – purpose – place" …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ketju.core.model.document import Block, Item, Listing, Paragraph, Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import ACCEPT, names_subprocessors, names_suppliers

# Blanks are tried from the first of a run on only: a long run would be gone through from each of its blanks.
from ketju.core.reading.item_names import BRACKET, DASH, Named, split_name
from ketju.core.reading.pairs import number_label, pair_from
from ketju.core.reading.texts import bold_start, cut, lines, links_of, word_count
from ketju.core.reading.whereabouts import POSTCODE, names_place, reads_as_address, without_places
from ketju.core.vocabulary.categories import purpose_terms
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import phrases
from ketju.core.vocabulary.places import find_places, is_place_only
from ketju.core.vocabulary.transfers import is_tool_only, transfer_tools

_LEADING = re.compile(r"\s*+\(([^()]*)\)(?:\s*+[:：,–—-]\s++(?=\S)|\s++(?=[^\W\dA-Z]))")
"""Brackets between a name and what is said of it: "(Germany): hosting"."""
_SITE = re.compile(r"[<(]?https?://[^\s<>()]+[>)]?")
LONGEST_LINE = 30
"""A line with more words than this is no item of a list without bullets."""
LEAST_LED = 2
LONGEST_REST = 60
"""An item with more words than this after its name is a clause, not an entry."""


def read_listing(listing: Listing, path: tuple[Text, ...], languages: frozenset[str], around: float) -> Found:
    """The drafts of a list; items that do not split into a name and the rest are reported.

    ``around`` is the evidence of the list's surroundings; without enough of both, no drafts are made.
    """
    named = [(item, split_name(item.text)) for item in listing.items]
    found = Found("list", _score(named) + around)
    if found.score < ACCEPT:
        return found
    for item, name in named:
        if name:
            found.drafts.append(draft_from(name, item, path, languages))
        else:
            found.unread.append((item.text, "unread.no-name"))
    return found


def _score(named: Sequence[tuple[Item, Named | None]]) -> float:
    """How much a list speaks for being one of companies by itself."""
    good = [name for _, name in named if name]
    if not good:
        return -5.0
    share = len(good) / len(named)
    sure = sum(name.sure for name in good) / len(named)
    legal = sum(has_legal_form(name.name.text) for name in good) / len(named)
    clauses = sum(_is_clause(item, name) for item, name in named) / len(named)
    titles = sum(_is_title(item) for item, _ in named) / len(named)
    linked = sum(
        _starts_with_link(item.text) and bool(name and name.rest.text) for item, name in named
    ) / len(named)
    return (
        1.5 * sure
        + legal
        + (linked >= 0.8 and len(named) >= 3)
        - (0 if share >= 0.6 else 3.0)
        - 3.0 * clauses
        - 6.0 * titles
        - 6.0 * (sum(_is_kind(name) for name in good) * 2 > len(good))
        - (1.0 if _tells(good[0]) else 2.0) * (len(named) == 1)
    )


def _tells(named: Named) -> bool:
    """Whether a single item is a company with what it does or where it is."""
    rest = named.rest.text
    return has_legal_form(named.name.text) and bool(find_places(rest) and purpose_terms(rest))


def _is_kind(named: Named) -> bool:
    """Whether an item starts with a kind of service, "Payment processors", and no company is named after it."""
    name = named.name.text.strip()
    small = all(word[0].islower() for word in re.findall(r"[^\W\d_][\w-]*", name)[1:])
    return small and bool(purpose_terms(name)) and not has_legal_form(f"{name} {named.rest.text}")


def _starts_with_link(text: Text) -> bool:
    """Whether an item starts with a link to another site."""
    links = links_of(text)
    return bool(links) and not text.text[: links[0].start].strip() and links[0].target.startswith("http")


def _is_clause(item: Item, named: Named | None) -> bool:
    """Whether an item is a clause of an agreement, or the title of a group, rather than a company."""
    if named is None:
        return False
    if names_subprocessors(named.name.text):
        return True
    below = sum(word_count(block.text.text) for block in item.children if isinstance(block, Paragraph))
    if below and not named.rest.text and re.match(r"\(?\w{1,3}[.)]", item.marker.strip()):
        return True
    return word_count(named.rest.text) + below > LONGEST_REST and not has_legal_form(named.name.text)


def _is_title(item: Item) -> bool:
    """Whether an item is the title of a record that says its name itself."""
    nested = [text for block in item.children for text in _nested_texts(block)]
    pairs = [pair for text in nested if (pair := pair_from(text, frozenset()))]
    if any(pair.key in ("name", "legal_entity") for pair in pairs):
        return True
    companies = sum(_names_company(text) for text in nested)
    return companies * 2 > len(nested) and not has_legal_form(item.text.text)


def _names_company(text: Text) -> bool:
    """Whether an item below another one starts with a company."""
    named = split_name(text)
    return named is not None and has_legal_form(named.name.text)


def _nested_texts(block: Block) -> list[Text]:
    return [child.text for child in block.items] if isinstance(block, Listing) else []


def draft_from(named: Named, item: Item, path: tuple[Text, ...], languages: frozenset[str]) -> Draft:
    """The draft of an item: its name, the parts of its rest, and what is nested in it."""
    draft = Draft([], path, named.sure if named.sure < 0.8 else 1.0, "guess.item" if named.sure < 0.8 else "")
    draft.add("name", named.name)
    add_rest(draft, named.rest, languages)
    add_children(draft, item, languages)
    return draft


def add_rest(draft: Draft, rest: Text, languages: frozenset[str]) -> None:
    """Sort the rest of an item into fields: places in brackets or after dashes, keys, else the purpose."""
    if not rest.text.strip():
        return
    if _add_lines(draft, rest, languages):
        return
    if (pair := pair_from(rest, languages)) and pair.value.text:
        draft.add(pair.key, pair.value, pair.label.text)
        return
    whole = BRACKET.fullmatch(rest.text.rstrip(" .;,"))
    if whole:
        inner = cut(rest, whole.start(1), whole.end(1))
        if not _add_bracket(draft, inner):
            draft.add("purpose", inner)
        return
    first = _LEADING.match(rest.text)
    if first and _add_bracket(draft, cut(rest, first.start(1), first.end(1))):
        rest = cut(rest, first.end(), len(rest.text))
    end = list(BRACKET.finditer(rest.text))
    if (
        end
        and not rest.text[end[-1].end() :].strip(" .;")
        and _add_bracket(draft, cut(rest, end[-1].start(1), end[-1].end(1)))
    ):
        rest = cut(rest, 0, end[-1].start())
    parts = _split(rest, DASH)
    if len(parts) > 1 and (seat := _registered(parts[0])):
        draft.add("seat", seat, confidence=0.8, reason="guess.in-text")
        parts = parts[1:]
    for part in parts:
        inner = _unbracketed(part)
        if is_place_only(part.text) and (comma := _purpose_before_place(part.text)):
            _add_purpose(draft, cut(part, 0, comma))
            draft.add("place", cut(part, comma + 1, len(part.text)))
        elif is_place_only(part.text) or (inner is not part and names_place(inner.text)):
            draft.add("place", inner)
        elif has_legal_form(part.text) and word_count(part.text) <= 6:
            draft.add("legal_entity", part)
        elif is_tool_only(part.text):
            draft.add("transfer", part)
        elif (pair := pair_from(part, languages)) and pair.value.text:
            draft.add(pair.key, pair.value, pair.label.text)
        else:
            _add_purpose(draft, without_places(draft, inner))


def add_said(draft: Draft, said: Text) -> None:
    """Sort what running text says of a company: a place in brackets right behind it, lines with keys, its purpose."""
    if _add_lines(draft, said, frozenset()):
        return
    first = _LEADING.match(said.text)
    if first and _add_bracket(draft, cut(said, first.start(1), first.end(1))):
        said = cut(said, first.end(), len(said.text))
    draft.add("purpose", said)


def _registered(part: Text) -> Text | None:
    """What follows the words for a registered office that a part starts with: "z siedzibą w Krakowie"."""
    found = [
        m for m in phrases(part.text) if m.meaning == "legal.registered" and not part.text[: m.start].strip()
    ]
    return cut(part, max(m.end for m in found), len(part.text)) if found else None


def _add_lines(draft: Draft, rest: Text, languages: frozenset[str]) -> bool:
    """Sort the lines of a rest into fields, where one of them is a pair, an address or a place; else False."""
    rows = lines(rest) if "\n" in rest.text.strip() else []
    told = [_field_of(row, languages) for row in rows]
    for at, (row, below) in enumerate(pairwise(rows)):
        if told[at] is None and POSTCODE.match(below.text) and any(c.isdigit() for c in row.text):
            told[at] = "address", row, ""  # a street above its town
    if not any(told):
        return False
    for row, field in zip(rows, told, strict=True):
        known = draft.first("address" if field and field[0] == "address" else "purpose")
        if field and field[0] == "address" and known:
            known.extend(row, ", ")
        elif field:
            draft.add(*field)
        elif known:
            known.extend(row)
        else:
            add_rest(draft, row, languages)
    return True


def _field_of(row: Text, languages: frozenset[str]) -> tuple[str, Text, str] | None:
    """(field, value, label) of a line that tells by itself what it is."""
    if (pair := pair_from(row, languages)) and pair.value.text:
        return pair.key, pair.value, pair.label.text
    if _SITE.fullmatch(row.text.strip()):
        return "link", row, ""
    if number := number_label(row.text):
        return number, row, ""
    if reads_as_address(row.text):
        return "address", row, ""
    if is_place_only(row.text):
        return "place", row, ""
    return ("transfer", row, "") if is_tool_only(row.text) else None


def _purpose_before_place(text: str) -> int:
    """Where the comma of "Hosting, Germany" stands, 0 when there is none: a town that nobody knows is no purpose."""
    comma = text.find(",")
    before = text[: max(comma, 0)]
    return comma if comma > 0 and purpose_terms(before) and not find_places(before) else 0


def _unbracketed(text: Text) -> Text:
    whole = BRACKET.fullmatch(text.text)
    return cut(text, whole.start(1), whole.end(1)) if whole else text


def _add_bracket(draft: Draft, inner: Text) -> bool:
    """Sort what stands in brackets into places, transfer tools and the purpose; False when it has no place or tool."""
    parts = _split(inner, re.compile(r"[,;/]\s*"))
    kinds = [
        "place" if is_place_only(part.text) else "transfer" if transfer_tools(part.text) else ""
        for part in parts
    ]
    if not any(kinds):
        return False
    for part, kind in zip(parts, kinds, strict=True):
        if kind:
            draft.add(kind, part)
        else:
            _add_purpose(draft, part)
    return True


def _add_purpose(draft: Draft, part: Text) -> None:
    known = draft.first("purpose")
    comma = part.text.rfind(",")
    if comma > 0 and is_place_only(part.text[comma + 1 :]):
        draft.add("place", cut(part, comma + 1, len(part.text)))
        part = cut(part, 0, comma)
    elif comma > 0 and is_tool_only(part.text[comma + 1 :]):
        draft.add("transfer", cut(part, comma + 1, len(part.text)))
        part = cut(part, 0, comma)
    if known:
        known.extend(part, " – ")
    else:
        draft.add("purpose", part)


def _split(text: Text, pattern: re.Pattern[str]) -> list[Text]:
    parts, at = [], 0
    for mark in pattern.finditer(text.text):
        parts.append(cut(text, at, mark.start()))
        at = mark.end()
    parts.append(cut(text, at, len(text.text)))
    return [part for part in parts if part.text.strip()]


def add_children(draft: Draft, item: Item, languages: frozenset[str]) -> None:
    """Nested pairs and texts of an item."""
    for block in item.children:
        texts = (
            [child.text for child in block.items]
            if isinstance(block, Listing)
            else [block.text]
            if isinstance(block, Paragraph)
            else []
        )
        for text in texts:
            pair = pair_from(text, languages)
            if pair and pair.value.text:
                draft.add(pair.key, pair.value, pair.label.text)
            elif (draft.first("purpose") is None and not links_of(text)) or _is_where(draft, text):
                add_rest(draft, text, languages)
            else:
                draft.add("note", text)


def _is_where(draft: Draft, text: Text) -> bool:
    """Whether a text below a name says only where, with or without a safeguard in brackets: "USA (SCCs)"."""
    if draft.first("place"):
        return False
    bracket = BRACKET.search(text.text)
    outside = text.text[: bracket.start()] if bracket and transfer_tools(bracket[1]) else text.text
    return is_place_only(outside)


def led_listing(texts: Sequence[Text]) -> Listing | None:
    """The lines right after one that leads to sub-processors, as long as they split into a name and the rest."""
    for index, text in enumerate(texts):
        printed = text.text.strip()
        if not printed.endswith((":", "：")) or not (
            names_subprocessors(printed) or names_suppliers(printed)
        ):
            continue
        items = []
        for line in texts[index + 1 :]:
            if word_count(line.text) > LONGEST_LINE or split_name(line) is None:
                break
            items.append(Item(line))
        if len(items) >= LEAST_LED and not any(POSTCODE.match(item.text.text) for item in items):
            return Listing(tuple(items))
    return None


def pseudo_listing(paragraphs: Sequence[Paragraph]) -> Listing | None:
    """Paragraph lines that read like items of a list, each with a name before a separator or in bold."""
    texts = [text for paragraph in paragraphs for text in lines(paragraph.text)]
    items = [
        text
        for text in texts
        if (named := split_name(text))
        and named.sure >= 0.9
        and named.rest.text
        and not names_subprocessors(named.rest.text)
    ]
    bold = sum(bold_start(text) > 0 for text in items)
    labelled = sum(
        label_for(named.name.text, least=0.65) is not None for text in items if (named := split_name(text))
    )
    if labelled * 2 > len(items):
        return None
    if len(items) >= 2 and (len(items) * 2 >= len(texts)) and (bold >= 2 or len(items) >= 3):
        return Listing(tuple(Item(text) for text in items))
    return None
