"""Look-up of phrases, against an oracle that tries every phrase at every word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.vocabulary.fold import tokens
from ketju.core.vocabulary.lexicon import STEM_KEY, Lexicon
from tests.core.vocabulary.compiling import compiler

PHRASES = (
    ("purpose", "p", "en"),
    ("purpose of processing", "pp", "en"),
    ("purpose*", "ps", "en"),
    ("käsittel* tarkoitus", "kt", "fi"),
    ("personal data", "d", "en"),
    ("personal * data", "dx", "en"),
    ("EU", "eu", ""),
    ("EU/EEA", "eea", ""),
    ("da", "yes", "sl"),
    ("da*", "stem", "xx"),
    ("data", "d2", "en"),
)
WORDS = [
    "purpose",
    "purposes",
    "of",
    "processing",
    "personal",
    "sensitive",
    "data",
    "EU",
    "eu",
    "EEA",
    "da",
    "Da",
    "date",
    "käsittelyn",
    "tarkoitus",
    "-",
    ",",
    "/",
    "(",
    "x",
    "Käsittelijän",
    "purposeful",
]


def oracle(text: str) -> set[tuple[str, int, int]]:
    """(meaning, start, end) of every phrase at every word, by comparing word for word."""
    words, found = tokens(text), set()
    for phrase, meaning, _ in PHRASES:
        patterns = [
            tokens(part)[0].word + "*" * part.endswith("*") if part != "*" else "*"
            for part in re.split(r"[ /]", phrase)
        ]
        for first in range(len(words) - len(patterns) + 1):
            here = words[first : first + len(patterns)]
            same = all(
                token.word.startswith(pattern[:-1]) if pattern.endswith("*") else token.word == pattern
                for token, pattern in zip(here, patterns, strict=True)
            )
            if same and (meaning not in ("eu",) or all(token.upper for token in here)):
                found.add((meaning, here[0].start, here[-1].end))
    return found


def book() -> Lexicon:
    return Lexicon(compiler().lexicon(PHRASES, shout=True))


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_every_phrase_is_found_wherever_it_stands(text: str) -> None:
    words = tokens(text)
    found = {
        (one.meaning, one.start, one.end) for index in range(len(words)) for one in book().at(words, index)
    }
    assert found == oracle(text)


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_the_leftmost_longest_phrases_win_and_do_not_overlap(text: str) -> None:
    every, end = sorted(oracle(text), key=lambda one: (one[1], -one[2])), 0
    expected = set()
    while every:
        _, start, stop = every[0]
        expected |= {one for one in every if one[1:] == (start, stop)}
        end = stop
        every = [one for one in every if one[1] >= end]
    assert {(one.meaning, one.start, one.end) for one in book().find(text)} == expected


def test_a_phrase_that_is_all_of_a_text() -> None:
    assert {one.meaning for one in book().whole("Purpose")} == {"p", "ps"}
    assert {one.meaning for one in book().whole("Purpose of processing:")} == {"pp"}
    assert book().whole("the purpose") == []
    assert book().whole("") == []


@pytest.mark.parametrize(("text", "found"), [("EU", True), ("eu", False), ("Eu", False)])
def test_a_short_abbreviation_counts_in_capitals_alone(text: str, found: bool) -> None:
    assert any(one.meaning == "eu" for one in book().find(text)) is found


def test_a_stem_shorter_than_its_key_is_found() -> None:
    assert len("da") < STEM_KEY
    assert {one.meaning for one in book().find("dative")} == {"stem"}
