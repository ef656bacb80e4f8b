"""Two versions beside each other: what the text says otherwise, which terms change, whom that helps, whom to ask."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.agreements.comparing import compared, telling_of
from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion, Deviation
from ketju.web.apps.agreements.writes import text_hash
from ketju.web.apps.parties.models import Customer
from tests.web.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
HEAD = "ketju-terms: 1\nkind: agreement\nid: dpa\nversion: {}\nterms:\n"
ONE = "1. We follow instructions.\n\n2. We tell you 30 days before.\n\n3. We keep logs for 12 months."
TWO = "1. We follow instructions.\n\n2. We tell you 14 days before.\n\n3. We keep logs for 12 months.\n\n4. You may audit."


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def versions(cast: Cast) -> list[AgreementVersion]:
    return [
        version(
            cast, "1", ONE, "  notice.length: {value: 30 days, clause: § 2}\n  end.time: {value: 30 days}\n"
        ),
        version(
            cast, "2", TWO, "  notice.length: {value: 14 days, clause: § 2}\n  end.time: {value: 20 days}\n"
        ),
    ]


def version(cast: Cast, number: str, text: str, terms: str) -> AgreementVersion:
    made = AgreementVersion.objects.create(
        processor=cast.kite, slug="dpa", version=number, name="DPA", terms=HEAD.format(number) + terms,
        valid_from=date(2024 + int(number), 1, 1),
    )  # fmt: skip
    for code in ("en", "fi"):
        AgreementText.objects.create(agreement=made, language=code, text=text, sha256=text_hash(text))
    return made


def accepts(whose: Customer, one: AgreementVersion) -> None:
    Acceptance.objects.create(
        processor=whose.processor, customer=whose, agreement=one, accepted_at=datetime(2025, 2, 1, tzinfo=UTC)
    )


def agree(whose: Customer, parameter: str, value: str) -> None:
    Deviation.objects.create(
        processor=whose.processor, customer=whose, parameter=parameter, value=value, basis="side letter",
        first=date(2025, 1, 1), recorded_at=datetime(2025, 2, 1, tzinfo=UTC),
    )  # fmt: skip


def test_text_and_terms_by_whom_they_help(versions: list[AgreementVersion]) -> None:
    found = compared(*versions, TODAY, phrasebook("en"))
    assert dict(found.counts) == {"changed": 1, "added": 1}
    assert [block.is_same for block in found.blocks] == [True, False, True, False]
    terms = {one.name: (one.was, one.now, one.helps) for one in found.terms}
    assert ("30 days (§ 2)", "14 days (§ 2)", "processor") in terms.values()
    assert ("30 days", "20 days", "customer") in terms.values(), "data are erased sooner"
    assert found.is_asked


def test_what_a_customer_agreed_besides_does_not_change_for_it(
    cast: Cast, versions: list[AgreementVersion]
) -> None:
    agree(cast.alder, "notice.length", "45 days")
    found = compared(*versions, TODAY, phrasebook("en"), customer=cast.alder)
    assert [one.helps for one in found.terms] == ["customer"] and not found.is_asked
    assert len(found.untouched) == 1


def test_whom_to_ask_is_counted_by_what_each_has_agreed(cast: Cast, versions: list[AgreementVersion]) -> None:
    """Of five who have the first version: two agreed nothing else, one a longer notice, one both, one has the second."""
    several = [Customer.objects.create(processor=cast.kite, name=f"C {number}") for number in range(4)]
    for one in (cast.alder, *several):
        accepts(one, versions[0])
    accepts(several[3], versions[1])
    agree(several[0], "notice.length", "45 days")
    for name, value in (("notice.length", "45 days"), ("end.time", "10 days")):
        agree(several[1], name, value)
    found = telling_of(*versions, TODAY)
    assert (found.asked, found.told, found.untouched) == (2, 1, 1)
    assert telling_of(versions[0], versions[0], TODAY).asked == 0


def test_pages_mark_words_for_eyes_and_ears_in_each_language(
    cast: Cast, versions: list[AgreementVersion]
) -> None:
    accepts(cast.alder, versions[0])
    gone = {"en": "Gone:", "fi": "Poistunut:", "sv": "Borttaget:"}
    pages = (
        ("reader", "/staff/kite/agreements/compare/"),
        ("main-user", f"/portal/{cast.alder.public_id}/agreements/compare/"),
    )
    for who, path in pages:
        for code in LANGUAGES:
            client = Client(headers={"accept-language": code})
            client.force_login(cast.people[who])
            html = client.get(path).content.decode()
            assert re.search(rf'<del><span class="unseen" lang="{code}">{gone[code]} </span>30<', html)
            assert re.search(r"<ins><span [^>]+>[^<]+</span>14<", html)
            older, newer = (one.public_id for one in versions)
            back = client.get(f"{path}?from={newer}&to={older}&language=fi").content.decode()
            assert 'class="compared" lang="fi"' in back and re.search(r"</span>14<[^§]+</del>", back)
            assert client.get(f"{path}?from=agr_nothing").status_code == 404


def test_a_version_that_has_not_begun_and_those_of_others_are_not_compared(
    cast: Cast, versions: list[AgreementVersion]
) -> None:
    versions[1].valid_from = date(2099, 1, 1)
    versions[1].save()
    client = Client()
    client.force_login(cast.people["main-user"])
    path = f"/portal/{cast.alder.public_id}/agreements/compare/"
    assert client.get(f"{path}?to={versions[1].public_id}").status_code == 404
    assert client.get(path).status_code == 200
    foreign = AgreementVersion.objects.create(
        processor=cast.heron, slug="dpa", version="1", name="DPA", valid_from=date(2025, 1, 1)
    )
    assert client.get(f"{path}?to={foreign.public_id}").status_code == 404
