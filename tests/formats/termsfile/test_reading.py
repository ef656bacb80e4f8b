"""Expected values: what each text says, by hand; lines and columns counted from 1."""

from datetime import date
from decimal import Decimal

import pytest

from ketju.core.model.document import Position
from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.terms.layers import Acceptance, Duties, Layer, Lines, NoEffect
from ketju.core.terms.values import Rate
from ketju.formats.registerfile.problems import CODES as SHARED
from ketju.formats.termsfile.problems import CODES
from ketju.formats.termsfile.reading import is_terms, read_terms

HEAD = "ketju-terms: 1\nid: example-dpa\n"
WHOLE = """\
# An invented agreement.
ketju-terms: 1
kind: agreement
id: example-dpa
name: Data protection terms
  of Example Oy
version: 2026-01-01
valid_from: 2026-01-01
valid_to: 2027-12-31
document: main-agreement
mark: "900"
language: en
terms:
  notice.length: 30 days
  breach.alarm: {value: 72 hours, clause: § 10, lines: 125, note: If possible.}
  breach.notice:
    value: without  undue delay
    clause: "§ 10"
    lines: [125, 127-130, 132 – 133]
  residency.backup: [se, FI]
  residency.countries: {value: FI}
  audit.withheld: []
  audit.times_a_year: 1
  billing.regular_rate: 95,50 EUR per hour
  record.kept: yes
  purpose.own_use: no
  logs.kept: {value: open, owner: the house, due: 2026-03-01, lines: "5, 7-8"}
  backups.kept:
  end.time: {value: , signed: 2026-02-01, valid_from: 2026-02-01, valid_to: 2026-02-28}
  billing.own_costs:
    - {value: yes, clause: § 5}
    - {value: no, clause: § 6}
duties:
  - {lines: 1, rows: [D-9, D-10]}
  - {lines: 15-26, rows: D-24}
no_effect:
  - {lines: [3, 5], why: heading}
"""


def layer_of(text: str) -> Layer:
    layer, problems = read_terms(text, "terms.yaml")
    assert problems == ()
    assert layer is not None
    return layer


def lines(*pairs):
    return tuple(Lines(first, last) for first, last in pairs)


def wrong(*rest):
    """A file with the right beginning; what follows begins on line 3."""
    return HEAD + "\n".join(rest) + "\n"


def told(text: str):
    """What is wrong: code, line, column, parameters without the file's name."""
    found = []
    for one in read_terms(text, "terms.yaml")[1]:
        params = dict(one.params)
        assert params.pop("file") == "terms.yaml"
        at = (one.position.line, one.position.column) if one.position else None
        found.append((one.code, at, params))
    return found


def codes(text: str):
    return [(code, at) for code, at, _ in told(text)]


# what is right


def test_the_head_of_a_file():
    layer = layer_of(WHOLE)
    assert (layer.kind, layer.id, layer.name) == (
        "agreement",
        "example-dpa",
        "Data protection terms of Example Oy",
    )
    assert (layer.version, layer.rank, layer.mark) == ("2026-01-01", "main-agreement", "900")
    assert (layer.first, layer.last) == (date(2026, 1, 1), date(2027, 12, 31))
    assert layer.file == "terms.yaml"


def test_what_stands_where_a_file_says_little():
    layer = layer_of(HEAD + "terms: {record.kept: yes}\n")
    assert (layer.kind, layer.rank) == ("agreement", "data-protection")
    assert (layer.name, layer.version, layer.mark, layer.first, layer.last) == ("", "", "", None, None)
    assert layer.duties == layer.no_effect == layer.accepted == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("notice.length", Length("days", 30)),
        ("breach.alarm", Length("hours", 72)),
        ("breach.notice", OpenLength("undue-delay")),
        ("residency.backup", ("FI", "SE")),
        ("residency.countries", ("FI",)),
        ("audit.withheld", ()),
        ("audit.times_a_year", 1),
        ("billing.regular_rate", Rate(Decimal("95.50"), "EUR")),
        ("record.kept", True),
        ("purpose.own_use", False),
        ("logs.kept", None),
        ("backups.kept", None),
        ("end.time", None),
    ],
)
def test_values(key, value):
    (one,) = layer_of(WHOLE).of(key)
    assert one.value == value


def test_where_and_by_whom_a_value_is_said():
    alarm = layer_of(WHOLE).of("breach.alarm")[0]
    assert (alarm.clause, alarm.lines, alarm.note) == ("§ 10", lines((125, 125)), "If possible.")
    assert (alarm.owner, alarm.due, alarm.first, alarm.last, alarm.signed) == ("", None, None, None, None)
    assert alarm.at == Position(15, 3)
    notice = layer_of(WHOLE).of("breach.notice")[0]
    assert notice.lines == lines((125, 125), (127, 130), (132, 133))
    assert notice.at == Position(16, 3)
    logs = layer_of(WHOLE).of("logs.kept")[0]
    assert (logs.owner, logs.due, logs.lines) == ("the house", date(2026, 3, 1), lines((5, 5), (7, 8)))
    end = layer_of(WHOLE).of("end.time")[0]
    assert (end.signed, end.first, end.last) == (date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28))


def test_a_parameter_may_be_said_twice():
    two = layer_of(WHOLE).of("billing.own_costs")
    assert [(one.value, one.clause) for one in two] == [(True, "§ 5"), (False, "§ 6")]


def test_statements_stand_in_the_order_of_the_file():
    keys = [one.parameter for one in layer_of(WHOLE).statements]
    assert keys[:3] == ["notice.length", "breach.alarm", "breach.notice"]
    assert len(keys) == 15


def test_duties_and_lines_without_effect():
    layer = layer_of(WHOLE)
    assert layer.duties == (Duties(lines((1, 1)), ("D-9", "D-10")), Duties(lines((15, 26)), ("D-24",)))
    assert layer.no_effect == (NoEffect(lines((3, 3), (5, 5)), "heading"),)


def test_what_a_customer_has_accepted():
    text = """\
ketju-terms: 1
kind: customer
id: acme
accepted:
  - {agreement: example-dpa, version: "1", from: 2026-02-01, by: A. Person}
  - {agreement: example-dpa, from: 2026-09-01}
"""
    assert layer_of(text).accepted == (
        Acceptance("example-dpa", "1", date(2026, 2, 1), "A. Person"),
        Acceptance("example-dpa", "", date(2026, 9, 1), ""),
    )


def test_a_policy():
    text = "ketju-terms: 1\nkind: policy\nid: house\nterms: {logs.kept: 14 days}\n"
    assert layer_of(text).kind == "policy"


@pytest.mark.parametrize("part", ["duties", "no_effect"])
def test_an_empty_part_is_none(part):
    layer = layer_of(f"{HEAD}terms: {{record.kept: yes}}\n{part}:\n")
    assert getattr(layer, part) == ()


def test_one_day_is_no_reversal():
    layer = layer_of(
        wrong("valid_from: 2026-02-01", "valid_to: 2026-02-01", "terms:")
        + "  record.kept: {value: yes, valid_from: 2026-02-01, valid_to: 2026-02-01}\n"
    )
    assert layer.first == layer.last == date(2026, 2, 1)


@pytest.mark.parametrize("text", ["1-1", "999999", "1 -2", "'1,2, '", "1–2"])
def test_lines_as_people_write_them(text):
    assert layer_of(wrong(f"terms: {{record.kept: {{value: yes, lines: {text}}}}}")).statements[0].lines


@pytest.mark.parametrize("text", ["1000000", "-1", "1-", "1-2-3", "1.5", "2-1", "0-3"])
def test_lines_that_are_none(text):
    found = codes(wrong(f"terms: {{record.kept: {{value: yes, lines: {text}}}}}"))
    assert [code for code, _ in found] == ["terms.bad-lines"]


def test_every_wrong_line_is_told():
    assert len(told(wrong("terms: {record.kept: {value: yes, lines: [x, 1, y, 0]}}"))) == 3


@pytest.mark.parametrize("empty", ["kind:", "document:", "name:", "version:", "valid_from:", 'mark: ""'])
def test_an_empty_member_says_nothing(empty):
    text = wrong(empty, "terms: {record.kept: yes}")
    assert told(text) == []
    layer = read_terms(text)[0]
    assert (layer.kind, layer.rank, layer.name, layer.first) == ("agreement", "data-protection", "", None)


@pytest.mark.parametrize(
    "given", ["open", '" open "', '""', "''", "{value: open}", '{value: ""}', "{value: }"]
)
def test_open_is_a_value_that_is_not_set(given):
    (one,) = layer_of(wrong(f"terms: {{agreement.parties: {given}}}")).statements
    assert one.value is None


def test_values_and_maps_may_stand_in_one_list():
    two = layer_of(wrong("terms:", "  record.kept: [yes, {value: no, clause: § 2}]")).statements
    assert [(one.value, one.clause) for one in two] == [(True, ""), (False, "§ 2")]
    assert two[0].at == two[1].at == Position(4, 3)


def test_what_is_wrong_in_a_list_has_its_number():
    ((_, at, params),) = told(wrong("terms:", "  record.kept: [{value: yes}, {value: maybe}]"))
    assert at == (4, 39) and params["path"] == "terms/record.kept/2/value"


def test_blanks_around_and_within_values_make_no_difference():
    layer = layer_of(wrong("terms:", "  notice.length: '  30   days '", "  audit.by: [' controller ']"))
    assert layer.of("notice.length")[0].value == Length("days", 30)
    assert layer.of("audit.by")[0].value == ("controller",)


@pytest.mark.parametrize("part", ["terms", "duties", "no_effect"])
def test_a_part_that_is_empty_and_one_that_is_not_there_are_the_same(part):
    text = wrong("terms: {record.kept: yes}") if part != "terms" else HEAD
    assert read_terms(f"{text}{part}:\n")[0] == read_terms(text)[0]


# what is no file of terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("terms.not-terms", None)]),
        ("# nothing\n", [("terms.not-terms", None)]),
        ("just a text\n", [("terms.not-terms", (1, 1))]),
        ("- ketju-terms: 1\n", [("terms.not-terms", (1, 1))]),
        ("id: example-dpa\n", [("terms.not-terms", (1, 1))]),
        ("\n\nid: example-dpa\n", [("terms.not-terms", (3, 1))]),
        ("ketju-terms: 2\nid: x\n", [("terms.version-unknown", (1, 14))]),
        ("ketju-terms:\nid: x\n", [("terms.version-unknown", (1, 13))]),
        ("ketju-terms: [1]\nid: x\n", [("terms.version-unknown", (1, 14))]),
        ("ketju-terms: 1\nid: {\n", [("register.syntax", (3, 1))]),
        ("ketju-terms: 1\n\tid: x\n", [("register.syntax", (2, 1))]),
        ("ketju-terms: 1\nid: \x01\n", [("register.bad-character", (2, 5))]),
        ("ketju-terms: 1\nid: x\n---\nketju-terms: 1\n", [("register.several-documents", (3, 1))]),
    ],
)
def test_what_is_no_file_of_terms_gives_no_layer(text, expected):
    assert read_terms(text, "terms.yaml")[0] is None
    assert codes(text) == expected


def test_a_version_that_is_not_known_is_told_with_the_one_that_is():
    ((_, _, params),) = told("ketju-terms: 2\nid: x\n")
    assert params == {"path": "ketju-terms", "found": "2", "known": "1", "hint": "terms.version-unknown.hint"}


def test_a_version_that_is_no_text_is_told_as_none():
    ((_, _, params),) = told("ketju-terms: [1]\nid: x\n")
    assert params["found"] == ""


def test_a_member_of_the_wrong_type_says_nothing():
    layer, _ = read_terms(wrong("name: [a]", "valid_from: [a]", "kind: [a]", "terms: {record.kept: yes}"))
    assert (layer.name, layer.first, layer.kind) == ("", None, "agreement")


def test_a_huge_text_is_refused():
    layer, (one,) = read_terms("# " + "x" * 20_000_000, "terms.yaml")
    assert layer is None and one.code == "register.too-large"


def test_deep_nesting_is_refused():
    text = HEAD + "terms: {record.kept: " + "[" * 20 + "]" * 20 + "}\n"
    layer, problems = read_terms(text, "terms.yaml")
    assert layer is None and [one.code for one in problems] == ["register.too-deep"]
    assert read_terms("[" * 100_000, "terms.yaml")[0] is None


# what is wrong in a file


@pytest.mark.parametrize(
    ("text", "code", "at", "params"),
    [
        (
            wrong("terms:", "  notice.lenght: 30 days"),
            "terms.unknown-parameter",
            (4, 3),
            {"path": "terms/notice.lenght", "found": "notice.lenght"},
        ),
        (
            wrong("duties:", "  - {lines: 1, rows: [D-9, E-999]}"),
            "terms.unknown-row",
            (4, 22),
            {"path": "duties/1/rows", "found": "E-999", "hint": "terms.unknown-row.hint"},
        ),
        (
            wrong("no_effect:", "  - {lines: 5-3, why: heading}"),
            "terms.bad-lines",
            (4, 13),
            {"path": "no_effect/1/lines", "found": "5-3", "hint": "terms.bad-lines.hint"},
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, lines: [1, one]}"),
            "terms.bad-lines",
            (4, 36),
            {"path": "terms/record.kept/lines", "found": "one", "hint": "terms.bad-lines.hint"},
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, lines: 0}"),
            "terms.bad-lines",
            (4, 36),
            {"path": "terms/record.kept/lines", "found": "0", "hint": "terms.bad-lines.hint"},
        ),
        (
            wrong("terms:", "  record.kept: maybe"),
            "terms.bad-value",
            (4, 16),
            {
                "path": "terms/record.kept",
                "found": "maybe",
                "parameter": "record.kept",
                "expected": "yes, no",
                "hint": "terms.bad-value.hint",
            },
        ),
        (
            wrong("terms:", "  authorisation.mode: {value: genral}"),
            "terms.bad-value",
            (4, 31),
            {
                "path": "terms/authorisation.mode/value",
                "found": "genral",
                "parameter": "authorisation.mode",
                "expected": "general, specific",
                "suggestions": "general",
                "hint": "register.did-you-mean",
            },
        ),
        (
            wrong("terms:", "  notice.length: 0 days"),
            "terms.bad-value",
            (4, 18),
            {
                "path": "terms/notice.length",
                "found": "0 days",
                "parameter": "notice.length",
                "expected": "30 days, 72 hours, without undue delay",
                "hint": "terms.bad-value.hint",
            },
        ),
        (
            wrong("valid_from: 2026-02-01", "valid_to: 2026-01-31", "terms: {record.kept: yes}"),
            "terms.dates-reversed",
            (4, 11),
            {
                "path": "valid_to",
                "found": "2026-01-31",
                "expected": "2026-02-01",
                "hint": "terms.dates-reversed.hint",
            },
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, valid_from: 2026-02-01, valid_to: 2026-01-31}"),
            "terms.dates-reversed",
            (4, 63),
            {
                "path": "terms/record.kept/valid_to",
                "found": "2026-01-31",
                "expected": "2026-02-01",
                "hint": "terms.dates-reversed.hint",
            },
        ),
        (
            "ketju-terms: 1\nkind: policy\nid: house\nduties:\n  - {lines: 1, rows: D-9}\n",
            "terms.out-of-place",
            (4, 1),
            {"path": "duties", "found": "duties", "kind": "policy", "hint": "terms.out-of-place.hint"},
        ),
        (
            wrong("accepted:", "  - {agreement: other, from: 2026-01-01}"),
            "terms.out-of-place",
            (3, 1),
            {"path": "accepted", "found": "accepted", "kind": "agreement", "hint": "terms.out-of-place.hint"},
        ),
        (HEAD, "terms.empty", (1, 1), {"path": "", "hint": "terms.empty.hint"}),
        (
            wrong("owner: somebody", "terms: {record.kept: yes}"),
            "register.unknown-key",
            (3, 1),
            {"path": "owner", "found": "owner"},
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, clausse: § 6}"),
            "register.unknown-key",
            (4, 29),
            {"path": "terms/record.kept/clausse", "found": "clausse", "suggestions": "clause"},
        ),
        (
            wrong("terms: [record.kept]"),
            "register.wrong-type",
            (3, 8),
            {"path": "terms", "found": "list", "expected": "map"},
        ),
        (
            wrong("terms: everything"),
            "register.wrong-type",
            (3, 8),
            {"path": "terms", "found": "text", "expected": "map"},
        ),
        (
            wrong("terms:", "  record.kept: [yes]"),
            "register.wrong-type",
            (4, 16),
            {"path": "terms/record.kept", "found": "list", "expected": "text"},
        ),
        (
            wrong("terms:", "  record.kept: {value: {a: b}}"),
            "register.wrong-type",
            (4, 24),
            {"path": "terms/record.kept/value", "found": "map", "expected": "text"},
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, clause: [§ 6]}"),
            "register.wrong-type",
            (4, 37),
            {"path": "terms/record.kept/clause", "found": "list", "expected": "text"},
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, lines: {a: 1}}"),
            "register.wrong-type",
            (4, 36),
            {"path": "terms/record.kept/lines", "found": "map", "expected": "text"},
        ),
        (
            wrong("duties: D-9"),
            "register.wrong-type",
            (3, 9),
            {"path": "duties", "found": "text", "expected": "list"},
        ),
        (
            wrong("no_effect: {lines: 1}"),
            "register.wrong-type",
            (3, 12),
            {"path": "no_effect", "found": "map", "expected": "list"},
        ),
        (
            wrong("no_effect:", "  - 1"),
            "register.wrong-type",
            (4, 5),
            {"path": "no_effect/1", "found": "text", "expected": "map"},
        ),
        (
            wrong("name: [a]", "terms: {record.kept: yes}"),
            "register.wrong-type",
            (3, 7),
            {"path": "name", "found": "list", "expected": "text"},
        ),
        (
            wrong("terms:", "  record.kept: {clause: § 6}"),
            "register.missing",
            (4, 16),
            {"path": "terms/record.kept", "member": "value"},
        ),
        (
            "ketju-terms: 1\nterms: {record.kept: yes}\n",
            "register.missing",
            (1, 1),
            {"path": "", "member": "id"},
        ),
        (
            wrong("duties:", "  - {rows: [D-9]}"),
            "register.missing",
            (4, 5),
            {"path": "duties/1", "member": "lines"},
        ),
        (
            wrong("duties:", "  - {lines: , rows: [D-9]}"),
            "register.missing",
            (4, 5),
            {"path": "duties/1", "member": "lines"},
        ),
        (
            wrong("duties:", "  - {lines: 1}"),
            "register.missing",
            (4, 5),
            {"path": "duties/1", "member": "rows"},
        ),
        (
            wrong("duties:", "  - {lines: 1, rows: []}"),
            "register.missing",
            (4, 5),
            {"path": "duties/1", "member": "rows"},
        ),
        (
            wrong("no_effect:", "  - {lines: 1}"),
            "register.missing",
            (4, 5),
            {"path": "no_effect/1", "member": "why"},
        ),
        (
            wrong("valid_from: 2026-02-30", "terms: {record.kept: yes}"),
            "register.bad-date",
            (3, 13),
            {"path": "valid_from", "found": "2026-02-30"},
        ),
        (
            wrong("terms:", "  record.kept: {value: yes, signed: 2026-02}"),
            "register.bad-date",
            (4, 37),
            {"path": "terms/record.kept/signed", "found": "2026-02"},
        ),
        (
            wrong("terms:", "  record.kept: {value: open, due: soon}"),
            "register.bad-date",
            (4, 35),
            {"path": "terms/record.kept/due", "found": "soon"},
        ),
        (
            wrong("kind: agrement", "terms: {record.kept: yes}"),
            "register.bad-choice",
            (3, 7),
            {
                "path": "kind",
                "found": "agrement",
                "suggestions": "agreement",
                "known": "agreement, policy, customer",
            },
        ),
        (
            wrong("kind: statute", "terms: {record.kept: yes}"),
            "register.bad-choice",
            (3, 7),
            {"path": "kind", "found": "statute", "known": "agreement, policy, customer"},
        ),
        (
            wrong("document: appendix", "terms: {record.kept: yes}"),
            "register.bad-choice",
            (3, 11),
            {
                "path": "document",
                "found": "appendix",
                "known": "data-protection, main-agreement, other-appendix, register-description",
            },
        ),
        (
            wrong("id: other", "terms: {record.kept: yes}"),
            "register.duplicate-key",
            (3, 1),
            {"path": "", "found": "id", "first_line": "2"},
        ),
        (
            wrong("terms: &all {record.kept: yes}"),
            "register.anchor",
            (3, 8),
            {"path": "", "found": "&all"},
        ),
        (
            wrong("name: !!str text", "terms: {record.kept: yes}"),
            "register.tag",
            (3, 7),
            {"path": "", "found": "!!str"},
        ),
        (
            wrong("terms:", "  [a, b]: yes", "  record.kept: yes"),
            "register.key-not-text",
            (4, 3),
            {"path": ""},
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, code, at, params):
    layer, _ = read_terms(text, "terms.yaml")
    assert layer is not None
    ((found, place, about),) = told(text)
    assert (found, place) == (code, at)
    assert {**about, **params} == about


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("audit.times_a_year", "often", "2"),
        ("residency.backup", "Suomi", "FI, SE, EEA"),
        ("billing.regular_rate", "cheap", "95 EUR per hour"),
        ("audit.by", "[controller, genie]", "controller, mandated-auditor"),
    ],
)
def test_a_wrong_value_is_told_with_what_the_parameter_takes(key, given, expected):
    ((code, _, params),) = told(wrong(f"terms: {{{key}: {given}}}"))
    assert (code, params["expected"], params["parameter"]) == ("terms.bad-value", expected, key)


def test_a_file_may_be_nameless():
    layer, (one,) = read_terms(wrong("terms: {record.kept: maybe}"))
    assert layer.file == "" and dict(one.params)["file"] == ""


CUSTOMER = "ketju-terms: 1\nkind: customer\nid: acme\naccepted:\n"


@pytest.mark.parametrize(
    ("item", "code", "at", "params"),
    [
        ("{from: 2026-01-01}", "register.missing", (5, 5), {"path": "accepted/1", "member": "agreement"}),
        ("{agreement: x}", "register.missing", (5, 5), {"path": "accepted/1", "member": "from"}),
        ("{agreement: x, from: }", "register.missing", (5, 5), {"path": "accepted/1", "member": "from"}),
        (
            "{agreement: x, from: May}",
            "register.bad-date",
            (5, 26),
            {"path": "accepted/1/from", "found": "May"},
        ),
        (
            "{agreement: x, from: [a]}",
            "register.wrong-type",
            (5, 26),
            {"path": "accepted/1/from", "found": "list", "expected": "text"},
        ),
        (
            "{agreement: x, from: 2026-01-01, until: 2026-02-02}",
            "register.unknown-key",
            (5, 38),
            {"path": "accepted/1/until", "found": "until"},
        ),
    ],
)
def test_a_wrong_acceptance_is_told_and_left_out(item, code, at, params):
    text = f"{CUSTOMER}  - {item}\n  - {{agreement: y, from: 2026-01-01}}\n"
    ((found, place, about),) = told(text)
    assert (found, place) == (code, at)
    assert {**about, **params} == about
    layer = read_terms(text)[0]
    assert [one.agreement for one in layer.accepted] == ["y"]


def test_suggestions_are_the_nearest_parameters():
    ((_, _, params),) = told(wrong("terms:", "  notice.lenght: 30 days"))
    assert params["suggestions"].split(", ")[0] == "notice.length"
    assert params["hint"] == "register.did-you-mean"
    ((_, _, params),) = told(wrong("terms:", "  zzzzzzzzzzzz: 30 days"))
    assert params["suggestions"] == "" and params["hint"] == "terms.unknown-parameter.hint"


@pytest.mark.parametrize("kind", ["policy", "customer"])
@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("duties", "duties: [{lines: 1, rows: D-9}]"),
        ("no_effect", "no_effect: [{lines: 1, why: heading}]"),
        ("document", "document: main-agreement"),
    ],
)
def test_only_an_agreement_has_a_text(kind, part, text):
    found = codes(f"ketju-terms: 1\nid: x\nkind: {kind}\n{text}\nterms: {{record.kept: yes}}\n")
    assert found == [("terms.out-of-place", (4, 1))]


def test_a_policy_accepts_nothing():
    text = "ketju-terms: 1\nid: x\nkind: policy\naccepted: [{agreement: y, from: 2026-01-01}]\n"
    assert codes(text) == [("terms.out-of-place", (4, 1))]


def test_a_customer_that_only_accepts_is_not_empty():
    assert told(CUSTOMER + "  - {agreement: y, from: 2026-01-01}\n") == []


def test_terms_are_empty_only_where_nothing_else_is_wrong():
    assert [code for code, _ in codes("ketju-terms: 1\nid: x\nterms: {notice.lenght: x}\n")] == [
        "terms.unknown-parameter"
    ]
    assert [code for code, _ in codes(HEAD + "terms:\n")] == ["terms.empty"]


# what is left out


@pytest.mark.parametrize(
    "said",
    [
        "maybe",
        "{value: maybe, clause: § 6}",
        "{value: yes, clausse: § 6}",
        "{value: yes, lines: x}",
        "{value: yes, due: x}",
        "{value: yes, valid_from: 2026-02-01, valid_to: 2026-01-01}",
        "{clause: § 6}",
        "{value: yes, value: no}",
        "{value: &a yes}",
        "{value: yes, lines: [!!int 3]}",
        "{value: yes, clause: § 6, ? [a] : b}",
        "&a yes",
        "!!bool yes",
        "[]",
        "[{value: yes}, {value: maybe}]",
    ],
)
def test_a_wrong_statement_is_left_out_as_a_whole_and_the_rest_is_read(said):
    text = wrong("terms:", f"  record.kept: {said}", "  authority.cooperation: yes")
    layer, problems = read_terms(text)
    assert layer is not None and problems
    kept = [one.parameter for one in layer.statements if one.parameter != "authority.cooperation"]
    assert kept == (["record.kept"] if said.startswith("[{") else [])
    assert layer.of("authority.cooperation")[0].value is True


def test_an_alias_says_nothing():
    """It would read as empty, and empty is a value that is left open."""
    text = wrong(
        "terms:", "  record.kept: &a yes", "  purpose.own_use: *a", "  authority.cooperation: {value: *a}"
    )
    layer, problems = read_terms(text)
    assert [one.code for one in problems] == ["register.anchor", "register.alias", "register.alias"]
    assert layer is not None and layer.statements == ()


def test_a_parameter_that_stands_twice_is_read_once_and_told():
    text = wrong("terms:", "  logs.kept: 14 days", "  logs.kept: 30 days")
    layer, (one,) = read_terms(text)
    assert one.code == "register.duplicate-key" and one.position == Position(5, 3)
    assert [found.value for found in layer.of("logs.kept")] == [Length("days", 14)]


@pytest.mark.parametrize(
    ("part", "good", "bad"),
    [
        ("duties", "{lines: 1, rows: [D-9]}", "{lines: 1, rows: [E-0]}"),
        ("duties", "{lines: 1, rows: [D-9]}", "{lines: x, rows: [D-9]}"),
        ("duties", "{lines: 1, rows: [D-9]}", "{lines: 1, rows: [&a D-9]}"),
        ("no_effect", "{lines: 1, why: heading}", "{lines: 1, why: [heading]}"),
        ("no_effect", "{lines: 1, why: heading}", "{lines: 1, lines: 2, why: heading}"),
    ],
)
def test_wrong_items_are_left_out(part, good, bad):
    layer, problems = read_terms(wrong("terms: {record.kept: yes}", f"{part}: [x, {bad}, {good}]"))
    assert layer is not None and len(problems) == 2
    assert len(getattr(layer, part)) == 1


def test_problems_stand_in_the_order_of_the_file():
    text = wrong(
        "terms:", "  record.kept: maybe", "  logs.kept: &a soon", "kindd: policy", "valid_from: soon"
    )
    found = codes(text)
    assert [at for _, at in found] == sorted(at for _, at in found)
    assert [code for code, _ in found] == [
        "terms.bad-value",
        "register.anchor",
        "terms.bad-value",
        "register.unknown-key",
        "register.bad-date",
    ]


def test_every_code_has_its_parameters_and_a_hint():
    texts = [
        "id: x\n",
        "ketju-terms: 2\n",
        HEAD,
        wrong("terms:", "  a: 1", "  record.kept: {value: maybe, lines: 0}"),
        wrong(
            "duties: [{lines: 1, rows: E-0}]",
            "accepted: []",
            "valid_from: 2026-02-01",
            "valid_to: 2026-01-01",
        ),
    ]
    found = {code: params for text in texts for code, _, params in told(text)}
    assert set(found) == set(CODES)
    for code, params in found.items():
        assert set(CODES[code]) <= set(params) - {"path", "hint"}, code
        assert params["hint"]
        assert code not in SHARED


def test_places_are_spans_of_the_text():
    text = wrong("terms:", "  record.kept: maybe")
    (one,) = read_terms(text)[1]
    assert text[one.span.start : one.span.end] == "maybe"
    assert one.severity == "error"


# which files are files of terms


@pytest.mark.parametrize(
    "text",
    [
        "ketju-terms: 1\n",
        "ketju-terms : 1",
        "\ufeffketju-terms: 1\n",
        "# About\n\n   # more\nketju-terms: 1\n",
        "---\nketju-terms: 1\n",
        "--- \n\nketju-terms:\n",
        "# About\r\n\r\n---\r\nketju-terms: 1\r\n",
        "id: x\r\nketju-terms: 1\r\n",
        "'ketju-terms': 1\n",
        '{"ketju-terms": 1, "kind": "agreement"}',
        '\ufeff{\n  "ketju-terms" : 1\n}',
        WHOLE,
    ],
)
def test_a_file_says_that_it_holds_terms(text):
    assert is_terms(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ketju: 1\n",
        "services:\n  ketju-terms: 1\n",
        "note: |\n  ketju-terms: 1\n",
        "\"ketju-terms': 1\n",
        '{"id": {"ketju-terms": 1}}',
        " ketju-terms-old: 1\n",
        "# ketju-terms: 1\n",
        "ketju-terms\n",
    ],
)
def test_other_files_do_not(text):
    assert not is_terms(text)
