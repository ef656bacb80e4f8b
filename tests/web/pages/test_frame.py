"""The frame of every page: languages, time zones, menus, pages for what went wrong."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory
from justhtml import JustHTML

from ketju.core.problems import SourceTooLarge
from ketju.web.base.accounts.models import User
from ketju.web.base.pages.errors import problem_page, too_many
from tests.web.filled import client_of, fill

pytestmark = pytest.mark.django_db


def test_a_language_is_chosen_without_a_script_and_kept(client: Client) -> None:
    answer = client.post("/language/", {"language": "sv", "next": "/?a=b"})
    assert (answer.status_code, answer["Location"]) == (302, "/?a=b")
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("sv", True, "Lax")
    assert "Logga in" in client.get("/", headers={"accept-language": "fi"}).content.decode()


def test_a_language_that_is_not_ours_changes_nothing(client: Client) -> None:
    assert "language" not in client.post("/language/", {"language": "de", "next": "/"}).cookies
    assert client.get("/language/").status_code == 405


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_an_address_that_only_takes_forms_leads_to_the_page_above_it(language: str) -> None:
    held = fill()
    client = client_of(held, "owner")
    address = "/staff/kite/outbox/pause"
    answer = client.get(address, headers={"accept-language": language, "accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    main = answer.content.decode().partition("<main")[2]
    assert '<a href="/staff/kite/outbox/">' in main and "<h1>web." not in main
    assert client.get("/staff/kite/outbox/").status_code == 200
    assert (
        client.get(address, headers={"accept": "application/json"}).content == b""
    )  # a program gets no page


@pytest.mark.parametrize(
    "where", ["https://evil.example.com/", "//evil.example.com", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_elsewhere(client: Client, where: str) -> None:
    assert client.post("/language/", {"language": "fi", "next": where})["Location"] == "/"


def test_a_persons_language_and_zone_are_kept_with_the_person() -> None:
    held = fill()
    client = client_of(held, "main")
    answer = client.post("/account/", {"name": "Maija", "language": "fi", "zone": "Europe/Stockholm"})
    assert answer.status_code == 302
    user = User.objects.get(email="maija@harbour.example.com")
    assert (user.language, user.zone) == ("fi", "Europe/Stockholm")
    html = client.get("/account/").content.decode()
    assert "Europe/Stockholm" in html
    assert "Tilisi on tallennettu." in html


def test_a_zone_that_does_not_exist_is_refused_beside_the_field() -> None:
    held = fill()
    answer = client_of(held, "main").post(
        "/account/", {"name": "Maija", "language": "fi", "zone": "Mars/Base"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_zone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'href="#id_zone"' in html


def test_the_menu_holds_what_the_person_may_do() -> None:
    held = fill()
    whole = client_of(held, "main").get(f"/portal/{held['customer']}/").content.decode()
    little = client_of(held, "alone").get(f"/portal/{held['empty']}/").content.decode()
    for path in ("people/", "export/"):
        assert f"/portal/{held['customer']}/{path}" in whole
        assert f"/portal/{held['empty']}/{path}" not in little
    assert 'aria-current="page">Start' in whole


def test_a_switch_is_offered_to_whoever_has_two_places() -> None:
    held = fill()
    assert 'class="change"' in client_of(held, "main").get("/").content.decode()
    assert 'class="change"' not in client_of(held, "alone").get("/").content.decode()
    places = client_of(held, "main").get("/places/").content.decode()
    assert places.count("/portal/cus_") == 3


def test_a_form_without_its_token_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "fi"}, headers={"accept-language": "fi"})
    assert answer.status_code == 403
    assert "Lomake on vanhentunut" in answer.content.decode()


def test_what_makes_no_sense_gets_a_page(client: Client) -> None:
    with patch("ketju.web.sites.public.front.Processor.objects") as objects:
        objects.all.side_effect = BadRequest
        answer = client.get("/", headers={"accept-language": "sv"})
    assert answer.status_code == 400
    assert "Begäran går inte att förstå" in answer.content.decode()


def test_too_many_requests_get_a_page(rf: RequestFactory) -> None:
    answer = too_many(rf.get("/"))
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_a_fault_of_ours_gets_a_page_with_its_number_and_no_details(client: Client) -> None:
    client.raise_request_exception = False
    with patch("ketju.web.sites.public.front.Processor.objects") as objects:
        objects.all.side_effect = RuntimeError("secret detail")
        answer = client.get("/", headers={"x-request-id": "req_1234567890", "accept-language": "fi"})
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Täällä meni jotain rikki" in html
    assert "req_1234567890" in html
    assert "secret detail" not in html
    assert JustHTML(html, collect_errors=True).errors == []


def test_a_problem_of_the_core_becomes_words_and_a_hint(rf: RequestFactory) -> None:
    problem = SourceTooLarge(file="list.pdf", size=9, limit=3)
    html = problem_page(rf.get("/"), problem).content.decode()
    assert "9 bytes, and at most 3 are allowed" in html
    assert "Save only the part with the list" in html
    assert "Nothing was changed." in html
    assert JustHTML(html, collect_errors=True).errors == []
