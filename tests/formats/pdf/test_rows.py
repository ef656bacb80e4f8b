"""Which lines make one row of a table that has no lines drawn between its rows."""

from ketju.formats.pdf.area import Interval
from ketju.formats.pdf.rows import rows_from
from tests.formats.pdf.printed import printed, segment

COLUMNS = [Interval(0, 100), Interval(120, 300)]


def rows(*parts: tuple[int, float, str], breaks: tuple[float, ...] = (), continued: bool = False):
    segments = [segment(text, COLUMNS[column].start, base) for column, base, text in parts]
    return printed(rows_from(segments, COLUMNS, breaks, continued))


def test_lines_that_stand_closer_than_rows_belong_to_one_cell():
    assert rows(
        (0, 10, "Aurora"), (1, 10, "Hosting of the platform and of its"), (1, 22, "backups"),
        (0, 40, "Birch"), (1, 40, "Chat"),
        (0, 58, "Cumulus"), (1, 58, "Files of every kind and size which"), (1, 70, "people keep"),
    ) == [
        ["Aurora", "Hosting of the platform and of its backups"],
        ["Birch", "Chat"],
        ["Cumulus", "Files of every kind and size which people keep"],
    ]  # fmt: skip


def test_cells_may_be_set_to_the_middle_of_their_row():
    assert rows(
        (0, 16, "Aurora"), (1, 10, "Hosting of the platform and of its"), (1, 22, "backups"),
        (0, 46, "Birch"), (1, 40, "Chat with everybody who wants to"), (1, 52, "chat"),
    ) == [
        ["Aurora", "Hosting of the platform and of its backups"],
        ["Birch", "Chat with everybody who wants to chat"],
    ]  # fmt: skip


def test_lines_at_one_distance_are_rows_when_words_would_have_fitted_above():
    assert rows(
        (0, 10, "Aurora"), (1, 10, "Mail"), (0, 22, "Birch"), (1, 22, "Chat"), (0, 34, "Cumulus"), (1, 34, "Files for all"),
    ) == [["Aurora", "Mail"], ["Birch", "Chat"], ["Cumulus", "Files for all"]]  # fmt: skip


def test_without_space_between_rows_a_line_goes_on_when_every_cell_does():
    assert rows(
        (0, 10, "Aurora Hosting Oyj"), (1, 10, "Hosting of the platform and of its"),
        (0, 22, "Finland"), (1, 22, "backups"),
        (0, 34, "Birch"), (1, 34, "Chat"),
        (0, 46, "Cumulus"), (1, 46, "Files"),
    )[1:] == [["Birch", "Chat"], ["Cumulus", "Files"]]  # fmt: skip


def test_rules_and_shading_part_rows():
    assert rows(
        (0, 10, "Aurora"), (1, 10, "Mail"), (1, 22, "Chat"), (0, 34, "Birch"), (1, 34, "Files"), (1, 46, "Maps"),
        (0, 58, "Cumulus"), (1, 58, "Fonts"),
        breaks=(25.0, 49.0),
    ) == [["Aurora", "Mail Chat"], ["Birch", "Files Maps"], ["Cumulus", "Fonts"]]  # fmt: skip


def test_a_paragraph_of_its_own_in_a_cell_joins_the_row_it_is_near_to():
    assert rows(
        (0, 10, "Aurora"), (1, 10, "Mail which is sent to those who ask"), (1, 22, "for it"), (1, 44, "Chat"),
        (0, 70, "Birch"), (1, 70, "Files"), (0, 90, "Cumulus"), (1, 90, "Maps"), (0, 110, "Delta"), (1, 110, "Fonts"),
    )[0] == ["Aurora", "Mail which is sent to those who ask for it Chat"]  # fmt: skip


def test_the_rest_of_a_row_at_the_top_of_a_page_is_left_to_be_joined():
    found = rows(
        (1, 10, "of its backups"),
        (0, 40, "Birch"),
        (1, 40, "Chat"),
        (0, 60, "Delta"),
        (1, 60, "Maps"),
        continued=True,
    )
    assert found[0] == ["", "of its backups"]
