"""Canonical JSON as Ketju wrote it is read quickly, and just as the careful reader reads it."""

import hashlib
import json
import re

import pytest
import rfc8785
from hypothesis import given

from ketju.formats.registerfile.as_written import register_as_written
from ketju.formats.registerfile.register_json import read_json, write_json
from tests.core.register.registers import registers, relaxed


def carefully(text):
    """What the reader that looks at every node makes of it: a blank in front keeps the quick way out."""
    return read_json(" " + text)


@relaxed
@given(registers())
def test_quick_and_careful_reading_agree(register):
    text = write_json(register)
    found = register_as_written(text)
    expected, problems = carefully(text)
    if found is not None:
        assert (found, ()) == (expected, problems)


def plain(**entry):
    return {"ketju": 1, "languages": ["en"], "entries": {"acme": {"name": "Acme", **entry}}}


def written(register, release=None):
    """Canonical JSON with the right hash, whatever is in it."""
    digest = hashlib.sha256(rfc8785.dumps(register)).hexdigest()
    envelope = {"register": register, "sha256": digest}
    return rfc8785.dumps(envelope if release is None else {**envelope, "release": release}).decode() + "\n"


def test_a_plain_register_is_read_quickly():
    text = written(plain(places=[{"code": "FI"}], purpose={"en": "Hosting"}), {"version": "3"})
    found = register_as_written(text)
    assert found is not None
    assert (found.version, found.entries[0].places[0].code) == ("3", "FI")
    assert (found, ()) == carefully(text)


def test_words_in_the_text_that_look_like_the_end_do_not_end_it():
    text = written(plain(purpose={"en": '","release":{"version":"9"},"sha256":"'}), {"version": "3"})
    found = register_as_written(text)
    assert found is not None
    assert found.version == "3"


@pytest.mark.parametrize(
    "register",
    [
        plain(places=[{"code": "Finland"}]),
        plain(places=[{}]),
        plain(applies_to={"services": ["nothing"]}),
        plain(purpose={"english language": "Hosting"}),
        plain(purpose={"fi": "Palvelin", "sv": "Server"}),
        plain(purpose={"EN": "Hosting"}),
        plain(purpose={"en": "bell \u0007"}),
        plain(purpose={"en": "A\u0308"}),
        plain(purpose_read=["not a token"]),
        plain(since="2020-13"),
        plain(tier=-1),
        plain(tier="2"),
        plain(role="friend"),
        plain(colour="red"),
        plain(identifiers=[{"printed": "1", "scheme": "fi-ytunus"}]),
        {"ketju": 1, "entries": {"acme": {}}},
        {"ketju": 1, "entries": {"No Id": {"name": "Acme"}}},
        {"ketju": 2, "entries": {}},
        {"ketju": 1, "tlp": "TLP:WHITE"},
        {"ketju": 1, "languages": ["English"]},
    ],
)
def test_whatever_is_wrong_is_left_to_the_careful_reader(register):
    text = written(register)
    assert register_as_written(text) is None
    assert read_json(text)[1] or read_json(text) == carefully(text)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("Acme", "Acne"),
        lambda text: json.dumps(json.loads(text)),
        lambda text: text[:-20],
        lambda text: re.sub('"sha256":"..', '"sha256":"zz', text),
        lambda text: "",
        lambda text: "[]",
    ],
)
def test_what_is_not_as_it_was_written_is_left_to_the_careful_reader(damage):
    assert register_as_written(damage(written(plain()))) is None
