from __future__ import annotations

from ketju.core.model.document import ReadProblem
from ketju.core.problems import FileUnreadable, SourceBroken
from ketju.core.problems.periods import LengthOpen
from ketju.core.problems.register import ProductUnknown
from ketju.text.messages import key_from, problem_words
from ketju.text.render import phrasebook

ENGLISH = phrasebook("en")


def test_a_reason_is_put_into_words() -> None:
    sentence, hint = problem_words(FileUnreadable(file="x", reason="not-there"), ENGLISH)

    assert sentence == "The file cannot be opened: there is no such file or folder."
    assert hint == "Check the name and that you may read the file; - reads standard input."


def test_a_reason_that_nobody_foresaw_is_shown_as_it_is() -> None:
    sentence, _ = problem_words(SourceBroken(file="x", format="PDF", reason="odd thing"), ENGLISH)

    assert sentence == "The file is not sound PDF: odd thing."


def test_what_a_reason_has_in_brackets_is_not_part_of_its_key() -> None:
    problem = SourceBroken(file="x", format="PDF", reason="reader-failed (KeyError)")

    assert problem_words(problem, ENGLISH)[0] == "The file is not sound PDF: the reader broke down on it."


def test_a_parsers_words_become_a_key() -> None:
    assert key_from("did not find expected ',' or ']'") == "did-not-find-expected-or"


def test_what_may_have_been_meant_is_the_better_advice() -> None:
    with_any = problem_words(ProductUnknown(product="mial", suggestions="mail"), ENGLISH)[1]
    without = problem_words(ProductUnknown(product="mial", suggestions=""), ENGLISH)[1]

    assert with_any.startswith("Perhaps: mail. ")
    assert without == "ketju resolve REGISTER --matrix shows everything there is."


def test_suggestions_of_a_register_file_come_before_general_advice() -> None:
    params = (("found", "XX"), ("suggestions", "SE, SK"), ("hint", "register.did-you-mean"))
    problem = ReadProblem("register.unknown-country", params=params, severity="error")

    assert problem_words(problem, ENGLISH)[1] == "Did you mean: SE, SK?"


def test_a_problem_without_advice_has_none() -> None:
    assert problem_words(ReadProblem("read.bad-row"), ENGLISH)[1] == ""


def test_kinds_of_values_are_named_in_the_language() -> None:
    params = (("found", "list"), ("expected", "text"))
    problem = ReadProblem("register.wrong-type", params=params)

    assert problem_words(problem, phrasebook("sv"))[0] == "Här står en lista; här väntades en text."


def test_a_length_without_a_number_is_quoted_in_words() -> None:
    problem = LengthOpen(found="undue-delay")

    assert problem_words(problem, ENGLISH)[0].startswith("“without undue delay” has no number")


def test_advice_that_a_problem_names_comes_before_that_of_its_code() -> None:
    own = ReadProblem("register.bad-date", params=(("found", "2026"), ("hint", "terms.bad-date.hint")))
    without = ReadProblem("register.bad-date", params=(("found", "2026"),))

    assert problem_words(own, ENGLISH)[1] == "Write year, month and day: 2026-01-31."
    assert problem_words(without, ENGLISH)[1].startswith("Write 2015")
