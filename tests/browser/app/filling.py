"""A small installation for browser tests: run with the application's environment, it prints addresses and sessions.

Companies and people are invented.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from ketju.web.apps.agreements.models import Acceptance, AgreementVersion  # noqa: E402
from ketju.web.apps.campaigns.links import link_of  # noqa: E402
from ketju.web.apps.campaigns.models import Ask  # noqa: E402
from ketju.web.apps.campaigns.planning import plan_campaign, plan_some  # noqa: E402
from ketju.web.apps.campaigns.running import begin_campaign, mail_some  # noqa: E402
from ketju.web.apps.exchange.models import Import  # noqa: E402
from ketju.web.apps.parties.models import Contact, Customer  # noqa: E402
from ketju.web.apps.parties.searching import index_customer  # noqa: E402
from ketju.web.apps.registers.models import SignedLink  # noqa: E402
from ketju.web.apps.registers.sorting import sort_customers  # noqa: E402
from ketju.web.apps.registers.writes.links import make_link  # noqa: E402
from ketju.web.apps.retention.models import RetentionRules, RoleHolder  # noqa: E402
from ketju.web.apps.selfservice.contacts import change_contact  # noqa: E402
from ketju.web.apps.services.models import Consent, Product, Service  # noqa: E402
from ketju.web.base.access.models import Membership, Processor, Undertaking  # noqa: E402
from ketju.web.base.accounts.models import User  # noqa: E402
from ketju.web.base.audit.writing import Actor, audited  # noqa: E402
from ketju.web.base.backup.models import BackupMade  # noqa: E402
from ketju.web.base.inbox.keeping import keep  # noqa: E402
from ketju.web.base.inbox.models import Received  # noqa: E402
from ketju.web.base.jobs.models import Job  # noqa: E402
from ketju.web.base.outbox.models import Message  # noqa: E402
from tests.browser.app.changes import Office, fill_changes  # noqa: E402
from tests.browser.app.contracts import fill_contracts, terms_of  # noqa: E402
from tests.browser.app.registers import fill_registers  # noqa: E402
from tests.web import here  # noqa: E402
from tests.web.registers.lists import LIST, changed, published, without  # noqa: E402

NOW, TODAY = timezone.now(), here.today()
LONG_AGO = NOW - timedelta(days=30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def staff(
    processor: Processor, email: str, name: str, role: str, first: date = date(2025, 3, 3), renew: int = 12
) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    Membership.objects.create(user=user, processor=processor, role=role, first=first)
    Undertaking.objects.get_or_create(
        user=user, processor=processor, signed_on=date(2025, 3, 3), briefed_on=date(2025, 3, 3),
        document="Confidentiality 2", renew_on=TODAY + timedelta(days=renew),
    )  # fmt: skip
    return user


def newcomer(processor: Processor, email: str, name: str, role: str) -> User:
    """Staff whose promise of confidentiality is new, so that nothing has to be renewed soon."""
    user = User.objects.create_user(email, name=name)
    Membership.objects.create(user=user, processor=processor, role=role, first=TODAY)
    Undertaking.objects.create(
        user=user, processor=processor, signed_on=TODAY, briefed_on=TODAY, document="Confidentiality 2",
        renew_on=TODAY + timedelta(days=365),
    )  # fmt: skip
    return user


def customer(processor: Processor, name: str, **more: object) -> Customer:
    made = Customer.objects.create(processor=processor, name=name, country="FI", language="fi", **more)
    index_customer(made)
    return made


def person(whose: Customer, email: str, name: str, role: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    Membership.objects.create(
        user=user, processor=whose.processor, customer=whose.public_id, role=role, first=date(2026, 1, 5)
    )
    return user


def _lists(kite: Processor, harbour: Customer) -> str:
    """Two versions of a list, mail that uses much of it, and a link; the secret of the link."""
    mail = Product.objects.create(
        processor=kite, slug="mail", names={"en": "Mail", "fi": "Posti", "sv": "E-post"}
    )
    for product, country in ((mail, "FI"), (Product.objects.get(processor=kite, slug="web-hosting"), "")):
        Service.objects.create(
            processor=kite, customer=harbour, product=product, country=country, options=["dedicated-mta"],
            started_on=date(2026, 1, 5),
        )  # fmt: skip
    published(kite, without(LIST, "sequoia"), on=date(2026, 3, 2))
    published(kite, changed(LIST, "larch", places=LIST.entries[3].places), on=date(2026, 6, 1))
    sort_customers(TODAY)
    link, secret = make_link(by=Actor(), at=NOW, on=TODAY, customer=harbour, label="Tilintarkastaja")
    SignedLink.objects.filter(pk=link.pk).update(seen_on=TODAY)
    return secret


MAIL = """From: Maija Meikäläinen <maija@harbour.example.com>
To: answers+kite@kite.example.com
Subject: =?utf-8?q?Vastustamme_uutta_alik=C3=A4sittelij=C3=A4=C3=A4?=
Message-ID: <1@harbour.example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Hei,

vastustamme uuden alikäsittelijän käyttöä. Perustelut ovat liitteessä.

Terveisin
Maija Meikäläinen
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="perustelut.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b--
"""


def mailed(kite: Processor, harbour: Customer) -> tuple[str, str, str, str]:
    """A message that came in, a campaign that runs, one that is planned, and the path of a link."""
    received, _ = keep(MAIL.encode(), at=NOW)
    keep(
        b"From: MAILER-DAEMON@mx.example.org\r\nReturn-Path: <>\r\nSubject: failure notice\r\n\r\n5.1.1",
        at=NOW,
    )
    Received.objects.update(processor=kite)
    made = []
    for is_begun in (True, False):
        campaign = plan_campaign(by=Actor(), at=NOW, processor=kite, who="all")
        plan_some(campaign, NOW)
        made.append(campaign)
        if is_begun:
            begin_campaign(by=Actor(), at=NOW, campaign=campaign)
            mail_some(by=Actor(), at=NOW, campaign=campaign)
    ask = Ask.objects.select_related("campaign", "customer").get(campaign=made[0], customer=harbour)
    link = link_of(ask).removeprefix(settings.PUBLIC_URL)
    return received.public_id, made[0].public_id, made[1].public_id, link


def fill() -> dict[str, str]:
    kite = Processor.objects.create(
        slug="kite", name="Kite Hosting Oy", business_id="1234567-1", country="FI"
    )
    Processor.objects.create(slug="gull", name="Måsen Webb AB", country="SE")
    officer = staff(kite, "aino@kite.example.com", "Aino Lehto", "case-handler")
    staff(kite, "bo@kite.example.com", "Bo Nyström", "reader", TODAY)
    harbour = customer(
        kite, "Satamakahvila Oy", business_id="7654321-2", postal_address="Laituri 3\n00160 Helsinki",
        signed_up_on=date(2024, 5, 2),
    )  # fmt: skip
    others = [
        customer(kite, name)
        for name in ("Bryggan & Söner Ab", "Pilvenreunan Kirjakauppa ja Antikvariaatti Oy")
    ]
    boss = staff(kite, "outi@kite.example.com", "Outi Omistaja", "owner", TODAY, renew=300)
    TOTP.activate(boss, generate_totp_secret())
    main = person(harbour, "maija@harbour.example.com", "Maija Meikäläinen", "main-user")
    for one in others:
        person(one, "maija@harbour.example.com", "", "privacy-contact")
    person(harbour, "kalle@harbour.example.com", "Kalle Kehittäjä", "technical-partner")
    own = Contact.objects.create(
        processor=kite, customer=harbour, user=main, first_name="Maija", last_name="Meikäläinen",
        email="maija@harbour.example.com", phone="+358 40 123 4567", is_main_user=True,
    )  # fmt: skip
    Contact.objects.create(
        processor=kite, customer=harbour, first_name="Kalle", last_name="Kehittäjä", relation="partner",
        role="technical", email="kalle@harbour.example.com", verified_at=NOW,
    )  # fmt: skip
    product = Product.objects.create(
        processor=kite,
        slug="web-hosting",
        names={"en": "Web hosting", "fi": "Verkkohotelli", "sv": "Webbhotell"},
    )
    shop = Service.objects.create(
        processor=kite, customer=harbour, product=product, label="kauppa.example.com", country="FI",
        backup_country="SE", started_on=date(2024, 5, 2), data_categories=["Name", "EmailAddress", "Purchase"],
        data_subjects=["customers", "visitors"], declared_at=NOW,
    )  # fmt: skip
    Service.objects.create(processor=kite, customer=harbour, product=product, country="DE", started_on=TODAY)
    Consent.objects.create(customer=harbour, service=shop, subject="support-access", given_at=NOW)
    Consent.objects.create(
        customer=harbour,
        service=shop,
        subject="analytics",
        given_at=NOW - timedelta(days=90),
        withdrawn_at=NOW,
    )
    terms = {"processor": kite, "slug": "dpa", "name": "Data processing agreement"}
    old = AgreementVersion.objects.create(
        **terms,
        terms=terms_of("2024-1"),
        version="2024-1",
        valid_from=date(2024, 1, 1),
        valid_to=date(2026, 6, 30),
    )
    new = AgreementVersion.objects.create(
        **terms, terms=terms_of("2026-1"), version="2026-1", valid_from=date(2026, 7, 1)
    )
    RetentionRules.objects.create(processor=kite, contact="privacy@kite.example.com", is_public=True)
    for number, name in enumerate(("Eeva Entinen", "Nina Nykyinen")):
        RoleHolder.objects.create(
            processor=kite, role="officer", name=name, email="privacy.officer@kite.example.com",
            first=date(2024 + number, 1, 1), last=None if number else date(2024, 12, 31),
        )  # fmt: skip
    made = Import.objects.create(
        processor=kite, name="crm.csv", found={"rows": 3}, total=3, done=1, begun_at=NOW
    )
    Job.objects.create(
        name="services.remind", queue="slow", arguments={}, enqueued_at=LONG_AGO, not_before=LONG_AGO, failed_at=LONG_AGO,
        attempts=5, failure="django.db.utils.OperationalError",
    )  # fmt: skip
    BackupMade.objects.create(
        made_at=NOW, name="ketju.backup", size=123456, sha256="0" * 64, rows=10, files=1
    )
    Acceptance.objects.create(
        processor=kite,
        customer=harbour,
        agreement=old,
        by="Maija Meikäläinen",
        accepted_at=NOW - timedelta(days=500),
    )
    letter = fill_contracts(harbour, (old, new), NOW)
    handler = Actor(user=officer, role="case-handler", reason="ticket 4711")
    audited(handler, "customers.read", "customer", at=NOW, processor=kite, customer=harbour.public_id)
    audited(
        Actor(kind="machine"),
        "customers.import",
        "customer",
        at=NOW,
        processor=kite,
        customer=harbour.public_id,
    )
    change_contact(
        by=Actor(user=main, role="main-user"), at=NOW, customer=harbour.public_id, contact=own.public_id,
        values={"phone": "+358 40 765 4321", "last_name": "Meikäläinen-Virtanen"}, is_own=False, is_all=True,
    )  # fmt: skip
    Message.objects.create(
        processor=kite, key="a", kind="notice", to="x@example.com", subject="s", text="t", failed_at=NOW
    )
    secret = _lists(kite, harbour)
    empty = customer(kite, "Tyhjä Osuuskunta")
    alone = person(empty, "alone@empty.example.com", "Yksin Yrittäjä", "technical-partner")
    received, campaign, plan, link = mailed(kite, harbour)
    own_contact = Contact.objects.get(pk=own.pk)
    signer = newcomer(kite, "signe@kite.example.com", "Signe Åberg", "reader")
    signer.set_password("correct horse battery")
    signer.save()
    keeper = newcomer(kite, "kaisa@kite.example.com", "Kaisa Rinne", "privacy-officer")
    TOTP.activate(keeper, generate_totp_secret())
    registers = fill_registers(kite, keeper)
    office = Office(
        kite, Actor(user=officer, role="case-handler"), Actor(user=keeper, role="privacy-officer")
    )
    changes = fill_changes(office, harbour)
    return {
        "customer": harbour.public_id, "letter": letter, "contact": own_contact.public_id, "service": shop.public_id,
        "address": signer.email,
        "version": new.public_id, "secret": secret, "empty": empty.public_id, "main": session(main),
        "again": session(main), "staff": session(officer), "owner": session(boss), "import": made.public_id,
        "alone": session(alone), "received": received, "campaign": campaign, "plan": plan, "link": link,
        "keeper": session(keeper), **registers, **changes,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill()))
