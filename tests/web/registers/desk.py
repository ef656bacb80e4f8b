"""A privacy officer at a browser: a small company whose staff keep a register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from ketju.web.apps.registers.models import Draft, Register, Snapshot
from ketju.web.base.access.models import Processor
from tests.web.cast import grant, person

LIST = """# Sub-processors of Kite

| Company | Country | Purpose | Transfer safeguard |
| --- | --- | --- | --- |
| Cloudberry Hosting Oy | Finland | Servers and storage | |
| Larch Mail GmbH | Germany | Delivery of e-mail | |
| Sequoia Support Inc. | United States | Support tickets | Standard contractual clauses |
"""


@dataclass
class Desk:
    """Somebody who may do something in the registers of Kite."""

    client: Client
    kite: Processor

    def path(self, rest: str = "") -> str:
        return f"/staff/kite/registers/{rest}"

    def get(self, rest: str = "", **query: str) -> HttpResponse:
        return self.client.get(self.path(rest), query)  # type: ignore[return-value]

    def page(self, rest: str = "", **query: str) -> str:
        answer = self.get(rest, **query)
        assert answer.status_code == 200, (rest, answer.status_code)
        return text_of(answer)

    def post(self, rest: str, data: dict[str, object] | None = None, **more: str) -> HttpResponse:
        headers = {"headers": more} if more else {}
        return self.client.post(self.path(rest), data or {}, **headers)  # type: ignore[return-value, arg-type]

    def begin(self, title: str = "Sub-processors", source: str = "web") -> Register:
        answer = self.post("new/", {"title_en": title, "languages": ["en"]})
        assert answer.status_code == 302, text_of(answer)
        found = Register.objects.latest("pk")
        Register.objects.filter(pk=found.pk).update(source=source)
        return Register.objects.get(pk=found.pk)

    def bring_in(self, register: Register, data: bytes, name: str) -> Snapshot:
        answer = self.post(f"{register.public_id}/import/", {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 302, text_of(answer)
        return Snapshot.objects.latest("pk")

    def draft(self, text: str = LIST, name: str = "list.md", **given: object) -> Draft:
        snapshot = self.bring_in(self.begin(), text.encode(), name)
        return self.review(snapshot, **given)

    def review(self, snapshot: Snapshot, **given: object) -> Draft:
        answer = self.post(f"documents/{snapshot.public_id}/begin/", {"kind": "next", **given})
        assert answer.status_code == 302, text_of(answer)
        return Draft.objects.latest("pk")

    def form(self, rest: str, **query: str) -> dict[str, object]:
        """What a browser would send of the form of a record as it stands."""
        return fields_of(self.get(rest, **query).content.decode())


def desk(role: str = "privacy-officer", name: str = "") -> Desk:
    kite, _ = Processor.objects.get_or_create(slug="kite", defaults={"name": "Kite Hosting Oy"})
    user = person(name or role, bound=kite, strong=True)
    grant(user, kite, role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return Desk(client, kite)


def text_of(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    main = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def fields_of(html: str) -> dict[str, object]:
    """The fields of the form with the class "record", with their values."""
    form = re.search(r'<form method="post" class="record".*?</form>', html, re.DOTALL)
    assert form, "no form"
    found: dict[str, object] = {}
    for tag in re.findall(r"<input\b[^>]*>", form[0]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") in ("checkbox", "radio"):
            if re.search(r"\bchecked\b", tag) and "remove" not in attributes["name"]:
                found.setdefault(attributes["name"], [])
                found[attributes["name"]].append(unescape(attributes["value"]))  # type: ignore[attr-defined]
        elif "name" in attributes:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found
