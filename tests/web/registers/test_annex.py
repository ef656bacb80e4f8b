"""The annex of sub-processors says what the page of sub-processors says, in each language, on each day, and no more."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core.exceptions import BadRequest
from django.test import Client
from django.utils import timezone

from ketju.formats.sealed import digest_of
from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.registers.annex import annex_asked, annex_blocks, annex_of
from ketju.web.apps.registers.customer_pages import view_for
from ketju.web.apps.services.models import Product, Service
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from tests.web import here
from tests.web.cast import Cast, make_cast
from tests.web.registers.lists import LIST, changed, published, without

pytestmark = pytest.mark.django_db
IN_USE = {"cloudberry", "larch", "sieve", "sequoia", "post", "perhaps", "variable"}
"""Counted by hand in the list, for mail in Finland with a dedicated server and no consent."""


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    product = Product.objects.create(processor=made.kite, slug="mail", names={"en": "Mail", "fi": "Posti"})
    Service.objects.create(
        processor=made.kite, customer=made.alder, product=product, country="FI", label="bakery.example.com",
        options=["dedicated-mta"],
    )  # fmt: skip
    published(made.kite)
    return made


def client(cast: Cast, who: str = "main-user", language: str = "en") -> Client:
    made = Client(headers={"accept-language": language})
    made.force_login(cast.people[who])
    return made


def portal(cast: Cast, part: str = "annex/") -> str:
    return f"/portal/{cast.alder.public_id}/agreements/{part}"


def staff(cast: Cast, part: str = "annex/") -> str:
    return f"/staff/kite/customers/{cast.alder.public_id}/{part}"


def file(cast: Cast, on: str = "", language: str = "en") -> dict[str, object]:
    given = {"form": "json", "language": language, "on": on}
    found: dict[str, object] = json.loads(client(cast).post(portal(cast, "annex/download/"), given).content)
    return found


def ids(rows: object) -> set[str]:
    assert isinstance(rows, list)
    return {one["id"] for one in rows}


def test_the_annex_has_who_touches_this_customer_and_the_planned_ones_apart(cast: Cast) -> None:
    found = file(cast)
    assert ids(found["sub_processors"]) == IN_USE
    assert ids(found["planned"]) == {"future"}
    assert [one["product"] for one in found["services"]] == ["mail"]  # type: ignore[attr-defined]
    assert found["sha256"] == digest_of(found)
    contacts = [one["contact"]["name"] for one in found["sub_processors"] if one["contact"]]  # type: ignore[attr-defined]
    assert contacts == ["Pihla Koivu"]


def test_it_equals_what_touches_my_data_on_each_day(cast: Cast) -> None:
    """Two versions: Sequoia is gone from 2026-04-01 to 2026-05-31; Future is planned until 2097-02-01."""
    published(cast.kite, without(LIST, "sequoia"), on=date(2026, 4, 1))
    published(cast.kite, changed(LIST, "future", name="Later Compute AB"), on=date(2026, 6, 1))
    for on in ("", "2026-03-01", "2026-05-01", "2097-02-01"):
        equal(cast, on)


def equal(cast: Cast, on: str) -> None:
    who = client(cast)
    touching = f"/portal/{cast.alder.public_id}/sub-processors/"
    sent = {"form": "json", "on": on}
    told = json.loads(who.post(f"{touching}download/", sent).content)["sub_processors"]
    sub_processors = [one for one in told if one["role"] == "processor"]
    found = file(cast, on)
    for member, status in (("sub_processors", "current"), ("planned", "planned")):
        assert found[member] == [one for one in sub_processors if one["status"] == status]
    names = r'<th scope="row">(?:<a [^>]*>)?([^<]+)'
    for shelf in ("current", "planned"):
        page = who.get(f"{touching}?shelf={shelf}&on={on}").content.decode()
        table = page.partition('class="touching"')[2].partition("</table>")[0]
        of_shelf = re.findall(names, table)
        assert set(of_shelf) <= set(re.findall(names, who.get(f"{portal(cast)}?on={on}").content.decode()))
        assert len(of_shelf) == len(found["sub_processors" if shelf == "current" else "planned"])  # type: ignore[arg-type]


def test_page_and_files_are_there_in_each_language_for_both_sides(cast: Cast) -> None:
    titles = {"en": "Annex: sub-processors", "fi": "Liite: alikäsittelijät", "sv": "Bilaga: underbiträden"}
    for code in LANGUAGES:
        for who, page, download in (
            ("main-user", portal(cast), portal(cast, "annex/download/")),
            ("reader", staff(cast), staff(cast, "annex/download/")),
        ):
            html = client(cast, who, code).get(page).content.decode()
            assert titles[code] in html and "Future Compute AB" in html and "Mango" not in html
            assert "Pihla" not in html, "contact persons are in the file alone"
            form = "pdf" if (code, who) == ("sv", "reader") else "json"
            made = client(cast, who).post(download, {"form": form, "language": code})
            assert made.content.startswith(b"%PDF-" if form == "pdf" else b"{")
            assert made["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="annex.export", customer=cast.alder.public_id).count() == 6
    assert file(cast, language="fi")["language"] == "fi"


def test_who_gets_the_file_and_who_does_not(cast: Cast) -> None:
    sent = {"form": "json", "language": "en"}
    assert client(cast).get(portal(cast, "annex/download/")).status_code == 405
    assert client(cast, "billing").post(portal(cast, "annex/download/"), sent).status_code == 404
    assert client(cast, "main user of birch").get(portal(cast)).status_code == 404
    assert (
        client(cast).post(portal(cast, "annex/download/"), {"form": "exe", "language": "en"}).status_code
        == 400
    )
    assert (
        client(cast).post(portal(cast, "annex/download/"), {"form": "pdf", "language": "xx"}).status_code
        == 400
    )


def test_what_a_customer_has_agreed_for_itself_is_in_its_own_annex_alone(cast: Cast) -> None:
    product = Product.objects.get(processor=cast.kite, slug="mail")
    Service.objects.create(processor=cast.kite, customer=cast.birch, product=product, country="DE")
    view = view_for(cast.birch, here.today(), timezone.now())
    assert "post" not in {one.entry.id for one in view.on_shelf("current")}
    assert "post" in ids(file(cast)["sub_processors"])


def on_paper(cast: Cast, on: date) -> tuple[dict[str, str], list[str], dict[str, dict[str, str]], list[str]]:
    """What the annex says of itself, its headings, the companies by name with what is said of each, other words."""
    said = phrasebook("en")
    blocks = list(annex_blocks(annex_of(view_for(cast.alder, on, timezone.now()), said), said))
    things = {one["title"]: dict(one["pairs"]) for one in blocks if one["kind"] == "thing"}
    texts = {
        kind: [one["text"] for one in blocks if one["kind"] == kind] for kind in ("heading", "paragraph")
    }
    return dict(blocks[0]["pairs"]), texts["heading"], things, texts["paragraph"]


def test_the_annex_on_paper_says_all_that_is_in_the_list_of_each_company(cast: Cast) -> None:
    """Art. 28(2), 28(4); SCC annex IV: name, address, contact person and a description of the processing."""
    content = changed(LIST, "sequoia", address="1 Bay Street, Oakland", data_subjects=("Visitors",))
    version = published(cast.kite, content, on=date(2026, 4, 1))
    head, headings, things, _ = on_paper(cast, date(2026, 12, 1))
    assert head["Published list"] == (
        f"Sub-processors, version 2 of 1 April 2026 (SHA-256 {version.content_hash})"
    )
    assert "bakery.example.com" in head["Services"] or "Mail" in head["Services"]
    assert headings == ["In use", "Planned"]
    assert set(things) == {
        "Cloudberry Hosting Oy", "Larch Mail GmbH", "Sieve Filters Ltd", "Sequoia Support Inc.", "Dedicated Post BV",
        "Perhaps Helpdesk AS", "Variable Storage SE", "Future Compute AB",
    }  # fmt: skip
    sequoia = things["Sequoia Support Inc."]
    assert (sequoia["Address"], sequoia["Data subjects"]) == ("1 Bay Street, Oakland", "Visitors")
    assert (sequoia["Purpose"], sequoia["Since"]) == ("Work of Sequoia Support Inc.", "1 March 2024")
    assert "names" in sequoia["Personal data"] and "Until" not in sequoia
    assert sequoia["Where, and what covers it"].startswith("United States")
    assert sequoia["What covers it"].startswith("United States: ")
    cloudberry = things["Cloudberry Hosting Oy"]
    assert cloudberry["Contact person"] == "Pihla Koivu, DPO, pihla.koivu@example.com"
    assert "What covers it" not in cloudberry, "Finland needs nothing"
    assert len(things["Sieve Filters Ltd"]["Where, and what covers it"].split("; ")) == 2
    assert things["Perhaps Helpdesk AS"]["Depends on"]
    future = things["Future Compute AB"]
    assert future["Planned from"] == "1 February 2097" and "Since" not in future


def test_an_annex_before_anything_was_published_says_so(cast: Cast) -> None:
    head, _, things, words = on_paper(cast, date(2026, 1, 1))
    assert things == {} and "Published list" not in head
    assert words[:2] == ["No company on the list touches your data on this day.", "Nothing is planned."]
    Service.objects.update(started_on=date(2026, 2, 1))
    assert on_paper(cast, date(2026, 1, 1))[0]["Services"] == "No service ran on this day"


def test_the_file_is_named_by_day_and_language_and_noted_with_how_many_companies_it_has(cast: Cast) -> None:
    by, at = Actor(user=cast.people["main-user"], role="main-user"), timezone.now()
    given = {"form": "json", "language": "sv", "on": "2026-04-02"}
    made = annex_asked(by=by, at=at, customer=cast.alder, given=given)
    assert (made.name, made.media_type) == ("annex-2026-04-02-sv.json", "application/json")
    data = json.loads(made.data)
    assert (data["form"], ids(data["sub_processors"]), ids(data["planned"])) == (
        "ketju-annex/1", IN_USE, {"future"},
    )  # fmt: skip
    (service,) = data["services"]
    assert (service["product"], service["id"]) == ("mail", Service.objects.get().public_id)
    (noted,) = AuditEntry.objects.filter(action="annex.export")
    assert (noted.processor, noted.customer, noted.subject) == (
        cast.kite, cast.alder.public_id, cast.alder.public_id,
    )  # fmt: skip
    assert (noted.kind, noted.actor, noted.role, noted.at) == ("register", by.user, "main-user", at)
    lines = view_for(cast.alder, date(2026, 4, 2), at).lines
    assert (noted.fields, noted.count) == ("contact,json", len(lines))
    paper = annex_asked(by=by, at=at, customer=cast.alder, given={**given, "form": "pdf"})
    assert (paper.name, paper.media_type) == ("annex-2026-04-02-sv.pdf", "application/pdf")
    assert paper.data.startswith(b"%PDF-")
    for wrong in ({"form": "exe"}, {"language": "de"}, {"form": ""}, {"language": ""}):
        with pytest.raises(BadRequest):
            annex_asked(by=by, at=at, customer=cast.alder, given={**given, **wrong})
