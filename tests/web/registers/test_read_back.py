"""The public page of a list, read as anybody's list, gives the register again: real lists and invented ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Register as Content
from ketju.core.model.register import Waiver
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.web.apps.registers import serving
from ketju.web.apps.registers.checking import findings_of
from ketju.web.apps.registers.content import public_register_of
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.writes.drafting import draft_from_snapshot
from ketju.web.apps.registers.writes.filing import make_files
from ketju.web.apps.registers.writes.publishing import check_draft, publish, waive
from ketju.web.apps.registers.writes.receiving import add_register, read_snapshot, receive
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import MACHINE

pytestmark = pytest.mark.django_db
AT, ON = datetime(2026, 11, 29, 9, tzinfo=UTC), date(2026, 11, 29)
SPEC = Path(__file__).parents[4].parent / "shared" / "spec"
EXAMPLES = Path(__file__).parents[3] / "examples"
REAL = sorted(path for pattern in ("000*", "002*", "003*") for path in SPEC.glob(pattern))
INVENTED = sorted(EXAMPLES.glob("*/list.txt"))


def published(path: Path) -> Version:
    processor = Processor.objects.create(slug="kite", name="Kite")
    kept = add_register(
        by=MACHINE, at=AT, processor=processor, slug="main", titles={}, languages=["en", "fi", "sv"]
    )
    kept.formats = ["html"]
    kept.save()
    snapshot = receive(by=MACHINE, at=AT, register=kept, name=path.name, data=path.read_bytes())
    read_snapshot(snapshot, AT)
    draft = draft_from_snapshot(by=MACHINE, at=AT, snapshot=snapshot)
    check_draft(by=MACHINE, at=AT, draft=draft, on=ON)
    errors = [one for one in findings_of(draft, ON) if one.level == "error" and one.waiver is None]
    if errors:
        until = PartialDate(2027, 3, 1)
        waivers = [Waiver(one.rule, "old list", "Aino Kallio", until, entry=one.entry) for one in errors]
        waive(by=MACHINE, at=AT, draft=draft, waivers=waivers)
        check_draft(by=MACHINE, at=AT, draft=draft, on=ON)
    version = publish(by=MACHINE, at=AT, draft=draft, on=ON, why="", audience="TLP:CLEAR")
    make_files(version, ON, AT)
    serving.forget()
    return version


def said(register: Content) -> list[tuple[object, ...]]:
    """What the page says of each sub-processor, whatever their order.

    Of companies on the controller's side the page says that they are none, so that readers of lists leave them out.
    """
    found = []
    for one in register.entries:
        if one.role == "controller":
            continue
        places = sorted({(place.code, place.kind) for place in one.places})
        found.append((one.name, tuple(places), str(one.since or ""), str(one.until or ""), one.role))
    return sorted(found, key=repr)


@pytest.mark.parametrize("path", [*REAL, *INVENTED], ids=lambda path: f"{path.parent.name}-{path.stem}"[:40])
def test_the_page_reads_back_as_the_register(client: Client, path: Path) -> None:
    version = published(path)
    wanted = public_register_of(version)
    source = wanted.languages[0] if wanted.languages and wanted.languages[0] in ("en", "fi", "sv") else "en"
    page = client.get(f"/lists/kite/main/{source}/index.html").content
    result = read(read_document(Source(page, "index.html")))
    assert len(wanted.entries) > 2
    assert said(result.register) == said(wanted)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_names_and_places_are_the_same_in_every_language(client: Client, language: str) -> None:
    version = published(INVENTED[0])
    page = client.get(f"/lists/kite/main/{language}/").content
    result = read(read_document(Source(page, "index.html")))
    assert [one[:2] for one in said(result.register)] == [
        one[:2] for one in said(public_register_of(version))
    ]
