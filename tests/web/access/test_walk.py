"""Everybody goes to every address, and gets the answer that the policy of the address gives.

What a role may do is written down here once more, by hand: a change of ``roles.py`` has to be made twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from ketju.web.base.access.policy import Policy
from ketju.web.base.access.roles import ROLES
from ketju.web.base.accounts.models import User
from tests.web.cast import CUSTOMERS, STAFF, Cast, make_cast, sample_for
from tests.web.together import rows_of_the_file

pytestmark = pytest.mark.django_db

_READ = {"customers.read", "registers.read", "agreements.read", "cases.read", "today.read", "people.read"}
_OFFICER = _READ | {
    "customers.write", "customers.import", "customers.export", "customers.erase", "customers.people",
    "registers.write", "registers.publish", "agreements.write", "cases.write", "audit.read", "settings.read",
    "tokens.manage", "outbox.read", "outbox.manage", "inbox.read", "inbox.manage", "campaigns.manage",
}  # fmt: skip
_CONTACT = {
    "portal.read",
    "portal.contacts",
    "portal.data",
    "portal.object",
    "portal.instruct",
    "portal.export",
}
MAY: dict[str, set[str]] = {
    "owner": _OFFICER | {"people.manage", "settings.manage"},
    "privacy-officer": _OFFICER,
    "case-handler": _READ
    | {"customers.write", "customers.people", "cases.write", "outbox.read"}
    | {"inbox.read", "inbox.manage", "campaigns.manage"},
    "support": {"customers.read", "customers.write", "cases.read", "today.read"},
    "reader": _READ,
    "auditor": _READ | {"audit.read", "settings.read"},
    "main-user": _CONTACT | {"portal.people", "portal.accept", "portal.invoices"},
    "privacy-contact": _CONTACT,
    "technical-partner": {"portal.read"},
    "instructing-partner": {"portal.read", "portal.instruct"},
    "billing": {"portal.read", "portal.invoices"},
}
ALLAUTH: dict[str, str] = {
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
            "account_email_verification_sent", "account_confirm_email", "account_confirm_login_code",
            "account_request_login_code", "mfa_authenticate", "mfa_login_webauthn",
        ),
        "public",
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate", "account_request_reauthentication_code",
            "account_confirm_reauthentication_code", "account_email", "account_change_password",
            "account_set_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
            "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
            "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
            "mfa_edit_webauthn",
        ),
        "signed-in",
    ),
}  # fmt: skip
"""Addresses of allauth, which have no ``route``: who gets in."""
_ALLAUTH_PARAMETERS: dict[str, object] = {"uidb36": "1", "key": "none", "pk": 999_999}


@dataclass(frozen=True)
class Address:
    name: str
    pattern: str
    policy: Policy

    def filled(self, values: dict[str, object]) -> str:
        def value(match: re.Match[str]) -> str:
            return str(values[match["name"]])

        return "/" + re.sub(r"<(?:\w+:)?(?P<name>\w+)>", value, self.pattern)

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, pattern)
        else:
            yield pattern, one


def readable(pattern: str) -> str:
    """A pattern of a regular expression as one of ``path``."""
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", r"<\1>", pattern.replace("^", "").replace("$", ""))


def addresses() -> list[Address]:
    found = []
    for pattern, one in patterns(get_resolver()):
        policy = getattr(one.callback, "policy", None)
        if policy is None and one.name in ALLAUTH:
            policy = Policy(ALLAUTH[one.name])  # type: ignore[arg-type]
        assert policy is not None, (
            f"{pattern} ({one.name}) has no policy: make it with ketju.web…policy.route"
        )
        found.append(Address(one.name or "", readable(pattern), policy))
    return found


def named(kind: str) -> list[Any]:
    return [pytest.param(one, id=one.name) for one in addresses() if one.policy.kind == kind]


@pytest.fixture(scope="module")
def doors(cast: Cast) -> Doors:
    return Doors(cast.people.values())


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with rows_of_the_file(django_db_blocker):
        yield make_cast()


def values(address: Address, cast: Cast, **other: object) -> dict[str, object]:
    filled: dict[str, object] = {}
    for name in address.parameters:
        if name in other:
            filled[name] = other[name]
        elif sample := sample_for(address.name, name):
            filled[name] = sample.own(cast)
        else:
            assert name in _ALLAUTH_PARAMETERS, (
                f"no sample for the parameter {name!r} of {address.pattern}: add one to SAMPLES in tests/web/cast.py"
            )
            filled[name] = _ALLAUTH_PARAMETERS[name]
    return filled


class Doors:
    """Browsers in which somebody is signed in already: signing in anew takes longer than most visits."""

    def __init__(self, people: Iterable[User]) -> None:
        self._sessions: dict[int, str] = {}
        for one in people:
            client = Client()
            client.force_login(one)
            self._sessions[one.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, user: User | None) -> Client:
        """A browser of somebody, or of nobody."""
        client = Client()
        if user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[user.pk]
        return client


def visit(client: Client, url: str, method: str = "get") -> HttpResponse:
    """The answer; what the visit changed is taken back, so that the next one finds the same."""
    with transaction.atomic():
        answer: HttpResponse = getattr(client, method)(url)
        transaction.set_rollback(True)
    return answer


def seen(answer: HttpResponse, *words: object) -> str:
    """What a page says, without what differs between any two pages."""
    text = answer.content.decode()
    for word in words:
        text = text.replace(str(word), "…")
    return re.sub(r'(csrfmiddlewaretoken" value="|"X-CSRFToken":")[^"]+|req_\w+', r"\1", text)


def is_let_in(answer: HttpResponse) -> bool:
    """A page, a wrong method, a form with errors, a conflict, or a redirect to anywhere but sign-in."""
    if answer.status_code in (302, 303):
        return not answer["Location"].startswith("/account/login")
    return answer.status_code in (200, 201, 204, 400, 405, 409, 415, 422)


def test_the_roles_are_those_of_the_specification() -> None:
    assert {role: set(actions) for role, (_, actions) in ROLES.items()} == MAY
    assert (*STAFF, *CUSTOMERS) == tuple(ROLES)


def test_every_action_that_an_address_asks_for_exists() -> None:
    known = {action for actions in MAY.values() for action in actions}
    asked = {one.policy.action for one in addresses() if one.policy.kind in ("staff", "customer", "token")}
    assert asked - known == set()


def test_names_are_unique() -> None:
    names = [one.name for one in addresses() if not one.name.startswith("api-")]
    assert sorted({name for name in names if name and names.count(name) > 1}) == []


@pytest.mark.parametrize("address", named("public"))
def test_everybody_gets_to_public_addresses(address: Address, cast: Cast, doors: Doors) -> None:
    url = address.filled(values(address, cast))
    for user in (None, *cast.people.values()):
        assert visit(doors.client(user), url).status_code in (200, 302, 404, 405), (url, user)


@pytest.mark.parametrize("address", named("signed-in"))
def test_only_those_signed_in_get_to_personal_addresses(address: Address, cast: Cast, doors: Doors) -> None:
    url = address.filled(values(address, cast))
    for method in ("get", "post"):
        answer = visit(doors.client(None), url, method)
        assert answer.status_code == 302 and answer["Location"].startswith("/account/login"), url
    for user in cast.people.values():
        answer = visit(doors.client(user), url)
        assert is_let_in(answer) or (answer.status_code == 404 and address.name in ALLAUTH), (url, user.email)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [*named("staff"), *named("member")])
def test_staff_get_to_what_their_role_may(address: Address, method: str, cast: Cast, doors: Doors) -> None:
    url = address.filled(values(address, cast))
    for name, user in {"": None, **cast.people}.items():
        answer = visit(doors.client(user), url, method)
        if user is None:
            assert answer.status_code == 302 and answer["Location"].startswith("/account/login"), url
            continue
        expected = expected_of_staff(name, address.policy)
        assert outcome(answer) == expected, (url, name, answer.status_code)


def expected_of_staff(name: str, policy: Policy) -> str:
    is_staff = name in STAFF or name in ("unbound owner", "owner without second factor")
    if not is_staff:
        return "absent"
    if policy.kind == "member":
        return "in"
    if name == "unbound owner":
        return "confidentiality"
    if name == "owner without second factor":
        return "second factor"
    return "in" if policy.action in MAY[name] else "absent"


def outcome(answer: HttpResponse) -> str:
    if answer.status_code == 404:
        return "absent"
    where = answer.get("Location", "")
    if answer.status_code == 302 and where.endswith("/confidentiality/"):
        return "confidentiality"
    if answer.status_code == 302 and where == "/account/second-factor/":
        return "second factor"
    return "in" if is_let_in(answer) else f"status {answer.status_code}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", named("customer"))
def test_customers_people_get_to_what_their_role_may(
    address: Address, method: str, cast: Cast, doors: Doors
) -> None:
    url = address.filled(values(address, cast))
    for name, user in {"": None, **cast.people}.items():
        answer = visit(doors.client(user), url, method)
        if user is None:
            assert answer.status_code == 302 and answer["Location"].startswith("/account/login"), url
        else:
            may = name in CUSTOMERS and address.policy.action in MAY[name]
            assert outcome(answer) == ("in" if may else "absent"), (url, name, answer.status_code)


def guarded() -> list[Any]:
    """Each parameter of each address that somebody owns."""
    kinds = ("staff", "member", "customer")
    of = [one for one in addresses() if one.policy.kind in kinds]
    return [pytest.param(one, name, id=f"{one.name}-{name}") for one in of for name in one.parameters]


@pytest.mark.parametrize(("address", "parameter"), guarded())
def test_what_is_somebody_elses_looks_like_what_is_not_there(
    address: Address, parameter: str, cast: Cast, doors: Doors
) -> None:
    sample = sample_for(address.name, parameter)
    assert sample, f"no sample for {parameter!r}: add one to SAMPLES in tests/web/cast.py"
    if sample.foreign is None:
        return
    foreign = sample.foreign(cast)
    if parameter == "customer" and address.policy.kind == "customer":
        foreign = cast.birch.public_id
    who = cast.people["main-user" if address.policy.kind == "customer" else "owner"]
    for method in ("get", "post"):
        answers = []
        for value in (foreign, sample.absent):
            url = address.filled(values(address, cast, **{parameter: value}))
            answer = visit(doors.client(who), url, method)
            assert answer.status_code in (404, 405), (url, answer.status_code)
            answers.append(seen(answer, url, value))
        assert (answers[0] == answers[1]) is True, (url, method)


def test_operators_addresses_are_few() -> None:
    assert {one.name for one in addresses() if one.policy.kind == "operator"} <= {
        "healthz",
        "readyz",
        "metrics",
    }
