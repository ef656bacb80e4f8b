import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    Identifier,
    Option,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Words,
)
from ketju.core.register.canonical import data_from_register
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.scalars import literal, scalar
from ketju.formats.registerfile.writing import write_register
from tests.core.register.registers import AWKWARD, registers, relaxed, texts

SAMPLE = Register(
    publisher="Revontuli Oy",
    title=Words((("fi", "Alikäsittelijät"), ("en", "Sub-processors"))),
    languages=("fi", "en"),
    version="7",
    version_on=PartialDate(2026, 11, 22),
    tlp="TLP:CLEAR",
    regions=(Region("eu", Words((("fi", "EU"),)), ("NO", "EU")), Region("no", Words())),
    services=(Service("posti", Words((("fi", "Posti"),)), ("eu",)),),
    groups=(Group("taustat", Words((("fi", "Taustapalvelut"),)), all_services=True),),
    options=(Option("oma", Words((("en", "Own"),)), "contract"),),
    entries=(
        Entry(
            "pilvi",
            "Pilvi: Cloud Ltd.",
            identifiers=(Identifier("0836922-4", "fi-ytunnus", "0836922-4"), Identifier("08790783")),
            purpose=Words((("en", "Hosting"), ("fi", "Palvelimet"))),
            data=(
                DataCategory("nimet"),
                DataCategory("sähköpostiosoitteet, joista kirjoitetaan", ("EmailAddress",)),
            ),
            places=(Place("NO"), Place("FI", city="Hamina", inferred=True)),
            outside_eea=False,
            since=PartialDate(2015),
            applies_to=Scope(groups=("taustat",)),
            notes=("Ensimmäinen rivi\n\nToinen rivi", "no"),
        ),
        Entry(
            "ylä".replace("ä", "a"),
            "Ylä Oy",
            condition=Condition(Words((("fi", "vain sopimuksella"),)), "contract", "oma"),
            tier=2,
        ),
    ),
)
# Written by hand: what a person would write for the register above.
EXPECTED = """\
ketju: 1
publisher: Revontuli Oy

title:
  fi: Alikäsittelijät
  en: Sub-processors

languages: [fi, en]
version_on: 2026-11-22
version: "7"
tlp: TLP:CLEAR

regions:
  eu:
    name: EU
    places: [EU, "NO"]
  "no": {}

services:
  posti:
    name: Posti
    regions: [eu]

options:
  oma:
    name:
      en: Own
    kind: contract

groups:
  taustat:
    name: Taustapalvelut
    all_services: yes

entries:
  pilvi:
    name: "Pilvi: Cloud Ltd."
    identifiers:
      - printed: "0836922-4"
        scheme: fi-ytunnus
        value: "0836922-4"
      - "08790783"
    purpose:
      en: Hosting
      fi: Palvelimet
      source: en
    data:
      - nimet
      - printed: sähköpostiosoitteet, joista kirjoitetaan
        terms: [EmailAddress]
    places:
      - code: FI
        city: Hamina
        inferred: yes
      - "NO"
    outside_eea: no
    since: 2015
    applies_to:
      groups: [taustat]
    notes:
      - |-
        Ensimmäinen rivi

        Toinen rivi
      - "no"

  yla:
    name: Ylä Oy
    tier: 2
    condition:
      printed: vain sopimuksella
      kind: contract
      option: oma
"""


def test_a_new_file_looks_as_a_person_would_write_it():
    head, _, body = write_register(SAMPLE).partition("\n\n")
    assert body == EXPECTED
    assert all(line.startswith("# ") for line in head.splitlines())


def test_the_header_names_no_address():
    head = write_register(Register()).split("ketju:")[0]
    assert "//" not in head
    assert "NO is Norway" in head


@relaxed
@given(registers())
def test_what_is_written_is_read_without_a_problem_and_means_the_same(register):
    again, problems = read_register(write_register(register))
    assert problems == ()
    assert data_from_register(again, whole=True) == data_from_register(register, whole=True)


@relaxed
@given(registers())
def test_what_is_written_is_written_alike_again(register):
    text = write_register(register)
    again, _ = read_register(text)
    assert write_register(again) == text


def test_the_order_of_entries_is_that_of_the_register():
    register = Register(entries=(Entry("b", "B"), Entry("a", "A")))
    assert re.findall(r"^  (\w):", write_register(register), re.MULTILINE) == ["b", "a"]


def test_records_with_one_id_cannot_be_written():
    with pytest.raises(ValueError, match="id"):
        write_register(Register(entries=(Entry("a", "A"), Entry("a", "B"))))


def plain_values(data, path=""):
    """Every text of plain data that is free, with its path."""
    if isinstance(data, dict):
        return [pair for key, value in data.items() for pair in plain_values(value, f"{path}/{key}")]
    if isinstance(data, list):
        return [pair for at, value in enumerate(data) for pair in plain_values(value, f"{path}/{at}")]
    return [(path, data)]


def is_typed(path: str) -> bool:
    """Dates, numbers and answers are written plain: other tools may read them as such."""
    typed = {
        "ketju",
        "version_on",
        "since",
        "until",
        "notified",
        "tier",
        "days",
        "outside_eea",
        "all_services",
    }
    return path.rsplit("/", 1)[-1] in {*typed, "varies_by_customer", "inferred"}


@relaxed
@given(registers())
def test_other_tools_read_the_same_texts(register):
    text = write_register(register)
    ours = dict(plain_values(yaml.load(text, Loader=yaml.BaseLoader)))
    for load in (yaml.safe_load, YAML(typ="safe", pure=True).load):
        theirs = dict(plain_values(load(text)))
        assert set(theirs) == set(ours)
        assert {p: v for p, v in theirs.items() if not is_typed(p)} == {
            p: v for p, v in ours.items() if not is_typed(p)
        }


@given(texts, st.sampled_from(("", "'", '"')))
def test_a_scalar_is_the_same_text_to_every_yaml(text, style):
    written = scalar(text, style)
    assert "\n" not in written
    for load in (yaml.safe_load, YAML(typ="safe", pure=True).load):
        assert load(f"a: {written}\nb: c")["a"] == text
        assert load(f"a: [{scalar(text, flow=True)}, c]")["a"][0] == text
        assert load(f"{{{scalar(text, flow=True)}: c}}") == {text: "c"}


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_are_the_same_text_to_every_yaml(text):
    for load in (yaml.safe_load, YAML(typ="safe", pure=True).load):
        assert load(f"- {scalar(text)}") == [text]


@pytest.mark.parametrize(
    "text", ["Revontuli Oy", "Käytössä vain (ks. liite)", "a, b & c", "https://a.example/b", "50 %"]
)
def test_ordinary_texts_have_no_quotes(text):
    assert scalar(text) == text


@given(st.text("ab \n\t-#:ä", max_size=20))
def test_a_literal_block_is_the_text(text):
    lines = literal(text, 4)
    if lines is not None:
        assert yaml.safe_load("a: " + "\n".join(lines) + "\nb: c")["a"] == text
