"""What the demo is filled with: publishers from lists that are there, and people who do not exist."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import transaction

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Register, Waiver
from ketju.formats.publishing import format_ids
from ketju.text.render import LANGUAGES
from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.agreements.writes import text_hash
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.searching import index_contact, index_customer
from ketju.web.apps.registers.checking import findings_of
from ketju.web.apps.registers.content import register_of
from ketju.web.apps.registers.models import Register as Kept
from ketju.web.apps.registers.writes.drafting import draft_from_snapshot
from ketju.web.apps.registers.writes.filing import SLOW, make_files
from ketju.web.apps.registers.writes.publishing import check_draft, publish, waive
from ketju.web.apps.registers.writes.receiving import add_register, read_snapshot, receive
from ketju.web.apps.retention.models import RetentionRules, RoleHolder
from ketju.web.apps.services.models import Product, Server, Service
from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.access.roles import SECOND_FACTOR, TIME_LIMITED
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.jobs.models import Job
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import enqueue_message
from ketju.web.config.demo_changes import agree, tell

STAFF = (
    ("owner", "Aino Kallio", "fi"),
    ("privacy-officer", "Oona Lehto", "fi"),
    ("case-handler", "Erik Strand", "sv"),
    ("support", "Sanna Vuori", "fi"),
    ("reader", "Maeve Byrne", "en"),
    ("auditor", "Nils Ek", "sv"),
)
"""Staff of every publisher: role, name, language. Every role is there, so that each can be tried."""
PEOPLE = (
    ("privacy-contact", "Pia Hillanmäki", "fi"),
    ("technical-partner", "Tomi Niitty", "fi"),
    ("instructing-partner", "Ines Äng", "sv"),
    ("billing", "Bo Räntä", "sv"),
)
"""People of the first customer beside its main user."""
CUSTOMERS = (
    ("Hillanmäki Puutarha Oy", "FI", "2847193-0", "Lauri", "Hillanmäki", "fi"),
    ("Norrskär Båtvarv Ab", "FI", "1938274-2", "Ebba", "Norrskär", "sv"),
    ("Foxglove Bakery Ltd", "IE", "", "Niamh", "Doyle", "en"),
    ("Tuulensuun Koulu", "FI", "", "Helmi", "Tuulensuu", "fi"),
    ("Björkdala Tandvård AB", "SE", "", "Sigrid", "Björkdal", "sv"),
    ("Kirsikkapolku Digitoimisto Oy", "FI", "2019384-1", "Veikko", "Kirsikka", "fi"),
)
"""Customers of every publisher: name, country, business id, first and last name of the main user, language."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How somebody signs in to the demo: where, as whom, with what; ``totp`` is the secret of the second factor."""

    publisher: str
    role: str
    email: str
    password: str
    page: str
    totp: str = ""


@dataclass(frozen=True, slots=True)
class Secret:
    """The password, and its hash."""

    password: str
    hash: str


def slug_of(path: Path) -> str:
    """The publisher that a list is of, by the name of its file, or of its folder."""
    named = re.match(r"\d+-([a-z]+)", path.name)
    return named[1] if named else path.parent.name


def fill(lists: Sequence[Path], agreements: Path, at: datetime) -> list[SignIn]:
    """Fill an empty database, a publisher for each list; how people sign in to it.

    Everybody has the same password, which is drawn now: each hash takes half a second.
    """
    found: list[SignIn] = []
    password = secrets.token_urlsafe(12)
    secret = Secret(password, make_password(password))
    with transaction.atomic():
        for path in lists:
            found += _publisher(slug_of(path), path, agreements, secret, at)
    return found


def _publisher(slug: str, path: Path, agreements: Path, secret: Secret, at: datetime) -> list[SignIn]:
    processor = Processor.objects.create(slug=slug, name=slug.title())
    kept, register = _list(processor, path, at)
    processor.language = register.languages[0] if register.languages else "en"
    processor.save(update_fields=["language"])
    products = _products(processor, register)
    server = Server.objects.create(processor=processor, code="hel1-07", cluster="hel1", country="FI")
    agreement = _agreement(processor, agreements, at)
    _decisions(processor, at)
    signs = [_staff(processor, role, name, lang, secret, at) for role, name, lang in STAFF]
    for number, row in enumerate(CUSTOMERS):
        customer, contact = _customer(processor, number, row, at)
        _services(customer, products, server, number, at)
        if number % 3 != 2:  # for the others there is "no agreement found", which is work to do
            Acceptance.objects.create(
                processor=processor, customer=customer, agreement=agreement,
                by=f"{contact.first_name} {contact.last_name}", accepted_at=at - timedelta(days=200 + number),
            )  # fmt: skip
        _mail(processor, customer, contact, at)
        if number == 0:
            signs.append(_main_user(processor, customer, contact, secret, at))
            signs += [_customers_person(customer, *one, secret, at) for one in PEOPLE]
            agree(customer, agreement, at)
    tell(kept, at)
    return signs


def _list(processor: Processor, path: Path, at: datetime) -> tuple[Kept, Register]:
    """Publish the list of a publisher as its staff would, with an answer for every finding; PDF is left out."""
    titles = {"en": "Sub-processors", "fi": "Alikäsittelijät", "sv": "Underbiträden"}
    kept = add_register(
        by=MACHINE, at=at, processor=processor, slug="main", titles=titles, languages=LANGUAGES
    )
    kept.formats = [one for one in format_ids() if one not in SLOW]
    kept.save(update_fields=["formats"])
    snapshot = receive(by=MACHINE, at=at, register=kept, name=path.name, data=path.read_bytes())
    read_snapshot(snapshot, at)
    draft, today = draft_from_snapshot(by=MACHINE, at=at, snapshot=snapshot), at.date()
    check_draft(by=MACHINE, at=at, draft=draft, on=today)
    errors = [one for one in findings_of(draft, today) if one.level == "error" and one.waiver is None]
    if errors:
        until = PartialDate(today.year + 1, today.month, 1)
        waive(
            by=MACHINE, at=at, draft=draft,
            waivers=[Waiver(one.rule, "old list", STAFF[0][1], until, entry=one.entry) for one in errors],
        )  # fmt: skip
        check_draft(by=MACHINE, at=at, draft=draft, on=today)
    version = publish(
        by=MACHINE, at=at, draft=draft, on=today, why="As it was published before", audience="TLP:CLEAR"
    )
    make_files(version, today, at)
    Job.objects.filter(key=version.public_id).delete()  # what it would do is done
    return kept, register_of(version)


def _products(processor: Processor, register: Register) -> list[Product]:
    named = [(one.id, dict(one.name.texts)) for one in register.services]
    named = named or [("hosting", {"en": "Hosting", "fi": "Palvelintila", "sv": "Webbhotell"})]
    return [
        Product.objects.create(
            processor=processor, slug=slug[:60], names=names, storage_forms=["database", "files", "backup"],
            countries=["FI", "DE"],
        )
        for slug, names in named
    ]  # fmt: skip


_AGREEMENTS = {
    "en": "Data processing agreement",
    "fi": "Tietojenkäsittelysopimus",
    "sv": "Personuppgiftsbiträdesavtal",
}


def _agreement(processor: Processor, agreements: Path, at: datetime) -> AgreementVersion:
    terms = agreements / processor.slug / "terms.yaml"
    text = terms.read_text(encoding="utf-8") if terms.is_file() else ""
    name = _AGREEMENTS.get(processor.language, _AGREEMENTS["en"])
    made = AgreementVersion.objects.create(
        processor=processor, slug="dpa", version="1", name=name, terms=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(), valid_from=date(at.year - 1, 1, 1),
    )  # fmt: skip
    AgreementText.objects.bulk_create(
        AgreementText(agreement=made, language=code, text=words, sha256=text_hash(words))
        for code, words in _TEXTS.items()
    )
    return made


_TEXTS = {
    "en": (
        "1. We process personal data only on your documented instructions.\n\n"
        "2. Our people keep them confidential.\n\n"
        "3. We tell you of new sub-processors 30 days before they begin, and you may object.\n\n"
        "4. We tell you of a breach without undue delay, within 72 hours at the latest."
    ),
    "fi": (
        "1. Käsittelemme henkilötietoja vain dokumentoitujen ohjeidenne mukaan.\n\n"
        "2. Henkilöstömme pitää ne salassa.\n\n"
        "3. Kerromme uusista alikäsittelijöistä 30 päivää ennen kuin ne aloittavat, ja voitte vastustaa.\n\n"
        "4. Kerromme tietoturvaloukkauksesta ilman aiheetonta viivytystä, viimeistään 72 tunnin kuluessa."
    ),
    "sv": (
        "1. Vi behandlar personuppgifter bara enligt era dokumenterade instruktioner.\n\n"
        "2. Vår personal håller dem hemliga.\n\n"
        "3. Vi berättar om nya underbiträden 30 dagar innan de börjar, och ni får invända.\n\n"
        "4. Vi berättar om en incident utan onödigt dröjsmål, senast inom 72 timmar."
    ),
}
"""An agreement that nobody has made, short enough to be read."""


def _decisions(processor: Processor, at: datetime) -> None:
    """What the processor decided about its own register, and who answers for it: a history of two."""
    address = f"privacy@{processor.slug}.example.com"
    RetentionRules.objects.create(
        processor=processor, contact=address, postal_address="Esimerkkikatu 1\n00100 Helsinki", is_public=True
    )
    changed = at.date() - timedelta(days=90)
    holders: tuple[tuple[str, str, date, date | None], ...] = (
        ("officer", "Oona Lehto", at.date() - timedelta(days=700), None),
        ("register-contact", "Veera Salo", at.date() - timedelta(days=700), changed - timedelta(days=1)),
        ("register-contact", "Aino Kallio", changed, None),
        ("signatory", "Aino Kallio", changed, None),
    )
    RoleHolder.objects.bulk_create(
        RoleHolder(processor=processor, role=role, name=name, email=address, first=first, last=last)
        for role, name, first, last in holders
    )


def _person(email: str, name: str, language: str, secret: Secret) -> User:
    user = User.objects.create(email=email, name=name, language=language, password=secret.hash)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _staff(processor: Processor, role: str, name: str, language: str, secret: Secret, at: datetime) -> SignIn:
    email = f"{role}@{processor.slug}.example.com"
    user = _person(email, name, language, secret)
    today = at.date()
    last = today + timedelta(days=60) if role in TIME_LIMITED else None
    Membership.objects.create(
        user=user, processor=processor, role=role, first=today - timedelta(days=400), last=last
    )
    Undertaking.objects.create(
        user=user, processor=processor, signed_on=today - timedelta(days=400), document="undertaking.pdf",
        briefed_on=today - timedelta(days=399),
    )  # fmt: skip
    totp = ""
    if role in SECOND_FACTOR:
        totp = generate_totp_secret()
        TOTP.activate(user, totp)
    return SignIn(processor.slug, role, email, secret.password, f"/staff/{processor.slug}/", totp)


def _customer(
    processor: Processor, number: int, row: tuple[str, str, str, str, str, str], at: datetime
) -> tuple[Customer, Contact]:
    name, country, business_id, first, last, language = row
    customer = Customer.objects.create(
        processor=processor, external_id=f"C-{1001 + number}", name=name, country=country, language=language,
        name_index=blind_index(name, "name"), business_id=business_id,
        business_id_index=blind_index(business_id, "business_id") if business_id else b"",
        role="processor" if "Digitoimisto" in name else "controller",
        signed_up_on=at.date() - timedelta(days=300 + 50 * number),
    )  # fmt: skip
    address = f"{first}.{last}@{processor.slug}-customer{number + 1}.example.org".lower()
    email = address.translate(str.maketrans("åäö", "aao"))
    contact = Contact.objects.create(
        processor=processor, customer=customer, first_name=first, last_name=last, email=email, language=language,
        email_index=blind_index(email, "email"), is_main_user=True, may_instruct=True, relation="employee",
        verified_at=at - timedelta(days=100),
    )  # fmt: skip
    index_customer(customer, is_new=True)
    index_contact(contact)
    return customer, contact


def _services(
    customer: Customer, products: Sequence[Product], server: Server, number: int, at: datetime
) -> None:
    for product in {products[number % len(products)], products[(number + 1) % len(products)]}:
        Service.objects.create(
            processor=customer.processor, customer=customer, product=product, country="FI", backup_country="FI",
            tenancy="shared", server=server, started_on=customer.signed_up_on, is_sensitive=number == 4,
            external_id=f"{customer.external_id}/{product.slug}"[:80],
            data_subjects=["customers"] if number % 2 else [], declared_at=at if number % 2 else None,
        )  # fmt: skip


def _main_user(
    processor: Processor, customer: Customer, contact: Contact, secret: Secret, at: datetime
) -> SignIn:
    name = f"{contact.first_name} {contact.last_name}"
    user = _person(contact.email, name, contact.language, secret)
    contact.user = user
    contact.save(update_fields=["user"])
    Membership.objects.create(
        user=user, processor=processor, customer=customer.public_id, role="main-user", first=at.date()
    )
    return SignIn(processor.slug, "main-user", user.email, secret.password, f"/portal/{customer.public_id}/")


def _customers_person(
    customer: Customer, role: str, name: str, language: str, secret: Secret, at: datetime
) -> SignIn:
    slug = customer.processor.slug
    user = _person(f"{role}@{slug}-customer1.example.org", name, language, secret)
    Membership.objects.create(
        user=user, processor=customer.processor, customer=customer.public_id, role=role, first=at.date()
    )
    first, _, last = name.partition(" ")
    contact = Contact.objects.create(
        processor=customer.processor, customer=customer, user=user, first_name=first, last_name=last,
        email=user.email, email_index=blind_index(user.email, "email"), language=language,
        relation="partner" if "partner" in role else "employee", role=_CONTACT_ROLES[role],
        may_instruct=role == "instructing-partner", verified_at=at,
    )  # fmt: skip
    index_contact(contact)
    return SignIn(slug, role, user.email, secret.password, f"/portal/{customer.public_id}/")


_CONTACT_ROLES = {
    "privacy-contact": "privacy",
    "technical-partner": "technical",
    "instructing-partner": "technical",
    "billing": "billing",
}

_LETTERS = {
    "en": ("Please look at your contact details", "Who is your main user? Please look at what we have."),
    "fi": ("Tarkista yhteystietosi", "Kuka on pääkäyttäjänne? Katso, mitä meillä on."),
    "sv": ("Titta på dina kontaktuppgifter", "Vem är er huvudanvändare? Titta på vad vi har."),
}


def _mail(processor: Processor, customer: Customer, contact: Contact, at: datetime) -> None:
    subject, text = _LETTERS[contact.language]
    message = enqueue_message(
        by=MACHINE, at=at, processor=processor, key=f"demo/{customer.public_id}", kind="first-contact",
        to=contact.email, subject=subject, text=text, language=contact.language, customer=customer.public_id,
    )  # fmt: skip
    Message.objects.filter(pk=message.pk).update(held=True)
