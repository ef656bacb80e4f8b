import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.register import DataCategory, Identifier, Place, Words
from ketju.core.register.canonical import canonical_bytes, data_from_register
from ketju.core.register.resolution import resolve
from ketju.formats.registerfile.nodes import MAX_CHARACTERS, MAX_DEPTH
from ketju.formats.registerfile.problems import CODES
from ketju.formats.registerfile.reading import read_register
from tests.core.register.registers import randoms, registers, relaxed
from tests.formats.registerfile.styles import Hand

DATA = Path(__file__).resolve().parents[2] / "data" / "register"
REVONTULI = (DATA / "revontuli.yaml").read_text(encoding="utf-8")

HEAD = """\
ketju: 1
languages: [fi]
regions: {eu: EU}
services: {posti: {name: Posti}}
groups: {shared-mail: Yhteinen posti}
options: {dedicated-mail: Oma}
entries:
"""
GOOD = "  hyva: {name: Hyvä Oy}\n"


def in_entry(line: str) -> str:
    """A file with a good entry before a line and after it; the line is the ninth."""
    return f"{HEAD}{GOOD}{line}\n  toinen: {{name: Toinen Oy}}\n"


def found(text: str) -> list[tuple[str, int, int]]:
    _, problems = read_register(text, "ketju.yaml")
    return [(p.code, p.position.line, p.position.column) if p.position else (p.code, 0, 0) for p in problems]


MISTAKES = [
    ("  uusi: {name: Uusi, sinse: 2015}", "register.unknown-key", 22, "since"),
    ("  uusi: {name: Uusi, zzz: 2015}", "register.unknown-key", 22, ""),
    ("  uusi: {name: Uusi, <<: {tier: 2}}", "register.unknown-key", 22, ""),
    ("  uusi: {name: [Uusi]}", "register.wrong-type", 16, ""),
    ("  uusi: Uusi Oy", "register.wrong-type", 9, ""),
    ("  uusi: {name: Uusi, places: FI}", "register.wrong-type", 30, ""),
    ("  uusi: {name: Uusi, purpose: [a]}", "register.wrong-type", 31, ""),
    ("  uusi: {name: Uusi, applies_to: eu}", "register.wrong-type", 34, ""),
    ("  uusi: {name: Uusi, since: 1.4.2021}", "register.bad-date", 29, ""),
    ("  uusi: {name: Uusi, since: 2021-13}", "register.bad-date", 29, ""),
    ("  uusi: {name: Uusi, since: 2021-02-29}", "register.bad-date", 29, ""),
    ("  uusi: {name: Uusi, since: 2021-4-1}", "register.bad-date", 29, ""),
    ("  uusi: {name: Uusi, since: 0000}", "register.bad-date", 29, ""),
    ("  uusi: {name: Uusi, since: ２０２１}", "register.bad-date", 29, ""),
    ("  uusi: {name: Uusi, tier: two}", "register.bad-number", 28, ""),
    ("  uusi: {name: Uusi, tier: -1}", "register.bad-number", 28, ""),
    ("  uusi: {name: Uusi, outside_eea: kyllä}", "register.bad-flag", 35, ""),
    ("  uusi: {name: Uusi, role: procesor}", "register.bad-choice", 28, "processor"),
    ("  Uusi Oy: {name: Uusi}", "register.bad-id", 3, "uusi-oy"),
    ("  uusi: {name: Uusi, purpose: {suomi: a}}", "register.bad-language", 32, ""),
    ("  uusi: {name: Uusi, purpose: {fi: a, en: b, source: sv}}", "register.bad-choice", 54, ""),
    ("  uusi: {name: Uusi, purpose_read: [service provision]}", "register.bad-token", 37, ""),
    ("  uusi: {name: Uusi, places: [UK]}", "register.unknown-country", 31, "GB"),
    ("  uusi: {name: Uusi, places: [EL]}", "register.unknown-country", 31, "GR"),
    ("  uusi: {name: Uusi, places: [fi]}", "register.unknown-country", 31, "FI"),
    ("  uusi: {name: Uusi, places: [Suomi]}", "register.unknown-country", 31, "FI"),
    ("  uusi: {name: Uusi, places: [ETA]}", "register.unknown-country", 31, "EEA"),
    ("  uusi: {name: Uusi, places: [XX]}", "register.unknown-country", 31, ""),
    ("  uusi: {name: Uusi, identifiers: [{value: 1, country: EU}]}", "register.unknown-country", 56, ""),
    (
        "  uusi: {name: Uusi, applies_to: {groups: [shared-mial]}}",
        "register.unknown-reference",
        44,
        "shared-mail",
    ),
    ("  uusi: {name: Uusi, applies_to: {services: [pstoi]}}", "register.unknown-reference", 46, "posti"),
    ("  uusi: {name: Uusi, applies_to: {regions: [zzz]}}", "register.unknown-reference", 45, ""),
    (
        "  uusi: {name: Uusi, condition: {kind: contract, option: dedicated}}",
        "register.unknown-reference",
        58,
        "dedicated-mail",
    ),
    ("  uusi: {name: Uusi, engaged_by: hyv}", "register.unknown-reference", 34, "hyva"),
    ("  uusi: {name: Uusi, replaces: Vanha Oy}", "register.bad-id", 32, "vanha-oy"),
    ("  uusi: {legal_entity: Uusi Oy}", "register.missing", 9, ""),
    ("  uusi:", "register.missing", 3, ""),
    ("  uusi: {name: Uusi, places: [{city: Oulu}]}", "register.missing", 31, ""),
    ("  uusi: {name: Uusi, condition: {printed: jos}}", "register.missing", 33, ""),
    ('  uusi: {name: "\\x07"}', "register.bad-character", 16, ""),
    ("  uusi: {name: &n Uusi}", "register.anchor", 16, ""),
    ("  uusi: {name: *n}", "register.alias", 16, ""),
    ("  uusi: {name: !!str Uusi}", "register.tag", 16, ""),
    ("  uusi: {name: Uusi, name: Toinen}", "register.duplicate-key", 22, ""),
    ("  uusi: {name: Uusi, [a]: b}", "register.key-not-text", 22, ""),
]


@pytest.mark.parametrize(("line", "code", "column", "suggestion"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_what_may_have_been_meant(line, code, column, suggestion):
    register, (problem,) = read_register(in_entry(line), "ketju.yaml")
    assert (problem.code, problem.position.line, problem.position.column) == (code, 9, column)
    params = dict(problem.params)
    assert params["file"] == "ketju.yaml"
    assert params.get("suggestions", "") == suggestion
    assert params.get("hint") or code in (
        "register.unknown-key",
        "register.bad-character",
        "register.key-not-text",
    )
    assert [entry.id for entry in register.entries] == ["hyva", "toinen"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("register.not-a-register", 0, 0)),
        ("# nothing here\n", ("register.not-a-register", 0, 0)),
        ("just words", ("register.not-a-register", 1, 1)),
        ("- a\n- b\n", ("register.not-a-register", 1, 1)),
        ("publisher: Revontuli Oy\n", ("register.not-a-register", 1, 1)),
        ("ketju: 2\n", ("register.version-unknown", 1, 8)),
        ("ketju: [1]\n", ("register.version-unknown", 1, 8)),
        ("ketju: 1\nentries: {a: [}\n", ("register.syntax", 2, 15)),
        ("ketju: 1\n\tentries: a\n", ("register.syntax", 2, 1)),
        ("ketju: 1\n---\nketju: 1\n", ("register.several-documents", 2, 1)),
        ("ketju: 1\npublisher: a\x00b\n", ("register.bad-character", 2, 13)),
        ("ketju: 1\npublisher: \ud800\n", ("register.bad-character", 2, 12)),
        ("ketju: 1\nentries: " + "[" * (MAX_DEPTH + 5), ("register.too-deep", 2, 9 + MAX_DEPTH)),
        ("ketju: 1 #" + "x" * MAX_CHARACTERS, ("register.too-large", 0, 0)),
    ],
)
def test_what_is_no_register_gives_none_and_says_why(text, expected):
    register, problems = read_register(text, "ketju.yaml")
    assert register is None
    assert [
        (p.code, p.position.line, p.position.column) if p.position else (p.code, 0, 0) for p in problems
    ] == [expected]


def test_groups_that_use_each_other_in_a_circle_are_named_where_it_closes_and_no_entry_is_lost():
    text = """\
ketju: 1
services: {posti: {groups: [lahetys]}}
groups:
  lahetys: {groups: [konesali]}
  konesali:
    groups:
      - {group: verkko, regions: []}
  verkko: {groups: [tyhja, lahetys]}
  tyhja:
entries:
  hyva: {name: Hyvä Oy, applies_to: {groups: [verkko]}}
"""
    register, (problem,) = read_register(text, "ketju.yaml")
    assert (problem.code, problem.position.line, problem.position.column) == ("register.cycle", 8, 28)
    assert dict(problem.params)["chain"] == "lahetys → konesali → verkko → lahetys"
    assert [one.entry.id for one in resolve(register, "posti").applying] == ["hyva"]


def test_two_companies_that_engage_or_replace_each_other_are_a_mistake_but_a_chain_is_none():
    entries = "entries:\n  a: {name: A, %s: b}\n  b: {name: B, %s: %s}\n  c: {name: C}\n"
    for member in ("engaged_by", "replaces"):
        assert found(f"ketju: 1\nentries:\n  a: {{name: A, {member}: a}}\n")[0][:2] == ("register.cycle", 3)
        assert found("ketju: 1\n" + entries % (member, member, "c")) == []
        ((code, line, _),) = found("ketju: 1\n" + entries % (member, member, "a"))
        assert (code, line) == ("register.cycle", 4)


def test_a_predecessor_may_be_gone_from_the_register():
    assert found("ketju: 1\nentries: {uusi: {name: Uusi, replaces: vanha}}\n") == []


@pytest.mark.parametrize(
    ("waiver", "expected"),
    [
        ("{rule: role, reason: a, owner: b, until: 2027-01-31}", []),
        ("{rule: role, reason: a, owner: b, until: 2027, entry: hyva, path: entries/hyva/role}", []),
        ("{rule: role, reason: a, owner: b}", [("register.missing", 3, 5)]),
        ("{rule: role, owner: b, until: 2027}", [("register.missing", 3, 5)]),
        ("{rule: role, reason: a, owner: b, until: soon}", [("register.bad-date", 3, 46)]),
        ("{rule: the role, reason: a, owner: b, until: 2027}", [("register.bad-token", 3, 12)]),
        (
            "{rule: role, reason: a, owner: b, until: 2027, entry: hyvä}",
            [("register.unknown-reference", 3, 59)],
        ),
    ],
)
def test_a_waiver_says_what_why_who_and_until_when(waiver, expected):
    assert found(f"ketju: 1\nwaivers:\n  - {waiver}\nentries: {{hyva: {{name: Hyvä Oy}}}}\n") == expected


def test_words_of_a_condition_may_stand_in_several_languages():
    text = """\
ketju: 1
languages: [fi]
entries:
  a: {name: A, condition: {kind: contract, printed: vain sopimuksella}}
  b: {name: B, condition: {kind: contract, printed: {fi: vain sopimuksella, sv: bara enligt avtal}}}
"""
    register, problems = read_register(text)
    assert problems == ()
    alone, both = (entry.condition.printed for entry in register.entries)
    assert str(alone) == str(both) == "vain sopimuksella"
    assert both.in_language("sv") == ("sv", "bara enligt avtal")
    assert alone.in_language("sv") == ("fi", "vain sopimuksella")


def test_every_code_that_can_come_from_a_file_has_a_mistake_here():
    seen = {code for _, code, _, _ in MISTAKES} | {
        "register.not-a-register",
        "register.version-unknown",
        "register.syntax",
        "register.several-documents",
        "register.too-deep",
        "register.too-large",
        "register.unknown-scheme",
        "register.cycle",
    }
    assert seen == set(CODES) - {"register.hash-differs"}


@pytest.mark.parametrize(("line", "code", "column", "suggestion"), MISTAKES)
def test_a_problem_has_the_parameters_that_its_code_promises(line, code, column, suggestion):
    _, (problem,) = read_register(in_entry(line), "ketju.yaml")
    severity, names = CODES[code]
    assert problem.severity == severity
    assert set(dict(problem.params)) - {"hint"} == {"file", "path", *names}


def test_all_mistakes_are_named_at_once_and_in_the_order_of_the_file():
    lines = "\n".join(line.replace("uusi:", f"uusi-{at}:") for at, (line, *_) in enumerate(MISTAKES))
    codes = [code for code, _, _ in found(f"{HEAD}{lines}\n{GOOD}")]
    assert codes == [code for _, code, _, _ in MISTAKES]


def test_a_scheme_that_nobody_knows_is_a_warning_and_the_entry_stays():
    line = "  uusi: {name: Uusi, identifiers: [{scheme: fi-ytunus, value: 1234567-1}]}"
    register, (problem,) = read_register(in_entry(line))
    assert (problem.code, problem.severity) == ("register.unknown-scheme", "warning")
    assert dict(problem.params)["suggestions"].startswith("fi-ytunnus")
    assert [entry.id for entry in register.entries] == ["hyva", "uusi", "toinen"]


def test_a_misspelt_key_is_not_said_to_be_missing_as_well():
    assert found(in_entry("  uusi: {nam: Uusi}")) == [("register.unknown-key", 9, 10)]


def test_a_mistake_in_what_entries_refer_to_makes_no_mistakes_in_the_entries():
    text = HEAD.replace("{name: Posti}", "{name: Posti, zzz: 1}") + (
        "  uusi: {name: Uusi, applies_to: {services: [posti]}}\n"
    )
    register, (problem,) = read_register(text)
    assert problem.code == "register.unknown-key"
    assert register.entries[0].applies_to.services == ("posti",)
    assert register.services[0].id == "posti"


def test_an_id_that_occurs_twice_counts_once():
    register, (problem,) = read_register(f"{HEAD}{GOOD}  hyva: {{name: Toinen}}\n")
    assert (problem.code, dict(problem.params)["first_line"]) == ("register.duplicate-key", "8")
    assert [entry.name for entry in register.entries] == ["Hyvä Oy"]


@pytest.mark.parametrize(
    "printed", ["NO", "no", "No", "yes", "on", "true", "null", "~", "2015", "1_000", "0x1F", "1:30"]
)
def test_every_scalar_is_a_text(printed):
    register, problems = read_register(f"ketju: 1\nentries:\n  a: {{name: {printed}, places: [NO]}}\n")
    assert problems == ()
    assert register.entries[0].name == printed
    assert register.entries[0].places == (Place("NO"),)


@pytest.mark.parametrize(
    ("printed", "expected"), [("yes", True), ("true", True), ("no", False), ("false", False), ("", None)]
)
def test_answers_are_yes_and_no(printed, expected):
    register, problems = read_register(f"ketju: 1\nentries:\n  a:\n    name: A\n    outside_eea: {printed}\n")
    assert problems == ()
    assert register.entries[0].outside_eea is expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2015", PartialDate(2015)),
        ("2015-04", PartialDate(2015, 4)),
        ('"2015-04-01"', PartialDate(2015, 4, 1)),
    ],
)
def test_dates_have_the_precision_that_is_written(printed, expected):
    register, problems = read_register(f"ketju: 1\nversion_on: {printed}\n")
    assert problems == ()
    assert register.version_on == expected


def test_short_forms_and_long_ones_mean_the_same():
    short = (
        "ketju: 1\nlanguages: [fi]\nregions: {eu: EU}\nsites: {se-broo: SE}\nentries:\n  a:\n    name: A\n"
        + (
            "    places: [FI]\n    data: [nimet]\n    purpose: posti\n    transfer: SCC\n    identifiers: [1234567-1]\n"
        )
    )
    long = "ketju: 1\nlanguages: [fi]\nregions: {eu: {name: {fi: EU}}}\nsites: {se-broo: {country: SE}}\n" + (
        "entries:\n  a:\n    name: A\n    places: [{code: FI, kind: processing}]\n    data: [{printed: nimet}]\n"
        "    purpose: {fi: posti}\n    transfer: {printed: SCC}\n    identifiers: [{printed: 1234567-1}]\n    tier: 1\n"
    )
    one, other = (read_register(text)[0] for text in (short, long))
    assert canonical_bytes(one) == canonical_bytes(other)
    entry = one.entries[0]
    assert entry.data == (DataCategory("nimet"),)
    assert entry.purpose == Words((("fi", "posti"),))
    assert entry.identifiers == (Identifier("1234567-1"),)


def test_an_identifier_is_printed_as_its_value_unless_it_says_otherwise():
    register, _ = read_register(
        "ketju: 1\nentries: {a: {name: A, identifiers: [{value: FI1, scheme: fi-ytunnus}]}}\n"
    )
    assert register.entries[0].identifiers == (Identifier("FI1", "fi-ytunnus", "FI1"),)


@pytest.mark.parametrize(
    ("languages", "written", "expected"),
    [
        ("[fi, en]", "posti", ["fi"]),
        ("[en, fi]", "posti", ["en"]),
        ("[]", "posti", ["und"]),
        ("[fi, en]", "{en: mail, fi: posti}", ["fi", "en"]),
        ("[sv]", "{en: mail, fi: posti}", ["en", "fi"]),
        ("[fi, en]", "{fi: posti, en: mail, source: en}", ["en", "fi"]),
        ("[fi]", "{EN-gb: mail}", ["en-GB"]),
        ("[fi]", "{en: , fi: posti}", ["fi"]),
    ],
)
def test_the_original_is_named_or_in_the_first_language_or_comes_first(languages, written, expected):
    register, problems = read_register(f"ketju: 1\nlanguages: {languages}\ntitle: {written}\n")
    assert problems == ()
    assert [code for code, _ in register.title.texts] == expected


@pytest.mark.parametrize(
    "line",
    [
        "address:",
        'address: ""',
        "address:   # nothing yet",
        "links:",
        "links: []",
        "links: ['']",
        "places:",
        "applies_to:",
        "applies_to: {}",
        "applies_to: {services: []}",
        "condition:",
        "since:",
        "outside_eea:",
        "purpose: {}",
        "purpose: {fi: }",
        "transfer: {printed: }",
    ],
)
def test_a_key_with_nothing_behind_it_is_as_if_it_were_not_there(line):
    register, problems = read_register(f"ketju: 1\nregions:\nentries:\n  a:\n    name: A\n    {line}\n")
    assert problems == ()
    assert data_from_register(register) == {"ketju": 1, "entries": {"a": {"name": "A"}}}


def test_texts_are_read_in_unicode_form_c():
    register, _ = read_register("ketju: 1\npublisher: A\u0308iti\n")
    assert register.publisher == "Äiti"


@pytest.mark.parametrize(
    "text", ["\ufeff" + REVONTULI, REVONTULI.replace("\n", "\r\n"), "%YAML 1.2\n---\n" + REVONTULI]
)
def test_a_byte_order_mark_other_line_ends_and_a_directive_change_nothing(text):
    register, problems = read_register(text)
    assert problems == ()
    assert register == read_register(REVONTULI)[0]


def test_the_place_of_a_mistake_does_not_depend_on_a_byte_order_mark():
    text = in_entry("  uusi: {name: Uusi, since: huomenna}")
    _, (plain,) = read_register(text)
    _, (marked,) = read_register("\ufeff" + text)
    assert plain.position == marked.position
    assert text[plain.span.start : plain.span.end] == "huomenna"
    assert ("\ufeff" + text)[marked.span.start : marked.span.end] == "huomenna"


@relaxed
@given(registers(), randoms)
def test_a_register_that_is_written_by_hand_in_any_style_is_read(register, random):
    again, problems = read_register(Hand(register, random).write(register))
    assert problems == ()
    assert data_from_register(again, whole=True) == data_from_register(register, whole=True)


def assert_survives(text: str) -> None:
    register, problems = read_register(text, "x")
    assert register is not None or problems
    assert all(p.code in CODES for p in problems)
    if register is not None:
        canonical_bytes(register)


@given(st.text(max_size=200))
def test_any_text_is_survived(text):
    assert_survives(text)
    assert_survives("ketju: 1\n" + text)


@settings(max_examples=60)
@given(st.data())
def test_a_file_that_is_cut_or_garbled_is_survived(data):
    at = data.draw(st.integers(0, len(REVONTULI)))
    text = REVONTULI[:at]
    kind = data.draw(st.sampled_from(("cut", "garbled", "doubled")))
    if kind == "garbled":
        text += (
            data.draw(st.sampled_from([*"{}[]:,&*!|>'\"%@`-?#\t\0\ufeff", "\n  ", ": ", "- "]))
            + REVONTULI[at:]
        )
    elif kind == "doubled":
        text += REVONTULI[max(0, at - 40) :]
    assert_survives(text)


@pytest.mark.soak
def test_many_garbled_files_are_survived():
    chance = random.Random(7)
    for _ in range(4000):
        letters = list(REVONTULI)
        for _ in range(chance.randrange(1, 6)):
            letters[chance.randrange(len(letters))] = chance.choice("{}[]:,&*!|>'\"%@`-?# \n\tax1")
        assert_survives("".join(letters))
