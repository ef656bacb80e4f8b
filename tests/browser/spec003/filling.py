"""What Liana has before the change: staff, then customers under different terms. Companies but Liana are invented.

Run under the clock of the test: ``filling staff`` prints sessions, ``filling customers`` needs the published list,
``filling late`` adds the customer that joins while the change runs, ``filling sessions`` signs everybody in anew.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion  # noqa: E402
from ketju.web.apps.agreements.writes import text_hash  # noqa: E402
from ketju.web.apps.parties.models import Contact, Customer  # noqa: E402
from ketju.web.apps.parties.searching import index_contact, index_customer  # noqa: E402
from ketju.web.apps.services.models import Product, Service  # noqa: E402
from ketju.web.base.access.models import Membership, Processor, Undertaking  # noqa: E402
from ketju.web.base.accounts.models import User  # noqa: E402
from ketju.web.base.encryption.keys import blind_index  # noqa: E402
from tests.browser.app.serving import ROOT  # noqa: E402

STAFF = (
    ("officer", "oona@liana.example.com", "Oona Lehto", "privacy-officer"),
    ("handler", "erik@liana.example.com", "Erik Strand", "case-handler"),
)
TERMS = ROOT / "examples" / "agreements" / "liana" / "terms.yaml"
"""What spec 003 promises in lines 119 to 125: e-mail or in the application, 30 days before use, 30 days to object."""
PRODUCTS = {"mailer": "lianamailer", "cms": "lianacms-liana-wordpress-and-lianacommerce",
    "outside": "liana-mailer-automaatio-ja-cms"}  # fmt: skip
CUSTOMERS = (
    # key, name, language, country of the service, product, terms, main user, address
    ("puutarha", "Puutarha Mustikka Oy", "fi", "FI", "mailer", "spec", "maija@mustikka.example.com"),
    ("varv", "Norrskär Båtvarv Ab", "sv", "SE", "mailer", "longer", "ebba@norrskar.example.com"),
    ("bakery", "Foxglove Bakery Ltd", "en", "IE", "mailer", "spec", "niamh@foxglove.example.com"),
    ("dubai", "Palm Travel LLC", "en", "AE", "outside", "spec", "omar@palm.example.com"),
    ("school", "Tuulensuun Koulu", "fi", "FI", "cms", "spec", "helmi@tuulensuu.example.com"),
    ("gone", "Kauppahuone Raita Oy", "fi", "FI", "mailer", "spec", "gone@raita.example.com"),
    ("nobody", "Lehtola Rör Ab", "sv", "FI", "mailer", "spec", ""),
)
LATE = ("late", "Tuore Leipomo Oy", "fi", "FI", "mailer", "spec", "lauri@tuore.example.com")
IN_PORTAL = frozenset({"puutarha", "varv", "bakery", "dubai", "school", "late"})


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def sessions() -> dict[str, str]:
    """A session for everybody, by key."""
    by_email = {email: key for key, email, *_ in STAFF} | {
        row[6]: row[0] for row in (*CUSTOMERS, LATE) if row[6]
    }
    return {by_email[user.email]: session(user) for user in User.objects.filter(email__in=by_email)}


def staff() -> dict[str, str]:
    liana = Processor.objects.create(slug="liana", name="Liana", country="FI", language="fi")
    for _, email, name, role in STAFF:
        user = User.objects.create_user(email, name=name)
        TOTP.activate(user, generate_totp_secret())
        Membership.objects.create(user=user, processor=liana, role=role, first=date(2025, 1, 7))
        Undertaking.objects.create(
            user=user, processor=liana, signed_on=date(2026, 8, 3), briefed_on=date(2026, 8, 3),
            document="Confidentiality 2", renew_on=date(2027, 8, 3),
        )  # fmt: skip
    return {}


def customers() -> dict[str, str]:
    liana = Processor.objects.get(slug="liana")
    names = {"mailer": "LianaMailer", "cms": "LianaCMS", "outside": "LianaMailer in the Emirates"}
    for key, slug in PRODUCTS.items():
        Product.objects.create(
            processor=liana,
            slug=slug,
            names=dict.fromkeys(("en", "fi", "sv"), names[key]),
            countries=["FI", "AE"],
        )
    spec = TERMS.read_text(encoding="utf-8")
    assert spec.count("notice.length: {value: 30 days,") == 1
    longer = spec.replace("notice.length: {value: 30 days,", "notice.length: {value: 45 days,")
    longer += "  security.restore: {value: 30 days, clause: deviation, lines: 1}\n"
    for slug, terms in (("spec", spec), ("longer", longer)):
        made = AgreementVersion.objects.create(
            processor=liana, slug=slug, version="1", name=f"Tietojenkäsittelysopimus {slug}", terms=terms,
            valid_from=date(2024, 1, 1),
        )  # fmt: skip
        text = "Käsittelemme henkilötietoja vain ohjeidenne mukaan."
        AgreementText.objects.create(agreement=made, language="fi", text=text, sha256=text_hash(text))
    return {row[0]: _customer(liana, row, datetime(2025, 1, 7, 9, tzinfo=UTC)) for row in CUSTOMERS}


def late() -> dict[str, str]:
    return {LATE[0]: _customer(Processor.objects.get(slug="liana"), LATE, timezone.now())}


def _customer(liana: Processor, row: tuple[str, ...], at: datetime) -> str:
    key, name, language, country, product, terms, email = row
    made = Customer.objects.create(
        processor=liana, name=name, country=country, language=language, signed_up_on=at.date(),
        postal_address=f"{name}\nKauppakatu 1\n00100 Helsinki",
    )  # fmt: skip
    index_customer(made)
    Service.objects.create(
        processor=liana, customer=made, product=Product.objects.get(processor=liana, slug=PRODUCTS[product]),
        country=country, label=name, started_on=at.date(),
    )  # fmt: skip
    agreement = AgreementVersion.objects.get(processor=liana, slug=terms)
    Acceptance.objects.create(
        processor=liana, customer=made, agreement=agreement, by=email or "kirje", accepted_at=at
    )
    if email:
        user = None
        first = email.partition("@")[0].title()
        if key in IN_PORTAL:
            user = User.objects.create_user(email, name=first)
            Membership.objects.create(
                user=user, processor=liana, customer=made.public_id, role="main-user", first=at.date()
            )
        contact = Contact.objects.create(
            processor=liana, customer=made, user=user, first_name=first, email=email, language=language,
            email_index=blind_index(email, "email"), is_main_user=True, verified_at=at,
        )  # fmt: skip
        index_contact(contact)
    return str(made.public_id)


if __name__ == "__main__":
    acts = {"staff": staff, "customers": customers, "late": late, "sessions": dict}
    held = acts[sys.argv[1]]()
    sys.stdout.write(json.dumps({"ids": held, "sessions": sessions()}))
