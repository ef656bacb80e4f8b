"""The text of a version is taken apart and put together again without a loss."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from ketju.core.model.register import Register
from ketju.web.apps.registers.content import _split, text_of
from tests.core.register.registers import registers
from tests.web.registers.lists import LIST


@given(registers())
@settings(max_examples=40, deadline=None)
def test_entries_are_cut_out_of_the_text_as_they_stand(register: Register) -> None:
    text = text_of(register)
    rest, entries = _split(text, {})
    whole = json.loads(text)
    assert {slug: json.loads(part) for slug, part in entries} == whole.pop("entries", {})
    assert [slug for slug, _ in entries] == list(json.loads(text).get("entries", {}))
    assert rest == whole


@given(registers(), registers())
@settings(max_examples=40, deadline=None)
def test_what_is_known_of_another_version_changes_nothing(one: Register, other: Register) -> None:
    mixed = {each.id: each for each in (*one.entries, *other.entries)}
    text = text_of(replace(one, entries=tuple(mixed.values())))
    for before in (text, text_of(one), text_of(other)):
        known = dict(_split(before, {})[1])
        assert _split(text, known) == _split(text, {})


@pytest.mark.parametrize("name", ['"entries":{', "{,}", '\\"', "ä\u2028"])
def test_what_looks_like_the_text_itself_is_a_name(name: str) -> None:
    first = replace(LIST.entries[0], name=name, address='}},"entries":{"x":{}}')
    _, entries = _split(text_of(replace(LIST, entries=(first, *LIST.entries[1:]))), {})
    assert [slug for slug, _ in entries] == [one.id for one in LIST.entries]
    assert json.loads(entries[0][1])["name"] == name


def test_a_list_without_entries_has_none() -> None:
    assert _split("{}", {}) == ({}, [])
    assert _split('{"entries":{},"ketju":1}', {}) == ({"ketju": 1}, [])
