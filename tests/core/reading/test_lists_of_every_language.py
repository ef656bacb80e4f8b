"""A list of invented companies in each language is read whole."""

from __future__ import annotations

import pytest

from ketju.core.model.span import TextSpan
from tests.core.reading.lists import Labelled, own_lists, read_file
from tests.core.reading.scoring import folded, score

LISTS = own_lists()
of_every_list = pytest.mark.parametrize("labelled", LISTS, ids=str)


@of_every_list
def test_every_entry_and_nothing_else_comes_out(labelled: Labelled) -> None:
    result = read_file(labelled.source)[1]
    found = score(labelled.expected, result.register.entries)
    assert found.entries.f1 == 1.0, found.misses


@of_every_list
def test_fields_say_what_the_label_says(labelled: Labelled) -> None:
    result = read_file(labelled.source)[1]
    found = score(labelled.expected, result.register.entries)
    assert found.all_fields.f1 >= 0.97, found.misses


@pytest.mark.parametrize("field", sorted(score({"entries": []}, ()).fields))
def test_each_field_is_right_in_all_languages_together(field: str) -> None:
    total, misses = score({"entries": []}, ()).fields[field], []
    for labelled in LISTS:
        found = score(labelled.expected, read_file(labelled.source)[1].register.entries)
        total += found.fields[field]
        misses += [f"{labelled}: {miss}" for miss in found.misses if f": {field} is" in miss]
    assert total.f1 >= 0.97, misses


@of_every_list
def test_what_is_no_company_of_the_list_is_no_entry(labelled: Labelled) -> None:
    names = {folded(entry.name) for entry in read_file(labelled.source)[1].register.entries}
    assert names.isdisjoint(map(folded, labelled.expected.get("not_entries", ())))


@of_every_list
def test_the_language_of_the_list_is_told(labelled: Labelled) -> None:
    languages = read_file(labelled.source)[1].register.languages
    assert languages == (labelled.expected["language"],)


@of_every_list
def test_each_value_keeps_a_place_inside_the_source(labelled: Labelled) -> None:
    document, result = read_file(labelled.source)
    ids = {entry.id for entry in result.register.entries}
    assert document.source is not None
    named = set()
    for one in result.provenance:
        group, entry, attribute = one.path.split("/", 2)
        assert group == "entries" and entry in ids
        assert isinstance(one.span, TextSpan)
        assert 0 <= one.span.start < one.span.end <= len(document.source)
        assert 0 < one.confidence <= 1
        assert one.reason or one.confidence == 1, one
        if attribute == "name":
            named.add(entry)
    assert named == ids
