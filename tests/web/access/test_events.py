"""Refusals and limits that are reached are in the log, each with its name, and no line names a person."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from ketju.web.base.audit.writing import Actor
from ketju.web.base.events import EVENTS
from ketju.web.base.pages.logs import JsonLines
from ketju.web.base.pages.slowing import COUNTS, Counts
from ketju.web.base.tokens.writing import make_token
from tests.web.cast import PASSWORD, Cast, make_cast

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[3] / "docs" / "operate" / "logs.md"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    COUNTS.__init__()  # type: ignore[misc]
    return make_cast()


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """The lines that were written, as the collector of the operator reads them."""
    stream, logger = io.StringIO(), logging.getLogger("ketju.security")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel("INFO")
    found: list[dict[str, Any]] = []

    class Lines(list[dict[str, Any]]):
        def __iter__(self) -> Iterator[dict[str, Any]]:
            text = stream.getvalue()
            assert not re.search(r"@|usr_|Reader|Kite", text), text
            return iter([json.loads(line) for line in text.splitlines()])

    try:
        yield Lines(found)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def told(lines: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["event"], one.get("reason", "")) for one in lines]


def as_(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name])
    return client


@pytest.mark.parametrize(
    ("who", "url", "event", "reason"),
    [
        ("reader", "/staff/kite/audit/", "access.refused", "role"),
        ("reader", "/staff/heron/", "access.refused", "no member"),
        ("reader", "/staff/nowhere/", "access.refused", "no such processor"),
        ("main-user", "/staff/kite/", "access.refused", "no member"),
        ("billing", "/portal/{alder}/people/", "access.refused", "role"),
        ("main-user", "/portal/{birch}/", "access.refused", "no member"),
        ("unbound owner", "/staff/kite/people/", "access.unbound", ""),
        ("owner without second factor", "/staff/kite/people/", "access.second-factor-missing", ""),
        ("owner", "/staff/kite/customers/{stranger}/", "object.not-found", ""),
    ],
)
def test_each_refusal_is_one_line_with_its_reason(
    cast: Cast, lines: list[dict[str, Any]], who: str, url: str, event: str, reason: str
) -> None:
    address = url.format(
        alder=cast.alder.public_id, birch=cast.birch.public_id, stranger=cast.stranger.public_id
    )
    as_(cast, who).get(address)
    assert told(lines) == [(event, reason)]
    (line,) = lines
    assert (
        line["address"] and line["request"].startswith("req_") and re.fullmatch("[0-9a-f]{12}", line["who"])
    )


def test_the_same_person_has_the_same_mark_and_others_another(
    cast: Cast, lines: list[dict[str, Any]]
) -> None:
    for who in ("reader", "reader", "support"):
        as_(cast, who).get("/staff/heron/")
    first, second, third = (one["who"] for one in lines)
    assert first == second != third


def test_what_is_allowed_and_what_is_nowhere_is_no_event(cast: Cast, lines: list[dict[str, Any]]) -> None:
    as_(cast, "reader").get("/staff/kite/people/")
    as_(cast, "reader").get("/no/such/address/")
    Client().get("/staff/kite/people/")
    assert told(lines) == []


def test_a_forged_form_is_noted(cast: Cast, lines: list[dict[str, Any]]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/account/login/", {"login": "a", "password": "b"}).status_code == 403
    assert told(lines) == [("form.forged", "")]


def test_guessing_is_noted_when_the_limit_is_reached(cast: Cast, lines: list[dict[str, Any]]) -> None:
    for _ in range(6):
        Client().post("/account/login/", {"login": "reader@example.com", "password": "wrong"})
    assert told(lines) == [("sign-in.failed", "")] * 5 + [("limit.reached", "too-many-login-attempts")]


def token_of(cast: Cast, *scopes: str) -> str:
    return make_token(by=Actor(), at=timezone.now(), processor=cast.kite, name="crm", scopes=scopes)[1]


def called(url: str, token: str, **more: Any) -> Any:
    return Client().get(url, headers={"authorization": f"Bearer {token}"}, **more)


def test_refusals_of_the_api_are_noted(cast: Cast, lines: list[dict[str, Any]]) -> None:
    called("/api/v1/customers", "ketju_no_token")
    called("/api/v1/customers", token_of(cast, "customers.import"))
    called("/api/v1/customers/cus_00000000000000000000000000", token_of(cast, "customers.read"))
    assert [event for event, _ in told(lines)] == ["token.refused", "token.scope-missing", "object.not-found"]


@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_api_is_refused_over_http_and_not_redirected(cast: Cast, lines: list[dict[str, Any]]) -> None:
    token = token_of(cast, "customers.read")
    answer = called("/api/v1/customers", token)
    assert answer.status_code == 403 and answer["Content-Type"] == "application/problem+json"
    assert "Location" not in answer
    assert called("/api/v1/customers", token, secure=True).status_code == 200
    assert Client().get("/account/login/").status_code == 301
    assert told(lines) == [("token.unencrypted", "")]


@override_settings(PAGES_PER_MINUTE=3)
def test_a_person_reads_so_many_pages_a_minute(cast: Cast, lines: list[dict[str, Any]]) -> None:
    reader, other = as_(cast, "reader"), as_(cast, "support")
    answers = [reader.get("/account/") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert other.get("/account/").status_code == 200
    assert told(lines) == [("limit.reached", "")]


@override_settings(PAGES_PER_MINUTE=2)
def test_strangers_are_counted_by_where_they_ask_from(cast: Cast) -> None:
    assert [Client().get("/account/login/").status_code for _ in range(3)] == [200, 200, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get("/account/login/").status_code == 200


@override_settings(CALLS_PER_MINUTE=2)
def test_a_token_calls_so_often_a_minute(cast: Cast, lines: list[dict[str, Any]]) -> None:
    token, other = token_of(cast, "customers.read"), token_of(cast, "customers.read")
    answers = [called("/api/v1/customers", token) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1].json()["title"] == "Too Many Requests" and answers[-1]["Retry-After"]
    assert called("/api/v1/customers", other).status_code == 200
    assert told(lines) == [("limit.reached", "")]


def test_counts_begin_anew_each_minute_and_hold_no_end_of_names() -> None:
    now = [60.0]
    counts = Counts(lambda: now[0])
    assert [counts.wait("a", 2) for _ in range(3)] == [0, 0, 60]
    now[0] = 119.0
    assert counts.wait("a", 2) == 1
    now[0] = 120.0
    assert counts.wait("a", 2) == 0
    for number in range(30_000):
        counts.wait(str(number), 2)
    assert len(counts._counts) <= 20_001
    assert counts.wait("b", 0) == 0


def test_the_page_for_operators_lists_every_event() -> None:
    listed = re.findall(r"^\| `([a-z.-]+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert set(listed) == EVENTS and len(listed) == len(set(listed))


def test_all_staff_need_a_second_factor_where_the_settings_say_so(cast: Cast) -> None:
    client = Client()
    client.post("/account/login/", {"login": "reader@example.com", "password": PASSWORD})
    assert client.get("/staff/kite/people/").status_code == 200
    with override_settings(SECOND_FACTOR_FOR="staff"):
        assert client.get("/staff/kite/people/")["Location"] == "/account/second-factor/"
        assert as_(cast, "owner").get("/staff/kite/people/").status_code == 200
        assert as_(cast, "main-user").get(f"/portal/{cast.alder.public_id}/").status_code == 200


@override_settings(SECOND_FACTOR_FOR="everybody")
def test_customers_people_need_one_too_where_the_settings_say_so(cast: Cast) -> None:
    portal = f"/portal/{cast.alder.public_id}/"
    for who in ("main-user", "billing"):
        assert as_(cast, who).get(portal)["Location"] == "/account/second-factor/"
        TOTP.activate(cast.people[who], generate_totp_secret())
        assert as_(cast, who).get(portal).status_code == 200
    assert as_(cast, "main user of birch").get(portal).status_code == 404
    assert as_(cast, "support").get("/staff/kite/")["Location"] == "/account/second-factor/"
