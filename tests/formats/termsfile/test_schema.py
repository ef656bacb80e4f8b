"""Expected values: an editor with the schema marks what the reader refuses, and nothing that it takes."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketju.core.terms.parameters import parameters
from ketju.formats.termsfile.reading import FORMAT, HEAD, PARTS, STATEMENT, VERSION_KEY, read_terms
from ketju.formats.termsfile.schema import terms_schema, terms_schema_text
from tests.formats.termsfile.editing import Editor, files

ROOT = Path(__file__).resolve().parents[3]
VALIDATOR = jsonschema.Draft202012Validator(terms_schema())
FILES = sorted((ROOT / "examples" / "agreements").rglob("*.yaml"))
slowly = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)


def faults(text: str, loader=Editor) -> list[str]:
    data = yaml.load(text, Loader=loader)
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_published_schema_is_up_to_date():
    published = (ROOT / "docs" / "reference" / "terms.schema.json").read_text(encoding="utf-8")
    assert published == terms_schema_text(), "run make data"


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(terms_schema())
    assert json.loads(terms_schema_text()) == terms_schema()


def test_there_are_examples():
    assert {"terms.yaml", "own-register.yaml", "policy.yaml"} <= {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize("loader", [yaml.BaseLoader, Editor])
def test_every_example_is_read_and_valid(path, loader):
    text = path.read_text(encoding="utf-8")
    layer, problems = read_terms(text, path.name)
    assert layer is not None and problems == ()
    assert faults(text, loader) == []


def test_the_schema_names_every_member_and_every_parameter():
    schema = terms_schema()
    assert set(schema["properties"]) == {VERSION_KEY, *HEAD, *PARTS}
    assert schema["properties"][VERSION_KEY]["enum"] == [FORMAT, str(FORMAT)]
    said = schema["properties"]["terms"]["properties"]
    assert list(said) == list(parameters())
    for one in said.values():
        _, statement, several = one["anyOf"]
        assert set(statement["properties"]) == set(STATEMENT)
        assert several["items"] == statement


@pytest.mark.parametrize(
    ("key", "about"),
    [
        ("notice.length", "D-135, D-198; GDPR Art. 28(2)"),
        ("billing.own_costs", "D-44, D-65"),
        ("authority.cooperation", "GDPR Art. 31"),
        ("responsibility.consents", "D-37; GDPR Art. 7"),
    ],
)
def test_each_parameter_is_described_by_its_rows_and_article(key, about):
    assert terms_schema()["properties"]["terms"]["properties"][key]["description"] == about


@slowly
@given(files())
def test_what_is_read_without_problems_is_valid(text):
    layer, problems = read_terms(text)
    assert layer is not None and problems == ()
    assert faults(text) == []


def file(*rest):
    return "\n".join(["ketju-terms: 1", "id: example-dpa", *rest, ""])


MISTAKES = [
    "id: example-dpa\n",
    "ketju-terms: 1\n",
    "ketju-terms: 2\nid: x\n",
    "- ketju-terms\n",
    file("kind: statute"),
    file("document: appendix"),
    file("owner: x"),
    file("valid_from: 1.4.2026"),
    file("valid_to: 2026-04"),
    file("name: [x]"),
    file("terms: [x]"),
    file("terms: {notice.lenght: 30 days}"),
    file("terms: {record.kept: maybe}"),
    file("terms: {record.kept: [yes]}"),
    file("terms: {record.kept: {clause: § 6}}"),
    file("terms: {record.kept: {value: yes, clausse: § 6}}"),
    file("terms: {record.kept: {value: yes, signed: soon}}"),
    file("terms: {record.kept: {value: yes, due: soon}}"),
    file("terms: {record.kept: {value: yes, valid_from: 2026}}"),
    file("terms: {record.kept: {value: yes, valid_to: never}}"),
    file("terms: {record.kept: {value: yes, lines: one}}"),
    file("terms: {record.kept: {value: yes, lines: 0}}"),
    file("terms: {record.kept: {value: yes, lines: [1, x]}}"),
    file("terms: {record.kept: {value: yes, note: [x]}}"),
    file("terms: {record.kept: [{value: yes}, {clause: § 6}]}"),
    file("terms: {authorisation.mode: genral}"),
    file("terms: {audit.by: [controller, genie]}"),
    file("terms: {audit.times_a_year: often}"),
    file("terms: {audit.times_a_year: -1}"),
    file("terms: {residency.backup: {value: {a: b}}}"),
    file("terms: {notice.length: [30 days]}"),
    file("duties: {lines: 1, rows: D-9}"),
    file("duties: [{lines: 1}]"),
    file("duties: [{rows: D-9}]"),
    file("duties: [{lines: 1, rows: D-9, why: x}]"),
    file("duties: [{lines: [], rows: D-9}]"),
    file("no_effect: [{lines: 1}]"),
    file("no_effect: [{why: heading}]"),
    file("no_effect: [heading]"),
    file("kind: customer", "accepted: [{agreement: x}]"),
    file("kind: customer", "accepted: [{from: 2026-01-01}]"),
    file("kind: customer", "accepted: [{agreement: x, from: }]"),
    file("kind: customer", "accepted: [{agreement: x, from: 2026}]"),
    file("kind: customer", "accepted: [{agreement: x, from: 2026-01-01, until: 2026-02-01}]"),
]


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_that_an_editor_can_see_are_seen_by_both(text):
    assert faults(text) != []
    assert read_terms(text)[1] != ()


WORDS = [
    "yes",
    "no",
    "open",
    "",
    "30 days",
    "1",
    "0",
    "[]",
    "[FI]",
    "{}",
    "{value: yes}",
    "[{value: open}]",
    "x",
    "null",
]


@slowly
@given(
    st.sampled_from(list(parameters())),
    st.sampled_from(WORDS),
    st.sampled_from(["{}", "{{value: {}}}", "[{{value: {}}}]"]),
)
def test_nothing_is_marked_that_the_reader_takes(key, word, form):
    text = file(f"terms: {{{key}: {form.format(word)}}}")
    if read_terms(text)[1] == ():
        assert faults(text) == []
