"""Two texts beside each other: nothing is lost, nothing is made up, and what differs is what somebody changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketju.core.terms.passages import MOST_PARAGRAPHS, Passage, paragraphs, passages

OLD = """1. The processor processes data on instructions only.

2. It tells of new sub-processors 30 days before they begin.

3. The customer may object within 30 days.

4. It tells of a breach without undue delay."""
WORDS = st.lists(
    st.sampled_from(["the", "data", "of", "a", "customer", "is", "kept", "safe", "by", "us"]),
    min_size=1,
    max_size=8,
)
TEXTS = st.lists(WORDS.map(" ".join), max_size=12).map("\n\n".join)


def kinds(found: tuple[Passage, ...]) -> list[str]:
    return [one.kind for one in found]


def side(found: tuple[Passage, ...], without: str) -> list[str]:
    """One of the two texts, put together again from the passages."""
    place = "old" if without == "added" else "new"
    rows = [one for one in found if getattr(one, place) is not None]
    rows.sort(key=lambda one: getattr(one, place))
    return ["".join(run.text for run in one.runs if run.kind != without) for one in rows]


def test_a_word_that_changed_is_told_as_that_word() -> None:
    found = passages(OLD, OLD.replace("30 days before", "14 days before"))
    assert kinds(found) == ["same", "changed", "same", "same"]
    runs = [(one.kind, one.text) for one in found[1].runs if one.kind != "same"]
    assert runs == [("removed", "30"), ("added", "14")]


def test_paragraphs_come_go_and_move() -> None:
    parts = OLD.split("\n\n")
    assert kinds(passages(OLD, "\n\n".join([*parts, "5. It keeps a record."]))) == ["same"] * 4 + ["added"]
    assert kinds(passages(OLD, "\n\n".join(parts[1:]))) == ["removed", "same", "same", "same"]
    moved = passages(OLD, "\n\n".join([parts[3], *parts[:3]]))
    assert sorted(kinds(moved)) == ["moved", "same", "same", "same"]
    (one,) = (one for one in moved if one.kind == "moved")
    assert (one.old, one.new) == (4, 1)


def test_a_text_that_was_only_set_anew_is_the_same() -> None:
    wrapped = OLD.replace(" days ", "\n   days ").replace("\n\n", "\r\n \r\n")
    assert kinds(passages(OLD, wrapped)) == ["same"] * 4
    assert kinds(passages("a\nb\nc", "a\nx\nc")) == ["same", "removed", "added", "same"]


def test_what_has_nothing_in_common_is_gone_and_come() -> None:
    assert kinds(passages("Alpha beta gamma.", "Quite another matter")) == ["removed", "added"]
    assert passages("", "") == ()
    assert kinds(passages("", "One.")) == ["added"]


def test_a_text_with_very_many_paragraphs_is_compared_in_larger_parts() -> None:
    many = "\n\n".join(f"{number} is a number" for number in range(3 * MOST_PARAGRAPHS))
    assert len(paragraphs(many)) == MOST_PARAGRAPHS
    changed = passages(many, many.replace("777 is a", "777 was a", 1))
    assert kinds(changed).count("changed") == 1 and set(kinds(changed)) == {"same", "changed"}


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    found = passages(old, new)
    assert side(found, "added") == list(paragraphs(old))
    assert side(found, "removed") == list(paragraphs(new))


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert set(kinds(passages(text, text))) <= {"same"}


def test_words_that_changed_in_a_row_are_told_together() -> None:
    (one,) = passages("We tell within 72 hours of it.", "We tell without any delay of it.")
    assert [(run.kind, run.text) for run in one.runs] == [
        ("same", "We tell "), ("removed", "within 72 hours"), ("added", "without any delay"), ("same", " of it."),
    ]  # fmt: skip
