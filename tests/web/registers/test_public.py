"""What the public gets of a register: files from memory, pages on request, old addresses, a snippet."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication, publication_files
from ketju.web.apps.registers import serving
from ketju.web.apps.registers.content import public_register_of, register_of
from ketju.web.apps.registers.models import PublishedFile, Publishing, Register, Version
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.filing import live_publishing, make_files, make_slow_files
from ketju.web.sites.public.lists import before_django
from tests.web.registers.test_flow import AT, DAY, Desk, desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HOME = "/lists/kite/main/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    serving.forget()


@pytest.fixture
def listed(desk: Desk) -> Desk:  # noqa: F811
    desk.publish(desk.read())
    made(desk.register)
    return desk


def made(register: Register) -> Publishing:
    version = register.versions.first()
    assert version is not None
    found = make_files(version, version.on, AT)
    serving.forget()
    return found


def changed(desk: Desk, **members: Any) -> Version:  # noqa: F811
    draft = begin_draft(by=desk.by, at=AT, register=desk.register)
    slug = desk.record(draft, "sequoia-support-inc").slug if "slug" not in members else members.pop("slug")
    desk.edit(draft, slug, **members)
    return desk.publish(draft)


def test_the_list_is_there_for_everybody_without_cookies(client: Client, listed: Desk) -> None:
    for path in (
        "en/",
        "fi/index.html",
        "en/places.html",
        "style.css",
        "sub-processors.en.csv",
        "ketju.yaml",
    ):
        answer = client.get(f"{HOME}{path}")
        assert answer.status_code == 200, path
        assert not answer.cookies and "Cookie" not in answer["Vary"]
        assert answer["ETag"] and answer["Last-Modified"] and "max-age" in answer["Cache-Control"]
    page = client.get(f"{HOME}fi/").content.decode()
    assert "Sequoia Support Inc." in page
    assert 'src="http' not in page and "<script" not in page


def test_who_knows_the_tag_gets_no_body(client: Client, listed: Desk) -> None:
    first = client.get(f"{HOME}en/", headers={"Accept-Encoding": "gzip, br"})
    assert first["Content-Encoding"] == "gzip"
    plain = client.get(f"{HOME}en/")
    assert gzip.decompress(first.content) == plain.content
    assert plain["ETag"] != first["ETag"]
    for tag in (first["ETag"], f'"other", W/{first["ETag"]}', "*"):
        again = client.get(f"{HOME}en/", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), tag
    other = client.get(f"{HOME}en/", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_head_has_the_headers_of_get(client: Client, listed: Desk) -> None:
    got, head = client.get(f"{HOME}en/"), client.head(f"{HOME}en/")
    assert head.content == b"" and dict(head.headers) == dict(got.headers)


def test_memory_answers_as_django_does(client: Client, listed: Desk) -> None:
    def unused(*_: Any) -> Any:
        raise AssertionError("it was not in memory")

    quick = before_django(unused)
    for path in ("en/", "en/frame.html", "style.css"):
        slow = client.get(f"{HOME}{path}", headers={"Accept-Encoding": "gzip"})
        environ = {
            "PATH_INFO": f"{HOME}{path}", "REQUEST_METHOD": "GET", "HTTP_HOST": "testserver",
            "HTTP_ACCEPT_ENCODING": "gzip",
        }  # fmt: skip
        seen: list[Any] = []
        body = b"".join(
            quick(environ, lambda status, headers, seen=seen: seen.extend((status, dict(headers))))
        )
        assert (seen[0], seen[1], body) == ("200 OK", dict(slow.headers), slow.content)
    for environ in (
        {"PATH_INFO": f"{HOME}en/", "REQUEST_METHOD": "GET", "HTTP_HOST": "evil.example"},
        {"PATH_INFO": f"{HOME}en/", "REQUEST_METHOD": "POST", "HTTP_HOST": "testserver"},
        {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "HTTP_HOST": "testserver"},
    ):
        with pytest.raises(AssertionError, match="not in memory"):
            quick(environ, lambda *_: None)


@pytest.mark.parametrize("path", ["/lists/kite/main/en/", "/lists/kite/none/en/", "/lists/none/main/en/"])
def test_what_is_not_public_is_like_what_is_not_there(client: Client, desk: Desk, path: str) -> None:  # noqa: F811
    desk.publish(desk.read())
    made(desk.register)
    Register.objects.update(is_public=False)
    absent = client.get("/lists/nobody/nothing/en/")
    answer = client.get(path)
    assert answer.status_code == absent.status_code == 404
    for method in (client.get, client.post):
        assert method("/lists/kite/main/en/subscribe/").status_code in (404,)


def test_a_register_without_a_version_is_not_there(client: Client, desk: Desk) -> None:  # noqa: F811
    assert client.get(HOME).status_code == 404


def test_files_are_those_of_ketju_publish(listed: Desk) -> None:
    """The same registers published into a folder give the same files, menus and style of the application apart."""
    changed(listed, places=[{"code": "IE"}])
    second = made(listed.register)
    versions = listed.register.versions.order_by("number")
    publication = None
    for one in versions:
        earlier = publication.versions if publication else ()
        publication = next_publication(
            earlier, public_register(register_of(one)), one.on, base_url=f"http://testserver{HOME}"
        )
    assert publication is not None
    wanted = publication_files(publication, ("en", "fi"), ("csv", "markdown", "tilt", "yaml"))
    held = {one.path: one for one in PublishedFile.objects.filter(register=listed.register)}
    for path, data in wanted.items():
        if path.endswith((".html", ".css", "ketju-publication.json")):
            assert path in held or path == "ketju-publication.json"
            continue
        row = held[path]
        assert (gzip.decompress(row.data) if row.is_packed else bytes(row.data)) == data, path
    assert second.live_at is not None


def test_a_new_version_takes_the_place_of_the_old_at_once_and_permalinks_stay(
    client: Client, listed: Desk
) -> None:
    first = listed.register.versions.get(number=1)
    permalink = f"{HOME}v/{first.public_hash}/en.html"
    before = client.get(permalink).content
    assert "Version 1" in before.decode()
    second = changed(listed, name="Sequoia Assistance Inc.")
    assert (
        "Sequoia Support Inc." in client.get(f"{HOME}en/").content.decode()
    )  # nothing of the new is seen yet
    made(listed.register)
    page = client.get(f"{HOME}en/").content.decode()
    assert "Sequoia Assistance Inc." in page and "Sequoia Support Inc." not in page
    assert client.get(permalink).content == before
    assert client.get(f"{HOME}v/{second.public_hash}/fi.html").status_code == 200
    assert "Sequoia Support Inc." in client.get(f"{HOME}en/history.html").content.decode()
    assert PublishedFile.objects.filter(path="en/index.html").count() == 1


def test_work_that_was_interrupted_goes_on(listed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ketju.web.apps.registers.writes import filing

    version = changed(listed, name="Sequoia Assistance Inc.")
    live, keep, made_parts = live_publishing(listed.register), filing._keep, []

    def failing(publishing: Publishing, part: Any) -> None:
        if len(made_parts) == 3:
            raise RuntimeError("the power went")
        made_parts.append(part.id)
        keep(publishing, part)

    monkeypatch.setattr(filing, "_keep", failing)
    with pytest.raises(RuntimeError):
        make_files(version, DAY, AT)
    assert live_publishing(listed.register) == live
    held = Publishing.objects.get(version=version)
    assert (held.done, held.live_at) == (made_parts, None) and 0 < held.percent < 100
    monkeypatch.setattr(filing, "_keep", lambda one, part: (made_parts.append(part.id), keep(one, part)))
    done = make_files(version, DAY, AT)
    assert done.pk == held.pk and len(made_parts) == len(set(made_parts))
    assert live_publishing(listed.register) == done


def test_pdf_follows_and_says_so_until_it_is_there(client: Client, listed: Desk) -> None:
    waiting = client.get(f"{HOME}sub-processors.en.pdf")
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "30")
    publishing = live_publishing(listed.register)
    assert publishing is not None
    make_slow_files(publishing)
    answer = client.get(f"{HOME}sub-processors.en.pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    publishing.refresh_from_db()
    assert publishing.percent == 100 and publishing.later == []


def test_the_list_as_of_any_day_says_which_version_held(client: Client, listed: Desk) -> None:
    later = DAY + timedelta(days=40)
    draft = begin_draft(by=listed.by, at=AT, register=listed.register)
    listed.edit(draft, "larch-mail-gmbh", name="Larch Post GmbH")
    from ketju.web.apps.registers.writes.publishing import check_draft, publish

    check_draft(by=listed.by, at=AT, draft=draft, on=later)
    publish(by=listed.by, at=AT, draft=draft, on=later, why="", audience="TLP:CLEAR")
    made(listed.register)
    then = client.get(f"{HOME}en/mine.html?on={DAY + timedelta(days=3)}")
    assert then.status_code == 200
    page = then.content.decode()
    assert "Larch Mail GmbH" in page and "Version 1" in page and "Larch Post" not in page
    assert f'hreflang="fi" href="http://testserver{HOME}fi/mine.html?on=' in page
    now = client.get(f"{HOME}fi/mine.html?on={later}").content.decode()
    assert "Larch Post GmbH" in now
    early = client.get(f"{HOME}en/mine.html?on=2001-01-01").content.decode()
    assert "no list here yet" in early
    assert client.get(f"{HOME}en/mine.html?on=soon").status_code == 400
    again = client.get(f"{HOME}en/mine.html?on={later}", headers={"If-None-Match": "*"})
    assert again.status_code == 304
    both = client.get(f"{HOME}en/compare.html?from=1&to=2").content.decode()
    assert "Larch Mail GmbH" in both and "Larch Post GmbH" in both
    assert client.get(f"{HOME}de/compare.html").status_code == 404


def test_the_pictures_have_their_data_as_tables(client: Client, listed: Desk) -> None:
    page = client.get(f"{HOME}en/pictures.html").content.decode()
    assert page.count("<svg") >= 3 and page.count("aria-label") >= 3
    assert '<th scope="row">Finland</th>' in page
    assert "EU and EEA" in page and "adequacy" in page


def test_another_site_may_show_the_snippet(client: Client, listed: Desk) -> None:
    for name in ("fragment.html", "frame.html"):
        answer = client.get(f"{HOME}en/{name}")
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer and answer["Access-Control-Allow-Origin"] == "*"
        text = answer.content.decode()
        assert "<script" not in text and f"http://testserver{HOME}en/companies/" in text
    assert "frame-ancestors 'none'" in client.get(f"{HOME}en/")["Content-Security-Policy"]


def test_old_addresses_lead_to_the_list_for_good(client: Client, listed: Desk) -> None:
    Register.objects.update(old_paths=["/legal/subprocessors.html"])
    answer = client.get("/legal/subprocessors.html")
    assert (answer.status_code, answer["Location"]) == (301, HOME)
    Register.objects.update(is_public=False)
    assert client.get("/legal/subprocessors.html").status_code == 404


def test_contact_persons_are_in_no_file(listed: Desk) -> None:
    changed(listed, contact={"name": "Pihla Koivu", "details": "pihla@example.com"}, retention="30 days")
    made(listed.register)
    for one in PublishedFile.objects.all():
        data = gzip.decompress(one.data) if one.is_packed else bytes(one.data)
        assert b"Pihla" not in data, one.path
    version = listed.register.versions.first()
    assert version is not None and public_register_of(version).entries


def test_lists_stay_when_all_other_pages_are_down(client: Client, listed: Desk, settings: Any) -> None:
    from django.urls import clear_url_caches

    settings.ROOT_URLCONF = "tests.web.no_such_module"
    clear_url_caches()
    try:
        for path in ("en/", "fi/mine.html", "sv/../style.css"[6:]):
            assert client.get(f"{HOME}{path}").status_code == 200, path
    finally:
        settings.ROOT_URLCONF = "ketju.web.config.urls"
        clear_url_caches()


def test_no_query_makes_a_file_another_one(client: Client, listed: Desk) -> None:
    plain = client.get(f"{HOME}en/places.html")
    assert client.get(f"{HOME}en/places.html?utm_source=mail")["ETag"] == plain["ETag"]
    assert client.get(f"{HOME}en/mine.html?{'x' * 900}").status_code == 404


SERVED = b"""# Sub-processors of Kite

## Mail service

| Company | Country | Purpose |
| --- | --- | --- |
| Larch Mail GmbH | Germany | Delivery of e-mail |
| Fernpost Ltd | Ireland | Delivery of e-mail |

## Web shop

| Company | Country | Purpose |
| --- | --- | --- |
| Cloudberry Hosting Oy | Finland | Servers and storage |
"""


def test_each_service_has_its_choice_and_its_feed(client: Client, desk: Desk) -> None:  # noqa: F811
    version = desk.publish(desk.read(SERVED, "list.md"))
    made(desk.register)
    services = [one.id for one in public_register_of(version).services]
    assert len(services) == 2
    mail, shop = services
    page = client.get(f"{HOME}en/mine.html?service={mail}&on={version.on}").content.decode()
    assert "Larch Mail GmbH" in page and "Cloudberry Hosting Oy" not in page
    feeds = [client.get(f"{HOME}en/feed.atom?service={one}") for one in services]
    assert feeds[0]["Content-Type"].startswith("application/atom+xml")
    assert b"Fernpost Ltd" in feeds[0].content and b"Fernpost Ltd" not in feeds[1].content
    assert b"Cloudberry Hosting Oy" in feeds[1].content
    assert client.get(f"{HOME}en/feed.atom?service=other").status_code == 404
    ids = [one.content.split(b"<id>")[1].split(b"<")[0] for one in feeds]
    assert ids[0] != ids[1]
    assert shop in client.get(f"{HOME}en/subscribe.html").content.decode()


def test_planned_and_ended_stand_apart_and_the_day_turns(client: Client, listed: Desk) -> None:
    from ketju.web.apps.registers.jobs import turn_the_day
    from ketju.web.base.jobs.models import Job

    draft = begin_draft(by=listed.by, at=AT, register=listed.register)
    listed.edit(draft, "larch-mail-gmbh", since=str(DAY + timedelta(days=10)))
    listed.edit(draft, "sequoia-support-inc", until=str(DAY - timedelta(days=10)))
    listed.publish(draft)
    found = made(listed.register)
    page = client.get(f"{HOME}en/").content.decode()
    assert 'id="planned"' in page and 'id="ended"' in page
    then = client.get(f"{HOME}en/mine.html?on={DAY + timedelta(days=11)}").content.decode()
    assert 'id="planned"' not in then and 'id="ended"' in then
    Job.objects.all().delete()
    assert turn_the_day.func() == 1  # today is after the day on which one of them began
    assert Job.objects.filter(name="registers.write-files").count() == 1
    assert found.on == DAY


def test_the_first_version_says_its_number_once_and_offers_no_comparison(
    client: Client, listed: Desk
) -> None:
    page = client.get(f"{HOME}en/").content.decode()
    assert "1 (1)" not in page
    assert "compare.html" not in page, "there is nothing to compare with"
    changed(listed, retention="30 days")
    made(listed.register)
    assert "compare.html" in client.get(f"{HOME}en/").content.decode()


def test_what_the_list_says_of_the_eea_is_told_from_what_its_places_say(client: Client, listed: Desk) -> None:
    changed(listed, outside_eea=False)
    made(listed.register)
    page = client.get(f"{HOME}en/companies/sequoia-support-inc.html").content.decode()
    assert "Outside the EEA, as the list says" in page and "Outside the EEA by its places" in page
