"""Zip packages that are damaged, or built to cost too much."""

import struct

import pytest

from ketju.core.problems import SourceBroken, SourceHostile, SourceTooLarge
from ketju.formats.format import Source
from ketju.formats.package import MAX_MEMBERS, Package, zip_with
from tests.formats.packages import relationships, zipped


def package(data: bytes) -> Package:
    return Package(Source(data, "list.docx"), "docx")


def reason(caught) -> str:
    return caught.value.params["reason"]


def test_a_part_that_unpacks_to_far_more_than_it_weighs_is_hostile():
    bomb = package(zipped({"word/document.xml": b"0" * (60 << 20)}))
    with pytest.raises(SourceHostile) as caught:
        bomb.read("word/document.xml")
    assert reason(caught) == "zip-bomb"


def test_parts_that_unpack_to_too_much_together_are_hostile():
    noise = bytes(range(256)) * (16 << 12)
    bomb = package(zipped({f"{n}.bin": noise for n in range(12)}))
    with pytest.raises(SourceHostile):
        for n in range(12):
            bomb.read(f"{n}.bin")


def test_a_part_with_too_much_xml_is_too_large_to_be_parsed():
    words = "".join(f"<p>{number}</p>" for number in range(2_200_000))
    with pytest.raises(SourceTooLarge) as caught:
        package(zipped({"a.xml": f"<x>{words}</x>"})).xml("a.xml")
    assert int(caught.value.params["size"]) > int(caught.value.params["limit"])


def test_a_package_with_too_many_members_is_hostile():
    with pytest.raises(SourceHostile) as caught:
        package(zipped({f"{n}.xml": "" for n in range(MAX_MEMBERS + 1)}))
    assert reason(caught) == "members"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "https://attack.example/x.dtd">',
        "<!DOCTYPE x>",
    ],
)
def test_a_document_type_is_refused(doctype):
    with pytest.raises(SourceHostile) as caught:
        package(zipped({"a.xml": f"<?xml version='1.0'?>{doctype}<x>text</x>"})).xml("a.xml")
    assert reason(caught) == "entities"


def test_a_billion_laughs_are_refused():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'
    with pytest.raises((SourceHostile, SourceBroken)):
        package(zipped({"a.xml": bomb})).xml("a.xml")


def test_xml_nested_too_deep_is_hostile():
    with pytest.raises(SourceHostile) as caught:
        package(zipped({"a.xml": "<x>" * 5000 + "</x>" * 5000})).xml("a.xml")
    assert reason(caught) == "nesting"


def test_broken_xml_is_told_with_its_place():
    with pytest.raises(SourceBroken) as caught:
        package(zipped({"a.xml": "<x>\n  <y></x>"})).xml("a.xml")
    assert (reason(caught), caught.value.params["line"]) == ("bad-xml", "2")


def test_parts_that_are_not_there_or_empty_are_nothing():
    empty = package(zipped({"a.xml": "  "}))
    assert empty.xml("a.xml") is None and empty.xml("b.xml") is None and empty.read("b.xml") == b""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "no-zip"),
        (b"plain text", "no-zip"),
        (b"PK\x03\x04" + b"\0" * 200, "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_zip_is_broken(data, expected):
    with pytest.raises(SourceBroken) as caught:
        package(data)
    assert reason(caught) == expected


def test_a_truncated_zip_is_broken():
    whole = zipped({"word/document.xml": "<x/>" * 100})
    with pytest.raises(SourceBroken) as caught:
        package(whole[: len(whole) // 2])
    assert reason(caught) == "truncated"


def test_a_damaged_part_is_broken():
    data = bytearray(zipped({"a.xml": bytes(range(256)) * 20}))
    data[60:80] = b"\xff" * 20
    with pytest.raises(SourceBroken) as caught:
        package(bytes(data)).read("a.xml")
    assert reason(caught) == "damaged-part"


def test_a_member_under_a_password_is_told_so():
    data = zipped({"a.xml": "<x/>"})
    central = data.index(b"PK\x01\x02")
    flagged = bytearray(data)
    flagged[6:8] = flagged[central + 8 : central + 10] = struct.pack("<H", 1)
    with pytest.raises(SourceBroken) as caught:
        package(bytes(flagged)).read("a.xml")
    assert reason(caught) == "encrypted"


def test_relationships_lead_to_parts_and_outside():
    links = relationships(
        {
            "a": ("styles", "styles.xml"),
            "b": ("image", "../media/x.png"),
            "c": ("hyperlink", "https://a.example"),
        }
    )
    made = package(zipped({"word/_rels/document.xml.rels": links, "word/styles.xml": "<x/>"}))
    found = made.relationships("word/document.xml")
    assert (found["a"].kind, found["a"].target) == ("styles", "word/styles.xml")
    assert found["b"].target == "media/x.png"
    assert found["c"].external and found["c"].target == "https://a.example"
    assert made.related("word/document.xml", "styles") == ["word/styles.xml"]
    assert made.related("word/document.xml", "image") == []


def test_only_zips_that_name_a_part_are_recognised():
    assert zip_with(Source(zipped({"word/document.xml": "x"})), b"word/document") == 1.0
    assert zip_with(Source(zipped({"other.xml": "x"})), b"word/document") == 0.0
    assert zip_with(Source(b"word/document"), b"word/document") == 0.0
