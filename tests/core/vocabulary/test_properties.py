"""Whatever the text is: nothing raises, and what is found lies inside it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ketju.core.vocabulary.categories import data_terms, purpose_terms, split_enumeration
from ketju.core.vocabulary.companies import company_name, legal_forms
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.identifiers import read_identifier, schemes
from ketju.core.vocabulary.labels import labels
from ketju.core.vocabulary.languages import languages_of
from ketju.core.vocabulary.lexicon import lexicon
from ketju.core.vocabulary.phrases import answer, phrases
from ketju.core.vocabulary.places import find_places, is_place_only
from ketju.core.vocabulary.transfers import transfer_tools

PIECES = [
    "Oy",
    "AB",
    "GmbH",
    "&",
    "Co.",
    "KG",
    "s.r.o.",
    "(A/S)",
    "EU/EES",
    "U.S.",
    "Finland",
    "Helsinki",
    "CA",
    "DE",
    "1.4.2021",
    "2021-04",
    "April",
    "May",
    "31.",
    "99",
    "Y-tunnus",
    "2077474-0",
    "IE6433435F",
    "SCC",
    "yes",
    "nej",
    "purpose",
    "data",
    ",",
    ";",
    ":",
    "/",
    "|",
    "(",
    ")",
    "[",
    "]",
    "*",
    "•",
    "-",
    "–",
    "\n",
    "\t",
    "\xa0",
    "\u2028",
    "\x00",
    "ı",
    "İ",
    "ß",
    "ﬁ",
]
texts = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(texts)
@example("İ EU")
@example("ŉ Oy")
@example("(" * 40)
def test_spans_of_words_places_forms_and_dates_lie_inside_the_text(text: str) -> None:
    spans = [(one.start, one.end) for one in find_places(text)]
    spans += [(one.start, one.end) for one in legal_forms(text)]
    spans += [(one.start, one.end) for one in find_dates(text)]
    spans += [(one.start, one.end) for one in phrases(text)]
    spans += [(one.start, one.end) for one in lexicon("data").find(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_places_forms_and_dates_say_what_is_printed_in_order_and_without_overlap(text: str) -> None:
    places, forms = find_places(text), legal_forms(text)
    assert all(text[one.start : one.end] == one.printed for one in places)
    assert all(text[one.start : one.end] == one.printed for one in forms)
    for found in ([(p.start, p.end) for p in places], [(d.start, d.end) for d in find_dates(text)]):
        assert all(a[1] <= b[0] for a, b in pairwise(found)), found


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_no_text_makes_a_question_fail(text: str, other: str) -> None:
    identifier = read_identifier(text, other)
    assert identifier.printed == text
    assert identifier.scheme == "" or identifier.scheme in {scheme.id for scheme in schemes()}
    assert is_place_only(text) in (True, False)
    assert answer(text) in (True, False, None)
    assert isinstance(labels(text), tuple)
    assert isinstance(languages_of(text, [other]), tuple)
    assert len(set(data_terms(text))) == len(data_terms(text))
    assert len(set(purpose_terms(text))) == len(purpose_terms(text))
    assert len(set(transfer_tools(text))) == len(transfer_tools(text))
    assert all(item.strip() for item in split_enumeration(text))
    assert isinstance(company_name(text).name, str)


@pytest.mark.parametrize("text", ["a " * 20_000, "(" * 20_000, "1.1." * 5_000, "Oy " * 5_000, "EU/" * 5_000])
def test_long_texts_take_no_longer_than_their_length_allows(text: str) -> None:
    find_dates(text)
    legal_forms(text)
    find_places(text)
    assert len(split_enumeration(text)) <= len(text)
