"""Registers for property tests: of any content that the model holds, ids and references being right."""

from dataclasses import replace
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    Contact,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Identifier,
    NoticeTerms,
    ObjectionTerms,
    Option,
    Parent,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Site,
    Transfer,
    Translation,
    Waiver,
    Words,
)

relaxed = settings(deadline=None, max_examples=60)
"""For tests over whole registers: they are slow to make, so time says nothing, and the soak tests try more."""

randoms = st.integers(0, 1_000_000).map(Random)
"""Sources of chance that a seed reproduces."""

LANGUAGES = ("fi", "sv", "en", "pt-BR", "zh-Hant")
CODES = ("FI", "SE", "NO", "US", "SG", "EU", "EEA", "GLOBAL")
AWKWARD = (
    "NO", "no", "Yes", "null", "~", "2015", "1.10", "0x1F", "1e3", "2015-04-01", "- dash", "# hash", "a: b",
    "a #b", "x:", "'quoted'", '"', "\\", "{a}", "[b]", "& anchor", "*alias", "!tag", "%x", "@x", "`x", "|",
    ">", " leading", "trailing ", "two\nlines", "\n", "three\n\nlines\n", " a\n b", "tab\there", "Ää",
    "A\u0308", "\u2028", "\ufeff", "\U0001f600", "株式会社", "<<", "=", "?", ", ", "---", "...", "a\n---\nb",
    "source",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
    st.text("ab :#-'\"\n", min_size=1, max_size=8),
)
blank = st.just("")
some_text = blank | texts
slugs = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True) | st.sampled_from(
    ("no", "on", "1", "null")
)
words = st.dictionaries(st.sampled_from(LANGUAGES), texts, max_size=3).map(lambda d: Words(tuple(d.items())))
dates = st.builds(PartialDate, st.integers(1950, 2090)) | st.builds(
    PartialDate, st.integers(1950, 2090), st.integers(1, 12), st.integers(0, 28)
)
text_lists = st.lists(texts, max_size=3).map(tuple)
tokens = st.lists(st.sampled_from(("SCC", "DPF", "EmailAddress", "UK_IDTA")), max_size=2).map(tuple)
numbers = st.none() | st.integers(0, 400)
units = st.sampled_from(("", "days", "working days", "weeks", "months"))
places = st.lists(
    st.builds(
        Place,
        st.sampled_from(CODES),
        st.sampled_from(("processing", "storage", "backup", "remote access", "seat")),
        some_text,
        some_text,
        st.booleans(),
    ),
    max_size=3,
).map(tuple)
identifiers = st.lists(
    st.builds(
        Identifier, texts, st.sampled_from(("", "fi-ytunnus")), some_text, country=st.sampled_from(("", "NO"))
    ),
    max_size=2,
).map(tuple)


def subsets(ids: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple) if ids else st.just(())


ENTRY = {
    "legal_entity": texts,
    "brand": texts,
    "service": texts,
    "identifiers": identifiers,
    "address": texts,
    "contact": st.builds(Contact, some_text, some_text, some_text),
    "role": st.sampled_from(("processor", "controller", "joint controller")),
    "tier": st.integers(0, 3),
    "access": st.sampled_from(("none", "metadata", "content", "unknown")),
    "function": words,
    "purpose": words,
    "purpose_read": tokens,
    "data": st.lists(st.builds(DataCategory, texts, tokens), max_size=2).map(tuple),
    "data_subjects": text_lists,
    "places_printed": texts,
    "places": places,
    "outside_eea": st.booleans(),
    "transfer": st.builds(Transfer, some_text, tokens, text_lists),
    "varies_by_customer": st.booleans(),
    "since": dates,
    "until": dates,
    "notified": dates,
    "mentions": text_lists,
    "links": text_lists,
    "placeholders": text_lists,
    "retention": texts,
    "status": texts,
    "notes": text_lists,
}
REGISTER = {
    "publisher": texts,
    "title": words,
    "languages": st.lists(st.sampled_from(LANGUAGES), unique=True, max_size=2).map(tuple),
    "parent": st.builds(Parent, some_text, some_text),
    "source_revision": texts,
    "version_on": dates,
    "version": texts,
    "tlp": st.sampled_from(("", "TLP:CLEAR", "TLP:AMBER+STRICT")),
    "notice": st.builds(NoticeTerms, some_text, numbers, units, some_text, text_lists),
    "objection": st.builds(ObjectionTerms, some_text, numbers, units, some_text, some_text),
    "translations": st.lists(
        st.builds(Translation, st.sampled_from(LANGUAGES), some_text, st.none() | dates), max_size=2
    ).map(tuple),
}
"""Values for members that refer to nothing."""


@st.composite
def entries(draw, id, scopes, options, before):
    """``before``: the ids of entries that this one may refer to, so that no references form a circle."""
    values = draw(st.fixed_dictionaries({}, optional=ENTRY))
    kind = st.sampled_from(("contract", "consent", "option", "use"))
    condition = st.builds(Condition, words, kind, st.sampled_from(("", *options)))
    return Entry(
        id,
        draw(texts),
        applies_to=draw(scopes),
        condition=draw(st.none() | condition),
        engaged_by=draw(st.sampled_from(("", *before))),
        replaces=draw(st.sampled_from(("", "gone", *before))),
        **values,
    )


@st.composite
def references(draw, groups, regions):
    """References to groups, at most one to each."""
    return tuple(GroupReference(group, draw(regions)) for group in draw(subsets(groups)))


def waivers(entry_ids):
    return st.lists(
        st.builds(
            Waiver,
            st.sampled_from(("KETJU012", "placeholder")),
            texts,
            texts,
            dates,
            st.none() | dates,
            st.sampled_from(("", *entry_ids)),
            some_text,
        ),
        max_size=2,
    ).map(tuple)


@st.composite
def registers(draw, max_entries=2):
    region_ids, service_ids, group_ids, option_ids, site_ids, entry_ids = (
        tuple(draw(st.lists(slugs, unique=True, max_size=size))) for size in (3, 3, 3, 2, 1, max_entries)
    )
    regions, groups = subsets(region_ids), subsets(group_ids)
    scopes = st.builds(Scope, subsets(service_ids), regions, groups, text_lists)
    return Register(
        **draw(st.fixed_dictionaries({}, optional=REGISTER)),
        regions=tuple(Region(i, draw(words), draw(st.sampled_from(((), ("NO", "EU"))))) for i in region_ids),
        services=tuple(
            Service(i, draw(words), draw(regions), draw(references(group_ids, regions))) for i in service_ids
        ),
        options=tuple(
            Option(i, draw(words), draw(st.sampled_from(("option", "contract")))) for i in option_ids
        ),
        sites=tuple(Site(i, draw(st.sampled_from(("", "NO"))), draw(some_text)) for i in site_ids),
        groups=tuple(
            Group(
                i, draw(words), draw(regions), draw(st.booleans()), draw(references(group_ids[:at], regions))
            )
            for at, i in enumerate(group_ids)
        ),
        entries=tuple(draw(entries(i, scopes, option_ids, entry_ids[:at])) for at, i in enumerate(entry_ids)),
        waivers=draw(waivers(entry_ids)),
    )


def without_meaningless(register: Register) -> Register:
    """The register with everything removed that is declared to be no meaning."""
    return replace(
        register,
        source_revision="",
        version_on=None,
        version="",
        translations=(),
        waivers=(),
        entries=tuple(
            replace(
                entry,
                places=tuple(replace(place, inferred=False) for place in entry.places),
                identifiers=tuple(replace(identifier, valid=None) for identifier in entry.identifiers),
            )
            for entry in register.entries
        ),
    )


REFERRING = ("id", "applies_to", "condition", "engaged_by", "replaces")
"""Members of an entry that refer to something; in another register they would refer to nothing."""


def edited(register: Register, other: Register, random) -> Register:
    """The register with some of its values taken from another one, as somebody who edits it would change it."""
    donors = list(other.entries) or [Entry("", "New name")]
    fields = [name for name in Entry.__slots__ if name not in REFERRING and name != "identifiers"]

    def changed(entry: Entry) -> Entry:
        donor = random.choice(donors)
        names = random.sample(fields, random.choice((0, 1, 1, 2, 5)))
        return replace(entry, **{name: getattr(donor, name) for name in names})

    kept = [changed(entry) for entry in register.entries if random.random() < 0.8]
    taken = {entry.id for entry in kept}
    new = [
        replace(donor, applies_to=Scope(), condition=None, engaged_by="", replaces="")
        for donor in other.entries
        if donor.id not in taken and random.random() < 0.5
    ]
    tops = (
        "publisher",
        "title",
        "languages",
        "parent",
        "version",
        "version_on",
        "notice",
        "objection",
        "sites",
        "translations",
    )
    names = random.sample(tops, random.choice((0, 0, 1, 2)))
    there = {entry.id for entry in (*kept, *new)}
    left = tuple(e if e.engaged_by in there else replace(e, engaged_by="") for e in (*kept, *new))
    waived = tuple(waiver for waiver in register.waivers if not waiver.entry or waiver.entry in there)
    return replace(register, entries=left, waivers=waived, **{name: getattr(other, name) for name in names})
