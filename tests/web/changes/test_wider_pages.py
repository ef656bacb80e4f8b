"""Pages for a customer that began to use more while a change ran: what is in effect already, and what is told anew."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.projecting import project
from tests.web.cases.desk import Desk
from tests.web.cases.test_widening import EFFECT, JANUARY, begins, round_of, running
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_portal_pages import MOST_QUERIES, home, portal, text
from tests.web.changes.test_staff_pages import client, page_of

pytestmark = pytest.mark.django_db
YOURS = {
    "en": "you have begun to use more",
    "fi": "Olette ottaneet käyttöön lisää",
    "sv": "har ni börjat använda mer",
}
THEIRS = {
    "en": "uses more that this change reaches",
    "fi": "Asiakas käyttää enemmän",
    "sv": "Kunden använder mer",
}
BEGUN = {"en": "Already in effect for", "fi": "Jo voimassa tuotteille", "sv": "Gäller redan för"}


def test_both_see_what_is_in_effect_and_what_is_told_anew(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    project(change, EFFECT)
    begins(desk, alder, JANUARY)
    round_of(change, JANUARY)
    with freeze_time(JANUARY):
        for language in ("en", "fi", "sv"):
            who, staff = portal(alder, language=language), client(desk, language=language)
            text(who, home(alder, f"{change.public_id}/"))
            with CaptureQueriesContext(connection) as asked:
                page = text(who, home(alder, f"{change.public_id}/"))
            assert YOURS[language] in page and BEGUN[language] in page and len(asked) <= MOST_QUERIES
            assert "web.widening" not in page and "Hickory" in page
            text(staff, page_of(change, f"customers/{alder.public_id}/"))
            with CaptureQueriesContext(connection) as asked:
                page = text(staff, page_of(change, f"customers/{alder.public_id}/"))
            assert THEIRS[language] in page and BEGUN[language] in page and len(asked) <= MOST_QUERIES
