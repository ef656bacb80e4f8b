"""Pages of a list that are made on request: what applies to a reader on a day, and two versions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Register as Content
from ketju.core.problems import Problem
from ketju.core.register.resolution import Applicability, option_ids, resolve
from ketju.core.register.status import STATUSES, status_of
from ketju.formats.writers.site.about import feed_path
from ketju.formats.writers.site.edition import Edition, Subject
from ketju.formats.writers.site.events import events_in
from ketju.formats.writers.site.frame import Frame, Page
from ketju.formats.writers.site.history import changes
from ketju.formats.writers.site.markup import Child, Markup, el, joined
from ketju.formats.writers.site.rows import CONDITIONAL, Rows
from ketju.formats.writers.site.writing import menu_of
from ketju.formats.writers.steps import step_from
from ketju.text.messages import problem_words
from ketju.text.reasons import reason_words
from ketju.web.apps.registers.content import public_register_of
from ketju.web.apps.registers.models import Publishing, Version
from ketju.web.apps.registers.published import languages_of, published_alone, versions_of
from ketju.web.apps.registers.serving import Query, makers, query_of
from ketju.web.base.access.policy import day_at

_WRONG = 400


def mine(live: Publishing, language: str, name: str, query: Query) -> tuple[int, bytes] | None:
    """What applies to a service in a region with options on a day, and in which version that stands."""
    if language not in languages_of(live.register):
        return None
    asked = _Asked(live, query)
    version = asked.version
    edition = edition_of(version or live.version, language, asked.on, live.version)
    title = edition("menu.mine")
    status, told = (200, list(_told(edition, asked))) if version else (200, [_before(edition, live)])
    if asked.is_wrong:
        status, told = _WRONG, [el("p", edition("mine.wrong-day"), class_="note")]
    parts = [
        el("h1", title),
        el("p", edition("mine.about"), class_="lead"),
        _chooser(edition, asked),
        *told,
    ]
    page = Page(f"{name}{asked.address}", joined([title]), joined(parts, "\n"), "mine")
    return status, framed_page(edition, page, edition_of(live.version, language, live.on, live.version))


class _Asked:
    """What a reader asks for; what does not fit the version that held then is left out."""

    def __init__(self, live: Publishing, query: Query) -> None:
        given = _first(query, "on")
        self.is_wrong = bool(given) and _day(given) is None
        self.on = _day(given) or day_at(live.register.processor)
        held = versions_of(live.register).filter(on__lte=self.on, number__lte=live.version.number)
        self.version = held.select_related("register__processor").order_by("-on", "-number").first()
        self.is_current = self.version is not None and self.version.pk == live.version_id
        content = public_register_of(self.version or live.version)
        self.service = _known(_first(query, "service"), [one.id for one in content.services])
        regions = [one.id for one in content.regions]
        self.region = _known(_first(query, "region"), regions)
        if self.service and not self.region:
            self.region = next(iter(_sold(content, self.service)), "")
        self.options = tuple(one for one in option_ids(content) if one in query.get("option", ()))
        self.is_choice = bool(self.service or self.region or self.options or not content.services)
        wanted = query_of(
            service=self.service,
            region=self.region,
            option=self.options,
            on=given if not self.is_wrong else "",
        )
        self.address = f"?{wanted}" if wanted else ""


def _told(edition: Edition, asked: _Asked) -> Iterator[Markup]:
    """The version that held, and what applies by it."""
    version = asked.version
    assert version is not None
    link = el(
        "a",
        edition("version", number=version.number),
        href=f"../v/{version.public_hash}/{edition.language}.html",
    )
    yield el(
        "p", edition("mine.held", day=edition.day(asked.on)), " ", link, " (", edition.date(version.on), ").",
        class_="note",
    )  # fmt: skip
    register = edition.subject.register
    if not asked.service and register.services:
        yield from _by_status(edition, _all_of(register, is_processor=True), asked)
        yield from _controllers(edition, _all_of(register, is_processor=False), asked)
        return
    region = asked.region or next(iter(_sold(register, "")), "")
    try:
        found = resolve(register, asked.service, region, asked.options, asked.on)
    except Problem as problem:
        yield el("p", problem_words(problem, edition.phrases)[0], class_="note")
        return
    yield el("h2", *_heading(edition, asked, region))
    yield el("p", edition("choose.answer", count=len(found.applying)), " ", edition("choose.keep"))
    yield from _by_status(edition, (*found.applying, *found.withheld), asked)
    yield from _controllers(edition, found.controller_side, asked)


def _controllers(edition: Edition, found: Sequence[Applicability], asked: _Asked) -> Iterator[Markup]:
    if found:
        yield el("h2", edition("part.controllers"))
        yield _table(edition, found, asked, "companies")


def _all_of(register: Content, *, is_processor: bool) -> tuple[Applicability, ...]:
    return tuple(
        Applicability(one, ()) for one in register.entries if (one.role == "processor") == is_processor
    )


def _sold(register: Content, service: str) -> list[str]:
    sold = next((one.regions for one in register.services if one.id == service), ())
    return [one.id for one in register.regions if not sold or one.id in sold]


def _heading(edition: Edition, asked: _Asked, region: str) -> list[Child]:
    names: list[Child] = [
        edition.name("service", asked.service) if asked.service else edition("services.all")
    ]
    if region:
        names += [" · ", edition.name("region", region)]
    for option in asked.options:
        names += [" + ", edition.name("option", option)]
    return names


def _by_status(edition: Edition, found: Sequence[Applicability], asked: _Asked) -> Iterator[Markup]:
    """Current ones, then planned, then ended; last what an option that the reader lacks holds back."""
    on = asked.on
    held_back = [
        one
        for one in found
        if any(reason.kind == "condition-not-met" for reason in one.reasons)
        and status_of(one.entry, on) == "current"
    ]
    for status in STATUSES:
        own = [one for one in found if status_of(one.entry, on) == status and one not in held_back]
        if own or status == "current":
            yield el("h2", edition(f"part.{status}"), id=status)
            yield _table(edition, own, asked) if own else el("p", edition("part.none"))
    if held_back:
        yield el("h2", edition("choose.withheld", count=len(held_back)))
        yield _table(edition, held_back, asked)


def _table(edition: Edition, found: Sequence[Applicability], asked: _Asked, counted: str = "count") -> Markup:
    entries = [one.entry for one in found]
    rows = Rows(edition, entries, CONDITIONAL)
    why = {
        one.entry.id: joined(
            [reason_words(reason, edition.names, edition.phrases, edition.day) for reason in one.reasons],
            "; ",
        )
        for one in found
        if one.reasons
    }
    up = "" if asked.is_current else None
    return rows.table(
        entries,
        up,
        edition(counted, count=len(entries)),
        (edition("column.why"), why) if why else None,
        first=edition("column.company") if counted == "companies" else "",
    )


def _before(edition: Edition, live: Publishing) -> Markup:
    first = versions_of(live.register).first()
    assert first is not None
    return el("p", edition("mine.before-first", day=edition.day(first.on)), class_="note")


def _chooser(edition: Edition, asked: _Asked) -> Markup:
    """The form: its address can be kept as a bookmark."""
    register = edition.subject.register
    fields: list[Markup] = []
    for kind, name, records, chosen in (
        ("service", edition("mine.service"), register.services, asked.service),
        ("region", edition("mine.region"), register.regions, asked.region),
    ):
        if records:
            names = [(one.id, edition.name(kind, one.id)) for one in records]
            fields.append(select(kind, name, [("", edition(f"{kind}s.all")), *names], chosen))
    options = option_ids(register)
    if options:
        boxes = [
            el(
                "label",
                el("input", type="checkbox", name="option", value=one, checked=one in asked.options),
                " ",
                edition.name("option", one),
            )
            for one in options
        ]
        fields.append(el("fieldset", el("legend", edition("options")), boxes))
    day = el("input", type="date", name="on", id="on", value=asked.on.isoformat())
    fields.append(el("div", el("label", edition("mine.on"), for_="on"), day))
    return el("form", fields, el("button", edition("mine.show"), type="submit"), method="get", class_="ask")


def select(name: str, label: str, choices: Sequence[tuple[str, Child]], chosen: str) -> Markup:
    """A labelled choice of one."""
    options = [el("option", text, value=value, selected=value == chosen) for value, text in choices]
    return el("div", el("label", label, for_=name), el("select", options, name=name, id=name))


def compare(live: Publishing, language: str, name: str, query: Query) -> tuple[int, bytes] | None:
    """What is different between any two versions."""
    if language not in languages_of(live.register):
        return None
    listed = list(versions_of(live.register).filter(number__lte=live.version.number))
    numbers = {str(one.number): one for one in listed}
    new = numbers.get(_first(query, "to"), listed[-1])
    old = numbers.get(_first(query, "from"), listed[max(listed.index(new) - 1, 0)])
    old, new = sorted((old, new), key=lambda one: one.number)
    edition = edition_of(live.version, language, live.on, live.version)
    title = edition("menu.compare")
    choices = [(str(one.number), _version_name(edition, one)) for one in reversed(listed)]
    form = el(
        "form",
        select("from", edition("compare.from"), choices, str(old.number)),
        select("to", edition("compare.to"), choices, str(new.number)),
        el("button", edition("compare.show"), type="submit"),
        method="get",
        class_="ask",
    )
    told = _between(edition, old, new)
    heading = el("h2", _version_name(edition, old), " → ", _version_name(edition, new))
    parts = [el("h1", title), el("p", edition("compare.about"), class_="lead"), form, heading, told]
    asked = f"?from={old.number}&to={new.number}" if query else ""
    page = Page(f"{name}{asked}", joined([title]), joined(parts, "\n"), "compare")
    return 200, framed_page(edition, page)


def _version_name(edition: Edition, version: Version) -> str:
    return f"{edition('version', number=version.number)}, {edition.day(version.on)}"


def _between(edition: Edition, old: Version, new: Version) -> Markup:
    """The differences, as the history tells them."""
    if old.pk == new.pk and new.number == 1:
        return el("p", edition("compare.one"))
    if old.public_hash == new.public_hash:
        return el("p", edition("compare.same"))
    content = public_register_of(new)
    step = step_from(public_register_of(old), content)
    version = PublishedVersion(content, new.public_hash, new.number, new.on)
    return changes(edition, tuple(events_in(step, version)), None)


def edition_of(version: Version, language: str, on: date, current: Version) -> Edition:
    """The words and texts of a version for pages about a day; menu and feed are those of the current one."""
    return _edition(version.public_id, language, on, current.pk == version.pk)


@lru_cache(maxsize=24)
def _edition(public_id: str, language: str, on: date, is_current: bool) -> Edition:
    version = Version.objects.select_related("register__processor").get(public_id=public_id)
    publication: Publication = published_alone(version, on)
    languages = languages_of(version.register)
    feeds = [f"sub-processors.{one}.atom" for one in languages]
    return Edition(Subject(publication, languages, feeds), language)


def framed_page(edition: Edition, page: Page, current: Edition | None = None) -> bytes:
    """A page in the frame of the published ones, with the menu of the current version."""
    return Frame(edition, menu_of((current or edition).subject), feed_path(edition)).page(page)


def _first(query: Query, name: str) -> str:
    return next(iter(query.get(name, ())), "")


def _known(given: str, known: Sequence[str]) -> str:
    return given if given in known else ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(1950, 1, 1) <= found <= date(2150, 1, 1) else None


makers["mine.html"] = mine
makers["compare.html"] = compare
