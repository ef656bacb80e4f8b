"""Headers, footers and page numbers."""

from ketju.formats.pdf.aligned import Band, bands_from
from ketju.formats.pdf.furniture import without_furniture
from tests.formats.pdf.printed import segment


def page(*lines: tuple[str, float, float]) -> tuple[float, list[Band]]:
    return 842.0, bands_from([segment(text, x, base) for text, x, base in lines])


def removed(*pages: tuple[float, list[Band]]) -> list[list[str]]:
    return [[band.segments[0].text for band in found] for found in without_furniture(pages)]


def test_what_stands_at_the_same_edge_of_most_pages_is_taken_out():
    pages = [
        page(("Example Works", 50, 30), (f"Text {n * 7}", 50, 300), (f"{n} / 3", 280, 820)) for n in (1, 2, 3)
    ]
    assert removed(*pages) == [["Example Works", f"{n} / 3"] for n in (1, 2, 3)]
    assert [[band.segments[0].text for band in bands] for _, bands in pages] == [
        ["Text 7"],
        ["Text 14"],
        ["Text 21"],
    ]


def test_what_stands_on_one_page_only_stays():
    assert removed(page(("Title", 50, 30), ("a", 50, 300)), page(("Other", 50, 30), ("b", 50, 300))) == [
        [],
        [],
    ]


def test_a_document_of_one_page_keeps_everything():
    assert removed(page(("Example Works", 50, 30), ("1", 280, 820))) == [[]]


def test_the_header_of_a_table_that_goes_on_stays():
    pages = [
        page(("Name", 50, 40), ("Place", 200, 40), (f"Aurora {n}", 50, 56), (f"Finland {n}", 200, 56))
        for n in "abc"
    ]
    assert removed(*pages) == [[], [], []]
