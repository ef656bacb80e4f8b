"""The pages of the address for a customer's program: who sets it, what they refuse, what a test shows, what came of it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ketju.web.apps.notices import webhooks
from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.apps.notices.webhooks import send_test, send_webhooks
from ketju.web.apps.notices.writes.rows import Row, write_deliveries
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.models import Job
from tests.web.cast import Cast, make_cast
from tests.web.notices.filling import AT, let_go, notice_of
from tests.web.notices.receiver import NAME, Program, certificate, program

pytestmark = pytest.mark.django_db
URL = f"https://{NAME}/in"
SECRET = re.compile(r"<code>(whsec_[A-Za-z0-9+/=]+)</code>")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def listening(papers: tuple[Path, Path], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A program under a public name, which is found on this machine."""
    settings.MAIL_LEAVES = True
    monkeypatch.setenv("SSL_CERT_FILE", str(papers[0]))
    monkeypatch.setattr(webhooks, "public_address", lambda host, port: "127.0.0.1")
    with program(*papers) as one:
        yield one


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def client(cast: Cast, who: str) -> Client:
    one = Client(headers={"accept-language": "en"})
    one.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return one


def pages(cast: Cast) -> dict[str, tuple[str, str]]:
    """For each side the page and the address that the form posts to."""
    mine, alder = f"/portal/{cast.alder.public_id}/contacts/program/", cast.alder.public_id
    return {
        "main-user": (mine, mine),
        "privacy-contact": (mine, mine),
        "support": (f"/staff/kite/customers/{alder}/program/", f"/staff/kite/customers/{alder}/program/set/"),
    }


def secret_on(page: Any) -> str:
    found = SECRET.search(html.unescape(page.content.decode()))
    return found[1] if found else ""


@pytest.mark.parametrize("who", ["main-user", "privacy-contact", "support"])
def test_an_address_is_set_gets_another_secret_and_is_switched_off(cast: Cast, who: str) -> None:
    (page, form), one = pages(cast)[who], client(cast, who)
    assert "No address yet" in one.get(page).content.decode()
    first = secret_on(one.post(form, {"url": URL}))
    held = Endpoint.objects.get(ended_at=None)
    assert (held.url, held.secret, held.customer) == (URL, first, cast.alder)
    shown = one.get(page).content.decode()
    assert URL in shown and first not in shown, "a secret is shown once"
    second = secret_on(one.post(f"{page}secret/"))
    held = Endpoint.objects.get(ended_at=None)
    assert second not in ("", first) and (held.url, held.secret) == (URL, second)
    assert one.post(f"{page}end/").status_code == 302
    assert not Endpoint.objects.filter(ended_at=None).exists()
    assert "No address yet" in one.get(page).content.decode()
    assert one.post(f"{page}secret/").status_code == 302, "there is none to give a secret"
    acts = AuditEntry.objects.filter(kind="endpoint", action__startswith="endpoints.").order_by("pk")
    assert [each.action for each in acts] == ["endpoints.set", "endpoints.set", "endpoints.end"]
    assert {each.customer for each in acts} == {cast.alder.public_id}


@pytest.mark.parametrize(
    "who", ["technical-partner", "billing", "main user of birch", "reader", "owner of heron"]
)
def test_nobody_else_sets_it(cast: Cast, who: str) -> None:
    one = client(cast, who)
    for page, form in pages(cast).values():
        assert one.post(form, {"url": URL}).status_code in (403, 404)
        assert one.post(f"{page}test/").status_code in (403, 404)
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/", "https://10.0.0.1/", "https://[::1]/", "https://127.0.0.1:8443/in",
        "https://169.254.169.254/latest", "https://localhost/", "https://printer.local/in", "https://u:p@example.com/",
        "hooks.example.com", "https://[fe80::1]/",
    ],
)  # fmt: skip
def test_addresses_of_the_own_network_are_refused_beside_the_field(cast: Cast, url: str) -> None:
    _, form = pages(cast)["main-user"]
    answer = client(cast, "main-user").post(form, {"url": url})
    assert answer.status_code == 422
    assert "it has to begin with https:// and be on the public network" in answer.content.decode()
    assert not Endpoint.objects.exists()


def _posted(cast: Cast, listening: Program) -> tuple[Client, str]:
    one, (page, form) = client(cast, "main-user"), pages(cast)["main-user"]
    one.post(form, {"url": f"https://{NAME}:{listening.port}/in"})
    return one, page


def test_a_test_is_sent_signed_and_its_result_is_shown_and_no_word_of_the_answer(
    cast: Cast, listening: Program
) -> None:
    one, page = _posted(cast, listening)
    assert one.post(f"{page}test/").status_code == one.post(f"{page}test/").status_code == 302
    (job,) = Job.objects.filter(name="notices.webhook-test")
    assert job.arguments["args"] == [Endpoint.objects.get().public_id], "asked twice, sent once"
    assert "is being sent" in one.get(page).content.decode()
    for status, state in ((200, "taken"), (500, "not taken"), (302, "not taken")):
        Endpoint.objects.update(tested_at=None)
        listening.status = status
        send_test.call(Endpoint.objects.get().public_id)
        shown = one.get(page).content.decode()
        assert state in shown and f"answered with status {status}" in shown
        assert "nobody keeps" not in shown
    headers, body = listening.got[0]
    told = json.loads(body)
    assert (told["type"], told["data"]["customer"]) == ("test", cast.alder.public_id)
    example = html.unescape(re.search(r'<pre class="letter mono"[^>]*>(.*?)</pre>', shown, re.S)[1])  # type: ignore[index]
    names: dict[str, Any] = {}
    exec(example, names)
    secret = str(Endpoint.objects.get().secret)
    assert names["is_genuine"](secret, headers, body), "the example of the page accepts what is sent"
    assert not names["is_genuine"](secret, headers, body + b" ")
    assert not names["is_genuine"](secret, {**headers, "webhook-id": "other"}, body)


def test_no_answer_and_a_private_name_are_told_apart(
    cast: Cast, listening: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, page = _posted(cast, listening)
    monkeypatch.setattr(webhooks, "public_address", lambda host, port: "")
    one.post(f"{page}test/")
    send_test.call(Endpoint.objects.get().public_id)
    assert "No answer came." in one.get(page).content.decode()
    monkeypatch.undo()
    Endpoint.objects.update(url="https://2130706433/", tested_at=None)  # 127.0.0.1, written as one number
    send_test.call(Endpoint.objects.get().public_id)
    assert not listening.got
    found = one.get(page).content.decode()
    assert "leads into a private network" in found or "No answer came." in found


def test_nothing_is_tested_where_nothing_leaves(cast: Cast, settings: Any) -> None:
    settings.MAIL_LEAVES = False
    one, (page, form) = client(cast, "support"), pages(cast)["support"]
    one.post(form, {"url": URL})
    one.post(f"{page}test/")
    assert "Nothing leaves this installation now" in one.get(page).content.decode()
    assert not Job.objects.filter(name="notices.webhook-test").exists()


def test_the_last_notices_stand_there_with_what_came_of_them(cast: Cast, listening: Program) -> None:
    one, page = _posted(cast, listening)
    notice, text = notice_of(cast.kite)
    other = Customer.objects.get(pk=cast.birch.pk)
    rows = [
        Row(each.pk, None, text.pk, "webhook", URL, is_main_user=False, then=())
        for each in (cast.alder, other)
    ]
    write_deliveries(notice, rows, at=AT)
    assert "No notice has been sent" in one.get(page).content.decode(), "before it is let go nobody sees it"
    let_go(notice)
    listening.status = 503
    send_webhooks.call()
    found = one.get(page).content.decode()
    assert "is tried again" in found and "answered with status 503. Tried 1 time." in found
    listening.status = 200
    Delivery.objects.update(not_before=timezone.now())
    send_webhooks.call()
    found = one.get(page).content.decode()
    assert found.count(text.subject) == 1 and "taken" in found and "503" not in found


def test_the_page_asks_little_of_the_database(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for who, (page, form) in pages(cast).items():
        one = client(cast, who)
        one.post(form, {"url": URL})
        with django_assert_max_num_queries(12):
            one.get(page)
