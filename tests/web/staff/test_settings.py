"""What a processor decides about its own register: retention with a preview, role holders, what is public."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from ketju.core.retention.periods import Rules
from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.parties.checking import Refused
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.retention.deciding import preview, set_rules
from ketju.web.apps.retention.describing import description
from ketju.web.apps.retention.holders import add_holder, end_holder, holders_of, holders_on
from ketju.web.apps.retention.models import RetentionRules, RoleHolder, rules_of
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import forget_keys
from tests.web import here
from tests.web.cast import WHEN, Cast, make_cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
OFFICER = Actor(role="privacy-officer", reason="board decision 12")


@pytest.fixture
def cast(db: None) -> Cast:
    forget_keys()
    return make_cast()


def signed_in(cast: Cast, who: str = "privacy-officer") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.people[who])
    return client


def gone(cast: Cast, ended: date) -> Customer:
    return Customer.objects.create(processor=cast.kite, name=f"Gone {ended}", ended_on=ended)


def test_the_preview_tells_what_a_shorter_time_would_erase(cast: Cast) -> None:
    now, soon = gone(cast, date(2025, 10, 1)), gone(cast, date(2026, 3, 1))
    would = preview(cast.kite, Rules(6), TODAY)
    assert [one.customer for one in would.due] == [now, soon]
    assert [one.customer for one in would.sooner] == [soon]
    longer = preview(cast.kite, Rules(24), TODAY)
    assert (longer.due, [one.customer for one in longer.later]) == ((), [now])
    assert not RetentionRules.objects.exists()


def test_rules_are_changed_for_a_reason_that_stands_in_the_trail(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_rules(by=Actor(), at=WHEN, processor=cast.kite, rules=Rules(6))
    assert set_rules(by=OFFICER, at=WHEN, processor=cast.kite, rules=Rules(6, (3, 31))) == [
        "months_after",
        "year_end_month",
    ]
    assert rules_of(cast.kite).rules == Rules(6, (3, 31))
    entry = AuditEntry.objects.get(action="rules.correct")
    assert (entry.reason, entry.fields) == ("board decision 12", "months_after,year_end_month")


def test_the_page_shows_first_and_changes_then(cast: Cast) -> None:
    gone(cast, here.today() - timedelta(days=250))
    client, path = signed_in(cast), "/staff/kite/settings/retention/"
    sent = {"months_after": "6", "year_end_month": "12", "year_end_day": "31", "do": "check"}
    html = client.post(path, sent).content.decode()
    assert "Gone " in html and not RetentionRules.objects.exists()
    assert client.post(path, {**sent, "do": "change"}).status_code == 422, "there is no reason"
    assert client.post(path, {**sent, "do": "change", "reason": "DPIA 4"}).status_code == 302
    assert rules_of(cast.kite).months_after == 6


@pytest.mark.parametrize(
    "bad",
    [{"months_after": ""}, {"months_after": "-1"}, {"months_after": "121"}, {"year_end_day": "31", "year_end_month": "2"},
     {"year_end_month": "13"}, {"year_end_day": "0"}],
)  # fmt: skip
def test_rules_that_make_no_sense_are_refused(cast: Cast, bad: dict[str, str]) -> None:
    sent = {
        "months_after": "6",
        "year_end_month": "12",
        "year_end_day": "31",
        "do": "change",
        "reason": "r",
        **bad,
    }
    assert signed_in(cast).post("/staff/kite/settings/retention/", sent).status_code == 422
    assert not RetentionRules.objects.exists()


def holder(cast: Cast, name: str, first: str, role: str = "officer") -> RoleHolder:
    given = {"role": role, "name": name, "email": "dpo@kite.example.com", "first": first}
    return add_holder(by=OFFICER, at=WHEN, processor=cast.kite, given=given)


def test_the_history_of_a_role_is_kept(cast: Cast) -> None:
    """D-156: who held the role, and when; another person takes over at once."""
    holder(cast, "Eeva", "2024-01-01")
    holder(cast, "Nina", "2026-05-01")
    holder(cast, "Olli", "2020-01-01", role="register-contact")
    held = [(one.role, one.name, one.first, one.last) for one in holders_of(cast.kite)]
    assert held == [
        ("officer", "Nina", date(2026, 5, 1), None),
        ("officer", "Eeva", date(2024, 1, 1), date(2026, 4, 30)),
        ("register-contact", "Olli", date(2020, 1, 1), None),
    ]
    assert [one.name for one in holders_on(cast.kite, date(2026, 4, 30)) if one.role == "officer"] == ["Eeva"]
    assert [one.name for one in holders_on(cast.kite, date(2026, 5, 1)) if one.role == "officer"] == ["Nina"]


def test_the_past_of_a_role_is_not_rewritten(cast: Cast) -> None:
    one = holder(cast, "Nina", "2026-05-01")
    with pytest.raises(Refused):
        holder(cast, "Late", "2026-05-01")
    with pytest.raises(Refused):
        end_holder(by=OFFICER, at=WHEN, holder=one, last=date(2026, 4, 30))
    end_holder(by=OFFICER, at=WHEN, holder=one, last=date(2026, 5, 1))
    assert holders_on(cast.kite, date(2026, 5, 2)) == ()


def texts(cast: Cast, language: str = "en") -> str:
    return "\n".join(
        "\n".join((one.heading, *one.texts, *one.points))
        for one in description(cast.kite, phrasebook(language), TODAY)
    )


def test_the_description_names_the_role_and_the_person_only_where_that_was_chosen(cast: Cast) -> None:
    one = holder(cast, "Nina Nykyinen", "2026-05-01")
    assert "Data protection officer, dpo@kite.example.com" in texts(cast)
    assert "Nina" not in texts(cast)
    RoleHolder.objects.filter(pk=one.pk).update(is_named=True)
    assert "Nina Nykyinen, dpo@kite.example.com" in texts(cast)


def test_the_description_names_the_authority_chosen_or_that_of_the_country(cast: Cast) -> None:
    assert "https://tietosuoja.fi/" in texts(cast)
    assert "Dataombudsmannens byrå" in texts(cast, "sv")
    RetentionRules.objects.create(processor=cast.kite, authority="se")
    assert "https://www.imy.se/" in texts(cast) and "tietosuoja.fi" not in texts(cast)
    RetentionRules.objects.update(authority="Hessischer Beauftragter")
    assert "Hessischer Beauftragter" in texts(cast)


def test_nobody_reads_the_description_until_it_is_made_public(cast: Cast) -> None:
    visitor, path = Client(), "/description/kite/fi/"
    assert visitor.get(path).status_code == 404
    assert visitor.get("/description/nowhere/fi/").status_code == 404
    officer = signed_in(cast)
    assert officer.post("/staff/kite/settings/description/", {"is_public": "yes"}).status_code == 302
    for language in LANGUAGES:
        answer = visitor.get(f"/description/kite/{language}/")
        assert answer.status_code == 200 and f'<html lang="{language}">' in answer.content.decode()
        assert answer["Content-Language"] == language and "Set-Cookie" not in answer.headers
    assert visitor.get("/description/kite/xx/").status_code == 404
    assert (
        visitor.get("/description/kite/", headers={"accept-language": "sv"})["Location"]
        == "/description/kite/sv/"
    )
    assert "/description/kite/" in visitor.get("/").content.decode()
    officer.post("/staff/kite/settings/description/", {"is_public": "no"})
    assert visitor.get(path).status_code == 404
    assert AuditEntry.objects.filter(action="rules.correct", fields="is_public").count() == 2


def test_whoever_has_the_description_already_gets_nothing_anew(cast: Cast) -> None:
    RetentionRules.objects.create(processor=cast.kite, is_public=True)
    visitor, path = Client(), "/description/kite/fi/"
    etag = visitor.get(path)["ETag"]
    again = visitor.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert signed_in(cast, "reader").get(path)["ETag"] == etag, "the same for whoever signed in"
    RetentionRules.objects.update(contact="new@kite.example.com")
    assert visitor.get(path, headers={"if-none-match": etag}).status_code == 200


def test_the_authority_is_chosen_by_name_or_written(cast: Cast) -> None:
    client, path = signed_in(cast), "/staff/kite/settings/about/"
    client.post(path, {"authority": "Datatilsynet, NO", "contact": "", "postal_address": ""})
    assert rules_of(cast.kite).authority == "no"
    assert 'value="Datatilsynet, NO"' in client.get(path).content.decode()
    client.post(path, {"authority": "A Land's own", "contact": "", "postal_address": ""})
    assert rules_of(cast.kite).authority == "A Land's own"


def test_a_customers_authority_follows_from_its_country_until_one_is_chosen(cast: Cast) -> None:
    client = signed_in(cast)
    Customer.objects.filter(pk=cast.alder.pk).update(country="SE")
    path = f"/staff/kite/customers/{cast.alder.public_id}/"
    assert "Swedish Authority for Privacy Protection (IMY), SE" in client.get(path).content.decode()
    client.post(
        f"{path}correct/",
        {"name": "Alder", "country": "SE", "authority": "Datatilsynet, DK", "role": "controller"},
    )
    assert Customer.objects.get(pk=cast.alder.pk).authority == "dk"
    assert "Datatilsynet, DK" in client.get(path).content.decode()
