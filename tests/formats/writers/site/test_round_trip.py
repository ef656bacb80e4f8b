"""Reading the front page gives the list that was published, from the text that people see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry, Group, Region, Register, Scope, Service, Words
from ketju.formats.writers.site import write_site
from ketju.formats.writers.site.rows import CARRIES
from ketju.formats.writers.writer import Writer
from ketju.text.render import LANGUAGES, Phrasebook, phrasebook
from tests.formats.writers.carried import differences, read_again, shown
from tests.formats.writers.site.pages import publication
from tests.formats.writers.test_round_trip import LISTS, lists, published


def front(of: Publication, phrases: Phrasebook) -> bytes:
    return write_site(of, (phrases.language,), ())[f"{phrases.language}/index.html"]


PAGE = Writer("html", "HTML", ".html", "text/html", True, CARRIES, front)
SCOPES = (
    Scope(),
    Scope(groups=("base",)),
    Scope(groups=("relay",)),
    Scope(services=("mail",)),
    Scope(services=("mail", "shop"), regions=("eu",)),
    Scope(services=("shop",), regions=("us",)),
)


def scoped() -> st.SearchStrategy[Register]:
    """Lists with products, regions and shared groups."""

    def with_scopes(register: Register, scopes: list[Scope]) -> Register:
        entries = (replace(e, applies_to=s) for e, s in zip(register.entries, scopes, strict=False))
        return replace(
            register,
            regions=(Region("eu", named("Europe")), Region("us", named("North America"))),
            services=(Service("mail", named("Postikku")), Service("shop", named("Kauppala"))),
            groups=(Group("base", named("General"), all_services=True), Group("relay", named("Relays"))),
            entries=tuple(entries),
        )

    scopes = st.lists(st.sampled_from(SCOPES), min_size=8, max_size=8)
    return st.builds(with_scopes, lists(), scopes)


def named(text: str) -> Words:
    return Words((("en", text),))


def in_any_order(of: Publication, language: str) -> list[str]:
    """The differences for a page whose entries stand by region and product: names first, then each by itself."""
    again = read_again(front(of, phrasebook(language)), "index.html")
    if sorted(e.name for e in again.entries) != sorted(e.name for e in of.entries):
        return [f"names: {[e.name for e in of.entries]} → {[e.name for e in again.entries]}"]
    return [
        str(entry)
        for entry in of.entries
        if not any(same(entry, other, phrasebook(language)) for other in again.entries)
    ]


def same(entry: Entry, other: Entry, phrases: Phrasebook) -> bool:
    return entry.name == other.name and all(
        shown(entry, member, phrases) == shown(other, member, phrases) for member in CARRIES
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(register=lists())
@settings(deadline=None, max_examples=8)
def test_any_list_comes_back_as_it_was_published(language: str, register: Register) -> None:
    assert differences(published(register), PAGE, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(register=scoped())
@settings(deadline=None, max_examples=6)
def test_any_list_by_product_and_region_comes_back(language: str, register: Register) -> None:
    assert in_any_order(published(register), language) == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_list_that_was_read_comes_back(path: Path) -> None:
    made = published(read_again(path.read_bytes(), path.name))
    only = replace(made.register, entries=tuple(e for e in made.entries if e.role == "processor"))

    assert in_any_order(replace(made, versions=(replace(made.current, register=only),)), "fi") == []


def test_the_label_and_the_day_come_back() -> None:
    again = read_again(front(publication(), phrasebook("en")), "index.html")
    assert again.tlp == "TLP:CLEAR"
    assert str(again.version_on) == "2026-11-29"
    assert str(again.title) == "Sub-processors of Esimerkki"
