"""Headers and cookies that keep pages safe, as they are for an installation under https."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/", "/account/login/", "/nowhere/", "/account/signup/"])
def test_pages_run_no_script_but_our_own_and_stand_in_no_frame(client: Client, url: str) -> None:
    answer = client.get(url)
    policy = answer["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert part in policy.split("; ")
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("url", ["/", "/account/login/", "/account/login/code/", "/account/password/reset/"])
def test_pages_hold_no_script_and_no_style_of_their_own(client: Client, url: str) -> None:
    page = client.get(url).content.decode()
    for script in page.split("<script")[1:]:
        head, _, _ = script.partition(">")
        assert "src=" in head or 'type="application/json"' in head
    assert "style=" not in page and "<style" not in page and " onclick" not in page


def test_cookies_of_sessions_are_closed_to_scripts_and_other_sites(client: Client) -> None:
    client.get("/account/login/")
    cookie = client.cookies["csrf"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"


_ASK = """
import django
from django.conf import settings as s
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
s.STORAGES = {**s.STORAGES, "staticfiles": {"BACKEND": plain}}
django.setup()
from django.test import Client
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)
print(Client().get("/healthz", secure=True, headers={"host": "k.example.com"})["Strict-Transport-Security"])
print(Client().get("/", headers={"host": "k.example.com"}).status_code)
print(Client().get("/healthz", secure=True, headers={"host": "evil.example.net"}).status_code)
"""


def test_under_https_cookies_are_secure_and_browsers_stay_with_it() -> None:
    env = {
        **os.environ,
        "KETJU_URL": "https://k.example.com",
        "DJANGO_SETTINGS_MODULE": "ketju.web.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", _ASK], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:4] == [
        "True True __Host-session __Host-csrf",
        "max-age=63072000; includeSubDomains",
        "301",
        "400",
    ]


def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": "a@example.com", "password": "x"})
    assert answer.status_code == 403


def test_pages_of_people_who_are_signed_in_are_kept_nowhere() -> None:
    from tests.web.cast import person

    client = Client()
    client.force_login(person("reader"))
    assert client.get("/account/")["Cache-Control"] == "no-store"


def test_a_redirect_after_sign_in_stays_here(client: Client) -> None:
    from tests.web.cast import PASSWORD, person

    person("reader")
    answer = client.post(
        "/account/login/?next=https://evil.example.net/",
        {"login": "reader@example.com", "password": PASSWORD},
    )
    assert answer["Location"] == "/places/"
