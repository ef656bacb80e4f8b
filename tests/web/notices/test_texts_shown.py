"""Each form of a text says how to answer where it is read: mail by an answer, an application by its button."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from ketju.core.notices.earliest import planned_for
from ketju.web.apps.notices.problems import TextDiffers
from ketju.web.apps.notices.reads import text_to
from ketju.web.apps.notices.texts import check_texts
from ketju.web.apps.notices.writes.rows import Row, write_deliveries
from tests.web.notices.filling import AT, customers_of
from tests.web.notices.test_texts import OWED, SENT, group, matter, notice, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "button", "answer"),
    [
        ("en", "Use the button for it on this page.", "answer this message"),
        ("fi", "Käyttäkää siihen tällä sivulla olevaa painiketta.", "vastatkaa tähän viestiin"),
        ("sv", "Använd knappen för det på den här sidan.", "svara på det här meddelandet"),
    ],
)
def test_mail_can_be_answered_and_an_application_has_a_button(
    language: str, button: str, answer: str
) -> None:
    one = notice()
    text = texts(one)["a", language]
    (customer,) = customers_of(one.processor, 1)
    ways = ("e-mail", "in-app", "webhook")
    write_deliveries(one, [Row(customer.pk, None, text.pk, way, f"a@{way}.example") for way in ways], at=AT)
    rows = one.deliveries.select_related("notice__processor", "text", "customer")
    said = {row.channel: text_to(row) for row in rows}
    assert answer in said["e-mail"] and button not in said["e-mail"]
    for way in ("in-app", "webhook"):
        assert button in said[way] and answer not in said[way]
        assert f"/portal/{customer.public_id}/changes/" in said[way], "the page with the button"
    assert answer in text.html and button not in text.html and button not in text.paper


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_but_for_that_they_say_the_same(language: str) -> None:
    text = texts(notice())["a", language]
    mail, shown = text.text.split("\n"), text.shown.split("\n")
    assert len(mail) == len(shown)
    assert sum(here != there for here, there in zip(mail, shown, strict=True)) == 1, (
        "the sentence on how to object"
    )


def test_consent_is_given_by_the_button() -> None:
    owed = replace(OWED, mode="specific")
    shown = texts(notice(), which=group(owed, earliest=planned_for(owed, SENT)))["a", "en"].shown
    assert "Say so with the button for it on this page." in shown and "this message" not in shown
    assert "As long as you say nothing, nothing changes for you." in shown


def test_an_application_that_would_say_something_else_stops_the_notice() -> None:
    one = notice()
    text = texts(one)["a", "sv"]
    assert "Frankfurt" in text.shown
    text.shown = text.shown.replace("Frankfurt", "Mumbai")
    text.save()
    with pytest.raises(TextDiffers) as told:
        check_texts(one, matter(), [group()])
    assert told.value.params["language"] == "sv" and "Mumbai" in str(told.value.params["said"])


def test_the_hash_is_that_of_every_form() -> None:
    text = texts(notice())["a", "en"]
    whole = "\0".join((text.subject, text.text, text.html, text.paper, text.shown))
    assert text.sha256 == hashlib.sha256(whole.encode()).hexdigest()


def test_texts_from_before_there_was_a_form_for_applications_are_shown_as_they_were() -> None:
    one = notice()
    text = texts(one)["a", "en"]
    text.shown = ""
    text.save()
    check_texts(one, matter(), [group()])
    (customer,) = customers_of(one.processor, 1)
    write_deliveries(one, [Row(customer.pk, None, text.pk, "in-app", "")], at=AT)
    row = one.deliveries.select_related("notice__processor", "text", "customer").get()
    assert "answer this message" in text_to(row)
