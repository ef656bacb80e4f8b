"""Companies and places in running text: read as what they are, with their place in the source, and as guesses."""

from __future__ import annotations

import pytest

from ketju.core.model.span import TextSpan
from ketju.core.reading.located import places_in_text
from tests.core.reading.lists import read_bytes
from tests.core.reading.small import codes, entries, names, purposes


def quoted(text: str, name: str, path: str) -> list[str]:
    """What stands in the source where each value with this name was read."""
    document, result = read_bytes(text.encode(), name)
    assert document.source is not None
    spans = [one.span for one in result.provenance if one.path.endswith(f"/{path}")]
    return [document.source[span.start : span.end] for span in spans if isinstance(span, TextSpan)]


BOLD = """
# Sub-processors

**Aurora GmbH**, our host in Falkenstein, Germany, stores backups.

Calls are answered by **Bryggan Oy** from Tampere.

We send e-mail with **Fernpost Ltd**, which runs its servers in Ireland and the USA.

**Larkwire Inc.** sends reports to German customers.
"""


def test_names_in_bold_are_found_wherever_they_stand_in_a_paragraph() -> None:
    assert names(entries(BOLD)) == ["Aurora GmbH", "Bryggan Oy", "Fernpost Ltd", "Larkwire Inc."]


def test_places_in_a_sentence_about_a_company_are_its_places() -> None:
    assert [sorted(set(one)) for one in codes(entries(BOLD))] == [["DE"], ["FI"], ["IE", "US"], []]


def test_what_follows_a_name_at_the_front_is_what_it_does() -> None:
    assert purposes(entries(BOLD))[0] == "our host in Falkenstein, Germany, stores backups."


def test_places_in_running_text_are_guesses_with_a_reason() -> None:
    found = [p for p in read_bytes(BOLD.encode(), "a.md")[1].provenance if p.path.endswith("/places_printed")]
    assert len(found) == 3
    assert {(p.confidence < 1, p.reason) for p in found} == {(True, "guess.in-text")}


PLAIN = """Sub-processors

We use the companies below.

Aurora GmbH, our host in Falkenstein, Germany, stores backups. It is paid monthly. Bryggan Oy answers calls from Finland.
Larkwire Inc., located in the United States, sends e-mail.
"""


def test_sentences_that_start_with_a_company_are_entries() -> None:
    found = entries(PLAIN, "list.txt")
    assert names(found) == ["Aurora GmbH", "Bryggan Oy", "Larkwire Inc."]
    assert [sorted(set(one)) for one in codes(found)] == [["DE"], ["FI"], ["US"]]
    assert purposes(found)[0] == "our host in Falkenstein, Germany, stores backups. It is paid monthly."


def test_the_span_of_such_a_place_is_the_place_alone() -> None:
    assert quoted(PLAIN, "list.txt", "places_printed") == ["Falkenstein, Germany", "Finland", "United States"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stores backups in Germany", ["Germany"]),
        ("runs servers in the United States and Canada", ["United States and Canada"]),
        ("speichert Daten in Deutschland", ["Deutschland"]),
        ("héberge les données en France.", ["France"]),
        ("lagrar data i Sverige", ["Sverige"]),
        ("säilyttää tiedot Suomessa", ["Suomessa"]),
        ("tárolja az adatokat Németországban", ["Németországban"]),
        ("przechowuje dane w Polsce", ["Polsce"]),
        ("keeps files in eu-west-1", ["eu-west-1"]),
    ],
)
def test_a_place_is_told_by_the_words_around_it(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in places_in_text(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "US tax advice",
        "our EU representative",
        "German customers",
        "Ireland-based team of the customer",
        "hosting and support",
        "Germany",
        "We answer within two days.",
    ],
)
def test_a_text_that_says_no_place_gives_none(text: str) -> None:
    assert places_in_text(text) == []


def test_a_place_with_a_field_of_its_own_is_not_searched_for_in_the_text() -> None:
    found = entries("""
        # Sub-processors

        - Fernpost Ltd: sends letters printed in France (Ireland)
        - Mosskabel GmbH: hosting (Germany)
        """)
    assert codes(found) == [["IE"], ["DE"]]


def test_an_agreement_that_names_its_parties_is_no_list() -> None:
    text = """
        # Data processing agreement

        ## Sub-processors

        Aurora GmbH may engage sub-processors when the customer agrees. Aurora GmbH is liable for them.

        ## Parties

        Bryggan Oy is the customer. Fernpost Ltd signs for it in Ireland.
        """
    assert entries(text) == ()
