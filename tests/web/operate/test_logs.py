"""No log line names a person, whatever goes wrong."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.pages.logs import JsonLines, TextLines, clean

PERSON = ("Hillanmäki", "lauri.hillanmaki@example.org", "hillanmaki")


def _breaks(request: HttpRequest, who: str) -> HttpResponse:
    raise RuntimeError(f"cannot write to {PERSON[1]} ({PERSON[0]})")


def _collides(request: HttpRequest) -> HttpResponse:
    User.objects.create_user(PERSON[1], name=PERSON[0])
    User.objects.create_user(PERSON[1], name=PERSON[0])
    return HttpResponse()


def _chained(request: HttpRequest) -> HttpResponse:
    try:
        int(PERSON[0])
    except ValueError as error:
        raise LookupError(PERSON[1]) from error
    return HttpResponse()


urlpatterns = [
    path("breaks/<str:who>/", _breaks),
    path("collides/", _collides),
    path("chained/", _chained),
]


@pytest.fixture(params=[JsonLines, TextLines])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("django.request").setLevel(logging.WARNING)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)
    logging.getLogger("django.request").setLevel(logging.ERROR)


@pytest.mark.urls(__name__)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        f"/breaks/{PERSON[1]}/",
        "/breaks/lauri.hillanmaki%40example.org/?q=Hillanmäki",
        "/collides/",
        "/chained/",
        f"/nothing/{PERSON[1]}?name=Hillanmäki",
    ],
)
def test_a_request_that_fails_leaves_nobodys_name(written: StringIO, address: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(address, headers={"x-request-id": "abc-12345678"}).status_code in (404, 500)
    told = written.getvalue()
    assert told
    assert not [part for part in PERSON if part in told], told


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_line_names_the_exception_its_place_and_the_request() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    Client(raise_request_exception=False).get("/chained/", headers={"x-request-id": "abc-12345678"})
    logging.getLogger().removeHandler(handler)
    line = json.loads(stream.getvalue().splitlines()[0])
    assert line["request"] == "abc-12345678"
    assert line["level"] == "ERROR"
    assert line["error"].splitlines()[0] == "builtins.ValueError"
    assert "builtins.LookupError" in line["error"]
    assert "test_logs.py" in line["error"]


@pytest.mark.django_db
def test_a_database_that_quotes_a_value_is_not_repeated() -> None:
    processor = Processor.objects.create(slug="kite", name="Kite")
    Customer.objects.create(processor=processor, external_id="hillanmaki-77")
    record: Any = None
    try:
        Customer.objects.create(processor=processor, external_id="hillanmaki-77")
    except IntegrityError:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "failed: %s", (sys.exc_info()[1],), sys.exc_info()
        )
    for form in (JsonLines(), TextLines()):
        assert "hillanmaki" not in form.format(record)
        assert "IntegrityError" in form.format(record)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /a/x@example.org/b", "GET /a/[address]/b"),
        ("to <x.y+z@sub.example.org>, then", "to <[address]>, then"),
        ("x%40example.org", "[address]"),
        ("/staff/kite/?q=Aino+Kallio done", "/staff/kite/?[…] done"),
        ("nothing to hide: 12 @ 5", "nothing to hide: 12 @ 5"),
    ],
)
def test_addresses_are_blotted_out(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize("given", ["short", "a b c d e f g h", "x" * 41, "new\\nline-line", ""])
def test_an_id_of_a_request_that_is_none_is_replaced(given: str, client: Client) -> None:
    answer = client.get("/healthz", headers={"x-request-id": given})
    assert answer["X-Request-ID"].startswith("req_")
    assert client.get("/healthz", headers={"x-request-id": "proxy-1234"})["X-Request-ID"] == "proxy-1234"
