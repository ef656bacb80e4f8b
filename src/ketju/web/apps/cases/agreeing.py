"""Before a notice leaves: everything that tells of the change says the same, and answers arrive.

Mail, its HTML, the text in the application, the public list as it will be, the annex of each customer's agreement, and
all languages are read back and compared with the register. The first difference stops the notice, with its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings

from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Entry, Register
from ketju.core.register.projection import REMOVED, public_register
from ketju.formats.writers.listing import Cell, listing
from ketju.text.render import Phrasebook, phrasebook
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.matter import Matter, digest_of, is_owed, matter_of, matter_of_draft
from ketju.web.apps.cases.models import CaseChange, Group
from ketju.web.apps.cases.noticing import told_matter
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import (
    AnnexDiffers,
    AnswersAwaited,
    AnswersLost,
    DraftChanged,
    InAppDiffers,
    PublicDiffers,
    TranslationDiffers,
)
from ketju.web.apps.cases.reaching import Reached, Reaching
from ketju.web.apps.cases.waiting import waiting_places
from ketju.web.apps.cases.writes.planning import excepted_customers
from ketju.web.apps.notices.blocks import Facts
from ketju.web.apps.notices.filling import PLACES, filled, parts_of
from ketju.web.apps.notices.models import Notice, NoticeText
from ketju.web.apps.notices.problems import TextDiffers
from ketju.web.apps.notices.reading_back import FIELDS, compare, facts_in_text
from ketju.web.apps.notices.reads import shown_form
from ketju.web.apps.notices.texts import Class, check_texts
from ketju.web.apps.notices.told import told_of
from ketju.web.apps.registers.content import shown_entries
from ketju.web.apps.registers.models import CustomerClass, SortedCustomer
from ketju.web.apps.registers.sorting import usage_in
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.boxes import arrived_since, has_arrived, is_on_its_way
from ketju.web.base.inbox.testing import can_test, send_test

FRESH = timedelta(hours=1)
"""A notice leaves only when a message to the address for answers has arrived that was sent so shortly before."""
_JOINTS = {"data": "; ", "data_subjects": "; ", "purpose": " ", "transfer": " ", "since": " ", "until": " "}
"""How a letter joins what stands on lines of its own in a list; places are joined by commas."""
_Lists = list[tuple[type[PublicDiffers | AnnexDiffers], dict[str, dict[str, str]]]]
"""What lists say of each entry, by the title that a letter has for it, by field; with the problem of a difference."""
OWN_DAY = "since"
"""Of a company that begins a letter gives the customer's own first day, in other words; lists give that of all."""
_ALIKE = ("data", "data_subjects")
"""Fields whose values do not depend on the language."""


def check_digest(change: CaseChange) -> None:
    """Whether the draft is what was planned. Raises DraftChanged."""
    assert change.draft is not None
    if not change.digest or digest_of(matter_of_draft(change.draft)) != change.digest:
        raise DraftChanged


def check_answers(notice: Notice, at: datetime) -> None:
    """Whether answers to a notice arrive, see ``check_inbox``; when that was tried is kept with the notice."""
    check_inbox(notice.processor, at)
    if settings.INBOX_ADDRESS:
        Notice.objects.filter(pk=notice.pk).update(tested_at=at)
        notice.tested_at = at


def check_inbox(processor: Processor, at: datetime) -> None:
    """Whether mail to the address for objections arrives; a message is sent where none was tried lately. Without an
    inbox people answer to the sender, which nothing here can try.

    Raises AnswersAwaited while the message is on its way, AnswersLost where it does not arrive.
    """
    if not settings.INBOX_ADDRESS:
        return
    if can_test() and not arrived_since(at - FRESH):
        if is_on_its_way(at):
            raise AnswersAwaited
        lost = has_arrived(at) is False
        send_test(by=MACHINE, at=at, processor=processor)
        raise AnswersLost if lost else AnswersAwaited
    if not has_arrived(at):
        raise AnswersLost


def check_told_alike(
    change: CaseChange, notice: Notice, classes: Sequence[Class], at: datetime,
    customers: Collection[int] | None = None,
) -> None:  # fmt: skip
    """Whether every place tells of the change what the register says of it, to all its customers, or by a later notice
    to some (their numbers).

    Raises ValueMissing, TextDiffers for the mail, InAppDiffers, TranslationDiffers, PublicDiffers, AnnexDiffers.
    """
    check_texts(notice, told_matter(change, at, ""), classes)
    matter, by_key = matter_of(change), {one.key: one for one in classes}
    said: dict[str, list[tuple[NoticeText, list[Facts]]]] = defaultdict(list)
    lists: dict[str, _Lists] = {}
    for text in notice.texts.order_by("key", "language"):
        phrases = phrasebook(text.language)
        told = told_of(matter.old, matter.new, by_key[text.key].changes, phrases)
        said[text.key].append((text, _in_app(text, told, phrases)))
        if text.language not in lists:
            lists[text.language] = _lists(change, matter, phrases)
        _check_lists(lists[text.language], told, phrases)
    for texts in said.values():
        _check_languages(texts)
    _check_annexes(change, at, customers)


def _in_app(text: NoticeText, told: Sequence[Facts], phrases: Phrasebook) -> list[Facts]:
    """What the text says as it stands in the application, with a recipient's own parts in it."""
    own = dict.fromkeys(PLACES, "–")
    found = facts_in_text(filled(parts_of(shown_form(text)), own), phrases)
    try:
        compare(found, told, text.language)
    except TextDiffers as problem:
        raise InAppDiffers(**problem.params) from None
    return found


def _check_languages(texts: Sequence[tuple[NoticeText, list[Facts]]]) -> None:
    """Whether all languages tell of the same companies, as many changes, the same fields, the same data."""
    (first, held), *rest = texts
    for text, said in rest:
        for mine, theirs in zip(said, held, strict=False):
            here, there = _by_field(mine, text.language), _by_field(theirs, first.language)
            field = next((name for name in FIELDS if (name in here) != (name in there)), "") or next(
                (name for name in _ALIKE if here.get(name) != there.get(name)), ""
            )
            if field or mine.title != theirs.title or len(mine.what) != len(theirs.what):
                raise TranslationDiffers(
                    language=text.language, company=theirs.title,
                    field=phrasebook(first.language)(f"column.{field}") if field else "",
                    said=here.get(field, mine.title), held=there.get(field, theirs.title),
                )  # fmt: skip
        if len(said) != len(held):
            raise TranslationDiffers(
                language=text.language, company="", field="", said=len(said), held=len(held)
            )


def _by_field(facts: Facts, language: str) -> dict[str, str]:
    phrases = phrasebook(language)
    ids = {phrases(f"column.{name}"): name for name in FIELDS}
    return {ids[name]: value for name, value in facts.pairs if name in ids}


def _lists(change: CaseChange, matter: Matter, phrases: Phrasebook) -> _Lists:
    """What the public list will say of the companies, and what customers see of them beside their agreement."""
    some = tuple(one for one in map(matter.entry, matter.entries) if one is not None)
    shown: tuple[tuple[type[PublicDiffers | AnnexDiffers], tuple[Entry, ...]], ...] = (
        (PublicDiffers, _public(change, matter.new, some)),
        (AnnexDiffers, shown_entries(matter.new, some)),
    )
    return [(problem, _listed(replace(matter.new, entries=entries), phrases)) for problem, entries in shown]


def _check_lists(lists: _Lists, told: Sequence[Facts], phrases: Phrasebook) -> None:
    for problem, held in lists:
        for facts in told:
            if facts.title in held:
                _compare(facts, held[facts.title], problem, phrases)


def _public(change: CaseChange, register: Register, some: Sequence[Entry]) -> tuple[Entry, ...]:
    if not change.register.is_public:
        return ()
    return public_register(replace(register, entries=tuple(some)), register.tlp).entries


def _listed(register: Register, phrases: Phrasebook) -> dict[str, dict[str, str]]:
    """What a list says of each entry, by the title that a letter has for it, by field."""
    if not register.entries:
        return {}
    made = listing(Publication((PublishedVersion(register, "0" * 64, 1, date.min),), date.max), phrases)
    ids = [one for one, _ in made.columns]
    found = {}
    for row in made.rows:
        cells = {name: _joined(name, cell) for name, cell in zip(ids, row, strict=True) if cell}
        entity, name = cells.get("legal_entity", ""), cells.get("name", "")
        title = f"{name} ({entity})" if entity and entity.casefold() != name.casefold() else name
        found[title] = cells
    return found


def _joined(name: str, cell: Cell) -> str:
    text = _JOINTS.get(name, ", ").join(cell)
    return " ".join((text.removesuffix(";") if name in _ALIKE else text).split())


def _compare(
    facts: Facts, held: Mapping[str, str], problem: type[PublicDiffers | AnnexDiffers], phrases: Phrasebook
) -> None:
    said = _by_field(facts, phrases.language)
    for name in FIELDS:
        mine, theirs = said.get(name, ""), held.get(name, "")
        if name == OWN_DAY and not mine:
            continue
        if mine != theirs and REMOVED not in theirs:
            raise problem(
                language=phrases.language,
                company=facts.title,
                field=phrases(f"column.{name}"),
                said=mine,
                held=theirs,
            )


def _check_annexes(change: CaseChange, at: datetime, customers: Collection[int] | None) -> None:
    """Whether the annex of a customer, by its services as they are now, has nothing of the change that it is not told.
    What a customer begins after the change is in effect for it is no matter of a later notice.

    Raises AnnexDiffers with how many customers it is about.
    """
    gating, on = Gating(change, at), day_of(at, change.processor.zone)
    asked, groups = Reaching(gating.matter, on), {one.pk: one for one in change.groups.all()}
    classes = CustomerClass.objects.filter(processor=change.processor).values_list("pk", "usages")
    usages = {pk: tuple(map(usage_in, held)) for pk, held in classes}
    touched = waiting_places(change, at).filter(joined_at=None)
    if customers is not None:
        touched = touched.filter(customer__in=customers)
    sorted_rows = SortedCustomer.objects.filter(customer__in=touched.values("customer"))
    of = dict(sorted_rows.values_list("customer_id", "of_id"))
    excepted = excepted_customers(change.processor, gating.matter.entries)
    known: dict[tuple[int, int], bool] = {}
    wrong = 0
    for customer, group in touched.values_list("customer_id", "group_id"):
        key = of.get(customer, 0), group
        if key not in known:
            reached = asked.of(usages.get(key[0], ()))
            known[key] = _has_all(groups[group], reached, gating.matter)
        wrong += not known[key] and customer not in excepted
    if wrong:
        raise AnnexDiffers(language="", company="", field="", said="", held=wrong)


def _has_all(group: Group, reached: Reached | None, matter: Matter) -> bool:
    """Whether a group is told of everything that reaches a class of customers and that it is owed notice of."""
    owed = owed_in(group.owed)
    now = {one.change for one in reached.met} if reached else set[int]()
    return {one for one in now if is_owed(matter.changes[one], owed)} <= set(group.told)
