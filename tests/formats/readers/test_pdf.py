"""PDF files: expected values are what a person sees on the pages."""

from pathlib import Path

import pytest

from ketju.core.model.document import Heading, Paragraph, Table
from ketju.core.model.span import BoxSpan
from ketju.core.problems import Problem, SourceBroken
from ketju.formats.format import Source
from ketju.formats.pdf.document import document_from
from ketju.formats.readers.pdf import FORMAT
from tests.formats.pdffile import Sheet, pdf
from tests.formats.shape import links, marked, shape, tables

DATA = Path(__file__).parents[2] / "data" / "formats"
WORDS = "The processor takes all measures that the agreement asks for and helps the controller with requests."


def read(*sheets: Sheet, **options):
    return document_from(Source(pdf(*sheets), "list.pdf"), **options)


def sample(name: str, **options):
    return document_from(Source((DATA / name).read_bytes(), name), **options)


@pytest.mark.parametrize("use_tags", [True, False])
def test_a_printed_web_page_comes_out_alike_by_its_tags_and_by_place(use_tags):
    document = sample("works-browser.pdf", use_tags=use_tags)
    expected = [
        "# Sub-processors",
        "We use the companies below. Questions go to our privacy desk.",
        "## Infrastructure",
        [
            ["Sub-processor", "Purpose", "Location", "Website"],
            [
                "Aurora Hosting Oy",
                "Server hosting and nightly backups of the whole platform",
                "Finland",
                "https://aurora.example",
            ],
            ["Birch & Sons Ltd", "Error reporting", "Ireland", ""],
            [
                "Cumulus Data GmbH",
                "Transactional e-mail, including bounces and complaint handling for all customers",
                "Germany",
                "",
            ],
        ],
        "## Other services",
        [
            ["Sub-processor", "Purpose", "Location", "Website"],
            ["Delta Pay A/S", "Payments", "Denmark", "https://deltapay.example/privacy"],
            ["Echo Analytics, Inc.", "Usage statistics", "United States", ""],
            ["Fjord Support AS", "Customer support, chat and telephone", "Norway", ""],
        ],
        "## What we ask of them",
    ]
    assert shape(document)[: len(expected)] == expected
    assert shape(document)[-1] == "Last updated: 1 March 2025"
    items = shape(document)[-2]
    assert [text.removeprefix("• ") if isinstance(text, str) else text[0] for text in items] == [
        "An agreement under Article 28",
        "Notice of changes:",
    ]


def test_a_table_that_goes_on_over_pages_is_one_table_with_one_header():
    document = sample("long-office.pdf")
    (table,) = tables(document)
    assert len(table) == 43
    assert table[0] == ["Sub-processor", "Purpose", "Location", "Website"]
    assert sum(row[0] == "Sub-processor" for row in table) == 1
    assert table[8] == [
        "Harbour Services Ltd",
        "Delivery of letters and parcels to customers who asked for them on paper",
        "United Kingdom",
        "",
    ]
    assert [row[0] for row in table[19:22]] == ["Sage Services SL", "Tundra Services AB", "Umber Services SA"]
    assert shape(document)[:2] == ["# All sub-processors", "This list goes on over pages."]
    assert shape(document)[-1] == "End of the list."


@pytest.mark.parametrize("use_tags", [True, False])
def test_empty_cells_keep_their_columns(use_tags):
    assert tables(sample("empty-cells-browser.pdf", use_tags=use_tags)) == [
        [
            ["Name", "Purpose", "Place", "Since"],
            ["Aurora Oy", "", "Finland", ""],
            ["", "Mail", "", "2020"],
            ["Birch Ltd", "Chat", "Ireland", "2021"],
        ]
    ]


def test_links_over_printed_words_are_marks():
    document = sample("works-browser.pdf")
    table = document.blocks[3]
    assert isinstance(table, Table)
    assert links(table.rows[1].cells[3]) == {"https://aurora.example": "https://aurora.example/"}
    by_hand = read(
        Sheet().text(50, 100, "See our page for more").link(70, 90, 110, 102, "https://works.example")
    )
    assert links(by_hand.blocks[0].text) == {"our page": "https://works.example"}


def test_lines_drawn_around_cells_make_a_table_with_merged_cells():
    xs, ys = [50, 150, 300, 450], [100, 120, 140, 180, 200]
    sheet = Sheet().grid(xs, ys)
    sheet.content = [line for line in sheet.content if line != "0.5 w 150 742 m 150 642 l S"]
    sheet.line(150, 120, 150, 200)  # the first row spans two columns
    sheet.text(55, 114, "Name and purpose").text(305, 114, "Place")
    sheet.text(55, 134, "Aurora Oy").text(155, 134, "Mail").text(305, 134, "Finland")
    sheet.text(55, 154, "Birch").text(155, 154, "Chat and").text(155, 168, "telephone").text(
        305, 154, "Ireland"
    )
    sheet.text(55, 194, "Cumulus").text(305, 194, "Germany")
    assert tables(read(sheet)) == [
        [
            ["Name and purpose", None, "Place"],
            ["Aurora Oy", "Mail", "Finland"],
            ["Birch", "Chat and\ntelephone", "Ireland"],
            ["Cumulus", "", "Germany"],
        ]
    ]


def test_a_frame_around_text_is_no_table():
    sheet = Sheet().grid([50, 400], [90, 130]).text(60, 105, "Note: we keep this page up to date.")
    assert shape(read(sheet)) == ["Note: we keep this page up to date."]


def test_columns_without_lines_are_found_and_rows_told_from_wrapped_lines():
    sheet = Sheet().text(50, 80, "Our sub-processors", 18)
    sheet.text(50, 110, "Name", bold=True).text(160, 110, "Purpose", bold=True).text(
        400, 110, "Place", bold=True
    )
    sheet.text(50, 130, "Aurora Oy").text(160, 130, "Hosting of the platform, of its backups and of all that")
    sheet.text(160, 142, "belongs to them").text(400, 130, "Finland")
    sheet.text(50, 162, "Birch Ltd").text(160, 162, "Chat").text(400, 162, "Ireland")
    sheet.text(50, 182, "Cumulus Data and").text(50, 194, "Files GmbH").text(160, 182, "Files").text(
        400, 182, "Germany"
    )
    document = read(sheet)
    assert tables(document) == [
        [
            ["Name", "Purpose", "Place"],
            [
                "Aurora Oy",
                "Hosting of the platform, of its backups and of all that belongs to them",
                "Finland",
            ],
            ["Birch Ltd", "Chat", "Ireland"],
            ["Cumulus Data and Files GmbH", "Files", "Germany"],
        ]
    ]
    assert isinstance(document.blocks[0], Heading)
    assert document.blocks[1].rows[0].header


def test_a_group_between_rows_stays_in_the_table():
    sheet = Sheet().rows(
        [50, 200], 100, 20, "Name|Place", "Hosting", "Aurora|Finland", "Mail", "Birch|Ireland"
    )
    assert tables(read(sheet)) == [
        [["Name", "Place"], ["Hosting", ""], ["Aurora", "Finland"], ["Mail", ""], ["Birch", "Ireland"]]
    ]


def test_two_columns_of_running_text_are_read_one_after_the_other():
    sheet = Sheet()
    for line in range(14):
        sheet.text(50, 100 + 12 * line, f"left {line:02} and words to fill the column up")
        sheet.text(320, 100 + 12 * line, f"right {line:02} and words to fill the column up")
    words = " ".join(str(part) for part in shape(read(sheet)))
    assert words.index("left 13") < words.index("right 00")
    assert words.index("left 00") < words.index("left 13")


def test_wrapped_lines_are_joined_and_meant_breaks_kept():
    sheet = Sheet().text(50, 100, WORDS).text(50, 112, "They do so in writing.")
    sheet.text(50, 140, "Aurora Oy").text(50, 152, "Purpose: mail").text(50, 164, "Place: Finland")
    assert shape(read(sheet)) == [
        f"{WORDS} They do so in writing.",
        "Aurora Oy\nPurpose: mail\nPlace: Finland",
    ]


def test_a_line_ends_where_it_is_full_unless_labels_begin_lines():
    sheet = (
        Sheet()
        .text(50, 100, "Aurora Oy")
        .text(50, 112, "Data: names, addresses and what customers write to us")
    )
    sheet.text(50, 124, "Place: Finland").text(50, 150, "Birch Ltd").text(50, 162, "Data: names").text(
        50, 174, "Place: Ireland"
    )
    assert shape(read(sheet)) == [
        "Aurora Oy\nData: names, addresses and what customers write to us\nPlace: Finland",
        "Birch Ltd\nData: names\nPlace: Ireland",
    ]


def test_a_hyphen_at_the_end_of_a_line_goes_when_the_word_is_whole_elsewhere():
    sheet = Sheet().text(50, 100, "We look at the infrastructure and at all the other parts of the infra-")
    sheet.text(50, 112, "structure that are not a sub-").text(50, 124, "processor of ours.")
    whole = "We look at the infrastructure and at all the other parts of the infrastructure that are not"
    assert shape(read(sheet)) == [f"{whole} a sub-processor of ours."]


def test_bullets_and_numbers_make_lists_that_nest():
    sheet = Sheet().text(50, 80, WORDS)
    for y, x, marker, text in [
        (110, 60, "1.", "Hosting of everything that the platform needs, in two places which are far"),
        (122, 75, "", "from each other"),
        (134, 75, "•", "Aurora"),
        (146, 75, "•", "Birch"),
        (158, 60, "2.", "Mail"),
    ]:
        if marker:
            sheet.text(x, y, marker)
        sheet.text(x + (15 if marker else 0), y, text)
    assert shape(read(sheet))[1] == [
        (
            "Hosting of everything that the platform needs, in two places which are far from each other",
            [["• Aurora", "• Birch"]],
        ),
        "2. Mail",
    ]


def test_headings_are_told_by_their_size_and_ranked():
    sheet = Sheet().text(50, 80, "Sub-processors", 24).text(50, 110, "Hosting", 14)
    sheet.text(50, 130, WORDS).text(50, 160, "Mail", 14).text(50, 180, WORDS)
    assert shape(read(sheet)) == ["# Sub-processors", "## Hosting", WORDS, "## Mail", WORDS]


def test_bold_words_are_marks():
    sheet = Sheet().text(50, 100, "Aurora", bold=True).text(86, 100, "hosts mail for us and for many others")
    text = read(sheet).blocks[0].text
    assert marked(text, "bold") == ["Aurora"]


def test_headers_footers_and_page_numbers_are_asides():
    pages = []
    for number in range(1, 4):
        page = (
            Sheet()
            .text(50, 30, "Example Works - list of sub-processors")
            .text(280, 820, f"Page {number} of 3")
        )
        pages.append(page.text(50, 200, f"This is what page {number} says, and nothing else."))
    found = shape(read(*pages))
    assert [part for part in found if isinstance(part, str)] == [
        f"This is what page {number} says, and nothing else." for number in (1, 2, 3)
    ]
    assert ("footer", "Example Works - list of sub-processors") in found and (
        "footer",
        "Page 2 of 3",
    ) in found


def test_rows_at_the_foot_of_pages_are_no_footers():
    pages = [Sheet().rows([50, 200, 350], 700, 20, *["Aurora|Mail|USA"] * 6) for _ in range(3)]
    assert sum(len(table) for table in tables(read(*pages))) >= 16


def test_underlines_are_no_tables_and_strikes_are_marks():
    sheet = Sheet().text(50, 100, "Aurora hosts our mail").line(50, 101.5, 142, 101.5)
    sheet.text(50, 130, "Birch hosted it").line(50, 126.5, 113, 126.5)
    found = read(sheet).blocks
    assert [type(block) for block in found] == [Paragraph, Paragraph]
    assert marked(found[0].text, "strike") == [] and marked(found[1].text, "strike") == ["Birch hosted it"]


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown():
    turned = Sheet(rotate=90)
    for x, y, text in [(100, 700, "Name"), (100, 500, "Place"), (120, 700, "Aurora"), (120, 500, "Finland")]:
        turned.content.append(f"BT 0 1 -1 0 {x} {842 - y} Tm /F 10 Tf ({text}) Tj ET")
    assert tables(read(turned)) == [[["Name", "Place"], ["Aurora", "Finland"]]]


def test_places_are_boxes_on_pages():
    span = read(Sheet(), Sheet().text(50, 100, "Aurora")).blocks[0].text.span
    assert isinstance(span, BoxSpan) and span.page == 2
    assert (round(span.x0), round(span.y0)) == (50, 91) and span.x1 > 75 and span.y1 > 100


def test_no_word_is_lost():
    sheet = Sheet().rows([50, 150, 300], 60, 17, *[f"n{n}|p{n} q{n}|r{n}" for n in range(20)])
    sheet.text(400, 500, "far away").text(50, 800, "7").text(30, 820, WORDS, 6)
    sheet.content.append("BT 0 1 -1 0 560 300 Tm /F 10 Tf (sideways) Tj ET")
    printed = str(shape(read(sheet)))
    expected = [f"{letter}{n}" for n in range(20) for letter in "npqr"] + [
        *WORDS.split(),
        "far",
        "away",
        "sideways",
    ]
    assert [word for word in expected if word not in printed] == []


def test_a_scan_without_text_gives_a_problem():
    document = read(Sheet().line(10, 10, 100, 100))
    assert document.blocks == ()
    assert [(problem.code, problem.severity) for problem in document.problems] == [("read.no-text", "error")]


def test_an_encrypted_file_is_told_so():
    with pytest.raises(SourceBroken) as caught:
        sample("encrypted.pdf")
    assert caught.value.params["reason"] == "encrypted"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\0" * 5000, b"no pdf at all"])
def test_what_is_no_pdf_is_broken(data):
    with pytest.raises(SourceBroken) as caught:
        FORMAT.read(Source(data))
    assert caught.value.params["reason"] == "damaged"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.95, 0.999])
def test_a_truncated_file_is_broken_or_partly_read(kept):
    data = (DATA / "long-office.pdf").read_bytes()
    try:
        FORMAT.read(Source(data[: int(len(data) * kept)]))
    except Problem as problem:
        assert isinstance(problem, SourceBroken)


def test_pages_that_hold_themselves_come_to_an_end():
    for kids in ("2 0 R", "2 0 R 2 0 R 6 0 R", "1 0 R", "99 0 R"):
        try:
            document_from(Source(pdf(Sheet().text(50, 100, "Aurora"), kids=kids)))
        except Problem as problem:
            assert isinstance(problem, SourceBroken)


def test_only_pdf_files_are_recognised():
    assert FORMAT.recognise(Source((DATA / "works-browser.pdf").read_bytes())) == 1.0
    assert FORMAT.recognise(Source(b"junk before\n%PDF-1.4")) == 0.9
    assert FORMAT.recognise(Source(b"a page about PDF")) == 0.0
