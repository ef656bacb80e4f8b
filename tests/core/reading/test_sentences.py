"""Sentences that enumerate companies: where the enumeration starts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.document import Text
from ketju.core.model.span import TextSpan
from ketju.core.reading import sentences
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.sentences import enumeration_colon

PIECES = (
    "our sub-processors",
    "vendors",
    ": ",
    ":",
    "the following",
    "Acme GmbH, ",
    "alikäsittelijät",
    " ",
    "{a",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_the_colon_is_the_first_that_follows_a_word_for_sub_processors(text: str) -> None:
    slow = next((m for m in sentences.COLON.finditer(text) if names_subprocessors(text[: m.start()])), None)
    fast = enumeration_colon(text)

    assert (fast and fast.span()) == (slow and slow.span())


def test_companies_after_the_colon_are_found() -> None:
    printed = "We use the following sub-processors: Acme GmbH (hosting, Germany) and Bolt Oy (mail, Finland)."
    found = sentences.read_sentence(Text(printed, TextSpan(0, len(printed))), (), frozenset({"en"}))

    assert found is not None
    assert [draft.fields[0].text.text for draft in found.drafts] == ["Acme GmbH", "Bolt Oy"]
