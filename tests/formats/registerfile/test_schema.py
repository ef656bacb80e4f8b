import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given

from ketju.core.model.register import Register
from ketju.core.register.canonical import data_from_register
from ketju.core.register.shape import ListKind, MapKind, RecordKind, members
from ketju.formats.registerfile.descriptions import DESCRIPTIONS
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.schema import register_schema, schema_text
from ketju.formats.registerfile.writing import write_register
from tests.core.register.registers import randoms, registers, relaxed
from tests.formats.registerfile.styles import Hand

ROOT = Path(__file__).resolve().parents[3]
VALIDATOR = jsonschema.Draft202012Validator(register_schema())
FILES = sorted((ROOT / "tests" / "data" / "register").glob("*.yaml")) + sorted(
    ROOT.glob("examples/**/ketju.yaml")
)


class Editor(yaml.SafeLoader):
    """YAML as editors read it (the core schema of 1.2): numbers, true, false and null, but no dates, yes or no."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", ["n", "~", ""]),
    ("int", "[-+]?[1-9][0-9]*", "-+123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first))


def faults(data) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_published_schema_is_up_to_date():
    published = (ROOT / "docs/reference/ketju.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(), "run make data"


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(register_schema())
    assert "://" not in schema_text().replace("https://json-schema.org/draft/2020-12/schema", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("loader", [yaml.BaseLoader, Editor])
def test_every_example_is_valid(path, loader):
    text = path.read_text(encoding="utf-8")
    assert read_register(text)[1] == ()
    assert faults(yaml.load(text, Loader=loader)) == []


@relaxed
@given(registers(), randoms)
def test_what_ketju_writes_and_reads_is_valid(register, random):
    for text in (write_register(register), Hand(register, random).write(register)):
        assert faults(yaml.load(text, Loader=yaml.BaseLoader)) == []
        assert faults(yaml.load(text, Loader=Editor)) == []


@relaxed
@given(registers())
def test_the_canonical_form_is_valid(register):
    assert faults(data_from_register(register)) == []


@pytest.mark.parametrize(
    "text",
    [
        "publisher: A",
        "ketju: 2",
        "ketju: 1\npublishr: A",
        "ketju: 1\nentries: {a: {nam: A}}",
        "ketju: 1\nentries: {a: {legal_entity: A}}",
        "ketju: 1\nentries: {A b: {name: A}}",
        "ketju: 1\nentries: [{name: A}]",
        "ketju: 1\nentries: {a: {name: A, since: 1.4.2021}}",
        "ketju: 1\nentries: {a: {name: A, places: FI}}",
        "ketju: 1\nentries: {a: {name: A, places: [Suomi]}}",
        "ketju: 1\nentries: {a: {name: A, places: [{city: Oulu}]}}",
        "ketju: 1\nentries: {a: {name: A, role: procesor}}",
        "ketju: 1\nentries: {a: {name: A, outside_eea: kyllä}}",
        "ketju: 1\nentries: {a: {name: A, tier: first}}",
        "ketju: 1\nentries: {a: {name: A, condition: {printed: x}}}",
        "ketju: 1\nentries: {a: {name: A, identifiers: [{scheme: x}]}}",
        "ketju: 1\nentries: {a: {name: A, purpose: {suomi: a}}}",
        "ketju: 1\ntlp: TLP:WHITE",
        "ketju: 1\nservices: {a: {groups: [{regions: [eu]}]}}",
        "ketju: 1\nentries: {a: {name: A, replaces: A b}}",
        "ketju: 1\nwaivers: [{rule: a, reason: b, owner: c}]",
        "ketju: 1\nwaivers: [{rule: a, reason: b, owner: c, until: soon}]",
        "ketju: 1\ntranslations: [{version: '1'}]",
    ],
)
def test_mistakes_that_an_editor_can_see_are_seen(text):
    assert faults(yaml.load(text, Loader=yaml.BaseLoader)) != []


def records(of: type) -> set[type]:
    found = {of}
    for member in members(of):
        kind = member.kind.item if isinstance(member.kind, ListKind) else member.kind
        if isinstance(kind, RecordKind | MapKind):
            found |= records(kind.of)
    return found


def test_every_member_is_described_and_nothing_else_is():
    expected = {of.__name__: {m.name for m in members(of)} for of in records(Register)}
    assert {name: set(described) for name, described in DESCRIPTIONS.items()} == expected


def test_the_schema_names_every_member():
    schema = json.loads(schema_text())
    assert set(schema["properties"]) == {"ketju", *(m.name for m in members(Register))}
    for of in records(Register) - {Register}:
        definition = schema["$defs"][of.__name__]
        long = (
            definition
            if "properties" in definition
            else next(d for d in definition["anyOf"] if "properties" in d)
        )
        assert list(long["properties"]) == [m.name for m in members(of)]
