"""A list to look at: services, regions, groups, options, conditions, places in and out of the EEA; published quickly."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    Contact,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Option,
    Place,
    Region,
    Scope,
    Service,
    Transfer,
    Words,
)
from ketju.core.model.register import Register as Content
from ketju.core.register.canonical import content_hash
from ketju.core.register.comparison.changes import changes_between
from ketju.web.apps.registers.content import register_in, text_of
from ketju.web.apps.registers.models import Register, Version
from ketju.web.base.access.models import Processor


def said(en: str, fi: str = "", sv: str = "") -> Words:
    return Words((("en", en), ("fi", fi or en), ("sv", sv or en)))


def entry(key: str, name: str, *places: str, **more: object) -> Entry:
    made = Entry(
        key, name, purpose=said(f"Work of {name}"), places=tuple(Place(one) for one in places),
        data=(DataCategory("names", ("Name",)), DataCategory("e-mail addresses", ("EmailAddress",))),
        since=PartialDate(2024, 3, 1),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


SCC = Transfer("Standard contractual clauses", ("SCC",), ("46(2)(c)",))
DPF = Transfer("Data Privacy Framework", ("DPF",))

LIST = Content(
    publisher="Kite Hosting Oy", title=said("Sub-processors"), languages=("en", "fi", "sv"), tlp="TLP:CLEAR",
    regions=(
        Region("fi", said("Finland", "Suomi", "Finland"), ("FI",)), Region("eu", said("EU", "EU", "EU"), ("EU",)),
        Region("us", said("United States", "Yhdysvallat", "USA"), ("US",)),
    ),
    options=(
        Option("dedicated-mta", said("Dedicated MTA", "Oma postipalvelin", "Egen e-postserver")),
        Option("transcripts", said("Meeting transcripts", "Kokousten litterointi", "Mötestranskript"), "consent"),
    ),
    groups=(
        Group("base", said("Base platform", "Perusalusta", "Basplattform"), all_services=True),
        Group("mailing", said("Mail delivery", "Postinkulku", "E-postleverans"), groups=(GroupReference("antispam"),)),
        Group("antispam", said("Spam filters", "Roskapostisuodatus", "Skräppostfilter")),
    ),
    services=(
        Service("hosting", said("Web hosting", "Verkkohotelli", "Webbhotell")),
        Service("mail", said("Mail", "Posti", "E-post"), ("fi", "eu"), (GroupReference("mailing"),)),
    ),
    entries=(
        entry("cloudberry", "Cloudberry Hosting Oy", "FI", applies_to=Scope(groups=("base",)),
              contact=Contact("Pihla Koivu", "DPO", "pihla.koivu@example.com")),
        entry("larch", "Larch Mail GmbH", "DE", applies_to=Scope(groups=("mailing",))),
        entry("sieve", "Sieve Filters Ltd", "GB", "US", applies_to=Scope(groups=("antispam",)), transfer=DPF,
              engaged_by="larch"),
        entry("sequoia", "Sequoia Support Inc.", "US", transfer=SCC),
        entry("juniper", "Juniper Backups Inc.", "US", applies_to=Scope(regions=("us",))),
        entry("mango", "Mango Analytics Pvt. Ltd.", "IN", applies_to=Scope(services=("hosting",))),
        entry("post", "Dedicated Post BV", "NL", applies_to=Scope(services=("mail",)),
              condition=Condition(said("Only with dedicated MTA"), "option", "dedicated-mta")),
        entry("scribe", "Scribe AI Inc.", "JP",
              condition=Condition(said("Only with consent"), "consent", "transcripts")),
        entry("perhaps", "Perhaps Helpdesk AS", "NO",
              condition=Condition(said("Only when a ticket is escalated"), "use")),
        entry("variable", "Variable Storage SE", "DE", "SE", varies_by_customer=True),
        entry("future", "Future Compute AB", "SE", since=PartialDate(2097, 2, 1)),
        entry("past", "Past Logistics Oy", "FI", until=PartialDate(2025, 6, 30)),
        entry("bank", "Birchbank Payments Ab", "FI", role="controller"),
    ),
)  # fmt: skip


def published(
    processor: Processor, content: Content = LIST, *, slug: str = "main", on: date = date(2026, 3, 2),
    at: datetime | None = None,
) -> Version:  # fmt: skip
    """The content as the next version of a register."""
    register, _ = Register.objects.get_or_create(
        processor=processor, slug=slug,
        defaults={"titles": {"en": "Sub-processors", "fi": "Alikäsittelijät", "sv": "Underbiträden"}, "languages": ["en"]},
    )  # fmt: skip
    before = Version.objects.filter(register=register).order_by("-number").first()
    changes = changes_between(register_in(str(before.content)), content) if before else ()
    digest = content_hash(content)
    return Version.objects.create(
        processor=processor, register=register, number=before.number + 1 if before else 1, on=on,
        content=text_of(content), content_hash=digest, public_hash=digest, entries=len(content.entries),
        changes=json.dumps([asdict(one) for one in changes]) if changes else "",
        published_at=at or datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
    )  # fmt: skip


def changed(content: Content, key: str, **members: object) -> Content:
    """The content with one entry changed."""
    entries = tuple(
        replace(one, **members) if one.id == key else one  # type: ignore[arg-type]
        for one in content.entries
    )
    return replace(content, entries=entries)


def without(content: Content, key: str) -> Content:
    """The content without an entry."""
    return replace(content, entries=tuple(one for one in content.entries if one.id != key))
