"""Lists of invented companies for property tests: with everything that lists say, and without any of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    Identifier,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Transfer,
    Words,
)

COMPANIES = (
    {"name": "Acme Hosting GmbH"}, {"name": "Bolt Mail Inc."}, {"name": "Lehtokuja Pilvet Oy"}, {"name": "Bergsjö Drift AB"},
    {"name": "Πάγος Α.Ε."}, {"name": "Борова ЕООД"}, {"name": "Farrowgate Cloud Ireland Ltd."}, {"name": "Klitrose Hosting A/S"},
    {"name": "Nordlys Data AS"}, {"name": "Orchard & Lane Ltd"},
    {"name": "Quillon", "legal_entity": "Quillon Hosting GmbH"},
    {"name": "Fernpost", "legal_entity": "Fernpost Messaging Ltd", "brand": "Fernpost Go"},
)  # fmt: skip
PURPOSES = (
    "Hosting of servers", "Sending of e-mail", "Customer support by chat", "Palvelimet ja varmuuskopiot",
    "Postens utskick", "Payments | cards", "Log-in of users *and* guests", "Analysis of <b>visits</b>",
)  # fmt: skip
FUNCTIONS = ("Infrastructure", "Messaging", "Tuki")
DATA = (
    "names",
    "e-mail address",
    "IP address",
    "nimi",
    "namn",
    "telephone number",
    "messages (text, files)",
    "invoices, paid",
)
PEOPLE = ("Customers", "Employees", "Visitors, guests", "Asiakkaat")
PLACES = (
    Place("FI"), Place("DE"), Place("US"), Place("AE"), Place("HK"), Place("SE"), Place("GB"), Place("EU"), Place("EEA"),
    Place("GLOBAL"), Place("IN"), Place("NO"), Place("FI", city="Helsinki"), Place("DE", city="Frankfurt"),
    Place("DE", city="Berlin"), Place("SE", city="Stockholm"), Place("IE", city="Dublin"), Place("IE", region="eu-west-1"),
)  # fmt: skip
KINDS = ("processing", "processing", "storage", "backup", "remote access", "seat")
CONDITIONS = (
    Condition(Words((("en", "only by contract"),)), "contract"),
    Condition(Words((("en", "with consent of the employer"),)), "consent"),
    Condition(Words((("en", "premium customers"),)), "option"),
    Condition(Words((("en", "premium customers"),)), "use"),
    Condition(Words((("fi", "Vain sopimuksella"), ("en", "only by contract"), ("sv", "enligt avtal"))), "contract"),
    Condition(Words(), "option"),
    Condition(Words(), "use"),
)  # fmt: skip
TRANSFERS = (
    Transfer("Standard contractual clauses", ("SCC",), ("46(2)(c)",)),
    Transfer("EU-US Data Privacy Framework", ("DPF",)),
    Transfer("", ("BCR",)),
)
NOTES = (
    "Reached by night only",
    "Replaces an older system; see the release notes",
    "=1+1",
    "Yhteys suojattu",
)
LINKS = ((), (), ("https://a.example/x_y",), ("https://a.example/", "https://b.example/privacy"))
REGIONS = (
    Region("eu", Words((("en", "Europe"), ("fi", "Eurooppa"), ("sv", "Europa")))),
    Region("us", Words((("en", "North America"),))),
)
SERVICES = (
    Service("mail", Words((("en", "Postikku"),))),
    Service("shop", Words((("en", "Kauppala, Ruukku"), ("sv", "Handeln, Torget")))),
)
GROUPS = (
    Group("base", Words((("en", "Foundations"), ("fi", "Perusta"))), all_services=True),
    Group("relay", Words((("en", "Relays"),))),
)
SCOPES = (
    Scope(), Scope(groups=("base",)), Scope(groups=("relay",)), Scope(services=("mail",)), Scope(services=("shop",)),
    Scope(services=("mail", "shop"), regions=("eu",)), Scope(services=("shop",), regions=("us",)), Scope(regions=("eu",)),
)  # fmt: skip
TITLES = (
    Words(),
    Words((("en", "Sub-processors of Esimerkki Oy"),)),
    Words((("fi", "Esimerkki Oy:n alikäsittelijät"), ("en", "Sub-processors of Esimerkki Oy"))),
)


def some(values: tuple[object, ...], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of the values, each once."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def dates() -> st.SearchStrategy[PartialDate | None]:
    return (
        st.none()
        | st.builds(PartialDate, st.integers(2000, 2030))
        | st.builds(PartialDate, st.integers(2000, 2030), st.integers(1, 12), st.integers(0, 28))
    )


def places() -> st.SearchStrategy[tuple[Place, ...]]:
    """Places for various uses; a seat beside where data are, as nothing else tells a seat from a place."""
    one = st.builds(
        lambda place, kind: replace(place, kind=kind), st.sampled_from(PLACES), st.sampled_from(KINDS)
    )
    return st.lists(one, max_size=4, unique=True).map(tuple)


def entries() -> st.SearchStrategy[Entry]:
    def build(company: dict[str, str], **members: object) -> Entry:
        return Entry(id="", **{**company, **members})  # type: ignore[arg-type]

    return st.builds(
        build,
        st.sampled_from(COMPANIES),
        role=st.sampled_from(("processor",) * 6 + ("joint controller", "controller")),
        function=st.sampled_from((Words(), *(Words((("en", text),)) for text in FUNCTIONS))),
        purpose=st.sampled_from(PURPOSES).map(lambda text: Words((("en", text),))),
        data=some(DATA, 4).map(lambda found: tuple(map(DataCategory, found))),
        data_subjects=some(PEOPLE),
        places=places(),
        outside_eea=st.sampled_from((None, True, False)),
        transfer=st.sampled_from((None, None, *TRANSFERS)),
        condition=st.sampled_from((None, None, None, *CONDITIONS)),
        since=dates(),
        until=dates(),
        notified=dates(),
        identifiers=st.sampled_from(
            ((), (Identifier("1234567-1"),), (Identifier("HRB 12345"), Identifier("DE136695976")))
        ),
        address=st.sampled_from(("", "", "Esimerkkikatu 1, Helsinki", "1 Example Quay, Dublin")),
        retention=st.sampled_from(("", "", "30 days after the end")),
        links=st.sampled_from(LINKS),
        notes=some(NOTES, 2),
    )


def numbered(found: list[Entry]) -> tuple[Entry, ...]:
    """Entries with ids."""
    return tuple(replace(entry, id=f"e{number}") for number, entry in enumerate(found))


def lists() -> st.SearchStrategy[Register]:
    """Lists without products, of two entries and more that are no controllers."""
    return st.builds(
        lambda found, title, languages: Register(
            publisher="Esimerkki Oy",
            title=title,
            languages=languages,
            tlp="TLP:CLEAR",
            entries=numbered(found),
        ),
        st.lists(entries(), min_size=2, max_size=7).filter(
            lambda found: sum(e.role != "controller" for e in found) >= 2
        ),
        st.sampled_from(TITLES),
        st.sampled_from((("en",), ("fi", "en"), ("sv",))),
    )


def scoped_lists() -> st.SearchStrategy[Register]:
    """Lists with products, regions and shared groups."""

    def with_scopes(register: Register, scopes: list[Scope]) -> Register:
        placed = (replace(e, applies_to=s) for e, s in zip(register.entries, scopes, strict=False))
        return replace(register, regions=REGIONS, services=SERVICES, groups=GROUPS, entries=tuple(placed))

    return st.builds(with_scopes, lists(), st.lists(st.sampled_from(SCOPES), min_size=8, max_size=8))
