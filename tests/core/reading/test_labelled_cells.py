"""Cells that hold several values, each after its label, and remarks that only look like it."""

from __future__ import annotations

from tests.core.reading.small import entries

LIST = """
# Sub-processors

| Company | Purpose | Details |
| --- | --- | --- |
| Quillon GmbH | Hosting | {first} |
| Fernpost Ltd | E-mail | {second} |
"""


def test_labels_in_a_cell_give_its_values_to_their_fields() -> None:
    first, second = entries(
        LIST.format(
            first="Location: Germany; Since: 2020; Personal data: names; addresses",
            second="Location: Ireland<br>Address: 1 Example Quay, Dublin",
        )
    )
    assert [place.code for place in first.places] == ["DE"]
    assert str(first.since) == "2020" and [one.printed for one in first.data] == ["names", "addresses"]
    assert first.notes == ()
    assert second.address == "1 Example Quay, Dublin"


def test_one_label_is_enough_where_each_cell_of_the_column_has_one() -> None:
    found = entries(LIST.format(first="Location: Germany", second="Location: Ireland"))
    assert [[place.code for place in entry.places] for entry in found] == [["DE"], ["IE"]]


def test_a_remark_that_starts_like_a_label_stays_a_remark() -> None:
    first, second = entries(
        LIST.format(first="Location: we are told on request", second="No further details")
    )

    assert first.notes == ("Location: we are told on request",)
    assert second.notes == ("No further details",)


def test_colons_of_addresses_and_sentences_are_no_labels() -> None:
    first, second = entries(
        LIST.format(
            first="See https://quillon.example/a:b; it says: all of it",
            second="Our reason: cost; our aim: speed",
        )
    )
    assert first.notes == ("See https://quillon.example/a:b; it says: all of it",)
    assert second.notes == ("Our reason: cost; our aim: speed",)


def test_a_remark_about_who_provides_it_is_no_other_name() -> None:
    found = entries(
        LIST.format(first="Provider: For residents of the EEA", second="Provider: For residents of the UK")
    )

    assert [entry.name for entry in found] == ["Quillon GmbH", "Fernpost Ltd"]
    assert [entry.notes for entry in found] == [
        ("Provider: For residents of the EEA",), ("Provider: For residents of the UK",),
    ]  # fmt: skip
