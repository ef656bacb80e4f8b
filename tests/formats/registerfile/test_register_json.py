import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.publication import EntryDates
from ketju.core.model.register import Entry, Register, Waiver, Words
from ketju.core.register.canonical import canonical_bytes, content_hash, data_from_register
from ketju.formats.registerfile import register_json
from ketju.formats.registerfile.register_json import RELEASE_MEMBERS, read_json, release_data, write_json
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


def test_days_of_entries_stand_beside_as_far_as_they_are_known():
    told = EntryDates(date(2026, 11, 26), closes=date(2026, 12, 28))
    found = json.loads(write_json(SMALL, dates={"alku": told}))
    assert found["dates"] == {"alku": {"announced": "2026-11-26", "closes": "2026-12-28"}}
    assert found["sha256"] == content_hash(SMALL), "they are not under the hash"
    assert set(json.loads(write_json(SMALL))) == set(json.loads(write_json(SMALL, dates={}))) == {
        "register", "release", "sha256",
    }  # fmt: skip


def test_a_hash_that_is_known_already_is_taken_as_it_is():
    assert json.loads(write_json(SMALL, "ab" * 32))["sha256"] == "ab" * 32


def test_waivers_stand_beside_and_come_back():
    waiver = Waiver("reg001", "asked", "Aino Kallio", PartialDate(2027, 3, 1), entry="alku")
    held = replace(SMALL, waivers=(waiver,))
    text = write_json(held)
    assert json.loads(text)["waivers"][0]["owner"] == "Aino Kallio"
    assert "waivers" not in json.loads(text)["release"] and "waivers" not in json.loads(text)["register"]
    assert json.loads(text)["sha256"] == content_hash(SMALL)
    again, problems = read_json(text)
    assert (again.waivers, problems) == ((waiver,), ())


def test_what_says_which_release_it_is():
    assert release_data(SMALL) == {"version": "7", "version_on": "2026-11"}
    assert release_data(Register(entries=SMALL.entries)) == {}


def test_a_text_that_is_too_large_is_not_read(monkeypatch):
    text = json.dumps({"ketju": 1, "publisher": "A"})
    monkeypatch.setattr(register_json, "MAX_CHARACTERS", len(text))
    assert codes(text) == []
    register, (problem,) = read_json(f"{text} ", "register.json")
    assert (register, problem.code, problem.severity) == (None, "register.too-large", "error")
    params = dict(problem.params)
    assert (params["file"], params["size"], params["limit"]) == (
        "register.json", str(len(text) + 1), str(len(text)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ('{"ketju": 1, "entries": {"a": {"name": "A", "name": "B"}}}',
         {"file": "x.json", "path": "entries/a/name", "found": "name", "first_line": ""}),
        ('{"ketju": 1, "entries": ' + "[" * 20 + "]" * 20 + "}", {"file": "x.json", "limit": "16"}),
        ('{"ketju": 1, ]', {"file": "x.json", "reason": "Expecting property name enclosed in double quotes"}),
    ],
)  # fmt: skip
def test_a_problem_says_where_and_what(text, params):
    (problem, *_) = read_json(text, "x.json")[1]
    assert params.items() <= dict(problem.params).items()
    assert problem.span is None and problem.severity == "error"


def test_values_that_are_no_text_are_read_as_words():
    text = json.dumps(
        {
            "ketju": 1,
            "entries": {"a": {"name": "A", "outside_eea": True, "varies_by_customer": False, "tier": 2}},
        }
    )
    register, problems = read_json(text)
    (entry,) = register.entries
    assert (entry.outside_eea, entry.varies_by_customer, entry.tier, problems) == (True, False, 2, ())


def test_a_hash_beside_a_register_that_has_errors_is_not_told_as_well():
    text = write_json(SMALL).replace('"tier":2', '"tier":"two"')
    assert codes(text) == ["register.bad-number"]
