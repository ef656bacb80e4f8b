"""The chooser: a page for each service, region and set of options, so that "mine" is a link to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from ketju.core.model.publication import Publication
from ketju.core.model.register import Register
from ketju.core.register.resolution import Applicability, Cell, Resolution, matrix, resolve
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.site.rows import CONDITIONAL, Rows
from ketju.text.reasons import reason_words

LARGEST = 60_000
"""So many rows the pages of the chooser may have together, in one language."""
MOST_OPTIONS = 4
"""Of so many options of one service every combination has a page; of more, only each alone and all together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a customer has: a service, in a region, with options that make a difference there."""

    service: str
    region: str
    options: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where its page is: ``choose/<service>/<region>/<option>_<option>.html``.

        "all" stands for a service or region where there is none, "_all" for all of many options.
        """
        stem = f"choose/{self.service or 'all'}/{self.region or 'all'}"
        if not self.options:
            return f"{stem}.html"
        return f"{stem}/{'_'.join(self.options) if len(self.options) <= MOST_OPTIONS else '_all'}.html"


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices that have pages, with what applies to each; ``extent`` says what was left out for size.

    "all": every combination; "single": options alone and all together; "none": no options; "nothing": no pages.
    """

    answers: tuple[tuple[Choice, Resolution], ...]
    relevant: dict[tuple[str, str], tuple[str, ...]]
    extent: str


def choices_of(publication: Publication) -> Choices:
    """The choices of a publication, as many as ``LARGEST`` lets there be."""
    register, on = publication.register, publication.on
    cells = matrix(register, on)
    relevant: dict[tuple[str, str], tuple[str, ...]] = {}
    for cell in cells:
        key = (cell.service, cell.region)
        relevant[key] = (*relevant.get(key, ()), *([cell.option] if cell.option else ()))
    sizes = _sizes(cells)
    for extent in ("all", "single", "none"):
        found = [
            Choice(service, region, options)
            for (service, region), possible in relevant.items()
            for options in _sets(possible, extent)
        ]
        if sum(sizes[choice.service, choice.region] for choice in found) <= LARGEST:
            answer = partial(_answer, register, publication)
            return Choices(tuple((choice, answer(choice)) for choice in found), relevant, extent)
    return Choices((), relevant, "nothing")


def _answer(register: Register, publication: Publication, choice: Choice) -> Resolution:
    return resolve(register, choice.service, choice.region, choice.options, publication.on)


def _sizes(cells: Sequence[Cell]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for cell in cells:
        key = (cell.service, cell.region)
        found[key] = found.get(key, 0) + len(cell.entries)
    return found


def _sets(options: tuple[str, ...], extent: str) -> Iterator[tuple[str, ...]]:
    """The sets of options that have pages, in the order of the register."""
    if extent == "all" and len(options) <= MOST_OPTIONS:
        for size in range(len(options) + 1):
            yield from combinations(options, size)
        return
    yield ()
    if extent == "none":
        return
    yield from ((option,) for option in options)
    if len(options) > 1:
        yield options


def choice_index(edition: Edition, choices: Choices) -> Page:
    """The page where a customer chooses: a row for each service, a link for each region and set of options."""
    title = edition("menu.choose")
    parts = [el("h1", title), el("p", edition("choose.about"), class_="lead")]
    if choices.extent == "nothing":
        parts.append(el("p", edition("choose.too-large"), class_="note"))
    elif choices.extent != "all":
        parts.append(el("p", edition(f"choose.extent.{choices.extent}"), class_="note"))
    answers = dict(choices.answers)
    services = list(dict.fromkeys(service for service, _ in choices.relevant))
    for service in services:
        regions = [region for own, region in choices.relevant if own == service]
        parts.append(el("h2", _service(edition, service)))
        items = [el("li", _choice_links(edition, choices, answers, service, region)) for region in regions]
        parts.append(el("ul", items, class_="choices") if choices.answers else EMPTY)
    return Page("choose.html", joined([title]), joined(parts, "\n"), "choose")


def _choice_links(
    edition: Edition, choices: Choices, answers: dict[Choice, Resolution], service: str, region: str
) -> Markup:
    """A link for the service in a region, and below it one for each set of options."""
    plain = Choice(service, region, ())
    counted = edition("count", count=len(answers[plain].applying)) if plain in answers else ""
    first = el("a", _region(edition, region), href=plain.path)
    head = joined([first, el("span", counted, class_="count")], " ")
    more = [
        el("li", el("a", *_with(edition, choice.options), href=choice.path))
        for choice in answers
        if (choice.service, choice.region) == (service, region) and choice.options
    ]
    return joined([head, el("ul", more) if more else EMPTY])


def choice_pages(edition: Edition, choices: Choices) -> Iterator[Page]:
    """A page for each choice."""
    rows = Rows(edition, edition.subject.register.entries, CONDITIONAL)
    known = {choice for choice, _ in choices.answers}
    for choice, answer in choices.answers:
        yield _page(edition, rows, choice, answer, choices.relevant[choice.service, choice.region], known)


def _page(
    edition: Edition,
    rows: Rows,
    choice: Choice,
    answer: Resolution,
    relevant: tuple[str, ...],
    known: set[Choice],
) -> Page:
    up = "../" * choice.path.count("/")
    what = [_service(edition, choice.service), _region(edition, choice.region)]
    title = joined(what, " · ")
    count = len(answer.applying)
    said = edition("count", count=count)
    parts = [
        el("p", el("a", edition("menu.choose"), href=f"{up}choose.html"), class_="crumb"),
        el(
            "h1",
            title,
            el("small", edition("choose.with"), " ", _options(edition, choice.options))
            if choice.options
            else EMPTY,
        ),
        el("p", edition("choose.answer", count=count), " ", edition("choose.keep"), class_="lead"),
        _other_options(edition, choice, relevant, known, up),
        _table(edition, rows, answer.applying, up, said) if count else el("p", edition("part.none")),
    ]
    for key, entries in (("withheld", answer.withheld), ("controllers", answer.controller_side)):
        if entries:
            parts.append(el("h2", edition(f"choose.{key}", count=len(entries))))
            parts.append(_table(edition, rows, entries, up, edition("companies", count=len(entries))))
    return Page(choice.path, title, joined(parts, "\n"), "choose")


def _table(edition: Edition, rows: Rows, found: Sequence[Applicability], up: str, caption: str) -> Markup:
    why = {
        one.entry.id: joined(
            [reason_words(reason, edition.names, edition.phrases, edition.day) for reason in one.reasons],
            "; ",
        )
        for one in found
    }
    entries = [one.entry for one in found]
    return rows.table(entries, up, caption, (edition("column.why"), why))


def _other_options(
    edition: Edition, choice: Choice, relevant: tuple[str, ...], known: set[Choice], up: str
) -> Markup:
    """Each option that makes a difference here, with a link to the page on which it is the other way."""
    items = []
    for option in relevant:
        is_on = option in choice.options
        options = tuple(o for o in relevant if (o in choice.options) != (o == option))
        other = Choice(choice.service, choice.region, options)
        if other not in known:
            other = Choice(choice.service, choice.region, () if is_on else (option,))
        if other not in known:
            continue
        state = el("span", edition("option.on" if is_on else "option.off"), class_="on" if is_on else "off")
        link = el("a", edition("option.remove" if is_on else "option.add"), href=up + other.path)
        items.append(el("li", state, " ", edition.name("option", option), " ", link))
    return el("section", el("h2", edition("options")), el("ul", items, class_="options")) if items else EMPTY


def _service(edition: Edition, service: str) -> Markup:
    return edition.name("service", service) if service else joined([edition("services.all")])


def _region(edition: Edition, region: str) -> Markup:
    return edition.name("region", region) if region else joined([edition("regions.all")])


def _with(edition: Edition, options: Sequence[str]) -> tuple[str, str, Markup]:
    return edition("choose.with"), " ", _options(edition, options)


def _options(edition: Edition, options: Sequence[str]) -> Markup:
    return joined([edition.name("option", option) for option in options], " + ")
