"""Lists whose items are clauses: "(a) …; (b) …" within a paragraph, "1.1 …" and "i) …" on lines, in several languages."""

from __future__ import annotations

import pytest

from tests.core.reading.lists import read_bytes
from tests.core.reading.small import codes, entries, names, purposes
from tests.formats.packages import docx, paragraph, part
from tests.formats.pdffile import Sheet, pdf

TWO = "(a) Aurora GmbH – hosting – Germany; (b) Bryggan Oy – support – Finland."


def test_clauses_within_a_paragraph_of_markdown() -> None:
    found = entries(f"# Sub-processors\n\n{TWO}\n")
    assert names(found) == ["Aurora GmbH", "Bryggan Oy"]
    assert codes(found) == [["DE"], ["FI"]]
    assert purposes(found) == ["hosting", "support"]


@pytest.mark.parametrize(
    ("lead", "joiner"),
    [
        ("The processor engages the following sub-processors:", "and"),
        ("Wir setzen folgende Unterauftragsverarbeiter ein:", "und"),
        ("Käytämme seuraavia alikäsittelijöitä:", "ja"),
        ("Vi anlitar följande underbiträden:", "och"),
        ("Nous faisons appel aux sous-traitants ultérieurs suivants :", "et"),
    ],
)
@pytest.mark.parametrize("marks", ["(a) (b) (c)", "a) b) c)", "(i) (ii) (iii)", "1) 2) 3)", "(1) (2) (3)"])
def test_clauses_after_a_sentence_in_several_languages(lead: str, joiner: str, marks: str) -> None:
    first, second, third = marks.split()
    text = (
        f"{lead} {first} Aurora GmbH – hosting – Germany; {second} Bryggan Oy – support – Finland; {joiner} "
        f"{third} Larkwire Inc. – e-mail – USA."
    )
    found = entries(text, "list.txt")
    assert names(found) == ["Aurora GmbH", "Bryggan Oy", "Larkwire Inc."]
    assert codes(found) == [["DE"], ["FI"], ["US"]]


@pytest.mark.parametrize(
    "marks",
    [
        "1.1 1.2 1.3",
        "3.1. 3.2. 3.3.",
        "i) ii) iii)",
        "(a) (b) (c)",
        "а) б) в)",
        "α) β) γ)",
        "A. B. C.",
        "4.2.1 4.2.2 4.2.3",
    ],
)
def test_clauses_on_lines_of_their_own(marks: str) -> None:
    first, second, third = marks.split()
    text = f"""
        Annex 2: Sub-processors

        {first} Aurora GmbH – hosting – Germany
        {second} Bryggan Oy – support – Finland
        {third} Larkwire Inc. – e-mail – USA
        """
    for name in ("list.txt", "list.md"):
        found = entries(text, name)
        assert names(found) == ["Aurora GmbH", "Bryggan Oy", "Larkwire Inc."], name
        assert codes(found) == [["DE"], ["FI"], ["US"]], name


def test_clauses_in_paragraphs_of_their_own() -> None:
    found = entries("""
        # Unterauftragsverarbeiter

        (a) Aurora GmbH, Hosting, Deutschland;

        (b) Bryggan Oy, Support, Finnland; und

        (c) Larkwire Inc., E-Mail, USA.
        """)
    assert names(found) == ["Aurora GmbH", "Bryggan Oy", "Larkwire Inc."]
    assert codes(found) == [["DE"], ["FI"], ["US"]]
    assert purposes(found) == ["Hosting", "Support", "E-Mail"]


def test_typed_clauses_in_a_word_document() -> None:
    body = paragraph("Sub-processors", '<w:outlineLvl w:val="0"/>') + paragraph(TWO)
    found = read_bytes(docx(body), "list.docx")[1].register.entries
    assert names(found) == ["Aurora GmbH", "Bryggan Oy"]
    assert codes(found) == [["DE"], ["FI"]]


def test_numbered_clauses_in_a_word_document() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl>'
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>',
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    body = paragraph("Sub-processors", '<w:outlineLvl w:val="0"/>')
    body += paragraph("Aurora GmbH – hosting – Germany;", numbered)
    body += paragraph("Bryggan Oy – support – Finland.", numbered)
    found = read_bytes(docx(body, numbering=numbering), "list.docx")[1].register.entries
    assert names(found) == ["Aurora GmbH", "Bryggan Oy"]
    assert codes(found) == [["DE"], ["FI"]]


@pytest.mark.parametrize("marks", ["(a) (b)", "1.1 1.2", "i) ii)"])
def test_clauses_on_a_page_of_pdf(marks: str) -> None:
    first, second = marks.split()
    sheet = Sheet().text(50, 70, "Sub-processors", 16, bold=True)
    sheet.text(50, 110, "We use these companies for our service, and tell you before we add another.")
    sheet.text(50, 140, f"{first} Aurora GmbH - hosting - Germany;")
    sheet.text(50, 154, f"{second} Bryggan Oy - support - Finland.")
    found = read_bytes(pdf(sheet), "list.pdf")[1].register.entries
    assert names(found) == ["Aurora GmbH", "Bryggan Oy"]
    assert codes(found) == [["DE"], ["FI"]]


def test_clauses_of_an_agreement_are_no_companies() -> None:
    assert (
        entries("""
        # Agreement

        ## Sub-processors

        The processor shall (a) inform the customer of each sub-processor; (b) conclude a contract with it; and
        (c) remain liable for what it does.

        1.1 The customer may object within 30 days.
        1.2 The processor answers without delay.
        """)
        == ()
    )
