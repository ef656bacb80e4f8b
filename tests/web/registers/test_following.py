"""Follow a list by mail: double opt-in, one mail a version, one click to end, and nobody learns of an address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ketju.web.apps.registers import serving
from ketju.web.apps.registers.models import Register, Subscriber, Version
from ketju.web.apps.registers.problems import LinkOld
from ketju.web.apps.registers.writes.filing import make_files
from ketju.web.apps.registers.writes.following import (
    Wish,
    ask_to_follow,
    confirm_following,
    forget_followers,
    tell_followers,
)
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.draining import mail_of
from ketju.web.base.outbox.models import Message
from tests.web.registers.test_flow import AT, Desk, desk  # noqa: F401 - a fixture
from tests.web.registers.test_public import changed, listed, made  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ASK = "/lists/kite/main/en/subscribe/"
MAIL = "reader@example.org"


@pytest.fixture(autouse=True)
def fresh() -> None:
    from django.core.cache import cache

    serving.forget()
    cache.clear()


def link_in(message: Message, what: str) -> str:
    found = re.search(rf"http://testserver(/\S+/{what}/\S+)", message.text)
    assert found
    return found[1]


def subscribed(client: Client, email: str = MAIL, **wish: object) -> Subscriber:
    client.post(ASK, {"email": email, **wish})
    message = Message.objects.filter(kind="follow-confirm").last()
    assert message is not None
    link = link_in(message, "confirm")
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 200
    return Subscriber.objects.latest("id")


def test_nothing_comes_before_the_address_is_confirmed(client: Client, listed: Desk) -> None:  # noqa: F811
    assert client.get("/lists/kite/main/fi/subscribe.html").status_code == 200
    answer = client.post(ASK, {"email": MAIL})
    assert answer.status_code == 200 and not answer.cookies
    message = Message.objects.get()
    assert message.to == MAIL and message.kind == "follow-confirm"
    link = link_in(message, "confirm")
    client.get(link)  # a program that looks at mail opens the link: nothing happens
    assert Subscriber.objects.get().confirmed_at is None
    version = changed(listed, name="Sequoia Assistance Inc.")
    assert tell_followers(version, AT) == 0
    client.post(link)
    first = Subscriber.objects.get()
    assert first.confirmed_at is not None and first.told_number == version.number
    assert client.post(link).status_code == 200  # again: the same
    assert Subscriber.objects.get().confirmed_at == first.confirmed_at


def test_known_and_unknown_addresses_get_the_same_answer(client: Client, listed: Desk) -> None:  # noqa: F811
    subscribed(client)
    known = client.post(ASK, {"email": MAIL})
    unknown = client.post(ASK, {"email": "other@example.org"})

    def seen(page: str) -> str:
        return re.sub(r"req_\w+", "", page)

    assert seen(known.content.decode()) == seen(unknown.content.decode())
    assert known.status_code == unknown.status_code == 200
    assert "example.org" not in known.content.decode()


def test_one_mail_a_version_and_never_twice(client: Client, listed: Desk) -> None:  # noqa: F811
    one = subscribed(client)
    version = changed(listed, name="Sequoia Assistance Inc.")
    assert tell_followers(version, AT) == 1
    assert tell_followers(version, AT) == 0
    Subscriber.objects.update(told_number=0)  # whoever was interrupted in between begins anew
    tell_followers(version, AT)
    message = Message.objects.get(kind="follow")
    assert "Sequoia Assistance Inc." in message.text
    mail = mail_of(message).message()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"] == f"<http://testserver{link_in(message, 'unsubscribe')}>"
    assert one.email == MAIL
    assert MAIL.encode() not in b"".join(
        bytes(str(row), "utf-8") for row in AuditEntry.objects.values_list("subject", "fields", "reason")
    )


def test_one_click_ends_it_and_old_links_do_not_begin_it_again(client: Client, listed: Desk) -> None:  # noqa: F811
    subscribed(client)
    confirmation = link_in(Message.objects.get(kind="follow-confirm"), "confirm")
    tell_followers(changed(listed, name="Sequoia Assistance Inc."), AT)
    link = link_in(Message.objects.get(kind="follow"), "unsubscribe")
    assert client.get(link).status_code == 200
    assert Subscriber.objects.get().ended_at is None
    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ended = Subscriber.objects.get().ended_at
    assert ended is not None
    assert client.post(link).status_code == 200 and Subscriber.objects.get().ended_at == ended
    assert client.post(confirmation).status_code == 404
    assert Subscriber.objects.get().ended_at == ended
    assert tell_followers(changed(listed, slug="larch-mail-gmbh", name="Larch Post GmbH"), AT) == 0
    assert Subscriber.objects.get(pk=subscribed(client).pk).ended_at is None


def test_a_mail_only_of_what_was_asked_for(client: Client, listed: Desk) -> None:  # noqa: F811
    one = subscribed(client)
    Subscriber.objects.update(services=["nothing-here"])
    version = changed(listed, name="Sequoia Assistance Inc.")
    assert tell_followers(version, AT) == 1  # a change that touches every service touches this one
    from ketju.web.apps.registers.writes.following import _touches

    assert (
        not _touches(("shop",), ("mail",))
        and _touches(("shop", "mail"), ("mail",))
        and _touches((), ("mail",))
    )
    one.refresh_from_db()
    assert one.told_number == version.number


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "two@example.org, three@example.org", "x@example.org\nBcc: y@example.org"]
)
def test_what_is_no_address_is_told_so(client: Client, listed: Desk, email: str) -> None:  # noqa: F811
    answer = client.post(ASK, {"email": email})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert not Message.objects.exists()


def test_one_address_is_not_flooded(client: Client, listed: Desk) -> None:  # noqa: F811
    for _ in range(5):
        assert client.post(ASK, {"email": MAIL}).status_code in (200, 429)
    assert Message.objects.count() <= 3


def test_links_are_not_forever_and_not_for_others(client: Client, listed: Desk) -> None:  # noqa: F811
    now = timezone.now()
    register = Register.objects.get()
    ask_to_follow(at=now, register=register, email=MAIL, wish=Wish("en"))
    old = link_in(Message.objects.get(), "confirm").rstrip("/").rpartition("/")[2]
    ask_to_follow(at=now + timedelta(hours=1), register=register, email=MAIL, wish=Wish("en"))
    with pytest.raises(LinkOld):
        confirm_following(at=now, secret=old)
    with pytest.raises(LinkOld):
        confirm_following(at=now, secret=old[:-1])
    assert client.get(f"/lists/kite/main/en/confirm/{old}x/").status_code == 404


def test_addresses_that_nobody_confirmed_are_forgotten(client: Client, listed: Desk) -> None:  # noqa: F811
    now = timezone.now()
    ask_to_follow(at=now - timedelta(days=8), register=Register.objects.get(), email=MAIL, wish=Wish("en"))
    assert forget_followers(now) == 1 and not Subscriber.objects.exists()


def test_whoever_subscribes_gets_the_mail_in_their_language(client: Client, listed: Desk) -> None:  # noqa: F811
    client.post("/lists/kite/main/fi/subscribe/", {"email": MAIL})
    message = Message.objects.get()
    assert message.language == "fi" and message.subject.startswith("Vahvista tilaus")
    version = Version.objects.first()
    assert version is not None and make_files(version, version.on, AT)


def test_the_page_of_a_wrong_address_leads_to_the_right_places(client: Client, listed: Desk) -> None:  # noqa: F811
    page = client.post(ASK, {"email": "nobody"}).content.decode()
    assert 'href="../' not in page and 'href="http://testserver/lists/kite/main/style.css"' in page
    assert f'action="http://testserver{ASK}"' in page
