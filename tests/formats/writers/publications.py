"""A small publication of an invented company, with everything that a list may say, in two versions."""

from __future__ import annotations

from datetime import date

from ketju.core.model.date import PartialDate
from ketju.core.model.publication import Publication
from ketju.core.model.register import (
    Condition,
    Contact,
    DataCategory,
    Entry,
    Group,
    Identifier,
    NoticeTerms,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Transfer,
    Words,
)
from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication

FIRST_DAY, SECOND_DAY = date(2026, 2, 1), date(2026, 3, 1)

CLOUD = Entry(
    "kuusi-cloud",
    "Kuusi Cloud Oy",
    identifiers=(Identifier("1234567-1", "fi-ytunnus", "12345671"),),
    address="Esimerkkikatu 1, Helsinki",
    contact=Contact("Maija Example", details="maija@kuusi.example"),
    purpose=Words((("fi", "Palvelimet"), ("en", "Servers"), ("sv", "Servrar"))),
    purpose_read=("ServiceProvision",),
    data=(DataCategory("Nimi", ("Name",)), DataCategory("sähköposti", ("EmailAddress",))),
    data_subjects=("Asiakkaat",),
    places=(Place("FI", city="Helsinki"), Place("DE", "backup"), Place("FI", "seat")),
    outside_eea=False,
    since=PartialDate(2024, 3, 1),
    links=("https://kuusi.example/a_b",),
    applies_to=Scope(groups=("base",)),
)
MAIL = Entry(
    "bolt-mail",
    "Bolt | Mail* Inc.",
    purpose=Words((("en", "Sending of e-mail <b>"),)),
    places=(Place("US"),),
    outside_eea=True,
    transfer=Transfer("Standard contractual clauses", ("SCC",), ("46(2)(c)",)),
    condition=Condition(Words((("en", "only by contract"),)), "contract"),
    since=PartialDate(2026, 4),
    notes=("=1+1",),
    applies_to=Scope(services=("posti",), regions=("eu",)),
)
OLD = Entry("vanha", "Πάγος Α.Ε.", places=(Place("GR"),), since=PartialDate(2015), until=PartialDate(2020, 6))
GONE = Entry("gone", "Борова ЕООД", places=(Place("BG"),))
MARKETING = Entry(
    "pr", "PR Ab", role="controller", purpose=Words((("sv", "Marknadsföring"),)), places=(Place("EU"),)
)


def register(*entries: Entry) -> Register:
    return Register(
        publisher="Esimerkki Oy",
        title=Words((("fi", "Esimerkki Oy:n alikäsittelijät"), ("en", "Sub-processors of Esimerkki Oy"))),
        languages=("fi", "en"),
        tlp="TLP:CLEAR",
        notice=NoticeTerms("Kerromme muutoksista 30 päivää ennen.", 30, "days"),
        regions=(Region("eu", Words((("en", "EU"),)), ("EU",)),),
        services=(Service("posti", Words((("fi", "Posti"), ("en", "Mail")))),),
        groups=(
            Group(
                "base", Words((("fi", "Taustapalvelut"), ("en", "Background services"))), all_services=True
            ),
        ),
        entries=entries,
    )


def publication(base_url: str = "") -> Publication:
    """In the second version GONE is gone, MAIL and MARKETING are new, and CLOUD processes more."""
    little = Entry(**{**{f: getattr(CLOUD, f) for f in CLOUD.__slots__}, "data": CLOUD.data[:1]})
    first = next_publication((), public_register(register(GONE, little, OLD)), FIRST_DAY)
    second = public_register(register(CLOUD, MAIL, OLD, MARKETING))
    return next_publication(first.versions, second, SECOND_DAY, base_url=base_url)
