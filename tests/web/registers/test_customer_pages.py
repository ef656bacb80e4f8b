"""Pages of sub-processors for customers, staff and whoever has a link: who sees what, and who cannot."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.web.apps.registers.models import SignedLink, Visit
from ketju.web.apps.registers.problems import TooManyLinks
from ketju.web.apps.registers.reads_links import hash_of
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.apps.registers.writes import links
from ketju.web.apps.registers.writes.links import make_link, revoke_link
from ketju.web.apps.services.models import Product, Service
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from tests.web import here
from tests.web.cast import Cast, make_cast
from tests.web.registers.lists import LIST, changed, published

pytestmark = pytest.mark.django_db


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


def client(cast: Cast, who: str, language: str = "en") -> Client:
    made = Client(headers={"accept-language": language})
    made.force_login(cast.people[who])
    return made


def portal(cast: Cast, part: str = "", customer: str = "alder") -> str:
    return f"/portal/{getattr(cast, customer).public_id}/sub-processors/{part}"


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_the_page_says_who_why_and_where(cast: Cast) -> None:
    page = text(client(cast, "main-user"), portal(cast))
    assert "because you use Mail in the region Finland" in page
    assert "because you ordered “Dedicated MTA”" in page
    assert "Sequoia Support Inc." in page and "Mango" not in page
    assert "Pihla" not in page
    assert "<svg" in page and "United States" in page


def test_the_contact_person_is_told_after_signing_in_only(cast: Cast) -> None:
    assert "pihla.koivu@example.com" in text(client(cast, "main-user"), portal(cast, "main/cloudberry/"))
    assert text(client(cast, "main-user"), portal(cast, "main/mango/"), 404)


def test_one_customer_never_sees_another(cast: Cast) -> None:
    other = client(cast, "main user of birch")
    for part in ("", "changes/", "main/cloudberry/", "links/"):
        text(other, portal(cast, part), 404)
    assert other.post(portal(cast, "download/"), {"form": "json"}).status_code == 404
    page = text(other, portal(cast, customer="birch"))
    assert "Cloudberry" not in page and "No service ran" in page


def test_filters_by_service_and_day(cast: Cast) -> None:
    who = client(cast, "main-user")
    hosting = Product.objects.create(processor=cast.kite, slug="hosting", names={"en": "Web hosting"})
    one = Service.objects.create(processor=cast.kite, customer=cast.alder, product=hosting, country="US")
    assert "Juniper" in text(who, portal(cast))
    assert "Juniper" in text(who, portal(cast, f"?service={one.public_id}"))
    assert "Larch" not in text(who, portal(cast, f"?service={one.public_id}"))
    assert "No list was published yet" in text(who, portal(cast, "?on=2026-03-01"))
    assert "Future Compute" in text(who, portal(cast, "?shelf=planned"))
    assert "Future Compute" in text(who, portal(cast, "?on=2097-02-01"))
    text(who, portal(cast, "?on=nonsense&page=99999999&shelf=x&service=%00"))


def test_what_changed_since_my_last_visit(cast: Cast) -> None:
    who = client(cast, "main-user")
    assert "since your visit" not in text(who, portal(cast))
    assert "since your visit" not in text(who, portal(cast))
    Visit.objects.update(at=timezone.now() - timedelta(days=3))
    published(
        cast.kite,
        changed(LIST, "larch", places=LIST.entries[3].places),
        on=date(2026, 4, 1),
        at=timezone.now(),
    )
    page = text(who, portal(cast))
    assert "Larch Mail GmbH</strong>" in page and "since your visit on" in page
    assert "Larch" in text(who, portal(cast, "changes/"))
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("form", ["pdf", "xlsx", "json"])
def test_downloads_have_contact_persons_and_are_noted(cast: Cast, form: str) -> None:
    who = client(cast, "main-user")
    assert who.get(portal(cast, "download/")).status_code == 405
    answer = who.post(portal(cast, "download/"), {"form": form})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="portal.export")
    assert (entry.customer, entry.fields) == (cast.alder.public_id, f"contact,{form}")
    if form == "json":
        found = json.loads(answer.content)
        contacts = [one["contact"] for one in found["sub_processors"] if one["contact"]]
        assert [one["name"] for one in contacts] == ["Pihla Koivu"]
    elif form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
            assert "Pihla Koivu" in package.read("xl/worksheets/sheet1.xml").decode()
        result = read(read_document(Source(answer.content, "list.xlsx")))
        assert "Sequoia Support Inc." in [one.name for one in result.register.entries]
    else:
        assert answer.content.startswith(b"%PDF-")
    assert client(cast, "billing").post(portal(cast, "download/"), {"form": form}).status_code == 404


def test_a_link_opens_without_an_account_until_it_is_revoked(cast: Cast) -> None:
    who = client(cast, "main-user")
    page = who.post(portal(cast, "links/"), {"label": "Auditor", "ends_on": ""}).content.decode()
    secret = page.split("/follow/")[1].split("/")[0]
    link = SignedLink.objects.get()
    assert link.token_hash == hash_of(secret) and secret not in repr(link.__dict__)
    answer = Client().get(f"/follow/{secret}/")
    shown = answer.content.decode()
    assert answer.status_code == 200 and "Sequoia" in shown
    assert not any(word in shown for word in ("Pihla", "pihla", "Alder", "bakery.example.com", "Auditor"))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    link.refresh_from_db()
    assert link.seen_on is not None
    assert AuditEntry.objects.filter(action="links.read", subject=link.public_id).count() == 1
    assert who.post(portal(cast, f"links/{link.public_id}/revoke/")).status_code == 302
    gone = Client().get(f"/follow/{secret}/")
    never = Client().get(f"/follow/{'x' * len(secret)}/")
    assert gone.status_code == never.status_code == 404
    strip = [one.content.decode().replace(secret, "").replace("x" * len(secret), "") for one in (gone, never)]
    assert strip[0] == strip[1] or len(strip[0]) == len(strip[1])
    for part in ("changes.atom", "changes.json", "sub-processors.json"):
        assert Client().get(f"/follow/{secret}/{part}").status_code == 404


def test_a_link_ends_on_its_day(cast: Cast) -> None:
    today = here.today()
    link, secret = make_link(
        by=Actor(), at=timezone.now(), on=today, customer=cast.alder, label="x", ends_on=today
    )
    assert Client().get(f"/follow/{secret}/").status_code == 200
    SignedLink.objects.filter(pk=link.pk).update(ends_on=today - timedelta(days=1))
    assert Client().get(f"/follow/{secret}/").status_code == 404
    page = client(cast, "main-user").post(portal(cast, "links/"), {"label": "x", "ends_on": "2020-01-01"})
    assert page.status_code == 422


def test_the_feed_has_the_changes_that_touch_the_customer(cast: Cast) -> None:
    _, secret = make_link(by=Actor(), at=timezone.now(), on=here.today(), customer=cast.alder, label="x")
    published(cast.kite, changed(LIST, "larch", places=LIST.entries[3].places), on=date(2026, 4, 1))
    mango = changed(LIST, "larch", places=LIST.entries[3].places)
    published(cast.kite, changed(mango, "mango", places=LIST.entries[0].places), on=date(2026, 5, 1))
    answer = Client().get(f"/follow/{secret}/changes.atom")
    feed = ET.fromstring(answer.content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [one.findtext(f"{atom}title", "")[:9] for one in feed.iter(f"{atom}entry")] == ["Version 2"]
    assert "Larch" in answer.content.decode() and "Mango" not in answer.content.decode()
    again = Client().get(f"/follow/{secret}/changes.atom", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    found = json.loads(Client().get(f"/follow/{secret}/changes.json").content)
    assert {one["id"] for one in found["changes"]} == {"larch"}
    listed = Client().get(f"/follow/{secret}/sub-processors.json?lang=fi")
    assert "Pihla" not in listed.content.decode() and json.loads(listed.content)["language"] == "fi"


def test_links_are_not_without_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST", 1)
    given = {"by": Actor(), "at": timezone.now(), "on": here.today(), "customer": cast.alder}
    first, _ = make_link(**given, label="a")
    with pytest.raises(TooManyLinks):
        make_link(**given, label="b")
    page = client(cast, "main-user").post(portal(cast, "links/"), {"label": "b"})
    assert page.status_code == 422
    revoke_link(by=Actor(), at=timezone.now(), link=first)
    make_link(**given, label="c")


def test_only_the_main_user_makes_links(cast: Cast) -> None:
    assert client(cast, "privacy-contact").get(portal(cast, "links/")).status_code == 404
    assert client(cast, "billing").get(portal(cast)).status_code == 200


def test_staff_see_what_the_customer_sees_and_it_is_noted(cast: Cast) -> None:
    who = client(cast, "support")
    page = text(who, f"/staff/kite/customers/{cast.alder.public_id}/sub-processors/")
    assert "because you ordered “Dedicated MTA”" in page
    noted = AuditEntry.objects.filter(action="customers.read", kind="register", customer=cast.alder.public_id)
    assert noted.count() == 1
    stranger = cast.stranger.public_id
    text(who, f"/staff/kite/customers/{stranger}/sub-processors/", 404)


def test_staff_see_whom_an_entry_touches(cast: Cast) -> None:
    sort_customers(here.today())
    who = client(cast, "reader")
    assert "Dedicated Post BV" in text(who, "/staff/kite/customers/touched/?q=post")
    assert "Mail delivery" in text(who, "/staff/kite/customers/touched/?q=larch"), "what it is used for"
    page = text(who, "/staff/kite/customers/touched/main/post/")
    assert "Alder Bakery" in page and "Birch" not in page
    assert AuditEntry.objects.filter(action="customers.read", kind="customer").exists()
    assert "No customer" in text(who, "/staff/kite/customers/touched/main/mango/")
    text(who, "/staff/kite/customers/touched/main/nobody/", 404)
