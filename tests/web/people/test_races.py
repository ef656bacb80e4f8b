"""Two people at once, with transactions of their own on PostgreSQL. SQLite lets one write after the other.

What both wait for is held until both have come as far as they get; then it is let go. So each of them decided by what
they saw before the other was done, every time the test runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from ketju.web.apps.people.grants import end_grant, review_grant
from ketju.web.apps.people.inviting import Wanted, accept_invitation, invite_person
from ketju.web.apps.people.models import Invitation
from ketju.web.apps.people.problems import (
    AlreadyGranted,
    GrantTooHigh,
    InvitationOfAnother,
    InvitationOver,
    LastOwner,
)
from ketju.web.apps.selfservice import people as portal
from ketju.web.apps.selfservice.problems import LastMainUser
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.permission import standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from tests.web import here
from tests.web.cast import PASSWORD, Cast, grant, make_cast, person
from tests.web.people.test_signin import totp_code

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]
WAITING = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


def raced(held: Model, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gives, or raises, when all of them wait for one row and then go on."""
    found: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            found[number] = act()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    with transaction.atomic():
        type(held)._default_manager.select_for_update().get(pk=held.pk)
        for thread in threads:
            thread.start()
        _wait(len(acts))
    for thread in threads:
        thread.join(20)
    return found


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gives or raises when all begin at the same time."""
    found: list[Any] = [None] * len(acts)
    line = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        line.wait(10)
        try:
            found[number] = act()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return found


def _wait(count: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= count:
                return
        time.sleep(0.02)
    raise AssertionError("they do not wait for that row")


def kinds(found: list[Any]) -> set[str]:
    return {type(one).__name__ for one in found}


def two_owners(cast: Cast) -> tuple[Membership, Membership]:
    """The only two owners who are left."""
    second = cast.people["second owner"] = person("second-owner", bound=cast.kite, strong=True)
    grant(second, cast.kite, "owner")
    Membership.objects.filter(role="owner", processor=cast.kite).exclude(
        user__in=[cast.people["owner"], second]
    ).update(ended_at=timezone.now())
    first = Membership.objects.get(user=cast.people["owner"])
    return first, Membership.objects.get(user=second)


def ending(cast: Cast, by: User, membership: Membership) -> Callable[[], None]:
    """End a grant, by somebody whose right was looked up before."""
    standing = standing_of(by, cast.kite, here.today())
    fresh = Membership.objects.select_related("user", "processor").get(pk=membership.pk)
    return lambda: end_grant(by=Actor(user=by), standing=standing, membership=fresh, at=timezone.now())


def test_two_owners_who_end_each_other_leave_one(cast: Cast) -> None:
    first, second = two_owners(cast)
    found = raced(cast.kite, ending(cast, first.user, second), ending(cast, second.user, first))
    assert [one for one in found if one is None] == [None]
    assert kinds(found) <= {"NoneType", "LastOwner", "GrantTooHigh"}
    held = Membership.objects.holding(here.today()).filter(role="owner", processor=cast.kite)
    assert held.filter(user__in=[first.user, second.user]).count() == 1


def test_whoever_was_just_ended_ends_nobody_any_more(cast: Cast) -> None:
    """Three owners: two end each other at once. Two stay, as whoever was ended first could do nothing after it."""
    first, second = two_owners(cast)
    grant(person("third-owner", bound=cast.kite, strong=True), cast.kite, "owner")
    found = raced(cast.kite, ending(cast, first.user, second), ending(cast, second.user, first))
    assert kinds(found) == {"NoneType", "GrantTooHigh"}
    assert any(isinstance(one, GrantTooHigh) for one in found) and not any(
        isinstance(one, LastOwner) for one in found
    )


def test_one_grant_ended_twice_is_noted_once(cast: Cast) -> None:
    reader = Membership.objects.get(user=cast.people["reader"])
    acts = [ending(cast, cast.people["owner"], reader) for _ in range(2)]
    assert raced(cast.kite, *acts) == [None, None]
    assert AuditEntry.objects.filter(action="people.end", subject=reader.public_id).count() == 1


def test_an_ended_grant_is_not_reviewed(cast: Cast) -> None:
    reader, owner = Membership.objects.get(user=cast.people["reader"]), cast.people["owner"]
    standing = standing_of(owner, cast.kite, here.today())
    other = Membership.objects.select_related("user", "processor").get(pk=reader.pk)
    ending(cast, owner, reader)()
    review_grant(by=Actor(user=owner), standing=standing, membership=other, at=timezone.now())
    assert Membership.objects.get(pk=reader.pk).reviewed_on is None


def inviting(cast: Cast, by: str, email: str, role: str = "reader") -> Callable[[], tuple[Invitation, str]]:
    user, today = cast.people[by], here.today()
    standing = standing_of(user, cast.kite, today)
    wanted = Wanted(email, role, today)
    return lambda: invite_person(by=Actor(user=user), standing=standing, wanted=wanted, at=timezone.now())


def accepting(secret: str, user: User | None = None) -> Callable[[], Membership]:
    return lambda: accept_invitation(secret=secret, at=timezone.now(), user=user, password=PASSWORD)


def test_two_who_invite_the_same_person_send_one_invitation(cast: Cast) -> None:
    two_owners(cast)
    acts = [inviting(cast, by, "new@example.com") for by in ("owner", "second owner")]
    found = raced(cast.kite, *acts)
    assert sum(isinstance(one, AlreadyGranted) for one in found) == 1
    assert Invitation.objects.count() == 1


def test_whoever_is_ended_while_inviting_invites_nobody(cast: Cast) -> None:
    first, second = two_owners(cast)
    invite = inviting(cast, "second owner", "new@example.com")
    ending(cast, first.user, second)()
    with pytest.raises(GrantTooHigh):
        invite()
    assert not Invitation.objects.exists()


def test_one_invitation_accepted_twice_makes_one_person_and_one_grant(cast: Cast) -> None:
    invitation, secret = inviting(cast, "owner", "new@example.com")()
    found = raced(invitation, accepting(secret), accepting(secret))
    assert sum(isinstance(one, Membership) for one in found) == 1
    assert sum(isinstance(one, InvitationOver) for one in found) == 1
    assert User.objects.filter(email="new@example.com").count() == 1
    assert Membership.objects.filter(user__email="new@example.com").count() == 1


def test_two_invitations_of_one_stranger_accepted_at_once_make_one_person(cast: Cast) -> None:
    secrets = [inviting(cast, "owner", "new@example.com", role)()[1] for role in ("reader", "support")]
    for _ in range(5):
        found = at_once(*[accepting(one) for one in secrets])
        assert kinds(found) <= {"Membership", "InvitationOfAnother", "InvitationOver"}, found
    assert User.objects.filter(email="new@example.com").count() == 1


def test_a_person_found_while_an_invitation_is_accepted_is_not_taken_over(cast: Cast) -> None:
    """The account appears between the look and the write: the invitation is not for a stranger any more."""
    invitation, secret = inviting(cast, "owner", "new@example.com")()
    made = threading.Event()

    def create() -> None:
        with transaction.atomic():
            User.objects.create_user("new@example.com", PASSWORD, name="N")
            made.set()
            _wait(1)
        connection.close()

    thread = threading.Thread(target=create)
    thread.start()
    assert made.wait(5)
    with pytest.raises(InvitationOfAnother):
        accepting(secret)()
    thread.join(10)
    assert not Membership.objects.filter(user__email="new@example.com").exists()
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None


def test_accepting_and_ending_the_inviter_at_once_does_not_lock_up(cast: Cast) -> None:
    first, second = two_owners(cast)
    for number in range(4):
        invitation, secret = inviting(cast, "second owner", f"new-{number}@example.com")()
        Membership.objects.filter(pk=second.pk).update(ended_at=None)
        found = at_once(accepting(secret), ending(cast, first.user, second))
        assert kinds(found) <= {"Membership", "InvitationOver", "NoneType"}, found
        kept = Invitation.objects.get(pk=invitation.pk)
        is_granted = Membership.objects.filter(user__email=f"new-{number}@example.com").exists()
        assert is_granted == (kept.accepted_at is not None)
        Membership.objects.filter(pk=second.pk).update(ended_at=None)


def test_two_main_users_who_end_each_other_leave_one(cast: Cast) -> None:
    other = grant(person("second-main"), cast.kite, "main-user", cast.alder.public_id)
    mine = Membership.objects.get(user=cast.people["main-user"])
    today, now = here.today(), timezone.now()

    def end(membership: Membership) -> Callable[[], None]:
        return lambda: portal.end_access(
            by=Actor(), at=now, on=today, customer=cast.alder.public_id, membership=membership.public_id
        )

    found = raced(cast.alder, end(mine), end(other))
    assert kinds(found) == {"NoneType", "LastMainUser"}
    assert isinstance(next(one for one in found if one), LastMainUser)
    held = Membership.objects.holding(today).filter(customer=cast.alder.public_id, role="main-user")
    assert held.count() == 1


def test_two_main_users_who_invite_the_same_person_make_one_grant(cast: Cast) -> None:
    today, now = here.today(), timezone.now()

    def invite() -> Membership:
        return portal.invite_person(
            by=Actor(), at=now, on=today, customer=cast.alder.public_id, email="new@example.com", name="N",
            role="billing", language="en",
        )  # fmt: skip

    found = raced(cast.alder, invite, invite)
    assert kinds(found) == {"Membership"}
    assert Membership.objects.filter(user__email="new@example.com").count() == 1


def test_two_customers_who_invite_the_same_stranger_make_one_person(cast: Cast) -> None:
    today, now = here.today(), timezone.now()

    def invite(customer: str, email: str) -> Callable[[], Membership]:
        return lambda: portal.invite_person(
            by=Actor(), at=now, on=today, customer=customer, email=email, name="N", role="billing", language="en"
        )  # fmt: skip

    for number in range(5):
        email = f"new-{number}@example.com"
        found = at_once(*[invite(one.public_id, email) for one in (cast.alder, cast.birch)])
        assert kinds(found) == {"Membership"}, found
        assert User.objects.filter(email=email).count() == 1


def factor(cast: Cast) -> Client:
    client = Client()
    client.post("/account/login/", {"login": "owner@example.com", "password": PASSWORD})
    return client


def test_one_code_of_an_app_lets_in_one(cast: Cast) -> None:
    for _ in range(3):
        cache.clear()
        code, clients = totp_code(cast.people["owner"]), [factor(cast), factor(cast)]
        answers = at_once(*[_entering(one, code) for one in clients])
        assert sorted(answers) == [200, 302]


def test_one_recovery_code_lets_in_one(cast: Cast) -> None:
    owner = cast.people["owner"]
    kept = RecoveryCodes.activate(owner)
    for code in kept.get_unused_codes()[:3]:
        cache.clear()
        clients = [factor(cast), factor(cast)]
        row = Authenticator.objects.get(user=owner, type="recovery_codes")
        answers = raced(row, *[_entering(one, code) for one in clients])
        assert sorted(answers) == [200, 302]


def _entering(client: Client, code: str) -> Callable[[], int]:
    return lambda: client.post("/account/second-factor/authenticate/", {"code": code}).status_code


def test_a_grant_that_ends_lets_nobody_on_with_the_next_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["reader"])
    assert client.get("/staff/kite/people/").status_code == 200
    reader = Membership.objects.get(user=cast.people["reader"])
    found = at_once(
        ending(cast, cast.people["owner"], reader),
        *[lambda: client.get("/staff/kite/people/").status_code for _ in range(3)],
    )
    assert found[0] is None and set(found[1:]) <= {200, 302, 404}
    assert client.get("/staff/kite/people/").status_code == 302
    assert Processor.objects.filter(pk=cast.kite.pk).exists()
