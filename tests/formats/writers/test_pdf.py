"""The structure that PDF/UA-1 (ISO 14289-1) asks for: tags, language, title, headers and order. A check of structure:
whether the file is easy to use with a screen reader is for people to say."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ketju.core.problems.publishing import WriterMissing
from ketju.formats.writers.outputs.pdf import COLUMNS, WRITER, columns_shown
from ketju.text.render import LANGUAGES, phrasebook
from tests.formats.writers.publications import publication


def made(language: str) -> bytes:
    return WRITER.write(publication(), phrasebook(language))


def wide(read: Any, *given: Any) -> str:
    """What a function of PDFium writes into a buffer of UTF-16."""
    size = read(*given, None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(*given, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def tags(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, int]]:
    """The types of all structure elements of the first page in reading order, with their depth."""
    tree = pdfium.FPDF_StructTree_GetForPage(document[0])

    def below(element: Any, depth: int) -> Iterator[tuple[str, int]]:
        yield wide(pdfium.FPDF_StructElement_GetType, element), depth
        for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                yield from below(child, depth + 1)

    for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at), 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_tagged_and_says_its_language_and_title(language: str) -> None:
    data = made(language)
    with pypdfium2.PdfDocument(data) as document:
        assert pdfium.FPDFCatalog_IsTagged(document)
        assert wide(pdfium.FPDFCatalog_GetLanguage, document) == language
        assert document.get_metadata_dict()["Title"]
    assert b"pdfuaid:part" in data and b"/MarkInfo" in data and b"/StructTreeRoot" in data


def test_the_table_has_a_head_of_header_cells_and_stands_between_title_and_statements() -> None:
    with pypdfium2.PdfDocument(made("fi")) as document:
        found = list(tags(document))
    order = [kind for kind, depth in found if depth == 1]
    rows = [kind for kind, _ in found if kind == "TR"]

    assert order == ["H1", "P", "Table", "P"]
    assert [kind for kind, depth in found if depth == 2] == ["THead", "TBody"]
    heads, cells = (sum(kind == name for kind, _ in found) for name in ("TH", "TD"))
    assert 2 < heads <= COLUMNS
    assert len(rows) == 1 + len(publication().entries)
    assert len(publication().entries) <= cells <= heads * len(publication().entries)


def test_names_in_three_scripts_print() -> None:
    with pypdfium2.PdfDocument(WRITER.write(publication(), phrasebook("en"))) as document:
        text = document[0].get_textpage().get_text_bounded()

    assert "Kuusi Cloud Oy" in text and "Πάγος Α.Ε." in text


def test_what_has_no_column_of_its_own_stands_in_the_last_one() -> None:
    ids = [f"c{number}" for number in range(20)]

    assert len(columns_shown(["name", *ids, "data"])) == COLUMNS - 1
    assert columns_shown(["name", *ids, "data"])[0] == "name"
    assert "data" in columns_shown(["name", *ids, "data"])
    assert columns_shown(ids[:COLUMNS]) == ids[:COLUMNS]


def test_columns_whose_words_do_not_fit_on_the_page_stand_in_the_last_one() -> None:
    ids = ["name", "purpose", "data", "since"]
    assert columns_shown(ids, dict.fromkeys(ids, 180.0)) == ids
    assert columns_shown(ids, dict.fromkeys(ids, 200.0)) == ["name", "purpose", "data"]


def test_without_the_package_the_problem_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(WriterMissing) as raised:
        made("en")
    assert raised.value.params == {"format": "pdf", "package": "typst"}
