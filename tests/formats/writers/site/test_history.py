"""The change history knows entries as ``ketju diff`` does: by what they are, not by their ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry, Identifier, NoticeTerms, Place, Register, Service, Words
from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication
from ketju.formats.writers.site.events import by_entry, events_of, past_of
from tests.formats.writers.site.pages import pages, site

MAIL = Entry(
    "fernpost",
    "Fernpost Ltd",
    identifiers=(Identifier("DE136695976"),),
    purpose=Words((("en", "Sending of e-mail"),)),
    places=(Place("IE"),),
)
HOST = Entry("quillon", "Quillon GmbH", purpose=Words((("en", "Hosting of servers"),)), places=(Place("DE"),))


def published(*registers: Register) -> Publication:
    made = None
    for day, register in enumerate(registers, 1):
        before = made.versions if made else ()
        made = next_publication(before, public_register(register), date(2026, 3, day))
    assert made is not None
    return made


def register(*entries: Entry, **members: object) -> Register:
    made = Register(publisher="Aalto Oy", languages=("en",), tlp="TLP:CLEAR", entries=entries)
    return replace(made, **members)  # type: ignore[arg-type]


def kinds(of: Publication) -> list[tuple[str, str, str]]:
    """The events of the last version with the names on either side."""
    _, events = events_of(of)[-1]
    return [(e.kind, e.before.name if e.before else "", e.after.name if e.after else "") for e in events]


def test_an_entry_that_was_renamed_and_got_another_id_has_changed() -> None:
    renamed = replace(MAIL, id="fernpost-messaging", name="Fernpost Messaging Ltd")
    made = published(register(MAIL, HOST), register(renamed, HOST))

    assert kinds(made) == [("changed", "Fernpost Ltd", "Fernpost Messaging Ltd")]
    history = pages(site(made))["en/history.html"].text
    assert "Fernpost Ltd" in history and "Fernpost Messaging Ltd" in history
    assert "1 changed" in history and "added" not in history and "removed" not in history


def test_another_id_alone_is_no_event() -> None:
    made = published(register(MAIL, HOST), register(replace(MAIL, id="mail"), HOST))

    assert kinds(made) == []


def test_an_entry_keeps_its_past_under_another_id() -> None:
    wider = replace(MAIL, id="mail", places=(Place("IE"), Place("US")))
    made = published(register(MAIL, HOST), register(wider, HOST))
    past = by_entry(*past_of(made))

    assert [event.kind for event in past["mail"]] == ["changed", "added"]
    assert "fernpost" not in past


def test_one_that_takes_the_place_of_another_replaces_it() -> None:
    heir = replace(MAIL, id="mailvind", name="Mailvind ApS", identifiers=(), replaces="fernpost")
    made = published(register(MAIL, HOST), register(heir, HOST))

    assert kinds(made) == [("replaced", "Fernpost Ltd", "Mailvind ApS")]
    assert "Fernpost Ltd is replaced by Mailvind ApS." in pages(site(made))["en/history.html"].text


def test_what_came_and_what_went_without_a_link_is_told_apart() -> None:
    chat = Entry("oldwick", "Oldwick Inc.", purpose=Words((("en", "Video calls"),)), places=(Place("US"),))
    made = published(register(MAIL, HOST), register(MAIL, chat))

    assert sorted(kinds(made)) == [("added", "", "Oldwick Inc."), ("removed", "Quillon GmbH", "")]


def test_other_terms_of_notice_are_told_of_the_list_itself() -> None:
    terms = NoticeTerms("We tell you 30 days before.", 30, "days")
    made = published(register(MAIL), register(MAIL, notice=terms))

    assert kinds(made) == [("list", "", "")]
    history = pages(site(made))["en/history.html"].text
    assert "The list itself" in history and "30" in history


def test_a_product_for_which_all_entries_hold_is_told_of_each() -> None:
    product = Service("chat", Words((("en", "Aalto Chat"),)))
    made = published(register(MAIL), register(MAIL, services=(product,)))

    assert kinds(made) == [("changed", "Fernpost Ltd", "Fernpost Ltd"), ("list", "", "")]
    assert "Aalto Chat" in pages(site(made))["en/history.html"].text


def test_the_same_list_in_another_order_has_no_events() -> None:
    other = replace(HOST, notes=("Reached by night only",))
    made = published(register(MAIL, HOST), register(HOST, MAIL), register(other, MAIL))

    assert [kind for kind, *_ in kinds(made)] == ["changed"]
    assert len(made.versions) == 2
