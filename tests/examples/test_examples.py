"""Every example document says what its ``ketju.yaml`` says, which a person wrote and no reader made."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from ketju.core.model.register import Entry, Register
from ketju.core.reading.reader import read
from ketju.core.register.resolution import matrix, resolve
from ketju.formats.format import Source
from ketju.formats.reading import formats, read_document
from ketju.formats.registerfile.reading import read_register
from tools.example_documents.layouts import page_from
from tools.make_examples import EXAMPLES, MAX_BYTES, SOURCES, text_documents

SLUGS = ("granris", "kaarnapilvi", "ruskoilves")
DOCUMENTS = sorted(EXAMPLES.glob("*/list.*"))
TAG = re.compile(r"<[^>]*>")


@cache
def truth(slug: str) -> Register:
    path = EXAMPLES / slug / "ketju.yaml"
    register, problems = read_register(path.read_text(encoding="utf-8"), path.name)
    assert register is not None
    assert problems == ()
    return register


@cache
def found(path: Path) -> Register:
    return read(read_document(Source(path.read_bytes(), path.name))).register


def places(entry: Entry) -> set[str]:
    return {place.code for place in entry.places if place.kind != "seat"}


def purpose(entry: Entry) -> str:
    """The purpose; markup that was left in a cell is text in some formats and markup in others."""
    return " ".join(TAG.sub(" ", str(entry.purpose)).split())


def name_of(path: Path) -> str:
    return f"{path.parent.name}.{path.suffix[1:]}"


DOCUMENT_IDS = [name_of(path) for path in DOCUMENTS]


@pytest.mark.parametrize("path", DOCUMENTS, ids=DOCUMENT_IDS)
def test_every_company_is_found_and_nothing_else(path: Path) -> None:
    assert [e.name for e in found(path).entries] == [e.name for e in truth(path.parent.name).entries]


@pytest.mark.parametrize("path", DOCUMENTS, ids=DOCUMENT_IDS)
def test_every_place_and_purpose_is_found(path: Path) -> None:
    expected = {e.id: (e.name, places(e), purpose(e)) for e in truth(path.parent.name).entries}
    got = {e.id: (e.name, places(e), purpose(e)) for e in found(path).entries}

    assert list(got.values()) == list(expected.values())


@pytest.mark.parametrize("slug", SLUGS)
def test_there_is_a_document_for_every_format_that_can_be_written(slug: str) -> None:
    suffixes = {path.suffix for path in (EXAMPLES / slug).glob("list.*")}
    missing = [f.id for f in formats() if not suffixes & set(f.suffixes)]

    assert missing == []
    assert {".mdx", ".tsv"} <= suffixes


@pytest.mark.parametrize("slug", SLUGS)
def test_text_documents_are_what_the_source_makes(slug: str) -> None:
    page = page_from(tomllib.loads((SOURCES / f"{slug}.toml").read_text(encoding="utf-8")))

    for suffix, text in text_documents(page).items():
        assert (EXAMPLES / slug / f"list.{suffix}").read_text(encoding="utf-8") == text, (
            "python tools/make_examples.py"
        )


def test_examples_are_small_and_name_nobody() -> None:
    for path in EXAMPLES.glob("*/*"):
        assert path.stat().st_size <= MAX_BYTES
        if path.suffix in (".html", ".md", ".rst", ".adoc", ".txt", ".yaml"):
            hosts = re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8"))
            assert all(host.endswith(".example") for host in hosts), path


def test_facts_of_the_block_list_are_found() -> None:
    register = found(EXAMPLES / "kaarnapilvi/list.txt")
    entries = {entry.id: entry for entry in register.entries}

    assert register.tlp == "TLP:CLEAR"
    assert register.source_revision == "4f1d2c9a7be05386d1c24a90ee7fb3815c6d9e02"
    assert register.parent is not None
    assert register.parent.appendix == "C"
    assert {site.id: site.country for site in register.sites} == {"se-laxo": "SE", "fi-kajanus": "FI"}
    assert {key: str(e.since) for key, e in entries.items() if e.since} == {
        e.id: str(e.since) for e in truth("kaarnapilvi").entries if e.since
    }
    assert str(entries["tilikirja-palvelut-oy-kirjuri"].until) == "2021-08-31"
    assert entries["linjasoitto-oy"].placeholders == ("identifiers",)
    assert [e.id for e in register.entries if e.outside_eea] == [
        e.id for e in truth("kaarnapilvi").entries if e.outside_eea
    ]


def test_facts_of_the_pair_list_are_found() -> None:
    register = found(EXAMPLES / "granris/list.txt")
    entries = {entry.id: entry for entry in register.entries}
    expected = truth("granris").entries

    assert [e.id for e in register.entries if e.varies_by_customer] == [
        e.id for e in expected if e.varies_by_customer
    ]
    transfer = entries["bergtopp-llc-bergtopp-office"].transfer
    assert transfer is not None
    assert transfer.tools == ("ARTICLE_46",)


def test_products_and_groups_of_the_table_list_are_found() -> None:
    register, expected = found(EXAMPLES / "ruskoilves/list.txt"), truth("ruskoilves")

    assert [(str(s.name), s.regions, s.groups) for s in register.services] == [
        (str(s.name), s.regions, s.groups) for s in expected.services
    ]
    assert {(g.id, g.all_services) for g in register.groups} == {
        (g.id, g.all_services) for g in expected.groups
    }


@pytest.mark.xfail(
    strict=True,
    reason="a group that a product of another region refers to is read without a region of its own",
)
def test_regions_of_groups_of_the_table_list_are_found() -> None:
    register, expected = found(EXAMPLES / "ruskoilves/list.txt"), truth("ruskoilves")

    assert {(g.id, g.regions) for g in register.groups} == {(g.id, g.regions) for g in expected.groups}


def test_terms_of_the_table_list_are_found() -> None:
    register = found(EXAMPLES / "ruskoilves/list.txt")

    assert register.notice is not None
    assert (register.notice.days, register.notice.channels) == (30, ("e-mail", "in-app"))
    assert register.objection is not None
    assert (register.objection.days, register.objection.form, register.objection.grounds) == (
        30,
        "written",
        "security",
    )


def test_what_applies_to_each_product_is_as_a_person_would_say() -> None:
    register = truth("ruskoilves")
    eu = "eu-alueen-tuotekohtaiset-alikasittelijat"
    plain = [a.entry.name for a in resolve(register, "ilvesposti", eu).applying]
    dedicated = [
        a.entry.name for a in resolve(register, "ilvesposti", eu, ["dedikoidut-lahettimet"]).applying
    ]

    assert plain == [
        "Farrowgate Cloud Ireland Ltd.",
        "Dovetray Ltd.",
        "Oakenlock Identity Limited",
        "Farrowgate Cloud Ireland Ltd.",
        "Meriharju Tietoliikenne Oyj",
        "Steinmark Rechenzentrum GmbH",
        "Farrowgate Cloud Ireland Ltd.",
    ]
    assert dedicated == [*plain, "Lehtokuja Pilvet Oy"]
    assert {cell.option for cell in matrix(register)} == {"", "integraatioalusta", "dedikoidut-lahettimet"}
