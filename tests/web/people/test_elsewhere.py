"""Signing in with an OpenID Connect provider that runs beside the tests: the whole way, and each lie it could tell."""

from __future__ import annotations

import base64
import hmac
import html
import http.client
import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import get_resolver
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from ketju.web.apps.people.idtokens import TokenRefused, believed
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.models import Message
from ketju.web.config.environment import EnvironmentWrong, environment_from
from ketju.web.config.oidc import oidc_provider
from tests.web.access.test_walk import patterns
from tests.web.cast import Cast, make_cast
from tests.web.people.oidc_provider import CLIENT, SECRET, Provider, running_provider
from tests.web.people.test_signin import totp_code

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/account/oidc/oidc/login/", "/account/oidc/oidc/login/callback/"
REFUSED = "The other system did not confirm who you are."


@pytest.fixture(scope="module")
def started() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return make_cast()


@pytest.fixture
def provider(started: Provider) -> Iterator[Provider]:
    """The provider, honest again, and set up here."""
    fresh = Provider(started.address, started.key)
    started.__dict__.update(fresh.__dict__)
    started.person = {"sub": "kite-17", "email": "reader@example.com", "email_verified": True, "name": "R"}
    env = {
        "KETJU_OIDC_URL": started.address,
        "KETJU_OIDC_NAME": "Kite",
        "KETJU_OIDC_CLIENT": CLIENT,
        "KETJU_OIDC_SECRET": SECRET,
    }
    with override_settings(
        ROOT_URLCONF="tests.web.people.oidc_urls", SOCIALACCOUNT_PROVIDERS=oidc_provider(env), OIDC=True
    ):
        yield started


def to_provider(client: Client, query: str = "") -> str:
    """Press the button; the address at the provider where that leads."""
    page = client.post(BEGIN + query)
    assert page.status_code == 200, page.status_code
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def at_provider(address: str) -> str:
    """Where the provider sends somebody who signs in there."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.netloc, timeout=5)
    line.request("GET", f"{parts.path}?{parts.query}")
    answer = line.getresponse()
    line.close()
    assert answer.status == 302
    return answer.headers["Location"].removeprefix("http://testserver")


def tried(client: Client) -> Any:
    return client.get(at_provider(to_provider(client)))


def who(client: Client) -> User | None:
    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number) if number else None


def assert_refused(client: Client, answer: Any) -> None:
    assert answer.status_code in (200, 401), answer.status_code
    assert (REFUSED in answer.content.decode()) is True
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_staff_come_in_and_are_known_by_their_number_from_then_on(cast: Cast, provider: Provider) -> None:
    client = Client()
    assert 'href="/account/oidc/oidc/login/' in client.get("/account/login/").content.decode()
    assert client.get(BEGIN).status_code == 200
    assert provider.asked == []
    answer = tried(client)
    assert answer.status_code == 302 and answer["Location"] == "/places/"
    assert who(client) == cast.people["reader"]
    assert client.get("/places/")["Location"] == "/staff/kite/"
    assert AuditEntry.objects.filter(action="session.begin", actor=cast.people["reader"]).count() == 1
    provider.person |= {"email": "renamed@example.com"}
    again = Client()
    tried(again)
    assert who(again) == cast.people["reader"]
    assert AuditEntry.objects.filter(action="account.elsewhere").count() == 1
    assert [one.subject for one in Message.objects.all()] == ["Another system was connected"]


def test_a_customers_person_comes_to_the_portal(cast: Cast, provider: Provider) -> None:
    provider.person |= {"sub": "birch-1", "email": "main-user-of-birch@example.com"}
    client = Client()
    tried(client)
    assert client.get("/places/")["Location"] == f"/portal/{cast.birch.public_id}/"


def test_what_is_asked_has_state_nonce_and_pkce_and_no_address_changes_it(
    cast: Cast, provider: Provider
) -> None:
    for query in ("", "?auth_params=response_type%3Dtoken%26state%3Dx%26nonce%3Dx&scope=offline_access"):
        at_provider(to_provider(Client(), query))
    for asked in provider.asked:
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "profile", "email"}
        assert asked["redirect_uri"] == f"http://testserver{BACK}"
    for name in ("state", "nonce", "code_challenge"):
        values = {one[name] for one in provider.asked}
        assert len(values) == 2 and min(map(len, values)) >= 16, name


def test_nothing_of_what_the_provider_says_is_kept(cast: Cast, provider: Provider) -> None:
    tried(Client())
    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data) == ("kite-17", {})
    assert not SocialToken.objects.exists()


def test_whoever_has_a_second_factor_here_is_asked_for_it(cast: Cast, provider: Provider) -> None:
    provider.person |= {"email": "owner@example.com"}
    client = Client()
    assert tried(client)["Location"].startswith("/account/second-factor/authenticate/")
    assert who(client) is None


def test_the_second_factor_lets_them_in(cast: Cast, provider: Provider) -> None:
    provider.person |= {"email": "owner@example.com"}
    client = Client()
    tried(client)
    client.post("/account/second-factor/authenticate/", {"code": totp_code(cast.people["owner"])})
    assert who(client) == cast.people["owner"]


def test_somebody_who_got_the_address_of_another_does_not_get_their_account(
    cast: Cast, provider: Provider
) -> None:
    tried(Client())
    provider.person |= {"sub": "kite-99"}
    client = Client()
    tried(client)
    assert who(client) is None and [one.uid for one in SocialAccount.objects.all()] == ["kite-17"]


def test_a_person_unknown_to_us_gets_no_account(cast: Cast, provider: Provider) -> None:
    provider.person |= {"email": "stranger@example.com"}
    client, before = Client(), User.objects.count()
    page = client.get(at_provider(to_provider(client)), follow=True)
    assert "By invitation only" in page.content.decode()
    assert who(client) is None and User.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert not [one for one in EmailAddress.objects.all() if one.email.startswith("stranger")]


@pytest.mark.parametrize("verified", [False, None, "false"])
def test_an_address_that_is_not_verified_opens_no_account(
    cast: Cast, provider: Provider, verified: object
) -> None:
    provider.person |= {"email_verified": verified}
    client = Client()
    client.get(at_provider(to_provider(client)), follow=True)
    assert who(client) is None and not SocialAccount.objects.exists()


def test_somebody_who_may_no_longer_sign_in_does_not_by_another_way(cast: Cast, provider: Provider) -> None:
    User.objects.filter(email="reader@example.com").update(is_active=False)
    client = Client()
    tried(client)
    assert who(client) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example.net"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": None},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"exp": 1},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"nonce": None},
        {"nonce": "of-another-try"},
        {"sub": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_us_now_is_refused(
    cast: Cast, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    client = Client()
    assert_refused(client, tried(client))
    assert provider.tokens_given == 1


def test_an_id_token_that_just_ran_out_is_refused(cast: Cast, provider: Provider) -> None:
    provider.claims = {"iat": int(time.time()) - 600, "exp": int(time.time()) - 120}
    client = Client()
    assert_refused(client, tried(client))


def test_another_key_signs_in_nobody(cast: Cast, provider: Provider) -> None:
    provider.signer = RSAKey.generate_key(2048, {"kid": "one"})
    client = Client()
    assert_refused(client, tried(client))


def by_hand(algorithm: str, claims: dict[str, Any], secret: bytes) -> str:
    """A token that no library makes."""
    parts = [json.dumps(one).encode() for one in ({"alg": algorithm, "kid": "one"}, claims)]
    text = b".".join(base64.urlsafe_b64encode(one).rstrip(b"=") for one in parts)
    mark = hmac.digest(secret, text, "sha256") if secret else b""
    return f"{text.decode()}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def test_the_public_key_is_no_shared_secret_and_no_signature_is_none(started: Provider) -> None:
    now, keys = int(time.time()), KeySet([started.key]).as_dict(private=False)
    claims = {
        "iss": "https://id.example.net",
        "sub": "1",
        "aud": CLIENT,
        "iat": now,
        "exp": now + 9,
        "nonce": "n",
    }
    wanted = {"issuer": "https://id.example.net", "client": CLIENT, "nonce": "n"}
    honest = jwt.encode({"alg": "RS256", "kid": "one"}, claims, started.key)
    assert believed(honest, keys, **wanted)["sub"] == "1"
    for token in (by_hand("HS256", claims, started.key.as_pem(private=False)), by_hand("none", claims, b"")):
        with pytest.raises(TokenRefused, match="no algorithm that is allowed"):
            believed(token, keys, **wanted)
    with pytest.raises(TokenRefused, match="another nonce"):
        believed(honest, keys, **wanted | {"nonce": "m"})


@pytest.mark.parametrize("token", ["", "no.token.at-all", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJraXRlLTE3In0."])
def test_no_token_or_an_unsigned_one_is_refused(cast: Cast, provider: Provider, token: str) -> None:
    provider.token = token
    client = Client()
    assert_refused(client, tried(client))


def test_user_data_of_another_person_are_refused(cast: Cast, provider: Provider) -> None:
    provider.info = {"sub": "kite-18", "email": "owner@example.com"}
    client = Client()
    assert_refused(client, tried(client))


def test_without_user_data_the_id_token_is_enough(cast: Cast, provider: Provider) -> None:
    provider.metadata = {"userinfo_endpoint": None}
    client = Client()
    tried(client)
    assert who(client) == cast.people["reader"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example.net"},
        {"issuer": None},
        {"jwks_uri": None},
        {"token_endpoint": "ftp://127.0.0.1/token"},
    ],
    ids=str,
)
def test_metadata_of_another_issuer_are_refused(
    cast: Cast, provider: Provider, metadata: dict[str, Any]
) -> None:
    provider.metadata = metadata
    client = Client()
    assert_refused(client, client.post(BEGIN))
    assert provider.asked == []


def test_metadata_that_change_on_the_way_are_refused(cast: Cast, provider: Provider) -> None:
    client = Client()
    back = at_provider(to_provider(client))
    provider.metadata = {"issuer": "https://elsewhere.example.net"}
    assert_refused(client, client.get(back))
    assert provider.tokens_given == 0


def test_a_way_back_counts_once_and_in_one_browser(cast: Cast, provider: Provider) -> None:
    client, other = Client(), Client()
    back = at_provider(to_provider(client))
    to_provider(other)
    assert_refused(other, other.get(back))
    client.get(back)
    assert who(client) == cast.people["reader"]
    client.post("/account/logout/")
    client.get(back)
    assert who(client) is None
    assert provider.tokens_given == 1


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_state_that_we_did_not_give_is_refused(cast: Cast, provider: Provider, state: str) -> None:
    client = Client()
    query = parse_qs(urlsplit(at_provider(to_provider(client))).query)
    assert_refused(client, client.get(BACK, {"code": query["code"][0], "state": state}))


def test_a_code_of_somebody_elses_try_does_not_fit_ours(cast: Cast, provider: Provider) -> None:
    """PKCE: the provider refuses a code with the verifier of another try."""
    thief, victim = Client(), Client()
    mine = parse_qs(urlsplit(at_provider(to_provider(thief))).query)
    theirs = parse_qs(urlsplit(at_provider(to_provider(victim))).query)
    assert_refused(thief, thief.get(BACK, {"code": theirs["code"][0], "state": mine["state"][0]}))
    assert provider.tokens_given == 0


def test_somebody_who_stops_there_is_told_so_here(cast: Cast, provider: Provider) -> None:
    client = Client()
    state = parse_qs(urlsplit(to_provider(client)).query)["state"][0]
    page = client.get(BACK, {"error": "access_denied", "state": state}, follow=True).content.decode()
    assert "You broke off at the other system." in page and who(client) is None


def test_a_provider_that_does_not_answer_is_no_error_of_ours(cast: Cast, provider: Provider) -> None:
    provider.address, kept = "http://127.0.0.1:9", provider.address
    env = {f"KETJU_OIDC_{name}": value for name, value in zip(("URL", "NAME", "CLIENT", "SECRET"),
           (provider.address, "Kite", CLIENT, SECRET), strict=True)}  # fmt: skip
    with override_settings(SOCIALACCOUNT_PROVIDERS=oidc_provider(env)):
        client = Client()
        assert_refused(client, client.post(BEGIN))
    provider.address = kept


def test_there_is_one_provider_and_each_address_has_a_policy(cast: Cast, provider: Provider) -> None:
    assert Client().get("/account/oidc/other/login/").status_code == 404
    names = {
        one.name
        for _, one in patterns(get_resolver())
        if getattr(one.callback, "policy", None) is None and (one.name or "").startswith(("openid", "social"))
    }
    assert names == {
        "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup", "socialaccount_connections"
    }  # fmt: skip
    for path in ("", "signup/"):
        assert Client().get(f"/account/elsewhere/{path}").status_code == 302


@pytest.mark.parametrize(
    ("given", "is_good"),
    [
        ("https://id.example.com", True),
        ("https://id.example.com/realms/kite/", True),
        ("http://127.0.0.1:5556/dex", True),
        ("http://id.example.com", False),
        ("https://id.example.com/.well-known/openid-configuration", False),
        ("id.example.com", False),
        ("https://id.example.com?x=1", False),
    ],
)
def test_an_issuer_is_named_as_it_names_itself_and_over_tls(given: str, is_good: bool) -> None:
    env = {
        "KETJU_SECRET_KEY": "x" * 40,
        "KETJU_ENCRYPTION_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
    }
    if is_good:
        assert environment_from(env | {"KETJU_OIDC_URL": given})["KETJU_OIDC_URL"] == given
    else:
        with pytest.raises(EnvironmentWrong, match="KETJU_OIDC_URL"):
            environment_from(env | {"KETJU_OIDC_URL": given})
