"""What pages of running changes say and do: when the public hears, what waits for what, gates for one customer."""

from __future__ import annotations

import pytest

from ketju.web.apps.cases.evidence_pack import evidence_pack, plain_pack
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.writes.announcing import prepare_notice
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, Desk
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_staff_pages import client, page_of, press, text

pytestmark = pytest.mark.django_db
PRESS = "The press is told on Monday."


def ready(desk: Desk) -> CaseChange:
    """A change whose texts wait for a second person."""
    change = desk.propose()
    desk.look_at()
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT)
    change.refresh_from_db()
    return change


@freeze_time(AT)
def test_the_public_hears_with_customers_unless_somebody_says_why_not(desk: Desk) -> None:
    desk.customer("Alder")
    change = ready(desk)
    officer, handler = client(desk, "officer"), client(desk)
    assert 'value="with" id="id_publishing_0" required checked' in text(officer, page_of(change, "texts/"))
    refused = officer.post(page_of(change, "approve/"), {"digest": change.digest, "publishing": "later"})
    assert refused.status_code == 422 and "Say why the public is to hear" in refused.content.decode()
    change.refresh_from_db()
    assert change.approved_at is None
    page = press(
        officer, page_of(change, "approve/"), digest=change.digest, publishing="later", later_why=PRESS
    )
    assert "hear of the change later" in page and PRESS in page
    press(handler, page_of(change, "announce/"))
    page = text(handler, page_of(change))
    assert "the list is not published yet" in page and PRESS in page
    act = AuditEntry.objects.get(action="changes.approve")
    assert act.reason == PRESS
    change.refresh_from_db()
    pack = evidence_pack(by=desk.owner, at=AT, change=change)
    assert (pack["publishing"]["with_notice"], pack["publishing"]["later_why"]) == (False, PRESS)
    assert PRESS not in str(plain_pack(change, None, AT)), "frozen evidence keeps no words of people"


@freeze_time(AT)
def test_by_default_it_is_approved_that_the_list_is_published_with_the_notice(desk: Desk) -> None:
    desk.customer("Alder")
    change = ready(desk)
    page = press(
        client(desk, "officer"),
        page_of(change, "approve/"),
        digest=change.digest,
        publishing="with",
        later_why="x",
    )
    change.refresh_from_db()
    assert change.is_published_with and not change.later_why
    assert "in the moment in which customers are told" in page
