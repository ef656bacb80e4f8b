"""Identifiers, links, contacts and the role of the company."""

from __future__ import annotations

import re
from collections.abc import Collection

from ketju.core.model.register import Contact, Identifier, Role
from ketju.core.reading.draft import Draft
from ketju.core.reading.interpret.values import Sources, unique
from ketju.core.reading.texts import flat, links_of
from ketju.core.vocabulary.companies import legal_forms
from ketju.core.vocabulary.identifiers import read_identifier
from ketju.core.vocabulary.phrases import names_role
from ketju.core.vocabulary.places import find_places

_URL = re.compile(r"https?://[^\s<>\"'|)\]]+|www\.[^\s<>\"'|)\]]+")
_DOMAIN = re.compile(r"(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>\"'|)\],]*)?", re.I)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:(?!\d)", re.I)
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[\w-]+)+(?::\d+)?")
_PAGE = re.compile(r"\.(?:x?html?|md|php|aspx?|jsp|pdf|txt|rst|adoc|docx?|xlsx?|csv|json|ya?ml)$", re.I)
_PARTS = re.compile(r"\s*[;\n]\s*|\s{2,}|\s*,\s+(?=[A-Z])")
_TO_DO = re.compile(r"FIXME|TODO|TBD|XXX|\?\?|\[[^\]]+\]|_{3,}", re.I)
_NOTHING = re.compile(r"^[\W_]*$")
_ROLES: dict[str, Role] = {
    "role.joint": "joint controller", "role.processor": "processor", "role.controller": "controller",
}  # fmt: skip


def read_identifiers(draft: Draft, sources: Sources) -> tuple[Identifier, ...]:
    """The numbers of a company with their schemes and whether their check digit is right. L-5."""
    found: list[Identifier] = []
    fields = draft.all("identifier", "vat_id")
    countries = _countries(draft) if fields else ()
    for field in fields:
        for part in _PARTS.split(field.text.text):
            printed = flat(part)
            if any(c.isdigit() for c in printed) or _TO_DO.search(printed):
                sources.note_field("identifiers", field)
                found.append(read_identifier(printed, field.header, countries))
    return tuple(dict.fromkeys(found))


def _countries(draft: Draft) -> tuple[str, ...]:
    """Where the company may be registered: told by its legal form, its address and its seat."""
    names = [flat(field.text.text) for field in draft.all("name", "legal_entity")]
    forms = [
        code
        for name in names
        for form in legal_forms(name)
        if len(form.countries) <= 3
        for code in form.countries
    ]
    places = [
        place.code for field in draft.all("address", "seat") for place in find_places(flat(field.text.text))
    ]
    return unique([*forms, *places])


def read_links(draft: Draft, sources: Sources) -> tuple[str, ...]:
    """The addresses on the web that are printed or linked in the entry, each once."""
    found: list[str] = []
    for field in draft.fields:
        urls = [mark.target for mark in links_of(field.text) if _is_web(mark.target)]
        urls += _URL.findall(field.text.text)
        if field.key in ("link", "dpa") and not urls:
            urls += [m for m in _DOMAIN.findall(field.text.text) if "." in m]
        if urls:
            sources.note_field("links", field)
        found += [url.rstrip(".,;>") for url in urls]
    return unique(found)


def _is_web(target: str) -> bool:
    """Whether a link leads to another site: with a scheme, or with a domain in front ("acme.example/privacy").

    "/companies/acme" and "acme.html" are pages of the list's own site.
    """
    if _SCHEME.match(target):
        return target.lower().startswith(("http://", "https://"))
    host = target.removeprefix("//").split("/")[0].split("?")[0]
    return _HOST.fullmatch(host) is not None and not _PAGE.search(host)


def read_contact(draft: Draft, sources: Sources) -> Contact | None:
    """The contact as printed. Personal data: never rendered in public (X-21)."""
    field = draft.first("contact")
    if field is None or _NOTHING.match(field.text.text):
        return None
    sources.note("contact", field.text.span)
    return Contact(details=flat(field.text.text))


def read_role(draft: Draft, languages: Collection[str]) -> Role | None:
    """The role that a role column gives in one of the ``languages``, None when it gives none."""
    named = [names_role(flat(field.text.text), languages) for field in draft.all("role")]
    return next((_ROLES[role] for role in named if role), None)
