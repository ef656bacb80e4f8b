"""Every page: valid HTML, one language, one heading, few queries, forms that are guarded."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from justhtml import JustHTML
from pytest_django import DjangoDbBlocker

from tests.web.filled import client_of, fill, pages
from tests.web.together import rows_of_the_file

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture(scope="module")
def held(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    with rows_of_the_file(django_db_blocker):
        yield fill()


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_page_is_valid_and_speaks_one_language(held: dict[str, str], language: str) -> None:
    for who, path in pages(held):
        answer = client_of(held, who, language).get(path)
        html = answer.content.decode()
        assert answer.status_code == (404 if "no-such-page" in path else 200), path
        assert JustHTML(html, collect_errors=True).errors == [], path
        spoken = path.split("/")[3] if path.startswith("/description/") else language
        assert f'<html lang="{spoken}">' in html, path
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        assert set(
            re.findall(r'(?:for|aria-describedby|aria-labelledby|popovertarget)="([^" ]+)"', html)
        ) <= set(ids), path
        text = re.sub(r"<[^>]+>", " ", html)
        assert re.findall(r"\bweb\.[a-z-]+[.a-z-]*|\{\w+\}", text) == [], path
        assert html.count('method="post"') == html.count("csrfmiddlewaretoken"), path


def test_no_page_asks_the_database_much(held: dict[str, str]) -> None:
    for who, path in pages(held):
        client = client_of(held, who)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        queries = [
            one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))
        ]
        assert len(queries) <= MOST_QUERIES, (path, len(queries), queries)
