"""The addresses of company pages: made of the company's name, whatever its entries are called and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry
from ketju.core.register.companies import grouped_by_company
from ketju.core.register.company_numbers import normal_number
from ketju.core.register.slugs import slug
from ketju.core.vocabulary.companies import has_legal_form

Company = Sequence[Entry]


def company_names(companies: Sequence[Company]) -> tuple[str, ...]:
    """The name of the page of each company: that of its legal entity, "quillon-hosting-gmbh".

    Companies of one name are told apart by their numbers, those without by "-2", "-3" … in the order of their ids.
    """
    wanted = [slug(_name(company)) for company in companies]
    often = Counter(wanted)
    named = [
        slug(f"{name} {number}") if often[name] > 1 and (number := _number(company)) else name
        for name, company in zip(wanted, companies, strict=True)
    ]
    taken: set[str] = set()
    found = dict.fromkeys(range(len(companies)), "")
    for at in sorted(found, key=lambda at: min(entry.id for entry in companies[at])):
        name, count = named[at], 1
        while name in taken:
            count += 1
            name = f"{named[at]}-{count}"
        taken.add(name)
        found[at] = name
    return tuple(found.values())


def former_names(publication: Publication, now: Mapping[str, str]) -> dict[str, str]:
    """Names that pages had in earlier versions → the id of an entry that has another page ``now`` (by entry id)."""
    current = {*now.values()}
    found: dict[str, str] = {}
    earlier = publication.former
    if earlier is None:
        earlier = {}
        for version in publication.versions[:-1]:
            earlier = names_so_far(earlier, version.register.entries)
    for name, ids in earlier.items():
        heir = next((id for id in ids if id in now), "")
        if heir and name not in current:
            found[name] = heir
    return found


def names_so_far(earlier: Mapping[str, Sequence[str]], entries: Sequence[Entry]) -> dict[str, list[str]]:
    """The names of pages up to a version with these entries: each with the ids of its entries, the newest first."""
    companies = grouped_by_company(entries)
    found = {name: list(ids) for name, ids in earlier.items()}
    for name, company in zip(company_names(companies), companies, strict=True):
        ids = [entry.id for entry in company]
        found[name] = [*ids, *(id for id in found.get(name, ()) if id not in ids)]
    return found


def _name(company: Company) -> str:
    """What a company is called: its legal entity where that is printed, else a name with a legal form, else any."""
    names = {entry.legal_entity for entry in company if entry.legal_entity} or {
        entry.name for entry in company
    }
    return min(names, key=lambda name: (not has_legal_form(name), name))


def _number(company: Company) -> str:
    """The first number of a company by its letters, "" where it has none."""
    numbers = {normal_number(one) for entry in company for one in entry.identifiers}
    return min((number for number in numbers if number), default="")
