"""How quickly the pages of the staff and the API answer, with how many queries, on a register that is there."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.web_clock import Took, took
from benchmarks.web_data import word

PAGE_MS, API_MS, LIST_MS, QUERIES, CREATED = 150, 50, 15, 12, 300
Row = tuple[str, float, float, float, int, str]
Ask = Callable[[], Any]
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def percentile(times: list[float], share: float) -> float:
    """The time, in milliseconds, that so many of them stay below."""
    return round(sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000, 1)


def timed(call: Ask, times: int) -> list[Took]:
    """How long each call takes."""
    return [took(call) for _ in range(times)]


def measured(what: str, call: Ask, times: int, limit: int) -> Row:
    """Median and p95 of a request that was made before, p95 without waits, and the queries but for BEGIN and COMMIT."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    timed(call, 3)
    with CaptureQueriesContext(connection) as queries:
        call()
    asked = sum(not one["sql"].startswith(_TRANSACTION) for one in queries.captured_queries)
    found = timed(call, times)
    half, most = (percentile([one.seconds for one in found], share) for share in (0.5, 0.95))
    alone = percentile([one.seconds - one.waited for one in found], 0.95)
    return what, half, most, alone, asked, _verdict(limit, most, alone, asked)


def _verdict(limit: int, most: float, alone: float, asked: int) -> str:
    if asked > QUERIES or alone > limit:
        return f"{limit}: missed"
    return f"{limit}" if most <= limit else f"{limit}: only without waits"


def _getting(client: Any, address: str) -> Ask:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return get


def api_of(processor: Any) -> Any:
    """A program with a token for everything."""
    from django.test import Client
    from django.utils import timezone

    from ketju.web.base.audit.writing import Actor
    from ketju.web.base.tokens.writing import SCOPES, make_token

    _, text = make_token(
        by=Actor(kind="machine"), at=timezone.now(), processor=processor, name="b", scopes=SCOPES
    )
    return Client(headers={"authorization": f"Bearer {text}"})


def creating(processor: Any, times: int) -> Took:
    """One program creates customers, one request each."""
    client, dice = api_of(processor), random.Random(2)

    def create() -> None:
        body = json.dumps({"name": f"{word(dice)} {word(dice)} Oy", "country": "FI"})
        assert client.post("/api/v1/customers", body, content_type="application/json").status_code == 201

    timed(create, 20)

    def all_of_them() -> None:
        for _ in range(times):
            create()

    return took(all_of_them)


def of_list(processor: Any, times: int) -> Row:
    """The list of a register of 10,000."""
    get = _getting(api_of(processor), "/api/v1/customers?size=20")
    return measured("API: list 20 of 10,000", get, times, LIST_MS)


def of_api(processor: Any, times: int) -> Iterator[Row]:
    """Lists and searches."""
    client = api_of(processor)
    for what, address in (
        ("list 20", "customers?size=20"),
        ("search by a name's beginning", "search?q=karimo"),
        ("search by three letters", "search?q=kar"),
        ("search by two words", "search?q=kari%20mota"),
        ("search by an id", "search?q=C-77"),
        ("search by an address", "search?q=nobody@c1.example"),
    ):
        yield measured(f"API: {what}", _getting(client, f"/api/v1/{address}"), times, API_MS)


def of_pages(processor: Any, times: int) -> Iterator[Row]:
    """Every page of the staff that is read."""
    client = staff_of(processor)
    for shown, address in addresses(processor).items():
        yield measured(f"page {shown}", _getting(client, address), times, PAGE_MS)


def addresses(processor: Any) -> dict[str, str]:
    """Addresses by how they are shown."""
    from ketju.web.apps.parties.models import Customer

    one = Customer.objects.filter(processor=processor, external_id="C-77").get()
    late = Customer.objects.filter(processor=processor).order_by("-pk").values_list("pk", flat=True)[30]
    contact, service = one.contacts.first(), one.services.first()
    assert contact is not None and service is not None
    ids = {"<late>": str(late), "<customer>": one.public_id}
    ids |= {"<contact>": contact.public_id, "<service>": service.public_id}
    found = {}
    for page in _PAGES:
        address = f"/staff/{processor.slug}/{page}"
        for name, value in ids.items():
            address = address.replace(name, value)
        found[page or "Today"] = address
    return found


_PAGES = (
    "", "corrections/", "confidentiality/", "people/", "people/invite/", "audit/", "tokens/", "outbox/",
    "customers/", "customers/?after=<late>", "customers/?country=FI&state=all", "customers/?country=SE",
    "customers/?role=processor", "customers/?state=ended", "customers/?q=karimo", "customers/?q=kar",
    "customers/?q=kari+mota", "customers/?q=C-77", "customers/?q=nobody@c1.example", "customers/new/",
    "customers/without-agreement/", "customers/undeclared/", "customers/products/", "customers/imports/",
    "customers/erasure/", "customers/description/", "customers/<customer>/", "customers/<customer>/correct/",
    "customers/<customer>/end/", "customers/<customer>/hold/", "customers/<customer>/agreements/",
    "customers/<customer>/disclosures/", "customers/<customer>/history/", "customers/<customer>/contacts/new/",
    "customers/<customer>/contacts/<contact>/", "customers/<customer>/services/new/",
    "customers/<customer>/services/<service>/", "people/customers/<customer>/",
)  # fmt: skip


def staff_of(processor: Any, name: str = "officer") -> Any:
    """A browser in which the privacy officer, who is the owner as well, is signed in."""
    from datetime import date

    from allauth.mfa.models import Authenticator
    from django.test import Client

    from ketju.web.base.access.models import Membership, Undertaking
    from ketju.web.base.accounts.models import User

    user = User.objects.create_user(f"{name}@{processor.slug}.example", "long enough for a bench")
    day = date(2020, 1, 1)
    for role in ("privacy-officer", "owner"):
        Membership.objects.create(user=user, processor=processor, role=role, first=day)
    Undertaking.objects.create(user=user, processor=processor, signed_on=day, briefed_on=day, document="u")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client
