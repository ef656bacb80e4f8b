"""What staff do in the story, page by page, with the words that stand there in English."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.browser.spec003.looking import look

HOME = "/staff/liana/"
COMPANY = "Koivula Deliverability Oy"
ENTRY = "koivula-deliverability-oy"
TITLE = "Koivula LianaMailerin perillemenoon"
EU = "eu-n-tuotekohtaiset-alikasittelijat"
RECORD = {
    "name": COMPANY, "address": "Koivukatu 3, 33100 Tampere", "contact-name": "Katri Koivula",
    "contact-position": "Tietosuojavastaava", "contact-details": "katri@koivula.example.com",
    "purpose.en": "Measures whether mail of LianaMailer arrives",
    "purpose.fi": "Mittaa, saapuvatko LianaMailerin viestit perille",
    "purpose.sv": "Mäter om utskick från LianaMailer kommer fram", "data-0-printed": "sähköpostiosoite",
    "places_printed": "Tampere; Pune", "places-0-code": "FI", "places-0-city": "Tampere", "access": "metadata",
}  # fmt: skip
DOCUMENTS = (
    ("due-diligence", "Koivula 2026, archive 12", ""), ("contract", "Contract 2026-09", ""),
    ("transfer", "Standard contractual clauses, module 3", "IN"), ("impact-assessment", "Assessment Pune", "IN"),
)  # fmt: skip


def text(page: Any) -> str:
    """What stands on a page."""
    return str(page.locator("main").inner_text())


def bring_in(page: Any, source: Path, held_from: date) -> str:
    """The published list comes in as it holds, with everything that the check says; the address of the register."""
    page.goto(f"{HOME}registers/new/")
    for name, title in (
        ("English", "Sub-processors"), ("Finnish", "Alikäsittelijät"), ("Swedish", "Underbiträden")
    ):  # fmt: skip
        page.get_by_label(f"Title in {name}").fill(title)
        page.get_by_label(name, exact=True).check()
    page.get_by_label("Address").fill("main")
    page.get_by_role("button", name="Begin the register").click()
    page.get_by_label("A file").set_input_files(source)
    page.get_by_role("button", name="Read it").click()
    assert "33 entries were found" in text(page)
    page.get_by_label("The list that already holds").check()
    page.get_by_label("Held from").fill(held_from.isoformat())
    page.get_by_role("button", name="Begin the review").click()
    page.get_by_role("navigation", name="Draft").get_by_role("link", name="Check").click()
    page.get_by_role("link", name="Go on to publishing").click()
    page.get_by_label("Why this version").fill("The list as it stands on our pages")
    page.get_by_role("button", name="Take it in as a version").click()
    assert "Version 1 is published" in text(page)
    return str(page.url).partition("versions/")[0]


def draft_company(page: Any, register: str) -> str:
    """A draft that adds the company for LianaMailer in the EU alone; its address."""
    page.goto(register)
    page.get_by_role("button", name="Change version 1").click()
    draft = str(page.url)
    page.get_by_role("link", name="Add an entry").click()
    _fill(page, RECORD)
    page.locator('[name="applies_to-services"][value=lianamailer]').check()
    page.locator(f'[name="applies_to-regions"][value={EU}]').check()
    page.locator('[name="transfer-tools"][value=SCC]').check()
    page.get_by_role("button", name="One more row Places").click()
    _fill(page, {"places-1-code": "IN", "places-1-city": "Pune", "places-1-kind": "remote access"})
    page.get_by_role("button", name="Save").last.click()
    assert f"{COMPANY} is saved" in text(page)
    return draft


def _fill(page: Any, values: dict[str, str]) -> None:
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]').first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def propose(page: Any) -> str:
    """The draft becomes a change; its address."""
    page.goto(f"{HOME}changes/")
    look(page, "changes-none")
    page.get_by_role("link", name="Propose a change").first.click()
    look(page, "propose")
    page.get_by_label("Name of the change").fill(TITLE)
    page.get_by_label("For each customer as soon as it is free").check()
    page.get_by_role("button", name="Compute the plan").click()
    assert "Nobody has been told yet" in text(page)
    return str(page.url)


def open_gates(page: Any, case: str) -> list[list[str]]:
    """Record what the gates wait for, one after the other; the names of the shut gates after each."""
    page.goto(f"{case}gates/")
    look(page, "gates")
    seen = [shut_gates(page)]
    for kind, name, country in DOCUMENTS:
        page.locator("summary", has_text="Record a document").click()
        page.get_by_label("What it shows").select_option(kind)
        page.get_by_label("Name of the document", exact=True).fill(name)
        if country:
            page.get_by_label("Third country").select_option(country)
        if kind == "transfer":
            page.get_by_label("What covers the transfer").select_option("scc-3")
        page.locator('[name$="-first"]').first.fill("2026-09-01")
        page.get_by_role("button", name="Record it").click()
        seen.append(shut_gates(page))
    page.locator("summary", has_text="Record what it can reach").click()
    page.get_by_label("Metadata only").check()
    page.get_by_role("button", name="Record the access").click()
    page.locator("summary", has_text="Record where the contract").click()
    for clause in page.locator('input[name^="c-"]').all():
        clause.fill("§ 9")
    page.get_by_role("button", name="Record the clauses").click()
    seen.append(shut_gates(page))
    look(page, "gates-open")
    return seen


def shut_gates(page: Any) -> list[str]:
    """The gates of the company that are shut, as the page names them."""
    rows = page.locator("section table").first.locator("tbody tr").filter(has=page.locator(".badge.bad"))
    return [one.locator("th").inner_text() for one in rows.all()]


def publish(page: Any, why: str) -> None:
    """Publish the draft of the page that is open."""
    page.get_by_label("Why this version").fill(why)
    page.get_by_role("button", name="Publish", exact=True).click()


def stands(page: Any, case: str) -> dict[str, tuple[str, ...]]:
    """Where each customer stands, as the page of customers says: told, objections until, free from, waits for."""
    page.goto(f"{case}customers/")
    rows = page.locator("tbody tr").all()
    return {
        one.locator("th").inner_text(): tuple(cell.inner_text() for cell in one.locator("td").all()) for one in rows
    }  # fmt: skip
