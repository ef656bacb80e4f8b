"""The chooser: a page for each service, region and set of options."""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.register import Condition, Option, Scope
from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication
from ketju.formats.writers.site import choices
from ketju.formats.writers.site.choices import choices_of
from tests.formats.writers.site.pages import SECOND_DAY, entry, pages, publication, register, site, words

PAGES = pages(site(publication(), ("en",)))


def applying(path: str) -> str:
    """What stands on a page before what does not apply."""
    return PAGES[path].text.partition("not apply")[0]


def test_there_is_a_page_for_each_service_where_it_is_sold() -> None:
    found = {path.removeprefix("en/choose/") for path in PAGES if path.startswith("en/choose/")}
    assert found == {
        "mail/eu.html", "mail/eu/sms.html", "mail/us.html", "mail/us/sms.html", "shop/eu.html",
    }  # fmt: skip


def test_a_page_lists_what_the_service_has_by_itself_and_by_its_groups() -> None:
    mail, shop = applying("en/choose/mail/eu.html"), applying("en/choose/shop/eu.html")
    assert "Lehtokuja Pilvet Oy" in mail and "Bluepenny Inc." in mail
    assert "Lehtokuja Pilvet Oy" in shop and "Bluepenny Inc." not in shop
    assert "Postikku uses the group “Mail relays”" in mail


def test_an_option_brings_what_is_only_there_with_it() -> None:
    assert "alert" not in applying("en/choose/mail/eu.html")
    assert "alert" in applying("en/choose/mail/eu/sms.html")


def test_what_does_not_apply_says_why() -> None:
    rest = PAGES["en/choose/mail/eu.html"].text.partition("not apply")[2]
    assert "only with “Text messages”" in rest
    assert "only from 1 February 2027 on" in rest


def crowded(options: int, entries: int) -> choices.Choices:
    base = register()
    more = tuple(Option(f"o{n}", words(f"Option {n}")) for n in range(options))
    conditional = tuple(
        entry(f"x{n}", f"Company {n} Oy", "FI", applies_to=Scope(services=("mail",)))
        if n >= options
        else entry(
            f"x{n}",
            f"Company {n} Oy",
            "FI",
            condition=Condition(words("if chosen"), "option", f"o{n}"),
            applies_to=Scope(services=("mail",)),
        )
        for n in range(entries)
    )
    full = replace(base, options=(*base.options, *more), entries=(*base.entries, *conditional))
    return choices_of(next_publication((), public_register(full), SECOND_DAY))


def test_of_many_options_each_has_a_page_and_all_together_have_one() -> None:
    sets = [c.options for c, _ in crowded(6, 6).answers if (c.service, c.region) == ("mail", "eu")]
    assert len(sets) == 1 + 7 + 1
    assert sorted(map(len, sets)) == [0, *[1] * 7, 7]


def test_names_of_pages_are_never_too_long_for_a_disk() -> None:
    longest = max(max(map(len, c.path.split("/"))) for c, _ in crowded(6, 6).answers)
    assert longest <= choices.MOST_OPTIONS * 61 + 5 <= 255


def test_a_long_list_gets_fewer_pages_and_says_so() -> None:
    small, large = crowded(3, 10), crowded(3, 9000)
    assert (small.extent, large.extent) == ("all", "none")
    assert {c.options for c, _ in large.answers} == {()}
    assert sum(len(answer.applying) for _, answer in large.answers) <= choices.LARGEST


def test_a_register_without_services_has_no_chooser() -> None:
    plain = replace(
        register(), regions=(), services=(), groups=(), options=(), entries=register().entries[-2:]
    )
    files = site(next_publication((), public_register(plain), SECOND_DAY), ("en",))
    assert not [path for path in files if "choose" in path]
    assert "choose.html" not in files["en/index.html"].decode()
