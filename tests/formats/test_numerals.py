"""Numbers of list items."""

import pytest

from ketju.formats.numerals import numeral


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (1, "1", "1"), (7, "01", "07"),
        (12, "01", "12"), (1, "a", "a"), (26, "a", "z"), (27, "a", "aa"), (28, "A", "BB"),
        (4, "i", "iv"), (9, "I", "IX"), (44, "i", "xliv"), (999, "I", "CMXCIX"), (1000, "i", "1000"), (0, "a", "0"),
        (-3, "i", "-3"), (5, "一", "5"), (5, "", "5"),
    ],
)  # fmt: skip
def test_numbers_are_shown_in_the_form_that_shows_one(count, form, shown):
    assert numeral(count, form) == shown
