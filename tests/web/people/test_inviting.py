"""Invitations: who may invite whom, one link that works once, for seven days; grants that end."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from ketju.core.problems import Problem
from ketju.web.apps.people.grants import due_for_review, end_grant, review_grant
from ketju.web.apps.people.inviting import (
    Wanted,
    accept_invitation,
    invite_person,
    may_grant,
    withdraw_invitation,
)
from ketju.web.apps.people.models import Invitation
from ketju.web.apps.people.problems import (
    AlreadyGranted,
    DaysInDisorder,
    GrantTooHigh,
    InvitationOfAnother,
    InvitationOver,
    LastOwner,
    OwnGrant,
    RoleMustEnd,
)
from ketju.web.base.access.models import Membership
from ketju.web.base.access.permission import Standing, standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from ketju.web.base.outbox.models import Message
from tests.web import here
from tests.web.cast import CUSTOMERS, PASSWORD, STAFF, Cast, grant, make_cast, person

pytestmark = pytest.mark.django_db
TODAY = here.today


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


def standing(cast: Cast, name: str) -> Standing:
    return standing_of(cast.people[name], cast.kite, TODAY())


def invited(
    cast: Cast, name: str = "owner", role: str = "reader", email: str = "new@example.com", **more: object
) -> str:
    wanted = Wanted(email, role, **{"first": TODAY(), **more})  # type: ignore[arg-type]
    by = Actor(user=cast.people[name])
    return invite_person(by=by, standing=standing(cast, name), wanted=wanted, at=timezone.now())[1]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_owners_grant_roles_of_staff_and_nobody_else_does(cast: Cast) -> None:
    granted = {
        name: {role for role in STAFF if may_grant(standing(cast, name), role)} for name in cast.people
    }
    assert granted.pop("owner") == set(STAFF)
    assert not any(granted.values())


def test_roles_of_customers_are_granted_by_staff_that_looks_after_them_and_by_the_main_user(
    cast: Cast,
) -> None:
    alder, birch = cast.alder.public_id, cast.birch.public_id
    may = {name for name in cast.people if may_grant(standing(cast, name), "main-user", alder)}
    assert may == {"owner", "privacy-officer", "case-handler", "main-user"}
    assert {role for role in CUSTOMERS if may_grant(standing(cast, "main-user"), role, alder)} == set(
        CUSTOMERS
    )
    assert not any(may_grant(standing(cast, "main-user"), role, birch) for role in CUSTOMERS)
    assert not may_grant(standing(cast, "main-user"), "owner", alder)
    assert not may_grant(standing(cast, "owner"), "owner", alder)
    assert not may_grant(standing(cast, "owner"), "main-user")
    assert not may_grant(standing(cast, "owner"), "king")


@pytest.mark.parametrize(
    ("problem", "given"),
    [
        (GrantTooHigh, {"name": "privacy-officer", "role": "owner"}),
        (GrantTooHigh, {"name": "privacy-officer", "role": "reader"}),
        (RoleMustEnd, {"role": "auditor"}),
        (DaysInDisorder, {"last": date(2020, 1, 1)}),
        (OwnGrant, {"email": "Owner@Example.com"}),
        (AlreadyGranted, {"email": "support@example.com", "role": "support"}),
    ],
)
def test_what_cannot_be_invited(cast: Cast, problem: type[Problem], given: dict[str, object]) -> None:
    with pytest.raises(problem):
        invited(cast, **given)  # type: ignore[arg-type]
    assert not Invitation.objects.exists() and not Message.objects.exists()


def test_a_second_invitation_to_the_same_role_waits_for_the_first(cast: Cast) -> None:
    invited(cast)
    with pytest.raises(AlreadyGranted):
        invited(cast, email=" NEW@example.com")


def test_the_link_goes_by_mail_and_is_kept_nowhere_else(cast: Cast) -> None:
    secret = invited(cast, language="fi")
    message = Message.objects.get()
    assert message.to == "new@example.com" and message.processor is None
    assert f"http://testserver/invitation/{secret}/" in message.text
    assert message.subject == "Kite Hosting Oy kutsuu sinut"
    assert secret not in str(Invitation.objects.values())


def test_staff_accept_with_a_password_and_customers_may_do_without(cast: Cast) -> None:
    secret = invited(cast, language="sv")
    url = f"/invitation/{secret}/"
    page = Client().get(url).content.decode()
    assert "Du är inbjuden" in page and 'lang="sv"' in page
    answer = Client().post(url, {"name": "Nea New", "password1": "", "password2": ""})
    assert answer.status_code == 422
    answer = Client().post(url, {"name": "Nea New", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302 and answer["Location"] == "/account/login/"
    made = Membership.objects.get(user__email="new@example.com")
    assert (made.role, made.granted_by, made.user.name) == ("reader", cast.people["owner"], "Nea New")
    assert made.user.check_password(PASSWORD) and made.user.language == "sv"
    assert Client().get(url).status_code == 404

    other = invited(cast, email="bo@example.org", role="billing", customer=cast.alder.public_id)
    answer = Client().post(f"/invitation/{other}/", {"name": "Bo", "password1": "", "password2": ""})
    assert answer.status_code == 302
    assert not User.objects.get(email="bo@example.org").has_usable_password()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The two passwords differ."),
        ("fi", "Salasanat eivät ole samat."),
        ("sv", "Lösenorden är inte lika."),
    ],
)
def test_errors_stand_beside_fields_in_the_readers_language(cast: Cast, language: str, words: str) -> None:
    url = f"/invitation/{invited(cast, language=language)}/"
    page = Client().post(url, {"name": "", "password1": PASSWORD, "password2": "another"}).content.decode()
    assert words in page and 'id="id_password2_error"' in page
    assert page.count('aria-invalid="true"') == 2


def test_a_weak_password_is_refused(cast: Cast) -> None:
    url = f"/invitation/{invited(cast)}/"
    for weak in ("elevenchars", "new@example.com", "123456789012", "abcabcabcabcabc", "KetjuKetjuKetju1"):
        answer = Client().post(url, {"name": "Nea", "password1": weak, "password2": weak})
        assert answer.status_code == 422, weak
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_invitation_works_once_for_seven_days_and_not_after_it_was_withdrawn(cast: Cast) -> None:
    secret = invited(cast)
    with pytest.raises(InvitationOver):
        accept_invitation(secret=secret, at=timezone.now() + timedelta(days=7))
    accept_invitation(secret=secret, at=timezone.now() + timedelta(days=6, hours=23))
    with pytest.raises(InvitationOver):
        accept_invitation(secret=secret, at=timezone.now())
    other = invited(cast, email="other@example.com")
    withdraw_invitation(by=Actor(), invitation=Invitation.objects.get(accepted_at=None), at=timezone.now())
    with pytest.raises(InvitationOver):
        accept_invitation(secret=other, at=timezone.now())
    assert Message.objects.filter(held=True).count() == 1


def test_an_invitation_is_worth_no_more_than_who_sent_it(cast: Cast) -> None:
    secret = invited(cast)
    Membership.objects.filter(role="owner", user=cast.people["owner"]).update(
        last=TODAY() - timedelta(days=1)
    )
    with pytest.raises(InvitationOver):
        accept_invitation(secret=secret, at=timezone.now())


def test_a_person_who_has_an_account_accepts_as_themselves_only(cast: Cast) -> None:
    secret = invited(
        cast, email="main-user-of-birch@example.com", role="billing", customer=cast.alder.public_id
    )
    url = f"/invitation/{secret}/"
    answer = Client().get(url)
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/?next=/invitation/")
    assert signed_in(cast.people["support"]).post(url).status_code == 409
    with pytest.raises(InvitationOfAnother):
        accept_invitation(secret=secret, at=timezone.now(), name="Thief", password=PASSWORD)
    other = cast.people["main user of birch"]
    assert signed_in(other).post(url).status_code == 302
    assert {one.customer for one in other.memberships.all()} == {cast.alder.public_id, cast.birch.public_id}


def test_ending_a_grant_ends_sessions_and_open_invitations(cast: Cast) -> None:
    second = person("second-owner", bound=cast.kite, strong=True)
    held = grant(second, cast.kite, "owner")
    cast.people["second-owner"] = second
    secret = invited(cast, name="second-owner")
    client = signed_in(second)
    assert client.get("/staff/kite/people/").status_code == 200
    owner = cast.people["owner"]
    end_grant(by=Actor(user=owner), standing=standing(cast, "owner"), membership=held, at=timezone.now())
    answer = client.get("/staff/kite/people/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    assert signed_in(second).get("/staff/kite/people/").status_code == 404
    with pytest.raises(InvitationOver):
        accept_invitation(secret=secret, at=timezone.now())
    assert AuditEntry.objects.filter(action="people.end", subject=held.public_id).exists()
    grant(second, cast.kite, "owner")


def test_nobody_changes_their_own_grant_and_the_last_owner_stays(cast: Cast) -> None:
    owner = cast.people["owner"]
    own = owner.memberships.get()
    for change in (end_grant, review_grant):
        with pytest.raises(OwnGrant):
            change(by=Actor(user=owner), standing=standing(cast, "owner"), membership=own, at=timezone.now())
    for name in ("unbound owner", "owner without second factor"):
        end_grant(
            by=Actor(user=owner), standing=standing(cast, "owner"),
            membership=cast.people[name].memberships.get(), at=timezone.now(),
        )  # fmt: skip
    guest = person("guest-owner", bound=cast.kite, strong=True)
    grant(guest, cast.kite, "owner", days=(-1, 5))
    with pytest.raises(LastOwner):
        end_grant(
            by=Actor(user=guest),
            standing=standing_of(guest, cast.kite, TODAY()),
            membership=own,
            at=timezone.now(),
        )
    own.refresh_from_db()
    assert own.ended_at is None
    answer = signed_in(guest).post(f"/staff/kite/people/grants/{own.public_id}/end/")
    assert (
        answer.status_code == 409 and "This is the last owner. Make somebody else" in answer.content.decode()
    )


def test_grants_are_due_for_review_after_half_a_year(cast: Cast) -> None:
    old = Membership.objects.get(role="support")
    Membership.objects.filter(pk=old.pk).update(first=TODAY() - timedelta(days=180))
    Membership.objects.filter(role="reader").update(first=TODAY() - timedelta(days=179))
    assert [one.membership for one in due_for_review(cast.kite, TODAY())] == [old]
    client = signed_in(cast.people["owner"])
    assert "One grant has to be reviewed." in client.get("/staff/kite/people/").content.decode()
    client.post(f"/staff/kite/people/grants/{old.public_id}/review/")
    old.refresh_from_db()
    assert old.reviewed_on == TODAY() and due_for_review(cast.kite, TODAY()) == []


def test_an_owner_invites_on_the_page_and_sees_what_is_wrong_beside_the_field(cast: Cast) -> None:
    client = signed_in(cast.people["owner"])
    given = {
        "email": "kim@example.com",
        "name": "Kim",
        "role": "auditor",
        "language": "fi",
        "first": str(TODAY()),
    }
    page = client.post("/staff/kite/people/invite/", given).content.decode()
    assert re.search(r'id="id_last_error"><p>The role “auditor” needs a last day.', page)
    answer = client.post("/staff/kite/people/invite/", given | {"last": str(TODAY() + timedelta(days=10))})
    assert answer["Location"] == "/staff/kite/people/"
    assert "kim@example.com" in client.get("/staff/kite/people/").content.decode()


def test_invitations_are_limited_by_the_hour(cast: Cast) -> None:
    client = signed_in(cast.people["owner"])
    for number in range(61):
        given = {"email": f"n{number}@example.com", "role": "reader", "language": "en", "first": str(TODAY())}
        answer = client.post("/staff/kite/people/invite/", given)
    assert answer.status_code == 429
    assert Invitation.objects.count() == 60


@pytest.mark.parametrize("role", ["case-handler", "reader", "auditor"])
def test_those_who_may_not_manage_see_people_and_no_buttons(cast: Cast, role: str) -> None:
    page = signed_in(cast.people[role]).get("/staff/kite/people/").content.decode()
    page = page.partition("<main")[2].partition("</main>")[0]
    assert "owner@example.com" in page and "<form" not in page
