"""Lines joined to running text."""

import pytest

from ketju.formats.pdf.prose import Vocabulary, lines_in, text_of
from tests.formats.pdf.printed import line, segment, word

NOTHING = Vocabulary([])


def text(*lines, right: float = 0.0, vocabulary: Vocabulary = NOTHING) -> str:
    return text_of(lines, right, vocabulary).text


def test_a_full_line_goes_on_and_a_short_one_ends():
    assert text(line("Aurora hosts", 0, 10), line("our mail", 0, 22), right=60) == "Aurora hosts our mail"
    assert text(line("Aurora", 0, 10), line("Mail", 0, 22), right=200) == "Aurora\nMail"


@pytest.mark.parametrize(
    ("before", "after", "known", "expected"),
    [
        ("infra-", "structure", ["infrastructure"], "infrastructure"),
        ("infra-", "structure", [], "infra-structure"),
        ("sub-", "processor", ["subprocessor", "sub-processor"], "sub-processor"),
        ("EU-", "US", [], "EU-US"),
        ("Soft\u00ad", "ware", [], "Software"),
        ("names/", "addresses", [], "names/addresses"),
        ("https://a.example/", "privacy", [], "https://a.example/privacy"),
        ("Mail", "and", [], "Mail and"),
        ("会社", "日本", [], "会社日本"),
        ("-", "none", [], "- none"),
    ],
)
def test_words_that_a_line_end_cut_are_mended(before, after, known, expected):
    vocabulary = Vocabulary([word(other, 0, 0) for other in known])
    assert text([word(before, 0, 10)], [word(after, 0, 22)], right=1, vocabulary=vocabulary) == expected


def test_a_word_that_filled_its_line_goes_on_when_the_whole_is_known():
    vocabulary = Vocabulary([word("Germany", 0, 0)])
    assert text([word("Germa", 0, 10)], [word("ny", 0, 22)], right=26, vocabulary=vocabulary) == "Germany"
    assert text([word("Germa", 0, 10)], [word("ny", 0, 22)], right=26) == "Germa ny"


def test_an_address_that_is_one_link_is_put_together():
    target = "https://works.example/privacy"
    parts = [[word("works.example", 0, 10, link=target)], [word("/privacy", 0, 22, link=target)]]
    assert text(*parts, right=1) == "works.example/privacy"


def test_a_label_that_begins_lines_elsewhere_begins_a_line_here():
    labels = [line("Place: EU", 0, 50), line("Place: USA", 0, 90)]
    vocabulary = Vocabulary([], labels)
    full = line("Data: names", 0, 10), line("Place: EU", 0, 22)
    assert text(*full, right=60, vocabulary=vocabulary) == "Data: names\nPlace: EU"
    assert text(*full, right=60) == "Data: names Place: EU"


def test_lines_are_told_by_their_height_page_by_page():
    parts = [
        segment("two", 30, 10.5),
        segment("one", 0, 10),
        segment("three", 0, 22),
        segment("four", 0, 5, page=2),
    ]
    assert [[word.text for word in words] for words in lines_in(parts)] == [
        ["one", "two"],
        ["three"],
        ["four"],
    ]
