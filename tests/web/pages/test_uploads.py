"""Uploads are known by their content, whatever their names say."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from ketju.web.base.pages.uploads import (
    UploadEmpty,
    UploadHostile,
    UploadOfAnotherKind,
    UploadTooLarge,
    check_upload,
    safe_name,
)

ALL = ("pdf", "xlsx", "docx", "ods", "odt", "png", "jpeg", "json", "xml", "html", "text")


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


XLSX = archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODS = archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (XLSX, "xlsx"),
        (archive(**{"[Content_Types].xml": b"", "word/document.xml": b""}), "docx"),
        (ODS, "ods"),
        (b'{"a": 1}', "json"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><a/>", "xml"),
        (b"<!DOCTYPE html><p>", "html"),
        ("nimi;maa\nMöller;FI\n".encode("cp1252"), "text"),
        ("a,b\n".encode("utf-16"), "text"),
    ],
)
def test_the_content_says_what_a_file_is(data: bytes, kind: str) -> None:
    file = SimpleUploadedFile("customers.exe", data, content_type="application/x-msdownload")
    assert check_upload(file, ALL) == kind
    assert file.read() == data


def test_a_file_on_disk_is_checked_like_one_in_memory() -> None:
    file = TemporaryUploadedFile("a.xlsx", "", len(XLSX), None)
    file.write(XLSX)
    assert check_upload(file, ["xlsx"]) == "xlsx"
    file.close()


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02",
        b"PK\x03\x04 broken",
        archive(**{"evil.exe": b"MZ"}),
        archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"macro"}),
        b"<html><script>",
    ],
)
def test_what_is_not_wanted_is_refused_under_a_good_name(data: bytes) -> None:
    with pytest.raises(UploadOfAnotherKind):
        check_upload(SimpleUploadedFile("list.csv", data, content_type="text/csv"), ["xlsx", "text", "json"])


def test_size_is_limited_and_nothing_is_not_a_file() -> None:
    with pytest.raises(UploadTooLarge) as caught:
        check_upload(SimpleUploadedFile("a.csv", b"x" * 2_000_001), ["text"], limit=2_000_000)
    assert caught.value.params == {"size": "3", "limit": "2"}
    with pytest.raises(UploadEmpty):
        check_upload(SimpleUploadedFile("a.csv", b""), ["text"])


def test_archives_that_unpack_too_far_or_lead_outside_are_refused() -> None:
    bomb = archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"0" * 200_000_001})
    assert len(bomb) < 300_000
    for data in (bomb, archive(**{"../../etc/passwd": b"x"})):
        with pytest.raises(UploadHostile):
            check_upload(SimpleUploadedFile("a.xlsx", data), ["xlsx"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\lista.csv", "lista.csv"),
        (".htaccess", "htaccess"),
        ("a\x00b\r\n.csv", "a_b__.csv"),
        ("åäö 1.xlsx", "åäö 1.xlsx"),
        ("/", "file"),
        ("x" * 300, "x" * 120),
    ],
)
def test_names_of_files_lead_nowhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept
