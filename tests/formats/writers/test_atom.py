"""The feed against RFC 4287 and RFC 6721, item by item."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from ketju.formats.publishing import next_publication
from ketju.formats.writers.outputs.atom import WRITER
from ketju.text.render import phrasebook
from tests.formats.writers.publications import CLOUD, GONE, SECOND_DAY, publication, register

A = "{http://www.w3.org/2005/Atom}"
T = "{http://purl.org/atompub/tombstones/1.0}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feed(made=None, language: str = "en") -> ET.Element:
    return ET.fromstring(WRITER.write(made or publication("https://list.example/"), phrasebook(language)))


def items(root: ET.Element, term: str) -> dict[str, ET.Element]:
    return {
        item.findtext(f"{A}title", ""): item
        for item in root.iter(f"{A}entry")
        if item.find(f"{A}category").get("term") == term
    }


def test_the_feed_has_what_every_feed_must_have() -> None:
    root = feed()

    assert root.tag == f"{A}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{A}{name}")) == 1
    assert root.find(f"{A}author/{A}name").text == "Esimerkki Oy"
    assert root.find(f"{A}link[@rel='self']").get("href") == "https://list.example/sub-processors.en.atom"


def test_every_item_has_an_id_of_its_own_a_title_a_date_and_content() -> None:
    every = feed().findall(f"{A}entry")
    ids = [item.findtext(f"{A}id") for item in every]

    assert len(set(ids)) == len(ids) == 6
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name or "") for name in ids)
    assert all(INSTANT.fullmatch(item.findtext(f"{A}updated", "")) for item in every)
    assert all(item.findtext(f"{A}title") and item.findtext(f"{A}content") for item in every)


def test_an_item_is_as_old_as_its_last_change() -> None:
    found = items(feed(), "sub-processor")
    updated = {name: item.findtext(f"{A}updated", "")[:10] for name, item in found.items()}

    assert updated["Kuusi Cloud Oy"] == "2026-03-01"
    assert updated["Πάγος Α.Ε."] == "2026-02-01"
    assert found["Kuusi Cloud Oy"].findtext(f"{A}published") == "2026-02-01T00:00:00Z"


def test_a_version_says_what_it_brought() -> None:
    text = items(feed(), "version")["Version 2"].findtext(f"{A}content")

    planned = "Planned from April 2026: Bolt | Mail* Inc.\n"
    assert text == f"{planned}Added: PR Ab\nChanged: Kuusi Cloud Oy\nRemoved: Борова ЕООД"


def test_what_was_removed_leaves_a_tombstone_with_its_id() -> None:
    root = feed()
    (stone,) = root.findall(f"{T}deleted-entry")
    before = feed(next_publication((), publication().versions[0].register, SECOND_DAY))
    ref = items(before, "sub-processor")["Борова ЕООД"].findtext(f"{A}id")

    assert stone.get("ref") == ref and stone.get("when") == "2026-03-01T00:00:00Z"


def test_what_comes_back_has_no_tombstone_and_the_same_id() -> None:
    earlier = publication()
    again = next_publication(earlier.versions, register(CLOUD, GONE), SECOND_DAY)
    root = feed(again)

    assert "Борова ЕООД" in items(root, "sub-processor")
    removed = {stone.findtext(f"{T}comment") for stone in root.findall(f"{T}deleted-entry")}
    assert removed == {"Bolt | Mail* Inc.", "PR Ab", "Πάγος Α.Ε."}


def test_ids_do_not_depend_on_the_address_or_the_language() -> None:
    here, there = feed(), feed(publication("https://elsewhere.example/"), "fi")

    assert [i.text for i in here.iter(f"{A}id")] == [i.text for i in there.iter(f"{A}id")]


def test_without_an_address_there_are_no_links() -> None:
    assert feed(publication()).findall(f"{A}link") == []


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_language_is_said(language: str) -> None:
    assert feed(language=language).get("{http://www.w3.org/XML/1998/namespace}lang") == language
