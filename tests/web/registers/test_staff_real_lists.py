"""The published lists of three companies go from the file to a published version, by the pages of the staff."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketju.web.apps.registers.content import register_of
from ketju.web.apps.registers.models import Version
from ketju.web.sites.staff.registers.cards import places_in
from tests.core.reading.lists import SPEC
from tests.web import here
from tests.web.registers.desk import desk, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shared,
    pytest.mark.skipif(not SPEC.is_dir(), reason="the published lists are not here"),
]
LISTS = {
    "000-seravo-appendix-b.fi.txt": ("fi", 19, ("Slack", "1260 A/S")),
    "002-viva-underbitraden.sv.txt": ("sv", 16, ("Sales Manago", "LiveAgent")),
    "003-liana-alikasittelijat.fi.txt": ("fi", 33, ("Garba", "Chargebee")),
}
"""The language, the number of companies, and two of their names, as they stand in the lists."""


@pytest.mark.parametrize("name", LISTS)
def test_a_real_list_is_brought_in_reviewed_and_published(name: str) -> None:
    language, count, names = LISTS[name]
    officer = desk()
    answer = officer.post("new/", {f"title_{language}": "Lista", "languages": [language]})
    assert answer.status_code == 302
    register = officer.kite.registers.get()
    snapshot = officer.bring_in(register, (SPEC / name).read_bytes(), name)
    assert snapshot.entries == count
    draft = officer.review(snapshot)
    review = f"drafts/{draft.public_id}/review/"
    pages = [officer.get(review, page=str(number)).content.decode() for number in (1, 2)]
    assert all(f">{one}</a>" in "".join(pages) for one in names), "the names are marked in the source"
    assert f"0 of {count} reviewed" in text_of(officer.get(review))
    rows = list(draft.records.filter(kind="entries").values_list("slug", flat=True))
    for slug in rows:
        officer.post(f"{review}mark/", {"entry": slug, "review": "accepted"})
    assert f"{count} of {count} reviewed" in text_of(officer.get(review))
    draft.refresh_from_db()
    if draft.errors:
        until = (here.today() + timedelta(days=90)).isoformat()
        answer = {"least": "error", "reason": "The list as it was", "owner": "Aino Kallio", "until": until}
        assert officer.post(f"drafts/{draft.public_id}/check/answer-all/", answer).status_code == 302
    form = {"why": "As it stands on the site", "audience": "TLP:CLEAR", "when": "now"}
    answer = officer.post(f"drafts/{draft.public_id}/publish/", form)
    assert answer.status_code == 302, text_of(answer)
    assert len(register_of(Version.objects.get()).entries) == count


@pytest.mark.parametrize("name", LISTS)
def test_every_value_that_was_read_is_found_in_the_source(name: str) -> None:
    from ketju.web.apps.registers.reads.staff import read_of

    officer = desk()
    snapshot = officer.bring_in(officer.begin(), (SPEC / name).read_bytes(), name)
    found = read_of(snapshot)
    assert found is not None
    reading, marked = found
    assert set(places_in(found)) == set(marked.pieces), "each has a place on the page"
    source = reading.document.source or ""
    said = {
        piece.id: piece.text
        for line in marked.lines
        for cell in line.cells
        for piece in cell
        if piece.id and piece.paths
    }
    for one in reading.result.provenance:
        if one.path.endswith("/name"):
            start, end = one.span.start, one.span.end  # type: ignore[union-attr]
            assert said[marked.pieces[one.path]] in source[start:end]
