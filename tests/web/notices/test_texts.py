"""Letters say what the register says, in every language; a text that does not stops the notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import DataCategory, Entry, Place, Register, Service, Words
from ketju.core.notices.earliest import Earliest, planned_for
from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length
from ketju.core.register.comparison.changes import changes_between
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.text.render import phrasebook
from ketju.web.apps.notices.letter_pdf import address_lines, letter_pdf
from ketju.web.apps.notices.models import Notice, NoticeText
from ketju.web.apps.notices.problems import TextDiffers, ValueMissing
from ketju.web.apps.notices.reads import paper_to, text_to
from ketju.web.apps.notices.texts import Class, Matter, check_texts, prepare_texts
from ketju.web.apps.notices.writes.rows import Row, write_deliveries
from ketju.web.apps.retention.deciding import set_about
from ketju.web.base.audit.writing import Actor
from tests.web.notices.filling import AT, customers_of, processor_of

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Helsinki")
SENT = Instant(datetime(2026, 3, 2, 7, 0, tzinfo=UTC), ZONE)
OWED = Owed("general", calendar_from("FI"), ZONE, notice=Length("days", 30), window=Length("days", 14))
LARCH = Entry(
    id="larch",
    name="Larch {Mail} & Co",
    legal_entity="Larch Mail GmbH",
    purpose=Words(
        (("en", "Delivery of e-mail: in bulk"), ("fi", "Sähköpostin lähetys"), ("sv", "Utskick av e-post"))
    ),
    data=(DataCategory("e-mail addresses"), DataCategory("names")),
    places=(Place("DE", city="Frankfurt"), Place("US", kind="remote access")),
    since=PartialDate(2026, 5, 1),
)
CLOUD = Entry(id="cloud", name="Cloudberry Hosting Oy", places=(Place("FI"),))
MAILER = Service(id="mailer", name=Words((("en", "Mailer"), ("fi", "Postittaja"))))
OLD = Register(publisher="Kite", services=(MAILER,), entries=(CLOUD,))
NEW = replace(OLD, entries=(CLOUD, LARCH))


def matter(**changed: object) -> Matter:
    made = Matter("Kite Hosting Ltd", "Aino Kallio, privacy@kite.example", OLD, NEW, date(2026, 3, 2))
    return replace(made, **changed)  # type: ignore[arg-type]


def group(owed: Owed = OWED, **changed: object) -> Class:
    made = Class("a", changes_between(OLD, NEW), ("mailer",), owed, planned_for(owed, SENT))
    return replace(made, **changed)  # type: ignore[arg-type]


def notice() -> Notice:
    return Notice.objects.create(processor=processor_of(), about="chg_1", created_at=AT)


def texts(
    one: Notice, what: Matter | None = None, which: Class | None = None
) -> dict[tuple[str, str], NoticeText]:
    return prepare_texts(one, what or matter(), [which or group()], ("en", "fi", "sv"), at=AT)


def test_a_letter_says_what_when_and_how_to_object() -> None:
    made = texts(notice())
    english = made["a", "en"].text
    for words in (
        "To {customer}", "Larch {{Mail}} & Co (Larch Mail GmbH)", "new sub-processor",
        "Purpose: Delivery of e-mail: in bulk", "Personal data: e-mail addresses; names",
        "Place of processing: Germany (Frankfurt)", "Remote access from: United States",
        "services that you use: Mailer.", "{link}", "{reply}", "Aino Kallio, privacy@kite.example",
    ):  # fmt: skip
        assert words in english, words
    # 30 days between notice on 2 March and the use: not before 2 April; the window of 14 days closes on 16 March
    assert "Nothing changes for you before 2 April 2026." in english
    assert "You can object until 16 March 2026." in english
    assert (
        made["a", "en"].subject
        == "Kite Hosting Ltd: our sub-processors change, for you on 2 April 2026 at the earliest"
    )
    assert (
        "Käyttötarkoitus: Sähköpostin lähetys" in made["a", "fi"].text
        or "Sähköpostin lähetys" in made["a", "fi"].text
    )
    assert "Utskick av e-post" in made["a", "sv"].text
    assert "<script" not in made["a", "en"].html
    assert "http" not in made["a", "en"].html.replace("{link}", "")


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("Germany (Frankfurt)", "Germany", "Place of processing"),
        ("Delivery of e-mail: in bulk", "Delivery of e-mail", "Purpose"),
        ("e-mail addresses; names", "names", "Personal data"),
        ("(Larch Mail GmbH)", "(Larch Mail AG)", ""),
        ("new sub-processor", "old friend", ""),
    ],
)
@pytest.mark.parametrize("form", ["text", "html", "shown"])
def test_a_text_that_says_something_else_stops(before: str, after: str, field: str, form: str) -> None:
    one = notice()
    text = texts(one)["a", "en"]
    check_texts(one, matter(), [group()])
    assert before in getattr(text, form)
    setattr(text, form, getattr(text, form).replace(before, after))
    text.save()
    with pytest.raises(TextDiffers) as told:
        check_texts(one, matter(), [group()])
    assert told.value.params["field"] == field
    assert told.value.params["language"] == "en"


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_so_does_a_register_that_changed_meanwhile(language: str) -> None:
    one = notice()
    texts(one)
    one.texts.exclude(language=language).delete()
    moved = replace(NEW, entries=(CLOUD, replace(LARCH, places=(Place("IE"),))))
    with pytest.raises(TextDiffers) as told:
        check_texts(one, matter(new=moved), [group()])
    assert told.value.params["language"] == language


@pytest.mark.parametrize(
    ("what", "which", "name"),
    [
        ({"contact": " "}, {}, "contact"),
        ({"processor": ""}, {}, "processor"),
        ({}, {"earliest": Earliest(None, "terms")}, "starts"),
        ({}, {"changes": ()}, "changes"),
        ({"kind": "correction"}, {}, "earlier"),
        (
            {"kind": "correction", "earlier": date(2026, 3, 1), "why": {"en": "The place was wrong."}},
            {},
            "why",
        ),
    ],
)
def test_a_missing_value_stops_before_anything_is_kept(
    what: dict[str, object], which: dict[str, object], name: str
) -> None:
    one = notice()
    with pytest.raises(ValueMissing) as told:
        texts(one, matter(**what), group(**which))  # type: ignore[arg-type]
    assert told.value.params["name"] == name
    assert one.texts.count() == 0


def test_consent_is_asked_for_where_the_terms_say_so() -> None:
    owed = replace(OWED, mode="specific")
    english = texts(notice(), which=group(owed, earliest=planned_for(owed, SENT)))["a", "en"].text
    assert "Nothing changes for you unless you consent." in english
    assert "object" not in english


def test_corrections_and_withdrawals() -> None:
    why = {"en": "The place was wrong.", "fi": "Paikka oli väärä.", "sv": "Platsen var fel."}
    one = notice()
    corrected = texts(one, matter(kind="correction", earlier=date(2026, 3, 1), why=why))["a", "en"]
    assert "Our notice of 1 March 2026 was not right. The place was wrong." in corrected.text
    withdrawn = texts(one, matter(kind="withdrawal", earlier=date(2026, 3, 1)))["a", "sv"]
    assert "De blir inte av." in withdrawn.text
    assert "{link}" not in withdrawn.text


@pytest.mark.parametrize("begins", ["", "Wren & Söhne 0\n", "WREN & SÖHNE 0, "])
def test_a_letter_names_its_recipient_once(begins: str) -> None:
    one = notice()
    text = texts(one)["a", "fi"]
    (customer,) = customers_of(one.processor, 1)
    write_deliveries(one, [Row(customer.pk, None, text.pk, "letter", f"{begins}Street 1\n90100 Oulu")], at=AT)
    lines = address_lines(one.deliveries.select_related("customer").get())
    assert lines[0].casefold() == "wren & söhne 0" and lines[1:] == ("Street 1", "90100 Oulu")


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_letter_on_paper(language: str) -> None:
    one = notice()
    text = texts(one)["a", language]
    (customer,) = customers_of(one.processor, 1)
    write_deliveries(one, [Row(customer.pk, None, text.pk, "letter", "Street 1, Oulu")], at=AT)
    row = one.deliveries.select_related("notice", "text", "customer").get()
    data = letter_pdf(row, AT)
    assert data.startswith(b"%PDF-1.")
    assert b"pdfuaid" in data
    assert "Larch {Mail} & Co" in text_to(row)
    assert phrasebook(language)("web.notices.what").upper() in text_to(row)


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [
        ("en", ("By post: ", "By e-mail: ", "On the page: ", "If this letter reached you"), "this message"),
        ("fi", ("Postitse: ", "Sähköpostilla: ", "Sivulla: ", "Jos saitte tämän kirjeen"), "viestiin"),
        ("sv", ("Per post: ", "Per e-post: ", "På sidan: ", "Om det här brevet"), "meddelandet"),
    ],
)
def test_a_letter_on_paper_says_how_to_answer_one(
    language: str, said: tuple[str, ...], not_said: str
) -> None:
    one = notice()
    text = texts(one)["a", language]
    (customer,) = customers_of(one.processor, 1)
    write_deliveries(one, [Row(customer.pk, None, text.pk, "letter", "Street 1, Oulu")], at=AT)
    row = one.deliveries.select_related("notice__processor", "text", "customer").get()
    paper = paper_to(row)
    assert all(each in paper for each in said) and not_said not in paper
    assert row.public_id in paper and f"/portal/{customer.public_id}/changes/" in paper
    assert not_said in text_to(row) and "Larch {Mail} & Co" in paper
    set_about(
        by=Actor(), at=AT, processor=one.processor,
        given={"contact": "", "postal_address": "Satamatie 1\n90100 Oulu", "authority": ""},
    )  # fmt: skip
    assert "Satamatie 1, 90100 Oulu" in paper_to(row)
    printed = str(read_document(Source(letter_pdf(row, AT), "letter.pdf")))
    assert "Satamatie 1" in printed and said[1].strip() in printed and not_said not in printed


def test_paper_that_says_something_else_stops_the_notice() -> None:
    one, what, which = notice(), matter(), group()
    text = texts(one, what, which)["a", "en"]
    text.paper = text.paper.replace("Germany (Frankfurt)", "India")
    text.save()
    with pytest.raises(TextDiffers) as told:
        check_texts(one, what, [which])
    assert (told.value.params["said"], told.value.params["held"]) == ("India", "Germany (Frankfurt)")


def test_consent_is_asked_for_on_paper_as_well() -> None:
    owed = replace(OWED, mode="specific")
    paper = texts(notice(), which=group(owed, earliest=planned_for(owed, SENT)))["a", "en"].paper
    assert "As long as you say nothing, nothing changes for you." in paper and "{post}" in paper
    assert "this message" not in paper
