"""The form for sub-processors in the Commission's standard clauses (decision 2021/915) is read in every language.

The form has four fields: name, address, contact person, description of the processing. Its wording in each language
is in `tests/data/forms`; the companies are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from ketju.core.model.register import Register
from tests.core.reading.lists import LISTS, register_of

FORMS: dict[str, dict[str, str]] = json.loads(
    (LISTS.parent / "forms" / "sub_processors.json").read_text(encoding="utf-8")
)
FIELDS = ("name", "address", "contact", "description")
COMPANIES = (
    (
        "Nordlys Hosting ApS",
        "Havnegade 12, 8000 Aarhus C, Danmark",
        "Ida Prøve, DPO, privacy@nordlys.example",
        "Hosting",
    ),
    (
        "Linden Mail GmbH",
        "Lindenstraße 4, 10969 Berlin",
        "Jan Muster, +49 30 000000, dpo@linden.example",
        "E-mail",
    ),
    (
        "Quillon Inc.",
        "100 Main Street, Austin, TX 78701, USA",
        "Pat Doe, Counsel, legal@quillon.example",
        "Support (24/7)",
    ),
)
Layout = Callable[[dict[str, str]], str]


def rows(form: dict[str, str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    for number, company in enumerate(COMPANIES, start=1):
        yield number, [(form[field], value) for field, value in zip(FIELDS, company, strict=True)]


def numbered_lines(form: dict[str, str]) -> str:
    """As the annex prints it: a numbered name, and the other fields on lines below."""
    text = f"{form['title']}\n\n{form['intro']}\n\n"
    for number, fields in rows(form):
        lines = [f"{key}: {value}" for key, value in fields]
        text += f"{number}. " + "\n".join(lines) + "\n\n"
    return text


def bold_keys(form: dict[str, str]) -> str:
    text = f"# {form['title']}\n\n{form['intro']}\n\n"
    for number, fields in rows(form):
        text += f"{number}. " + "\n\n".join(f"**{key}:** {value}" for key, value in fields) + "\n\n"
    return text


def paragraphs(form: dict[str, str]) -> str:
    text = f"<h1>{form['title']}</h1><p>{form['intro']}</p>"
    for _, fields in rows(form):
        text += "".join(f"<p>{key}: {value}</p>" for key, value in fields)
    return text


def table_of_each(form: dict[str, str]) -> str:
    text = f"<h1>{form['title']}</h1><p>{form['intro']}</p>"
    for _, fields in rows(form):
        text += "<table>" + "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in fields) + "</table>"
    return text


def one_table(form: dict[str, str]) -> str:
    head = "".join(f"<th>{form[field]}</th>" for field in FIELDS)
    body = "".join(
        "<tr>" + "".join(f"<td>{value}</td>" for _, value in fields) + "</tr>" for _, fields in rows(form)
    )
    return f"<h1>{form['title']}</h1><p>{form['intro']}</p><table><tr>{head}</tr>{body}</table>"


LAYOUTS: dict[str, tuple[Layout, str]] = {
    "numbered lines": (numbered_lines, "list.txt"),
    "bold keys": (bold_keys, "list.md"),
    "paragraphs": (paragraphs, "list.html"),
    "a table for each": (table_of_each, "list.html"),
    "one table": (one_table, "list.html"),
}


@cache
def form_of(language: str, layout: str) -> Register:
    write, name = LAYOUTS[layout]
    return register_of(write(FORMS[language]), name)


of_every_form = pytest.mark.parametrize(
    ("language", "layout"),
    [(language, layout) for language in FORMS for layout in LAYOUTS],
    ids=lambda value: str(value).replace(" ", "-"),
)


@of_every_form
def test_each_company_is_one_entry(language: str, layout: str) -> None:
    found = [entry.name for entry in form_of(language, layout).entries]
    assert found == [company[0] for company in COMPANIES]


@of_every_form
def test_the_address_is_the_address(language: str, layout: str) -> None:
    found = [entry.address for entry in form_of(language, layout).entries]
    assert found == [company[1] for company in COMPANIES]


@of_every_form
def test_the_description_is_the_purpose(language: str, layout: str) -> None:
    found = [str(entry.purpose) for entry in form_of(language, layout).entries]
    assert found == [company[3] for company in COMPANIES]


@of_every_form
def test_an_address_is_no_place_of_processing(language: str, layout: str) -> None:
    assert all(not entry.places for entry in form_of(language, layout).entries)


@pytest.mark.parametrize("language", FORMS)
def test_an_empty_form_lists_nobody(language: str) -> None:
    form = FORMS[language]
    blank = "\n".join(f"{form[field]}: …" for field in FIELDS)
    text = f"{form['title']}\n\n{form['intro']}\n\n1. {blank}\n\n2. {blank}\n"
    assert [entry.name for entry in register_of(text, "list.txt").entries] == []


def test_all_27_languages_have_a_form() -> None:
    assert set(FORMS) == {path.name for path in LISTS.iterdir()}
