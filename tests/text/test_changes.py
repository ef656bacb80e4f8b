"""Every change has words in every language, and none of them is left open."""

from __future__ import annotations

import pytest

from ketju.core.model.change import Change
from ketju.core.model.register import Register, Service, Words
from ketju.core.register.comparison.kinds import KINDS
from ketju.text.changes import ChangeWords, counts, section_of
from ketju.text.render import LANGUAGES, phrasebook


def words(language: str = "en") -> ChangeWords:
    register = Register(services=(Service("shop", Words((("en", "Web shop"),))),))
    return ChangeWords(register, register, phrasebook(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_change_and_every_reason_has_words(language: str) -> None:
    told = words(language)
    for kind in KINDS:
        for notice in kind.notices:
            change = Change(kind.id, notice, "Acme", "name", "a", "b", ("one",), ("two",))
            assert not told.what(change).startswith("change."), kind.id
            assert "{" not in told.what(change)
            assert not told.reason(notice).startswith("notice-reason."), notice.reason
            assert told.reason(notice).endswith(".")


def test_values_that_are_keys_are_put_into_words() -> None:
    notice = KINDS[0].notices[0]
    role = Change("role", notice, "Acme", "role", "a", "a", ("controller",), ("joint controller",))
    assert words().what(role) == "role: controller → joint controller"
    places = Change("place-added", notice, "Acme", "places", "a", "a", (), ("GLOBAL",))
    assert "GLOBAL" not in words().what(places)
    start = Change("dates", notice, "Acme", "since", "a", "a", ("2024-03",), ("2024-03-01",))
    assert words().what(start) == "start: March 2024 → 1 March 2024"
    assert words("fi").what(start).endswith("→ 1.3.2024")


def test_periods_of_notice_are_in_the_language_of_the_reader() -> None:
    terms = Change(
        "notice-terms", KINDS[0].notices[0], field="notice", before=("30 days",), after=("2 weeks",)
    )
    assert words("sv").what(terms).endswith("30 dagar → 2 veckor")
    assert words("fi").what(terms).endswith("30 päivää → 2 viikkoa")
    printed = Change(
        "notice-terms", KINDS[0].notices[0], field="notice", before=("30 days by post",), after=()
    )
    assert "30 days by post" in words("sv").what(printed)


def test_what_a_change_touches_is_named() -> None:
    change = Change("added", KINDS[0].notices[0], "Acme", services=("shop",), regions=("eu",))
    assert words().touched(change) == "Web shop · eu"
    assert words().touched(Change("added", KINDS[0].notices[0], "Acme")) == ""


def test_changes_of_wording_are_counted_apart() -> None:
    form = Change("wording-only", KINDS[-1].notices[0])
    added = Change("added", KINDS[0].notices[0])
    assert (section_of(form), section_of(added)) == ("form", "yes")
    assert counts([form, added]) == {"yes": 1, "by-agreement": 0, "no": 0, "form": 1}
