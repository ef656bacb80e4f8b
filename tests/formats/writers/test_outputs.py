"""Files of a publication: golden files, and what holds for every format."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from ketju.formats.writers.outputs.csv import plain
from ketju.formats.writers.outputs.markdown import escaped
from ketju.formats.writers.writer import Writer, writers
from ketju.text.render import LANGUAGES, phrasebook
from tests.formats.writers.publications import publication

GOLDEN = Path(__file__).parents[2] / "data" / "published"
WRITTEN = [(w, language) for w in writers() for language in (LANGUAGES if w.localised else ("",))]
names = [writer.path(language) for writer, language in WRITTEN]


def written(writer: Writer, language: str) -> bytes:
    return writer.write(publication("https://list.example/"), phrasebook(language or "en"))


def text_of(data: bytes) -> str:
    """All text in a file, parts of packages and pages of a PDF included."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "".join(package.read(name).decode() for name in package.namelist())
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            return "".join(page.get_textpage().get_text_bounded() for page in document)
    return data.decode("utf-8-sig")


@pytest.mark.parametrize(("writer", "language"), WRITTEN, ids=names)
def test_the_same_publication_gives_the_same_bytes(writer: Writer, language: str) -> None:
    assert written(writer, language) == written(writer, language)


@pytest.mark.parametrize(("writer", "language"), WRITTEN, ids=names)
def test_the_file_is_as_it_was_approved(writer: Writer, language: str) -> None:
    """Packages are compared part by part, as how they are packed depends on the library; a PDF by its text."""
    text = text_of(written(writer, language))
    path = GOLDEN / f"{writer.path(language)}{'.txt' if writer.id in ('xlsx', 'pdf') else ''}"

    assert text.replace("\r\n", "\n") == path.read_text(encoding="utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(("writer", "language"), WRITTEN, ids=names)
def test_every_rendering_bears_the_label_and_no_contact_person(writer: Writer, language: str) -> None:
    text = text_of(written(writer, language))

    assert "Kuusi Cloud Oy" in text
    assert "TLP:CLEAR" in text
    assert "Maija" not in text and "maija" not in text


def test_every_page_of_the_pdf_bears_the_label_above_and_below() -> None:
    (pdf,) = (writer for writer in writers() if writer.id == "pdf")
    with pypdfium2.PdfDocument(written(pdf, "en")) as document:
        for page in document:
            text = page.get_textpage()
            height = page.get_height()
            assert "TLP:CLEAR" in text.get_text_bounded(bottom=height - 57)
            assert "TLP:CLEAR" in text.get_text_bounded(top=51)


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-1+1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1"])
def test_no_cell_of_csv_starts_a_formula(text: str) -> None:
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+358 9 123 456", "-12", "–", "a=b", "2024-03-01", "Acme+", ""])
def test_numbers_and_other_texts_of_csv_stay_as_they_are(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a | b", r"a \| b"),
        ("*a* _b_ `c` <d> [e](f) ~g~", r"\*a\* \_b\_ \`c\` \<d\> \[e\](f) \~g\~"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("# head", r"\# head"),
        ("R&D &amp; C#", r"R&D \&amp; C#"),
        ("two\nlines", "two lines"),
        ("see https://a.example/x_y.", "see <https://a.example/x_y>."),
    ],
)
def test_nothing_in_a_text_is_markup(text: str, line: str) -> None:
    assert escaped(text) == line
