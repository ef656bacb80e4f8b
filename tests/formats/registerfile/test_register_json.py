import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Register, Words
from ketju.core.register.canonical import canonical_bytes, content_hash, data_from_register
from ketju.formats.registerfile.register_json import RELEASE_MEMBERS, read_json, write_json
from tests.core.register.registers import registers, relaxed

SMALL = Register(
    publisher="Revontuli Oy",
    languages=("fi",),
    version="7",
    version_on=PartialDate(2026, 11),
    entries=(Entry("alku", "Alku Oy", outside_eea=False, tier=2, purpose=Words((("fi", "Posti"),))),),
)


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_json(text, "register.json")[1]]


@relaxed
@given(registers())
def test_the_register_and_its_release_come_back(register):
    again, problems = read_json(write_json(register))
    assert problems == ()
    assert content_hash(again) == content_hash(register)
    kept = data_from_register(register, whole=True)
    assert {n: v for n, v in data_from_register(again, whole=True).items() if n in RELEASE_MEMBERS} == {
        n: v for n, v in kept.items() if n in RELEASE_MEMBERS
    }


@relaxed
@given(registers())
def test_anybody_can_check_the_hash(register):
    envelope = json.loads(write_json(register))
    assert hashlib.sha256(rfc8785.dumps(envelope["register"])).hexdigest() == envelope["sha256"]


@relaxed
@given(registers())
def test_the_canonical_bytes_alone_are_read_as_well(register):
    again, problems = read_json(canonical_bytes(register).decode())
    assert problems == ()
    assert canonical_bytes(again) == canonical_bytes(register)


def test_the_whole_is_one_line_of_canonical_json():
    text = write_json(SMALL)
    assert text.endswith("\n")
    assert text[:-1].encode() == rfc8785.dumps(json.loads(text))
    assert json.loads(text)["release"] == {"version": "7", "version_on": "2026-11"}


def test_a_register_that_was_changed_under_its_hash_is_noticed():
    register, (problem,) = read_json(write_json(SMALL).replace("Alku Oy", "Loppu Oy"), "register.json")
    assert problem.code == "register.hash-differs"
    assert problem.severity == "error"
    params = dict(problem.params)
    assert (params["expected"], params["found"]) == (content_hash(SMALL), content_hash(register))


def test_the_release_is_not_under_the_hash():
    assert codes(write_json(SMALL).replace('"version":"7"', '"version":"8"')) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["register.syntax"]),
        ('{"ketju": 1', ["register.syntax"]),
        ("[]", ["register.not-a-register"]),
        ("7", ["register.not-a-register"]),
        ("null", ["register.not-a-register"]),
        ("{}", ["register.not-a-register"]),
        ('{"ketju": 2}', ["register.version-unknown"]),
        ('{"register": {"ketju": 2}}', ["register.version-unknown"]),
        ("[" * 100_000, ["register.too-deep"]),
        ('{"ketju": 1, "entries": ' + "[" * 20 + "]" * 20 + "}", ["register.too-deep"]),
        ('{"ketju": 1, "publisher": "A", "publisher": "B"}', ["register.duplicate-key"]),
        ('{"ketju": 1, "publishr": "A"}', ["register.unknown-key"]),
        ('{"ketju": 1, "entries": {"a": {"name": "A", "since": 2015.5}}}', ["register.bad-date"]),
        ('{"ketju": 1, "entries": {"a": {"name": "\\ud800"}}}', ["register.bad-character"]),
        ('{"ketju": 1, "entries": {"a": {"name": "A", "tier": NaN}}}', ["register.bad-number"]),
        ('{"ketju": 1, "regions": {"\\ud800": {}}}', ["register.bad-id"]),
    ],
)
def test_what_is_wrong_is_named(text, expected):
    assert codes(text) == expected


def test_problems_name_the_path_since_one_line_has_no_places():
    _, (problem,) = read_json('{"ketju": 1, "entries": {"a": {"name": "A", "places": ["FI", "UK"]}}}')
    assert problem.position is None
    assert dict(problem.params)["path"] == "entries/a/places/2"


def test_a_syntax_error_has_its_place():
    _, (problem,) = read_json('{\n "ketju": 1,\n}')
    assert (problem.position.line, problem.position.column) == (3, 1)


@given(st.text(max_size=80) | st.text('{}[]",:truefalsn01ketj ', max_size=40))
def test_any_text_is_survived(text):
    for whole in (text, '{"ketju":1,"entries":' + text + "}"):
        register, problems = read_json(whole)
        assert register is not None or problems
