import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.register import Entry, Register
from ketju.core.register.nearest import nearest
from ketju.core.register.slugs import MAX_LENGTH, _in_latin, _latin, assign_ids, is_slug, slug, with_entry_ids

names = st.text(max_size=80) | st.sampled_from(
    ("Google", "google", "Google 2", "Ördög", "株式会社", "x" * 90)
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hetzner Online GmbH", "hetzner-online-gmbh"),
        ("1260 A/S", "1260-a-s"),
        ("Ilait / Hostek Sweden", "ilait-hostek-sweden"),
        ("Järvi & Söhne", "jarvi-sohne"),
        ("Ørsted Æ", "orsted-ae"),
        ("Straße", "strasse"),
        ("L'Étoile S.A.", "letoile-s-a"),
        ("Яндекс", "yandeks"),
        ("Щука", "shchuka"),
        ("Ελλάδα", "ellada"),
        ("カケン ガス", "kaken-gasu"),
        ("서울", "seoul"),
        ("株式会社", "u682a-u5f0f-u4f1a-u793e"),
        ("Ａｃｍｅ", "acme"),
        ("A\u0308iti", "aiti"),
        ("", "unnamed"),
        ("***", "unnamed"),
    ],
)
def test_a_name_becomes_an_id(name, expected):
    assert slug(name) == expected


@given(names)
def test_any_name_gives_an_id_that_may_stand_in_a_file(name):
    found = slug(name)
    assert is_slug(found)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert len(found) <= MAX_LENGTH
    assert slug(found) == found


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "a--b", "A", "ä", "a b", "a_b", "a/b", "a" * 61, "a\n", "a١"]
)
def test_other_texts_are_no_ids(text):
    assert not is_slug(text)


def test_equal_names_are_numbered_in_order():
    assert assign_ids(["Google", "Google", "Okta", "Google"]) == ("google", "google-2", "okta", "google-3")


def test_a_stored_id_survives_a_new_name_and_is_given_to_nobody_else():
    assert assign_ids(["Alphabet", "Google"], ["google", ""]) == ("google", "google-2")
    assert assign_ids(["Google", "Alphabet"], ["", "google"]) == ("google-2", "google")


@given(st.lists(names, max_size=12))
def test_ids_differ_and_do_not_change_when_they_are_assigned_again(found):
    ids = assign_ids(found)
    assert len(set(ids)) == len(ids) == len(found)
    assert all(map(is_slug, ids))
    assert assign_ids([f"renamed {name}" for name in found], ids) == ids


@given(st.lists(names, min_size=1, max_size=8), st.data())
def test_ids_that_are_stored_stay_when_companies_are_added(found, data):
    ids = assign_ids(found)
    at = data.draw(st.integers(0, len(found)))
    again = assign_ids([*found[:at], "Newcomer", *found[at:]], [*ids[:at], "", *ids[at:]])
    assert (*again[:at], *again[at + 1 :]) == ids


@pytest.mark.parametrize("stored", [("a", "a"), ("a", "b", "c")])
def test_stored_ids_that_cannot_be_right_are_refused(stored):
    with pytest.raises(ValueError, match="stored ids"):
        assign_ids(["A", "B"], stored)


def test_entries_without_an_id_get_one():
    register = with_entry_ids(
        Register(entries=(Entry("", "Okta"), Entry("okta", "Auth0"), Entry("", "Okta")))
    )
    assert [entry.id for entry in register.entries] == ["okta-2", "okta", "okta-3"]


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("shared-mial", ["shared-mail", "background"], ("shared-mail",)),
        ("Purpose", ["purpose", "places"], ("purpose",)),
        ("zzz", ["purpose", "places"], ()),
        ("", ["purpose"], ()),
        ("a", [], ()),
        ("EU", ["eu", "Eu"], ("Eu", "eu")),
    ],
)
def test_the_nearest_words_are_suggested(word, known, expected):
    assert nearest(word, known) == expected


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=8))
def test_suggestions_are_known_words_in_an_order_that_does_not_depend_on_theirs(word, known):
    found = nearest(word, known)
    assert set(found) <= set(known)
    assert len(found) <= 3
    assert found == nearest(word, reversed(known))


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_latin_letters_need_no_reading_and_get_the_same_id(name: str) -> None:
    slow = "".join(_latin(c) for c in unicodedata.normalize("NFC", name))
    assert _in_latin(name) == slow
