"""Stretches of formatted text put together."""

from ketju.core.model.document import Mark
from ketju.core.model.span import TextSpan
from ketju.formats.runs import LINE_BREAK, Run, text_from_runs

SPAN = TextSpan(0, 99)


def test_neighbours_of_one_format_are_one_mark_without_space_at_its_ends():
    text = text_from_runs([Run("  Aurora ", bold=True), Run("Oy ", bold=True), Run("hosts ")], SPAN)
    assert (text.text, text.marks) == ("Aurora Oy hosts", (Mark("bold", 0, 9),))


def test_white_space_between_two_stretches_does_not_part_them():
    text = text_from_runs([Run("a", link="u"), Run(" "), Run("b", link="u"), Run("c", link="v")], SPAN)
    assert text.marks == (Mark("link", 0, 3, "u"), Mark("link", 3, 4, "v"))


def test_formats_may_lie_over_each_other():
    text = text_from_runs([Run("a", bold=True, link="u"), Run("b", strike=True, code=True)], SPAN)
    assert set(text.marks) == {
        Mark("bold", 0, 1),
        Mark("link", 0, 1, "u"),
        Mark("strike", 1, 2),
        Mark("code", 1, 2),
    }


def test_line_breaks_inside_stay_and_those_around_go():
    assert text_from_runs([LINE_BREAK, Run("a"), LINE_BREAK, Run("b"), LINE_BREAK], SPAN).text == "a\nb"


def test_white_space_alone_is_an_empty_text():
    assert text_from_runs([Run("  ", bold=True)], SPAN).text == ""
    assert text_from_runs([], SPAN).marks == ()
