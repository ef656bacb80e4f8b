"""The letters of a notice: one for each class of customers and language, checked against the register before they stay.

A class are customers who are owed the same for the same services, so that only the name, the page and the address for
answers differ by recipient.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from ketju.core.model.change import Change
from ketju.core.model.register import Register
from ketju.core.notices.earliest import Earliest
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.text.render import Phrasebook, phrasebook
from ketju.text.values import date_words
from ketju.web.apps.notices.blocks import Block, Facts, Words, html_of, text_of
from ketju.web.apps.notices.filling import PLACES, braced, parts_of
from ketju.web.apps.notices.models import Notice, NoticeText
from ketju.web.apps.notices.problems import NoticeReleased, ValueMissing
from ketju.web.apps.notices.reading_back import check_text
from ketju.web.apps.notices.told import digest_of, told_of
from ketju.web.apps.notices.writes.rows import forget_unsent

Kind = Literal["change", "correction", "withdrawal"]
Way = Literal["mail", "shown", "paper"]
"""How a text reaches its readers: by mail, which they can answer; in an application, which has a button; on paper."""
_KEYS: Mapping[str, Mapping[Way, str]] = {
    "object.how": {
        "mail": "web.notices.object.how", "shown": "web.notices.object.how.shown",
        "paper": "web.notices.object.how.paper",
    },
    "object.later": {
        "mail": "web.notices.object.later", "shown": "web.notices.object.later.shown",
        "paper": "web.notices.object.later.paper",
    },
    "consent.how": {
        "mail": "web.notices.consent.how", "shown": "web.notices.consent.how.shown",
        "paper": "web.notices.consent.how.paper",
    },
}  # fmt: skip
"""The words that differ by how they are read."""
_OWN = {name: f"{{{name}}}" for name in PLACES}
"""The places, as they stay in a text."""
_PAPER = ("post", "mail", "page", "reference")
"""Where an answer to a letter on paper can go, and what it should mention."""
_COMES = ("added", "replaced", "applies-to-widened")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice is about: two registers and what changes between them, who tells it, whom to ask.

    ``sent_on`` is the day on which it is to leave. ``earlier`` is that of the notice that is corrected or withdrawn,
    ``why`` what was wrong with it, in each language. In an emergency ``decided_by`` names who took the risk, where
    terms do not allow it, and ``exits`` say in each language what customers can do who do not accept it.
    """

    processor: str
    contact: str
    old: Register
    new: Register
    sent_on: date
    kind: Kind = "change"
    earlier: date | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    is_emergency: bool = False
    decided_by: str = ""
    exits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Class:
    """Customers who are told the same: the changes that touch them, in which of their services, what they are owed.

    ``earliest`` is what the core says for notice on the day of sending, ``planned`` when the change is to take effect.
    """

    key: str
    changes: tuple[Change, ...]
    services: tuple[str, ...]
    owed: Owed
    earliest: Earliest
    planned: Instant | None = None

    @property
    def starts(self) -> Instant | None:
        """From when the change may take effect, as planned and not before its time."""
        if self.earliest.at is None:
            return None
        return max((self.earliest.at, self.planned or self.earliest.at), key=lambda one: one.utc)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one language: its subject, its blocks, and what it says of the register."""

    subject: str
    blocks: tuple[Block, ...]
    told: tuple[Facts, ...]


def letter_for(matter: Matter, one: Class, phrases: Phrasebook, way: Way = "mail") -> Letter:
    """The letter to a class in a language, saying how to answer where it is read. Raises ValueMissing."""
    told = told_of(matter.old, matter.new, one.changes, phrases)
    if not told:
        raise ValueMissing(name="changes")
    shown = [
        replace(each, title=braced(each.title), what=_braced(each.what), pairs=_pairs(each)) for each in told
    ]
    blocks: list[Block] = [
        Words(phrases("web.notices.greeting", **_OWN)),
        Words(_lead(matter, phrases)),
        _heading("web.notices.what", phrases),
        *shown,
    ]
    if matter.kind == "correction" and one.owed.resent == "stands" and one.owed.mode == "general":
        blocks += [*_yours(matter, one, phrases), *_as_before(phrases, way)]
    elif matter.kind != "withdrawal":
        blocks += [*_emergency(matter, one, phrases), *_yours(matter, one, phrases)]
        blocks += [*_when(one, phrases), *_answer(matter, one, phrases, way)]
    blocks += [_heading("web.notices.contact", phrases), Words(_needed("contact", matter.contact))]
    blocks.append(Words(_needed("processor", matter.processor)))
    return Letter(_subject(matter, one, phrases), tuple(blocks), told)


def _braced(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(braced(one) for one in texts)


def _pairs(facts: Facts) -> tuple[tuple[str, str], ...]:
    return tuple((name, braced(value)) for name, value in facts.pairs)


def _needed(name: str, value: str | None) -> str:
    """A value of a letter, which has to be there. Raises ValueMissing."""
    plain = " ".join((value or "").split())
    if not plain:
        raise ValueMissing(name=name)
    return braced(plain)


def _heading(key: str, phrases: Phrasebook) -> Words:
    return Words(phrases(key), "heading")


def _day(name: str, day: date | None, phrases: Phrasebook) -> str:
    return _needed(name, date_words(day, phrases) if day else None)


def _subject(matter: Matter, one: Class, phrases: Phrasebook) -> str:
    processor = " ".join(matter.processor.split())
    if matter.kind == "correction":
        return phrases(
            "web.notices.subject.correction",
            processor=processor,
            date=_day("earlier", matter.earlier, phrases),
        )
    if matter.kind == "withdrawal":
        return phrases(
            "web.notices.subject.withdrawal",
            processor=processor,
            date=_day("earlier", matter.earlier, phrases),
        )
    if one.owed.mode == "specific":
        return phrases("web.notices.subject.consent", processor=processor)
    return phrases(
        "web.notices.subject.change", processor=processor, date=_day("starts", _local(one.starts), phrases)
    )


def _lead(matter: Matter, phrases: Phrasebook) -> str:
    processor = _needed("processor", matter.processor)
    if matter.kind == "change":
        return phrases("web.notices.lead", processor=processor)
    day = _day("earlier", matter.earlier, phrases)
    if matter.kind == "withdrawal":
        return phrases("web.notices.lead.withdrawal", processor=processor, date=day)
    why = _needed("why", matter.why.get(phrases.language))
    return phrases("web.notices.lead.correction", processor=processor, date=day, why=why)


def _emergency(matter: Matter, one: Class, phrases: Phrasebook) -> list[Block]:
    """That the change is made in an emergency, who decided so, and the way out."""
    if not matter.is_emergency:
        return []
    lines = [phrases("web.notices.emergency.lead", processor=_needed("processor", matter.processor))]
    if one.owed.emergency is None and matter.decided_by:
        lines.append(phrases("web.notices.emergency.decided", name=_needed("name", matter.decided_by)))
        lines.append(_needed("exits", matter.exits.get(phrases.language)))
    return [_heading("web.notices.emergency", phrases), Words(" ".join(lines))]


def _yours(matter: Matter, one: Class, phrases: Phrasebook) -> list[Block]:
    """What it means for the services of these customers."""
    names = [_service(matter, id, phrases) for id in one.services]
    lines = [
        phrases("web.notices.yours.services", services=", ".join(names))
        if names
        else phrases("web.notices.yours.all")
    ]
    if any(change.kind in _COMES for change in one.changes):
        lines.append(phrases("web.notices.yours.comes"))
    if any(change.kind == "first-third-country" for change in one.changes):
        lines.append(phrases("web.notices.yours.third"))
    return [_heading("web.notices.yours", phrases), Words(" ".join(lines))]


def _service(matter: Matter, id: str, phrases: Phrasebook) -> str:
    for register in (matter.new, matter.old):
        for one in register.services:
            if one.id == id:
                found = one.name.in_language(phrases.language)
                return _needed("services", found[1] if found else id)
    return _needed("services", id)


def _when(one: Class, phrases: Phrasebook) -> list[Block]:
    text = phrases("web.notices.when.consent")
    if one.owed.mode != "specific":
        text = phrases("web.notices.when.date", date=_day("starts", _local(one.starts), phrases))
    return [_heading("web.notices.when", phrases), Words(text)]


def _as_before(phrases: Phrasebook, way: Way) -> list[Block]:
    """That the dates of the earlier notice stay, where the terms leave them as they were."""
    return [
        _heading("web.notices.when", phrases),
        Words(phrases("web.notices.when.stands")),
        _heading("web.notices.object", phrases),
        Words(phrases(_KEYS["object.how"][way], **_OWN)),
        *_where(phrases, way),
        Words(phrases("web.notices.object.then")),
    ]


def _answer(matter: Matter, one: Class, phrases: Phrasebook, way: Way) -> list[Block]:
    """Until when and how one may object, or consent."""
    if one.owed.mode == "specific":
        how = phrases(_KEYS["consent.how"][way], **_OWN)
        return [_heading("web.notices.consent", phrases), Words(how), *_where(phrases, way)]
    window = one.earliest.window
    lines = [phrases(_KEYS["object.how"][way], **_OWN)]
    if window is not None:
        lines.insert(
            0,
            phrases(
                "web.notices.object.until", date=_day("deadline", window.safe("right").last_day, phrases)
            ),
        )
        if one.owed.window_from == "delivery":
            lines.append(phrases(_KEYS["object.later"][way], date=_day("sent", matter.sent_on, phrases)))
    return [
        _heading("web.notices.object", phrases),
        Words(" ".join(lines)),
        *_where(phrases, way),
        Words(phrases("web.notices.object.then")),
    ]


def _where(phrases: Phrasebook, way: Way) -> list[Block]:
    """On paper each address on a line of its own, so that no full stop is taken for a part of one."""
    return [Words(phrases(f"web.notices.paper.{one}", **_OWN)) for one in _PAPER] if way == "paper" else []


def _local(at: Instant | None) -> date | None:
    return at.local.date() if at else None


def prepare_texts(
    notice: Notice, matter: Matter, classes: Sequence[Class], languages: Iterable[str], *, at: datetime
) -> dict[tuple[str, str], NoticeText]:
    """Make the texts of a notice, or make them anew, by class and language; each is read back and compared.

    Texts of classes that are gone go, and so do messages that were written and have not left. Nothing is kept where one
    is wrong. Raises ValueMissing, TextDiffers, NoticeReleased.
    """
    made: list[NoticeText] = []
    told: list[Facts] = []
    for language in languages:
        phrases = phrasebook(language)
        for one in classes:
            letter = letter_for(matter, one, phrases)
            text = _text(notice, one.key, letter, language)
            others = [letter_for(matter, one, phrases, way) for way in ("paper", "shown")]
            text = _with_others(text, *others)
            check_text(forms_of(text), text.html, letter.told, phrases)
            made.append(text)
            told += letter.told
    with transaction.atomic():
        held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if held.released_at is not None:
            raise NoticeReleased
        forget_unsent(held)
        kept = {(one.key, one.language): one for one in made}
        NoticeText.objects.bulk_create(
            kept.values(), batch_size=500, update_conflicts=True, unique_fields=("notice", "key", "language"),
            update_fields=("subject", "text", "html", "paper", "shown", "sha256"),
        )  # fmt: skip
        rows = held.texts.values_list("pk", "key", "language")
        held.texts.filter(pk__in=[pk for pk, *which in rows if tuple(which) not in kept]).delete()
        changes = [change for one in classes for change in one.changes]
        digest = digest_of(changes, told)
        Notice.objects.filter(pk=notice.pk).update(
            digest=digest, prepared_at=at, approved_at=None, approved_by=None
        )
    notice.refresh_from_db()
    return kept


def _text(notice: Notice, key: str, letter: Letter, language: str) -> NoticeText:
    text, html = text_of(letter.blocks), html_of(letter.blocks, braced(letter.subject), language)
    parts_of(text), parts_of(html)
    return NoticeText(
        notice=notice, key=key, language=language, subject=letter.subject[:300], text=text, html=html
    )


def _with_others(text: NoticeText, paper: Letter, shown: Letter) -> NoticeText:
    """A text with its forms for paper and for applications, and the hash of all of it."""
    text.paper, text.shown = text_of(paper.blocks), text_of(shown.blocks)
    parts_of(text.paper), parts_of(text.shown)
    whole = "\0".join((text.subject, text.text, text.html, text.paper, text.shown))
    text.sha256 = hashlib.sha256(whole.encode()).hexdigest()
    return text


def forms_of(text: NoticeText) -> tuple[str, ...]:
    """Every plain form of a text that there is: by mail, on paper, in an application."""
    return tuple(filter(None, (text.text, text.paper, text.shown)))


def check_texts(notice: Notice, matter: Matter, classes: Sequence[Class]) -> None:
    """Whether the texts that are kept still say what the register says now; to be asked before they leave.

    Raises TextDiffers, ValueMissing.
    """
    by_key = {one.key: one for one in classes}
    for text in notice.texts.all():
        phrases = phrasebook(text.language)
        if text.key not in by_key:
            raise ValueMissing(name="changes")
        told = told_of(matter.old, matter.new, by_key[text.key].changes, phrases)
        check_text(forms_of(text), text.html, told, phrases)
