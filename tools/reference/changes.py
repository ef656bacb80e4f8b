"""The page of changes: every kind that a comparison may tell, and whether notice is owed, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from ketju.core.model.change import ChangeKind, PriorNotice
from ketju.core.register.comparison.kinds import CONTROLLER_SIDE, KINDS, THEMES, Theme
from ketju.text.render import phrasebook
from tools.reference.markdown import code, page, table

_THEMES: dict[Theme, str] = {
    "companies": "Companies",
    "places": "Places and transfers",
    "use": "What a company is used for",
    "scope": "Whom an entry applies to",
    "particulars": "Particulars",
    "list": "The list itself",
    "form": "Form",
}
_MEANINGS: dict[ChangeKind, str] = {
    "added": "An entry that the old list does not have in any form.",
    "replaced": (
        "One entry went and one came for the same use and the same customers, or the start of one stands beside the "
        "end of the other, or the new entry says whom it `replaces`. Told only where one pair can be meant."
    ),
    "removed": "An entry that the new list does not have in any form.",
    "ended": "The entry has an end now.",
    "legal-entity": "The name leads to another legal person: another legal entity, or another legal form.",
    "role": "Processor became controller, or the reverse.",
    "renamed": "The same company, by number, former name or id, under another name.",
    "first-third-country": (
        "Data of the entry, or of the whole list, were within the EEA and now are not. By places, else by what the "
        "list declares."
    ),
    "place-added": "A country that was not there, nor within a bloc that was.",
    "place-removed": "A country that is not there any more, nor within a bloc that is.",
    "place-changed": "Another city, cloud region or use of the same country; other words where no place was read.",
    "outside-eea": "The list answers otherwise whether data leave the EEA.",
    "transfer": "Another safeguard for transfers.",
    "purpose-widened": "More purposes: by DPV terms, or by the items that are printed.",
    "purpose-narrowed": "Fewer purposes.",
    "purpose-changed": "Another purpose, or one of which nobody can say that it is wider or narrower.",
    "data-widened": "More categories of data: by DPV terms, or by the items that are printed.",
    "data-narrowed": "Fewer categories of data.",
    "data-changed": "Other categories of data, of which none was read as a term.",
    "data-subjects-widened": "Data of more groups of people.",
    "data-subjects-narrowed": "Data of fewer groups of people.",
    "data-subjects-changed": "Data of other groups of people.",
    "function": "Another function, or another service of the company.",
    "access-widened": "The company can get at more of the data.",
    "access-narrowed": "The company can get at less of the data.",
    "retention": "Data are kept for another time.",
    "applies-to-widened": "The entry reaches products or regions that both lists have and that it did not reach.",
    "applies-to-narrowed": "The entry no longer reaches some products or regions that both lists have.",
    "condition-added": "The entry applied to everybody and now applies on a condition.",
    "condition-removed": "The entry applied on a condition and now applies to everybody.",
    "condition-changed": "Another condition.",
    "varies": "That an entry varies by customer was added or taken away.",
    "identifier": "Another company number. Two ways to write one number (2431560-5, FI24315605) are the same.",
    "dates": "Another start, end or day of notice.",
    "chain": "Another place in the chain of processors, or another company that engages this one.",
    "address": "Another address.",
    "contact": "Other contact details. They are personal data, so the values are left out.",
    "remarks": "Other notes, status, links or companies named.",
    "now-stated": "Something the old list says nothing about, such as a new column.",
    "no-longer-stated": "Something the new list says nothing about.",
    "publisher": "Another publisher.",
    "agreement": "The list belongs to another agreement or appendix.",
    "notice-terms": "The list prints other terms of notice.",
    "objection-terms": "The list prints other terms of objection.",
    "product-added": "A product that the old list does not have.",
    "product-removed": "A product that the new list does not have.",
    "structure": "Regions, groups, options, sites, labels, or how they refer to each other.",
    "wording-only": "Other words for the same, or the same content in another number of rows.",
}
_OWED = {"yes": "**yes**", "no": "no", "by agreement": "by agreement"}


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page. Raises KeyError for a kind that nobody has described."""
    missing = set(get_args(ChangeKind)) - set(_MEANINGS)
    if missing:
        raise KeyError(f"kinds of change without a description: {', '.join(sorted(missing))}")
    phrases = phrasebook("en")
    introduction = (
        "What `ketju diff` may tell, and whether customers must be told before it takes effect. *By agreement*: the "
        "agreement with the customer or the customer's instructions decide (GDPR Art. 28(3)(a)). Of a company that is "
        f"a controller no notice is owed: {phrases(f'notice-reason.{CONTROLLER_SIDE.reason}')[:-1].lower()}. "
        "This is no legal advice: an agreement may ask for more."
    )
    parts = [f"## {_THEMES[theme]}\n\n{_table(theme)}" for theme in THEMES]
    yield "changes.md", page("Changes", introduction, *parts)


def _table(theme: Theme) -> str:
    rows = [
        (
            code(kind.id),
            _MEANINGS[kind.id],
            "; ".join(_OWED[n.owed] for n in kind.notices),
            _why(kind.notices),
        )
        for kind in KINDS
        if kind.theme == theme
    ]
    return table(("kind", "what it means", "notice owed", "why"), rows)


def _why(notices: tuple[PriorNotice, ...]) -> str:
    phrases = phrasebook("en")
    found = []
    for notice in notices:
        basis = f" ({', '.join(notice.basis)})" if notice.basis else ""
        found.append(phrases(f"notice-reason.{notice.reason}") + basis)
    return " / ".join(found)
