"""Signing in: passwords, codes by mail, second factors; what strangers can find out; sessions."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ketju.web.base.access.permission import standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.models import Message
from ketju.web.config.oidc import oidc_apps
from tests.web import here
from tests.web.cast import PASSWORD, Cast, grant, make_cast, person

pytestmark = pytest.mark.django_db
TOTP_PERIOD, TO_ENTER = 30, 10
"""Seconds: so long a code of an app holds (RFC 6238, 4.1), and so long two slow requests may take to enter one."""
LOGIN, CODE, CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


def user_of(client: Client) -> User | None:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number) if number else None


def code_in_mail(to: str) -> str:
    message = [one for one in Message.objects.all() if one.to == to][-1]
    found = re.search(r": ([A-Z0-9-]{6,})\n", message.text)
    assert found, message.text
    return found[1]


def totp_code(user: User) -> str:
    """The code that an app shows now; waits for the next one where this one ends before it could be entered."""
    if (left := TOTP_PERIOD - time.time() % TOTP_PERIOD) < TO_ENTER:
        time.sleep(left)
    secret = Authenticator.objects.get(user=user, type="totp").wrap().instance.data["secret"]
    from allauth.mfa.adapter import get_adapter

    plain = get_adapter().decrypt(secret)
    return format_hotp_value(hotp_value(plain, next(iter(yield_hotp_counters_from_time()))))


def said(answer: Any) -> str:
    """A page without what differs by chance."""
    return re.sub(
        r'value="[^"]*"|"X-CSRFToken":"[^"]*"|req_\w+|[\w-]+@example\.com', "", answer.content.decode()
    )


def test_a_password_signs_in_and_the_session_speaks_the_persons_language(cast: Cast) -> None:
    user = cast.people["reader"]
    User.objects.filter(pk=user.pk).update(language="fi", zone="Asia/Tokyo")
    client = Client()
    answer = client.post(LOGIN, {"login": "Reader@example.com", "password": PASSWORD})
    assert answer.status_code == 302 and user_of(client) == user
    page = client.get("/account/").content.decode()
    assert 'lang="fi"' in page
    assert "Olet kirjautunut." in page and "signed in" not in page
    assert client.session["zone"] == "Asia/Tokyo"
    assert AuditEntry.objects.filter(action="session.begin", actor=user).count() == 1


def test_the_session_gets_a_new_key_at_sign_in(cast: Cast) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD})
    assert client.session.session_key != before


def test_a_code_by_mail_signs_in_once(cast: Cast) -> None:
    client = Client()
    client.post(CODE, {"email": "main-user@example.com"})
    code = code_in_mail("main-user@example.com")
    assert client.post(CONFIRM, {"code": code}).status_code == 302
    assert user_of(client) == cast.people["main-user"]
    other = Client()
    other.post(CODE, {"email": "main-user@example.com"})
    other.post(CONFIRM, {"code": code})
    assert user_of(other) is None


def test_a_code_can_be_tried_three_times(cast: Cast) -> None:
    client = Client()
    client.post(CODE, {"email": "main-user@example.com"})
    code = code_in_mail("main-user@example.com")
    for _ in range(3):
        client.post(CONFIRM, {"code": "WRONG1"})
    client.post(CONFIRM, {"code": code})
    assert user_of(client) is None


def test_a_language_chosen_before_signing_in_stays(cast: Cast) -> None:
    User.objects.filter(pk=cast.people["reader"].pk).update(language="fi")
    client = Client()
    client.post("/language/", {"language": "sv", "next": "/account/login/"})
    client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD})
    assert client.get("/account/").headers["Content-Language"] == "sv"


def test_mail_with_codes_belongs_to_no_processor(cast: Cast) -> None:
    Client().post(CODE, {"email": "owner@example.com"})
    assert [one.processor for one in Message.objects.all()] == [None]


@pytest.mark.parametrize(("url", "field"), [(CODE, "email"), ("/account/password/reset/", "email")])
def test_strangers_cannot_find_out_who_has_an_account(cast: Cast, url: str, field: str) -> None:
    known, unknown = Client(), Client()
    first = known.post(url, {field: "reader@example.com"}, follow=True)
    second = unknown.post(url, {field: "stranger@example.com"}, follow=True)
    assert first.redirect_chain == second.redirect_chain and first.status_code == 200
    assert said(first) == said(second)
    assert [one.to for one in Message.objects.all()] == ["reader@example.com"]


def test_a_wrong_password_and_an_unknown_address_look_alike(cast: Cast) -> None:
    answers = [
        Client().post(LOGIN, {"login": login, "password": "wrong password 1"})
        for login in ("reader@example.com", "stranger@example.com")
    ]
    assert said(answers[0]) == said(answers[1])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The address or the password is wrong."),
        ("fi", "Osoite tai salasana on väärin."),
        ("sv", "Adressen eller lösenordet är fel."),
    ],
)
def test_errors_are_in_the_readers_language(cast: Cast, language: str, words: str) -> None:
    client = Client(headers={"accept-language": language})
    page = client.post(LOGIN, {"login": "reader@example.com", "password": "wrong"}).content.decode()
    assert words in page


def test_a_failed_sign_in_is_logged_without_what_was_typed(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", "ketju.security")
    Client().post(LOGIN, {"login": "reader@example.com", "password": "my secret thing"})
    assert [one.getMessage() for one in caplog.records if one.name == "ketju.security"] == [
        "sign-in failed at account_login"
    ]
    assert "secret thing" not in caplog.text and "reader@" not in caplog.text


def test_five_wrong_passwords_close_the_door_for_a_while(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        client.post(LOGIN, {"login": "reader@example.com", "password": "wrong"})
    page = client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD}).content.decode()
    assert "Too many tries. Wait five minutes." in page
    assert user_of(client) is None


def test_codes_are_limited_by_address(cast: Cast) -> None:
    answers = [Client().post(CODE, {"email": "reader@example.com"}) for _ in range(4)]
    assert len(Message.objects.all()) == 3
    assert answers[-1].status_code in (200, 429)


def test_nobody_signs_up(cast: Cast) -> None:
    page = Client().get("/account/signup/").content.decode()
    assert "By invitation only" in page
    given = {"email": "a@example.com", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/account/signup/", given)
    assert not User.objects.filter(email="a@example.com").exists()


@pytest.mark.parametrize("how", ["password", "code"])
def test_whoever_has_a_second_factor_is_asked_for_it(cast: Cast, how: str) -> None:
    client, owner = Client(), cast.people["owner"]
    if how == "password":
        answer = client.post(LOGIN, {"login": owner.email, "password": PASSWORD})
    else:
        client.post(CODE, {"email": owner.email})
        answer = client.post(CONFIRM, {"code": code_in_mail(owner.email)})
    assert answer["Location"].startswith("/account/second-factor/authenticate/")
    assert user_of(client) is None
    assert client.post("/account/second-factor/authenticate/", {"code": "000000"}).status_code == 200
    assert user_of(client) is None
    client.post("/account/second-factor/authenticate/", {"code": totp_code(owner)})
    assert user_of(client) == owner


def test_an_owner_is_led_to_the_second_factor_and_let_in_with_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client, user = Client(), cast.people["owner without second factor"]
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    page = client.get("/staff/kite/people/", follow=True)
    assert page.redirect_chain == [("/account/second-factor/", 302)]
    assert "Your role needs a second factor." in page.content.decode()
    begin = "/account/second-factor/totp/activate/"
    client.post(f"/account/reauthenticate/?next={begin}", {"password": PASSWORD})
    form = client.get(begin)
    secret = form.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(begin, {"code": code})
    assert client.get("/staff/kite/people/").status_code == 200
    assert any(one.subject == "An authenticator app was added" for one in Message.objects.all())
    assert client.get("/account/second-factor/recovery-codes/").status_code == 200
    assert AuditEntry.objects.filter(action="account.second-factor", actor=user).exists()


def test_secrets_of_second_factors_are_encrypted(cast: Cast) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    user = person("coder")
    TOTP.activate(user, secret)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert secret not in stored
    assert Authenticator.objects.get(user=user).wrap().validate_code("000000") is False


def test_reauthentication_is_asked_for_before_second_factors_change(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["reader"])
    answer = client.get("/account/second-factor/totp/activate/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/reauthenticate/")


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)
SESSIONS = "/account/sessions/"


def signed_in(*agents: str) -> list[Client]:
    """The reader, signed in with several browsers; the first one has just confirmed who it is."""
    clients = [Client(headers={"user-agent": agent}) for agent in agents]
    for client in clients:
        client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD})
    clients[0].post(f"/account/reauthenticate/?next={SESSIONS}", {"password": PASSWORD})
    return clients


def test_sessions_are_listed_in_plain_words_and_the_others_ended(cast: Cast) -> None:
    here, phone, program = signed_in(FIREFOX, PHONE, "something")
    page = here.get(SESSIONS).content.decode()
    for words in ("Firefox on Linux", "Safari on iPhone", "A program that does not say what it is"):
        assert (words in page) is True, words
    assert ("Mozilla" in page) is False
    assert page.count('name="session"') == 2
    here.post(SESSIONS)
    assert here.get("/account/").status_code == 200
    assert phone.get("/account/").status_code == program.get("/account/").status_code == 302


def test_one_session_is_ended_and_none_of_anybody_else(cast: Cast) -> None:
    here, phone, program = signed_in(FIREFOX, PHONE, "something")
    stranger = Client()
    stranger.post(LOGIN, {"login": "support@example.com", "password": PASSWORD})
    of = {one.user_agent: one.pk for one in UserSession.objects.filter(user=cast.people["reader"])}
    foreign = UserSession.objects.get(user=cast.people["support"]).pk
    for number in (foreign, of[FIREFOX], 99_999_999, "x", "9" * 40):
        assert here.post(SESSIONS, {"session": number}).status_code == 404, number
    here.post(SESSIONS, {"session": of[PHONE]})
    assert phone.get("/account/").status_code == 302
    for client in (here, program, stranger):
        assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_one_is_is_asked_again_before_sessions_are_shown_or_ended(cast: Cast, method: str) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD})
    answer = getattr(here, method)(SESSIONS)
    assert answer.status_code == 302 and answer["Location"].startswith("/account/reauthenticate/")
    assert there.get("/account/").status_code == 200


def test_whoever_has_no_password_confirms_by_a_code(cast: Cast) -> None:
    user, client = cast.people["main-user"], Client()
    user.set_unusable_password()
    user.save()
    client.post(CODE, {"email": user.email})
    client.post(CONFIRM, {"code": code_in_mail(user.email)})
    page = client.get(SESSIONS, follow=True)
    assert page.redirect_chain[0][0].startswith("/account/reauthenticate/code/")
    client.post(page.redirect_chain[0][0], {"recipient": "0"}, follow=True)
    code = code_in_mail(user.email)
    done = client.post(f"/account/reauthenticate/code/confirm/?next={SESSIONS}", {"code": code}, follow=True)
    assert done.redirect_chain and ("Where you are signed in" in done.content.decode()) is True


@pytest.mark.parametrize(("name", "seconds"), [("seen", 2 * 3600), ("begun", 12 * 3600)])
def test_sessions_end_when_they_are_idle_or_old(cast: Cast, name: str, seconds: int) -> None:
    client = Client()
    client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD})
    client.get("/account/")
    session = client.session
    session[name] -= seconds - 60
    session.save()
    assert client.get("/account/").status_code == 200
    session = client.session
    session[name] -= seconds
    session.save()
    assert client.get("/account/").status_code == 302


def test_a_new_password_ends_every_session(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(LOGIN, {"login": "reader@example.com", "password": PASSWORD})
    new = "another long password"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/account/").status_code == 302 and there.get("/account/").status_code == 302
    assert any(one.subject == "Your password was changed" for one in Message.objects.all())


def test_a_session_lets_in_no_longer_than_the_membership_lasts(cast: Cast) -> None:
    client, user = Client(), person("leaver", bound=cast.kite)
    held = grant(user, cast.kite, "reader")
    client.force_login(user)
    assert client.get("/staff/kite/people/").status_code == 200
    held.last = held.first
    held.save()
    assert client.get("/staff/kite/people/").status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_a_link_for_a_new_password_works_once_and_under_our_address(cast: Cast) -> None:
    client = Client(headers={"host": "testserver"})
    client.post("/account/password/reset/", {"email": "reader@example.com"})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", Message.objects.get().text)
    assert link
    form = client.get(link[1], follow=True)
    new = "yet another password"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get(email="reader@example.com").check_password(new)
    assert "used already or is too old" in Client().get(link[1]).content.decode()


def test_profile_takes_a_zone_that_exists(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["support"])
    page = client.post("/account/", {"name": "S", "language": "sv", "zone": "Mars/Base"})
    assert page.status_code == 422 and 'id="id_zone_error"' in page.content.decode()
    client.post("/account/", {"name": "S", "language": "sv", "zone": "Europe/Stockholm"})
    assert "Mitt konto" in client.get("/account/").content.decode()
    assert AuditEntry.objects.filter(action="account.write").count() == 1


def test_one_person_of_two_customers_chooses_where_to_go(cast: Cast) -> None:
    user = cast.people["main user of birch"]
    grant(user, cast.kite, "billing", cast.alder.public_id)
    client = Client()
    client.force_login(user)
    page = client.get("/places/").content.decode()
    assert page.count("/portal/cus_") == 2


def test_a_person_of_one_place_goes_there_at_once(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["main user of birch"])
    assert client.get("/places/")["Location"] == f"/portal/{cast.birch.public_id}/"
    client.force_login(cast.people["support"])
    assert client.get("/places/")["Location"] == "/staff/kite/"


def test_a_foreign_provider_is_there_only_when_it_is_set_up() -> None:
    env = {f"KETJU_OIDC_{name}": "" for name in ("URL", "NAME", "CLIENT", "SECRET")}
    assert oidc_apps(env) == []
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login", args=["oidc"])
    filled = {name: f"https://id.example.net/{name}" for name in env}
    (app,) = oidc_apps(filled)
    assert app["settings"]["issuer"] == filled["KETJU_OIDC_URL"] and app["provider_id"] == "oidc"


def test_a_weak_second_factor_does_not_open_strong_roles(cast: Cast) -> None:

    user = cast.people["owner without second factor"]
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert not standing_of(user, cast.kite, here.today()).may("people.read")


def test_every_field_of_allauths_forms_has_words() -> None:
    from allauth.account import forms as account
    from allauth.mfa.base import forms as mfa
    from allauth.mfa.totp.forms import ActivateTOTPForm
    from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

    from ketju.web.apps.people.adapter import FIELDS

    kinds = [
        account.LoginForm, account.AddEmailForm, account.ChangeEmailForm, account.ChangePasswordForm,
        account.SetPasswordForm, account.ResetPasswordForm, account.ResetPasswordKeyForm, account.ReauthenticateForm,
        account.RequestLoginCodeForm, account.ConfirmLoginCodeForm, account.RequestReauthenticationCodeForm,
        mfa.AuthenticateForm, ActivateTOTPForm, AddWebAuthnForm, EditWebAuthnForm,
    ]  # fmt: skip
    names = {name for kind in kinds for name in kind.base_fields} - {"remember", "credential"}
    assert names | {"login", "passwordless"} == set(FIELDS)
