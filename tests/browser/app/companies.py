"""Three companies that have a list and nothing in Ketju yet: a privacy officer each, and customers of one of them."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402

from ketju.web.apps.parties.models import Contact  # noqa: E402
from ketju.web.apps.registers.sorting import sort_customers  # noqa: E402
from ketju.web.apps.services.models import Product, Service  # noqa: E402
from ketju.web.base.access.models import Processor  # noqa: E402
from tests.browser.app.filling import (  # noqa: E402
    LONG_AGO,
    TODAY,
    customer,
    newcomer,
    person,
    session,
)

LANGUAGES = {"pohja": "fi", "vass": "sv", "lampi": "fi", "solmu": "en"}
USED = {
    "mailer": ("Aurinkokauppa Oy", "lianamailer", "FI", ["dedikoidut-mtat"]),
    "desert": ("Dune Travel LLC", "liana-mailer-automaatio-ja-cms", "AE", []),
    "press": ("Kivilehti Oy", "lianapress", "FI", []),
}
"""Customers of the third: the name, the product as the list calls it, the country, what was ordered besides."""


def fill() -> dict[str, str]:
    """The ids of what was made."""
    held: dict[str, str] = {}
    for slug, language in LANGUAGES.items():
        one = Processor.objects.create(
            slug=slug, name=f"{slug.capitalize()} Oy", country="FI", language=language
        )
        officer = newcomer(one, f"officer@{slug}.example.com", "Kaisa Rinne", "privacy-officer")
        TOTP.activate(officer, generate_totp_secret())
        second = newcomer(one, f"second@{slug}.example.com", "Otto Salo", "privacy-officer")
        TOTP.activate(second, generate_totp_secret())
        held |= {slug: session(officer), f"{slug}-second": session(second)}
    for key, (name, product, country, options) in USED.items():
        lampi = Processor.objects.get(slug="lampi")
        whose = customer(lampi, name, signed_up_on=LONG_AGO.date())
        user = person(whose, f"{key}@{key}.example.com", "Maija Meikäläinen", "main-user")
        Contact.objects.create(
            processor=lampi, customer=whose, user=user, first_name="Maija", last_name="Meikäläinen",
            email=user.email, is_main_user=True,
        )  # fmt: skip
        sold, _ = Product.objects.get_or_create(
            processor=lampi, slug=product, defaults={"names": {"fi": product}}
        )
        Service.objects.create(
            processor=lampi, customer=whose, product=sold, country=country, options=options,
            started_on=LONG_AGO.date(), declared_at=LONG_AGO, data_categories=["Name"], data_subjects=["customers"],
        )  # fmt: skip
        held |= {key: session(user), f"{key}-id": whose.public_id}
    sort_customers(TODAY)
    return held


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill()))
