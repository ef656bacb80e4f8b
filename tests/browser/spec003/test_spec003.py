"""Spec 003's own case, from the published list to the last customer's day, in a real browser with real mail.

Liana adds a sub-processor for LianaMailer in the EU alone. What it promised stands in lines 119 to 125 of its list:
main users are told by e-mail or in the application at least 30 days before use, and may object in writing within 30
days. One customer has 45 days by its own agreement. Days are counted by hand after Regulation 1182/71: told on Monday 7
September 2026, day 1 is the 8th, day 30 is Wednesday 7 October, day 45 is Thursday 22 October. A letter that is posted
on 9 September counts as received when 7 days are over, on the 17th; 30 days later is Saturday 17 October, so the last day
is Monday the 19th.

The tests are one story and stand in its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from tests.browser.spec003 import post, saying, staff
from tests.browser.spec003.looking import look
from tests.browser.spec003.staff import COMPANY, ENTRY, HOME, TITLE, stands, text
from tests.browser.spec003.world import HERE, World, came, running, until
from tests.browser.test_pages import CHROMIUM, MISSING
from tests.core.reading.lists import SPEC

SOURCE = SPEC / "003-liana-alikasittelijat.fi.txt"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)"),
    pytest.mark.skipif(not SOURCE.is_file(), reason="the published lists are not here (../shared/spec)"),
]
GARDEN, YARD, BAKERY = "Puutarha Mustikka Oy", "Norrskär Båtvarv Ab", "Foxglove Bakery Ltd"
GONE, NOBODY, LATE = "Kauppahuone Raita Oy", "Lehtola Rör Ab", "Tuore Leipomo Oy"
TOUCHED = {GARDEN, YARD, BAKERY, GONE, NOBODY}


class Story:
    """The world, who sits at a browser, and the addresses that were met."""

    def __init__(self, world: World) -> None:
        self.world, self.case, self.draft = world, "", ""
        self.sit_down()

    def sit_down(self) -> None:
        """Staff at their browsers, with sessions that hold now."""
        self.officer, self.handler = self.world.page("officer"), self.world.page("handler")

    def move_to(self, month: int, day: int, hour: int = 9) -> None:
        """Time goes on, and the work of the background with it."""
        self.world.move_to(self.world.at(2026, month, day, hour))
        self.sit_down()

    def stand(self, who: str) -> tuple[str, ...]:
        """Told, objections until, free from, waits for: as staff see a customer."""
        return stands(self.handler, self.case)[who]

    def until_stands(self, who: str, said: str, column: int = 2) -> None:
        """Wait until the page of customers says something of one."""
        until(lambda: said in self.stand(who)[column], f"{who}: {said}")

    def portal(self, who: str, language: str = "en") -> Any:
        """The change in the portal of a customer."""
        page = self.world.page(who, language)
        page.goto(f"/portal/{self.world.ids[who]}/changes/")
        page.locator("main table a").first.click()
        return page

    def effects(self) -> dict[str, tuple[str, str]]:
        """From when the change is in effect for each customer, and what it waits for, as the evidence says."""
        names = {public_id: key for key, public_id in self.world.ids.items()}
        told = saying.evidence(self.handler, self.case)["customers"]
        return {names[one["id"]]: (one["effective_at"], one["waits"]) for one in told}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    from playwright.sync_api import sync_playwright

    began = datetime(2026, 9, 7, 9, tzinfo=HERE)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with running(tmp_path_factory.mktemp("world"), browser, began) as world:
            yield Story(world)
        browser.close()


def test_01_the_list_comes_in_and_a_draft_adds_a_company_in_the_eu_alone(story: Story) -> None:
    register = staff.bring_in(story.officer, SOURCE, date(2025, 1, 7))
    story.world.fill("customers")
    until(lambda: story.world.page("").goto(f"{saying.LIST}fi/").status == 200, "the public list")
    assert saying.public(story.world) == ""
    story.draft = staff.draft_company(story.officer, register)


def test_02_the_plan_names_who_is_touched_and_when_each_is_free(story: Story) -> None:
    story.case = staff.propose(story.handler)
    said = text(story.handler)
    for sentence in (
        "Companies without a first day got the planned day in the draft.",
        "4 of 5 customers are free on 8 October 2026", "5 of 5 customers are free on 23 October 2026",
        "1 of them cannot be reached and gets a letter",
    ):  # fmt: skip
        assert sentence in said
    assert set(stands(story.handler, story.case)) == TOUCHED, (
        "neither the school with its CMS nor the Emirates"
    )
    look(story.handler, "customers-planned")
    story.officer.goto(f"{story.draft}records/entries/{ENTRY}/")
    assert story.officer.get_by_label("In use since").input_value() == "2026-10-08"


def test_03_all_at_once_waits_for_the_slowest(story: Story) -> None:
    page = story.handler
    _move(page, story.case, "For all at once", "2026-10-08")
    assert "8 October 2026 is too early" in text(page) and "23 October 2026 at the earliest" in text(page)
    _move(page, story.case, "For all at once", "2026-10-23")
    assert "It has to be approved again" in text(page)
    story.officer.goto(f"{story.draft}records/entries/{ENTRY}/")
    assert story.officer.get_by_label("In use since").input_value() == "2026-10-23", (
        "the draft follows the plan"
    )
    _move(page, story.case, "For each customer as soon as it is free", "2026-10-08")
    look(page, "change-planned")


def _move(page: Any, case: str, rollout: str, day: str) -> None:
    page.goto(case)
    page.locator("summary", has_text="Plan it for another day").click()
    page.get_by_label(rollout).check()
    page.get_by_label("Planned day").fill(day)
    page.get_by_role("button", name="Change the plan").click()


def test_04_the_gates_of_the_company_open_one_by_one(story: Story) -> None:
    seen = staff.open_gates(story.officer, story.case)
    assert seen[0] == [
        "Examination of the company", "Contract with the company", "Tool for the transfer: India",
        "Assessment of the transfer: India", "Approval by a second person",
    ]  # fmt: skip
    assert "Contract with the company" in seen[2], "a contract is not enough before its clauses are known"
    assert [len(one) for one in seen] == [5, 4, 4, 3, 2, 1]


def test_05_nothing_leaves_before_a_second_person_approved(story: Story) -> None:
    page = story.handler
    page.goto(f"{story.case}texts/")
    look(page, "notice-none")
    page.get_by_role("button", name="Make the texts").click()
    page.get_by_role("button", name="Check everything").click()
    assert "Ask a second person" in text(page)
    assert page.get_by_role("button", name="Announce it").count() == 0
    look(page, "notice")
    story.officer.goto(f"{story.draft}publish/")
    look(story.officer, "publish-too-early")
    staff.publish(story.officer, "Too early")
    assert "/versions/" not in story.officer.url and story.officer.get_by_role("alert").count()
    story.officer.goto(f"{story.case}texts/")
    story.officer.get_by_label("Later: somebody publishes the list afterwards").check()
    story.officer.get_by_role("button", name="I read the texts: approve").click()
    assert "Say why the public is to hear of it later" in text(story.officer)
    story.officer.get_by_label("Why later").fill("The press is told on Monday.")
    story.officer.get_by_role("button", name="I read the texts: approve").click()
    page.goto(f"{story.case}texts/")
    page.get_by_role("button", name="Check everything").click()
    assert "Everything is in order. Nothing was sent." in text(page)
    assert not story.world.mail.to("maija@mustikka.example.com")


def test_06_each_is_told_in_its_language_and_nobody_else(story: Story) -> None:
    story.handler.goto(f"{story.case}texts/")
    story.handler.get_by_role("button", name="Announce it to the customers now").click()
    mail = story.world.mail
    told = {
        "maija@mustikka.example.com": ("8.10.2026", "7.10.2026", "vastustatte"),
        "ebba@norrskar.example.com": ("23 oktober 2026", "7 oktober 2026", "invänder"),
        "niamh@foxglove.example.com": ("8 October 2026", "7 October 2026", "object"),
    }
    for address, words in told.items():
        until(lambda one=address: mail.to(one), f"mail to {address}")  # type: ignore[misc]
        (one,) = mail.to(address)
        assert words[0] in one["Subject"]
        body = one.get_body(("plain",)).get_content().casefold()
        assert all(word.casefold() in body for word in (COMPANY, *words)), address
    until(lambda: mail.refused, "an address that nobody has")
    assert set(mail.refused) == {"gone@raita.example.com"}
    assert not mail.to("helmi@tuulensuu.example.com") and not mail.to("omar@palm.example.com")


def test_07_what_is_published_now_is_planned_everywhere(story: Story) -> None:
    story.officer.goto(story.case)
    story.officer.get_by_role("link", name="Publish").click()
    look(story.officer, "publish")
    staff.publish(story.officer, "Koivula was announced")
    assert "Version 2 is published" in text(story.officer)
    until(lambda: saying.public(story.world) == "planned", "the public list")
    shelves = {
        who: saying.portal(story.world, who) for who in ("puutarha", "varv", "bakery", "dubai", "school")
    }
    assert shelves == {
        "puutarha": "planned",
        "varv": "planned",
        "bakery": "planned",
        "dubai": "",
        "school": "",
    }
    assert any(COMPANY in said for _, said in saying.feed(story.world)[:2])
    story.move_to(9, 7, 12)
    story.until_stands(BAKERY, "8 October 2026")
    assert story.stand(BAKERY)[1:] == ("7 October 2026", "8 October 2026", "–")
    assert story.stand(YARD)[1:] == ("7 October 2026", "23 October 2026", "–")
    assert story.stand(GONE)[0] == story.stand(NOBODY)[0] == "not reachable"
    events = saying.calendar(story.handler)
    assert any(one.startswith("20261007") for one in events) and any(
        one.startswith("20261008") for one in events
    )
    look(story.handler, "calendar")
    story.handler.goto(f"{HOME}changes/")
    look(story.handler, "changes")
    story.handler.goto(f"{HOME}changes/contacts/")
    look(story.handler, "contacts")


def test_08_one_objects_by_an_answer_and_one_in_the_portal(story: Story) -> None:
    story.move_to(9, 8)
    (notice,) = story.world.mail.to("maija@mustikka.example.com")
    answer = EmailMessage()
    answer["From"], answer["To"] = "Maija <maija@mustikka.example.com>", notice["Reply-To"]
    answer["Subject"], answer["In-Reply-To"] = f"Re: {notice['Subject']}", notice["Message-ID"]
    answer["Message-ID"] = "<1@mustikka.example.com>"
    answer.set_content("Hei,\n\nvastustamme: viestejä ei saa mitata Intiasta.\n\nMaija\n")
    answer.add_attachment(b"%PDF-1.4\n", maintype="application", subtype="pdf", filename="perustelut.pdf")
    post.hand_over(story.world.mail.lmtp, "maija@mustikka.example.com", notice["Reply-To"], answer.as_bytes())
    until(lambda: "Objection" in story.stand(GARDEN)[3], "the objection by mail")
    page = story.world.page("varv", "sv")
    page.goto(f"/portal/{story.world.ids['varv']}/")
    assert "ni kan invända till och med den 7 oktober 2026" in text(page)
    look(page, "portal-start")
    page.get_by_role("link", name="Läs vad som ändras").click()
    assert "Ni kan invända till och med den 7 oktober 2026." in text(page)
    look(page, "portal-change")
    page.locator("main textarea").last.fill("Vi vill inte att data nås från Indien.")
    page.get_by_role("button", name="Invänd").click()
    assert "Er invändning är mottagen" in text(page)
    assert story.stand(YARD)[2:] == ("–", "Objection")
    read = story.portal("bakery")
    read.get_by_role("button", name="We have read this").click()
    story.handler.goto(HOME)
    assert "2 open objections" in text(story.handler)
    look(story.handler, "today")
    story.handler.get_by_role("link", name="Answer 2 open objections").click()
    assert GARDEN in text(story.handler) and YARD in text(story.handler)
    look(story.handler, "objections")
    story.handler.get_by_role("link", name=GARDEN).click()
    assert "viestejä ei saa mitata Intiasta" in text(story.handler)
    look(story.handler, "objection")


def test_09_who_cannot_be_reached_gets_a_letter_and_later_days(story: Story) -> None:
    story.move_to(9, 9)
    page = story.handler
    page.goto(HOME)
    page.get_by_role("link", name="Print and post").click()
    look(page, "letters")
    for who in (GONE, NOBODY):
        page.get_by_role("link", name=who).click()
        assert COMPANY in text(page)
        look(page, f"letter-{who.split()[0].lower()}")
        page.goto(f"{HOME}changes/letters/")
    for who in (GONE, NOBODY):
        page.get_by_role("button", name=f"It was posted {who}").click()
    assert "No letter waits" in text(page)
    for who in (GONE, NOBODY):
        assert story.stand(who)[1:] == ("19 October 2026", "20 October 2026", "–")


def test_10_who_joins_late_accepted_it_with_the_annex(story: Story) -> None:
    story.move_to(9, 21)
    story.world.fill("late")
    for hour in range(
        10, 16
    ):  # customers are sorted, then looked for: each is work of its own in the background
        story.move_to(9, 21, hour)
        if came(lambda: LATE in stands(story.handler, story.case), 10):
            break
    assert story.stand(LATE) == ("joined and accepted it", "–", "8 October 2026", "–")
    page = story.portal("late", "fi")
    assert "Hyväksyitte tämän muutoksen sopimuksenne mukana" in text(page)
    look(page, "portal-late")
    assert story.stand(LATE)[1] == "–", "a look gives no window"
    assert saying.portal(story.world, "late") == "planned"


def test_11_on_its_day_it_is_in_use_for_those_whose_gates_are_open(story: Story) -> None:
    story.move_to(10, 7, 23)
    assert saying.public(story.world) == "planned"
    assert saying.portal(story.world, "bakery") == "planned"
    story.move_to(10, 8)
    story.until_stands(BAKERY, "in effect")
    assert story.stand(LATE)[2] == "in effect"
    until(lambda: saying.public(story.world) == "current", "the public list")
    shelves = {
        who: saying.portal(story.world, who) for who in ("puutarha", "varv", "bakery", "late", "school")
    }
    assert shelves == {
        "puutarha": "planned",
        "varv": "planned",
        "bakery": "current",
        "late": "current",
        "school": "",
    }
    effects = story.effects()
    at = "2026-10-07T21:00:00+00:00"
    assert effects["bakery"] == effects["late"] == (at, "")
    assert effects["puutarha"] == effects["varv"] == ("", "objection")
    page = story.portal("puutarha", "fi")
    look(page, "portal-objected")
    page.goto(f"/portal/{story.world.ids['puutarha']}/sub-processors/?shelf=planned")
    look(page, "portal-planned")


def test_12_the_talk_ends_and_the_gates_of_these_two_open(story: Story) -> None:
    story.move_to(10, 9)
    page = story.handler
    page.goto(f"{HOME}changes/objections/")
    page.get_by_role("link", name=GARDEN).click()
    page.get_by_label("Offer").select_option("safeguards")
    page.get_by_label("Message").fill("Etäkäyttö Intiasta estetään teiltä.")
    page.get_by_role("button", name="Send to the customer").click()
    theirs = story.portal("puutarha", "fi")
    assert "Etäkäyttö Intiasta estetään teiltä." in text(theirs)
    theirs.get_by_label("Viesti").fill("Tämä riittää meille.")
    theirs.get_by_role("button", name="Vastaa tarjoukseen").click()
    page.reload()
    assert "Tämä riittää meille." in text(page)
    page.get_by_label("The customer is content: the change takes effect").check()
    page.get_by_label("Reasons").fill("Etäkäyttö on estetty teiltä.")
    page.get_by_role("button", name="End it with this outcome").click()
    yard = story.portal("varv", "sv")
    yard.get_by_role("button", name="Ta tillbaka").click()
    assert story.stand(YARD)[2:] == ("23 October 2026", "–")
    story.until_stands(GARDEN, "in effect")
    assert saying.portal(story.world, "puutarha") == "current"
    assert saying.portal(story.world, "varv") == "planned"


def test_13_the_last_days_come_and_everything_says_the_same(story: Story) -> None:
    story.move_to(10, 20)
    story.until_stands(GONE, "in effect")
    assert story.stand(NOBODY)[2] == "in effect" and story.stand(YARD)[2] == "23 October 2026"
    story.move_to(10, 23)
    story.until_stands(YARD, "in effect")
    assert {one[2] for one in stands(story.handler, story.case).values()} == {"in effect"}
    assert {saying.portal(story.world, who) for who in ("puutarha", "varv", "bakery", "late")} == {"current"}
    days = {
        who: datetime.fromisoformat(at).astimezone(HERE).date() for who, (at, _) in story.effects().items()
    }
    assert days == {
        "bakery": date(2026, 10, 8), "late": date(2026, 10, 8), "puutarha": date(2026, 10, 9),
        "gone": date(2026, 10, 20), "nobody": date(2026, 10, 20), "varv": date(2026, 10, 23),
    }  # fmt: skip
    assert saying.pack(story.handler, story.case, "PDF").startswith(b"%PDF-")
    for name in ("", "gates/", "texts/", "customers/"):
        story.handler.goto(f"{story.case}{name}")
        assert "Free if sent today" not in text(story.handler)
        look(story.handler, f"done-{name.strip('/') or 'change'}")
    story.handler.goto(f"{story.case}customers/")
    story.handler.get_by_role("link", name=YARD).click()
    look(story.handler, "done-customer")
    assert TITLE in story.handler.title()


def test_14_printed_pages_hold_the_facts_and_no_controls(story: Story) -> None:
    for page in ("", "customers/"):
        story.handler.goto(f"{story.case}{page}")
        story.handler.emulate_media(media="print")
        for hidden in (".menubar", ".tabs", ".buttons", "form", ".languages"):
            for one in story.handler.locator(f"main {hidden}, header {hidden}").all():
                assert not one.is_visible(), (page, hidden)
        assert story.handler.locator("main h1").is_visible()
        story.handler.emulate_media(media="screen")


def test_15_what_is_done_is_closed_and_stays_found(story: Story) -> None:
    story.handler.goto(story.case)
    assert story.handler.get_by_role("heading", name="Close the change").first.is_visible()
    story.handler.goto(f"{story.case}customers/")
    story.handler.get_by_role("link", name="Go there Close the change").click()
    story.handler.get_by_role("button", name="Close the change").click()
    story.handler.goto(f"{HOME}changes/?over=1")
    assert TITLE in text(story.handler)
    look(story.handler, "changes-over")
