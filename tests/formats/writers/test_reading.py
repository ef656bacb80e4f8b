from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.document import Document, ReadProblem
from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Identifier,
    NoticeTerms,
    Place,
    Register,
    Scope,
    Transfer,
    Words,
)
from ketju.core.model.result import Part, Provenance, ReadResult
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, TextSpan
from ketju.formats.writers.facts import first_day, last_day
from ketju.formats.writers.reading import (
    outside_during,
    problem_data,
    reading_data,
    reading_pieces,
    span_data,
)
from ketju.text.render import phrasebook

ENGLISH = phrasebook("en")
SOURCE = "Acme\nHosting; Germany\n"
DOCUMENT = Document("plain", (), SOURCE, encoding="utf-8")
TODAY = date(2026, 1, 31)

ENTRY = Entry(
    "acme",
    "Acme",
    legal_entity="Acme GmbH",
    identifiers=(Identifier("HRB 1", "de-hrb", "1", None, "DE"),),
    purpose=Words((("en", "Hosting"),)),
    purpose_read=("ServiceProvision",),
    data=(DataCategory("e-mail", ("EmailAddress",)), DataCategory("other")),
    places_printed="Germany",
    places=(Place("DE", city="Berlin", inferred=True), Place("US", "seat"), Place("DE", "backup")),
    transfer=Transfer("SCCs", ("SCC",), ("46(2)(c)",)),
    condition=Condition(Words((("en", "by contract"),)), "contract", "dedicated"),
    since=PartialDate(2015),
    applies_to=Scope(("mail",), ("eu",), (), ("EU", "Mail")),
)
RESULT = ReadResult(
    Register(publisher="Example", languages=("en",), notice=NoticeTerms("…", 30, "days"), entries=(ENTRY,)),
    (
        Provenance("entries/acme/name", TextSpan(0, 4)),
        Provenance("entries/acme/places_printed", TextSpan(14, 21), 0.7, "guess.content"),
    ),
    (Part("field", TextSpan(0, 4)), Part("unread", TextSpan(5, 13), "Hosting;", "unread.in-list")),
    (ReadProblem("read.bad-row", TextSpan(5, 7), (("row", "2"),), "error"),),
)


@pytest.fixture
def data() -> dict[str, Any]:
    return reading_data(RESULT, DOCUMENT, ENGLISH, TODAY)


@pytest.fixture
def entry(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["entries"][0]
    return found


def test_the_pieces_are_the_text_of_the_object(data: dict[str, Any]) -> None:
    pieces = reading_pieces(RESULT, DOCUMENT, ENGLISH, TODAY)
    assert "".join(pieces) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def test_printed_values_are_as_printed(entry: dict[str, Any]) -> None:
    printed = {
        "id": "acme",
        "name": "Acme",
        "legal_entity": "Acme GmbH",
        "purpose": "Hosting",
        "data": ["e-mail", "other"],
        "locations": ["DE"],
        "locations_printed": "Germany",
        "outside_eea": None,
        "identifiers": [{"raw": "HRB 1", "scheme": "de-hrb", "value": "1", "valid": None, "country": "DE"}],
        "transfer_mechanism": "SCCs",
        "since": "2015",
        "until": None,
        "applies_to": ["EU", "Mail"],
    }
    assert {key: entry[key] for key in printed} == printed


def test_what_they_were_read_as_stands_beside_them(entry: dict[str, Any]) -> None:
    read = {
        "role": "processor",
        "purpose_read": ["ServiceProvision"],
        "data_terms": [{"printed": "e-mail", "terms": ["EmailAddress"]}],
        "outside_eea_computed": False,
        "transfer_tools": ["SCC"],
        "transfer_articles": ["46(2)(c)"],
        "condition": {"printed": "by contract", "kind": "contract", "option": "dedicated"},
        "scope": {"services": ["mail"], "regions": ["eu"], "groups": []},
    }
    assert {key: entry[key] for key in read} == read
    assert entry["places"][0] == {
        "code": "DE",
        "kind": "processing",
        "city": "Berlin",
        "region": None,
        "inferred": True,
    }


def test_each_value_has_its_place_and_how_sure_it_is(entry: dict[str, Any]) -> None:
    assert entry["spans"] == {
        "name": {"line": 1, "column": 1, "start": 0, "end": 4},
        "locations": {"line": 2, "column": 10, "start": 14, "end": 21},
    }
    assert entry["confidence"] == {
        "name": {"value": 1.0},
        "locations": {
            "value": 0.7,
            "reason": "guess.content",
            "message": "the column was recognised by what stands in it",
        },
    }


def test_what_was_not_read_is_told_with_its_place(data: dict[str, Any]) -> None:
    assert data["unread"] == [
        {
            "line": 2,
            "column": 1,
            "start": 5,
            "end": 13,
            "text": "Hosting;",
            "reason": "unread.in-list",
            "message": "stands within the list and fits nothing",
        }
    ]
    assert data["parts"] == {"field": 1, "unread": 1}


def test_problems_have_words_and_a_place(data: dict[str, Any]) -> None:
    assert data["problems"] == [
        {
            "code": "read.bad-row",
            "severity": "error",
            "message": "This row cannot be read; the others were.",
            "hint": None,
            "line": 2,
            "column": 1,
            "start": 5,
            "end": 7,
            "params": {"row": "2"},
        }
    ]


def test_a_problem_without_a_place_is_at_the_start_of_a_text_and_nowhere_in_others() -> None:
    found = problem_data(ReadProblem("read.no-list"), DOCUMENT, ENGLISH)
    binary = problem_data(ReadProblem("read.no-list"), Document("pdf", ()), ENGLISH)

    assert (found["line"], found["column"]) == (1, 1)
    assert (binary["line"], binary["column"]) == (None, None)


def test_facts_of_the_register_are_told(data: dict[str, Any]) -> None:
    assert (data["format"], data["encoding"], data["languages"]) == ("plain", "utf-8", ["en"])
    assert data["register"]["publisher"] == "Example"
    assert data["register"]["notice"] == {"printed": "…", "days": 30, "unit": "days"}
    assert data["register"]["territory_on"] == "2026-01-31"


def test_places_in_other_sources_have_their_own_shapes() -> None:
    assert span_data(CellSpan("S", 3, 2), DOCUMENT) == {"sheet": "S", "row": 3, "column": 2}
    assert span_data(BoxSpan(2, 1.004, 2, 3, 4), DOCUMENT) == {"page": 2, "box": [1.0, 2, 3, 4]}
    assert span_data(NodeSpan("a.xml", "p[1]", 0, 4), DOCUMENT) == {
        "part": "a.xml",
        "path": "p[1]",
        "start": 0,
        "end": 4,
    }


def test_outside_is_not_told_for_a_year_in_which_it_changed() -> None:
    # The United Kingdom left the Union on 2020-01-31; its transition ended on 2020-12-31.
    london = (Place("GB"),)

    assert outside_during(london, (date(2019, 1, 1), date(2019, 12, 31))) is False
    assert outside_during(london, (date(2020, 1, 1), date(2021, 1, 1))) is None
    assert outside_during(london, (date(2021, 1, 1), date(2021, 12, 31))) is True
    assert outside_during((), (TODAY, TODAY)) is None


def test_a_partial_date_has_a_first_and_a_last_day() -> None:
    for when, first, last in (
        (PartialDate(2024), date(2024, 1, 1), date(2024, 12, 31)),
        (PartialDate(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (PartialDate(2024, 12), date(2024, 12, 1), date(2024, 12, 31)),
        (PartialDate(2024, 2, 3), date(2024, 2, 3), date(2024, 2, 3)),
    ):
        assert (first_day(when), last_day(when)) == (first, last)
