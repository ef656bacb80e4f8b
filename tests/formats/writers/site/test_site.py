"""What holds for every page of a site."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ketju.core.register.projection import public_register
from ketju.core.register.slugs import slug
from ketju.formats.publishing import next_publication
from ketju.formats.registerfile.reading import read_register
from tests.formats.writers.site.pages import (
    HOSTILE,
    SECOND_DAY,
    Seen,
    links,
    pages,
    publication,
    register,
    site,
)

EXAMPLES = sorted((Path(__file__).parents[4] / "examples").glob("*/ketju.yaml"))
FILES = site(publication())
PAGES = pages(FILES)
FRAMED = {path: page for path, page in PAGES.items() if page.all("header")}


def test_publishing_twice_gives_the_same_bytes() -> None:
    assert site(publication()) == FILES


def test_every_link_leads_to_a_page_and_a_place_on_it() -> None:
    there = {path: set(page.ids) for path, page in PAGES.items()} | {
        path: set() for path in FILES if not path.endswith(".html")
    }
    lost = {
        (path, file, anchor)
        for path, page in PAGES.items()
        for file, anchor in links(path, page)
        if file not in there or (anchor and anchor not in there[file])
    }
    assert lost == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_no_link_of_an_example_is_dead(path: Path) -> None:
    found, _ = read_register(path.read_text(encoding="utf-8"))
    assert found is not None
    files = site(next_publication((), public_register(found, "CLEAR"), SECOND_DAY), ("fi",))
    seen = pages(files)
    assert seen
    assert {file for page, of in seen.items() for file, _ in links(page, of)} <= set(files)


def test_every_page_is_reached_from_the_front() -> None:
    todo, seen = ["index.html"], set[str]()
    while todo:
        path = todo.pop()
        if path not in seen and path in PAGES:
            seen.add(path)
            todo += [file for file, _ in links(path, PAGES[path])]
            refresh = [t for t in PAGES[path].all("meta") if t.attributes.get("http-equiv") == "refresh"]
            todo += [t.attributes["content"].partition("url=")[2] for t in refresh]
    turns = {path for path in PAGES if path.startswith("v/") and path.endswith("index.html")}
    assert seen == set(PAGES) - turns


def test_ids_are_unique_on_each_page() -> None:
    assert [p for p, page in PAGES.items() if max(Counter(page.ids).values(), default=1) > 1] == []


def test_each_page_has_one_main_heading_a_language_and_the_label_above_and_below() -> None:
    assert len(FRAMED) > 60
    for path, page in FRAMED.items():
        assert len(page.all("h1")) == 1, path
        language = path[:2] if not path.startswith("v/") else path[-7:-5]
        assert page.all("html")[0].attributes["lang"] == language
        before, _, after = FILES[path].decode().partition("<main")
        assert ">TLP:CLEAR<" in before and ">TLP:CLEAR<" in after.partition("</main>")[2], path


def test_each_page_names_itself_in_the_other_languages() -> None:
    for path, page in FRAMED.items():
        alternates = {
            tag.attributes["hreflang"]: tag.attributes["href"]
            for tag in page.all("link")
            if tag.attributes.get("rel") == "alternate" and "hreflang" in tag.attributes
        }
        assert set(alternates) == {"en", "fi", "sv"}, path


def test_alternates_are_whole_addresses_when_it_is_known_where_the_site_is() -> None:
    page = Seen(site(publication("https://list.example/sub/"))["fi/places.html"])
    addresses = [tag.attributes["href"] for tag in page.all("link") if "hreflang" in tag.attributes]
    assert "https://list.example/sub/sv/places.html" in addresses


def test_no_page_has_a_script_a_style_of_its_own_or_asks_anybody_else_for_something() -> None:
    for path, page in PAGES.items():
        for tag in page.tags:
            assert tag.name not in ("script", "style", "iframe", "object", "embed", "form", "base"), path
            assert not [name for name in tag.attributes if name.startswith("on") or name == "style"], path
            if tag.name in ("link", "img", "source", "use") and tag.attributes.get("rel") not in (
                "alternate",
                "canonical",
            ):
                assert "//" not in tag.attributes.get("href", tag.attributes.get("src", "")), path
    assert b"url(" not in FILES["style.css"] and b"@import" not in FILES["style.css"]


def test_a_hostile_name_stays_a_name() -> None:
    page = PAGES[f"en/companies/{slug(HOSTILE)}.html"]
    assert page.text.count(HOSTILE) >= 1
    assert not page.all("script") and not page.all("b")


def test_only_addresses_of_the_web_and_of_mail_are_links() -> None:
    page = PAGES["en/companies/lehtokuja-pilvet-oy.html"]
    targets = [tag.attributes.get("href", "") for tag in page.all("a")]
    assert "https://lehtokuja.example/" in targets
    assert not [target for target in targets if target.startswith("javascript")]
    assert "javascript:alert(1)" in page.text


def test_a_permalink_keeps_its_bytes_when_a_version_follows() -> None:
    both = publication()
    alone = site(next_publication((), both.versions[0].register, both.versions[0].on))
    kept = {path: data for path, data in alone.items() if path.startswith("v/")}
    assert len(kept) == 4
    assert {path: FILES[path] for path in kept} == kept


def test_a_permalink_says_number_day_and_hash_of_its_version() -> None:
    version = publication().versions[1]
    text = PAGES[f"v/{version.digest}/en.html"].text
    assert version.digest in text and "29 November 2026" in text and "Version 2" in text
    assert hashlib.sha256(FILES[f"versions/{version.digest}.json"]).hexdigest() == version.digest
    assert "Tulevainen GmbH" in text and "Sending of letters → Sending of e-mail" in text


def test_content_that_came_back_keeps_the_page_of_its_first_time() -> None:
    both = publication()
    third = next_publication(both.versions, both.versions[0].register, SECOND_DAY.replace(year=2027))
    path = f"v/{both.versions[0].digest}/fi.html"
    assert len(third.versions) == 3
    assert site(third)[path] == FILES[path]


def test_planned_and_ended_entries_stand_apart_from_those_in_use() -> None:
    text = PAGES["en/index.html"].text
    order = [
        "In use",
        "Lehtokuja Pilvet Oy",
        "Planned",
        "Tulevainen GmbH",
        "Ended",
        "Mennyt Oy",
        "Uutiset Oy",
    ]
    places = [text.rindex(word) for word in order]
    assert places == sorted(places)


def test_texts_without_a_translation_say_their_language() -> None:
    page = PAGES["sv/index.html"]
    assert [tag for tag in page.all("span") if tag.attributes.get("lang") == "en"]
    assert "engelska" in page.text
    fi = PAGES["fi/index.html"]
    assert "Palvelinten ylläpito" in fi.text and "Hosting of servers" not in fi.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["April 2018", "2016", "Germany", "United States", "1 sub-processor"]),
        ("fi", ["huhtikuu 2018", "Saksa", "Yhdysvallat", "1 alikäsittelijä"]),
        ("sv", ["april 2018", "Tyskland", "USA", "1 underbiträde"]),
    ],
)
def test_dates_countries_and_counts_are_in_the_language(language: str, words: list[str]) -> None:
    text = PAGES[f"{language}/index.html"].text
    assert [word for word in words if word not in text] == []


def test_a_list_for_few_asks_search_engines_to_stay_out() -> None:
    strict = next_publication((), public_register(replace(register(), tlp="TLP:AMBER"), "AMBER"), SECOND_DAY)
    page = pages(site(strict))["en/index.html"]
    assert [t for t in page.all("meta") if t.attributes.get("name") == "robots"]
    assert "TLP:AMBER" in page.text
    assert not [t for t in PAGES["en/index.html"].all("meta") if t.attributes.get("name") == "robots"]
