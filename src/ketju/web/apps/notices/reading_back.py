"""Read back what a letter says of the register, from its plain text and from its HTML, and compare it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html.parser import HTMLParser

from ketju.text.render import Phrasebook
from ketju.web.apps.notices.blocks import INDENT, Facts
from ketju.web.apps.notices.problems import TextDiffers

FIELDS = (
    "purpose", "data", "data_subjects", "place", "storage_place", "backup_place", "access_place", "transfer", "since",
    "until",
)  # fmt: skip
"""The facts that are told of a company, by the ids of the columns of lists."""


def check_text(texts: Sequence[str], html: str, told: Sequence[Facts], phrases: Phrasebook) -> None:
    """Whether every form of a letter says of the register what it says itself; ``texts`` are its plain ones.

    Raises TextDiffers.
    """
    for said in (*(facts_in_text(one, phrases) for one in texts), facts_in_html(html)):
        compare(said, told, phrases.language)


def facts_in_text(text: str, phrases: Phrasebook) -> list[Facts]:
    """What a plain text says: a company on a line of its own, and below it, moved in, what is told of it."""
    names = {phrases(f"column.{name}") for name in FIELDS}
    blocks = (facts_block(one, names) for one in _unbraced(text).strip("\n").split("\n\n"))
    return [
        Facts(title, tuple(what), tuple((name, value) for name, value in pairs))
        for title, what, pairs in filter(None, blocks)
    ]


def facts_block(
    block: str, names: Collection[str] | None = None
) -> tuple[str, list[str], list[tuple[str, str]]] | None:
    """A company, what changes, and its facts by name; None for a block of another kind.

    Without ``names`` whatever stands before a colon is one.
    """
    title, *lines = block.split("\n")
    if not lines or not all(line.startswith(INDENT) for line in lines):
        return None
    what: list[str] = []
    pairs: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.removeprefix(INDENT).partition(": ")
        if colon and (names is None or name in names):
            pairs.append((name, value))
        else:
            what.append(line.removeprefix(INDENT))
    return title, what, pairs


class _Reader(HTMLParser):
    """Companies are headings of the third level; what changes stands in a list, the rest in a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[str], list[list[str]]]] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h3", "li", "th", "td"):
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("h3", "li", "th", "td") or self._text is None:
            return
        text, self._text = " ".join("".join(self._text).split()), None
        if tag == "h3":
            self.found.append((text, [], []))
        elif not self.found:
            return
        elif tag == "li":
            self.found[-1][1].append(text)
        elif tag == "th":
            self.found[-1][2].append([text, ""])
        elif self.found[-1][2]:
            self.found[-1][2][-1][1] = text


def facts_in_html(html: str) -> list[Facts]:
    """What the HTML of a letter says."""
    reader = _Reader()
    reader.feed(_unbraced(html))
    reader.close()
    return [
        Facts(title, tuple(what), tuple((name, value) for name, value in pairs))
        for title, what, pairs in reader.found
    ]


def compare(said: Sequence[Facts], held: Sequence[Facts], language: str) -> None:
    """Whether two accounts of changes are the same. Raises TextDiffers with the first difference."""
    titles = [one.title for one in said]
    for one in held:
        if one.title not in titles:
            raise TextDiffers(language=language, company=one.title, field="", said="", held=one.title)
    for title in titles:
        if title not in [one.title for one in held]:
            raise TextDiffers(language=language, company=title, field="", said=title, held="")
    if len(said) != len(held):
        raise TextDiffers(language=language, company=", ".join(titles), field="", said="", held="")
    for mine, theirs in zip(said, held, strict=True):
        _compare_one(mine, theirs, language)


def _compare_one(said: Facts, held: Facts, language: str) -> None:
    if said == held:
        return
    if said.title != held.title or said.what != held.what:
        raise TextDiffers(
            language=language, company=held.title, field="", said="; ".join(said.what), held="; ".join(held.what)
        )  # fmt: skip
    mine, theirs = dict(said.pairs), dict(held.pairs)
    field = next((name for name in {**theirs, **mine} if mine.get(name) != theirs.get(name)), "")
    raise TextDiffers(
        language=language, company=held.title, field=field, said=mine.get(field, ""), held=theirs.get(field, "")
    )  # fmt: skip


def _unbraced(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
