"""Carry a plan out, tick by tick: changes are announced, mail leaves and comes back, people object, join and leave."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone, translation

from ketju.web.apps.cases.models import CaseChange, Objection, Touched
from ketju.web.apps.cases.problems import NotTouched
from ketju.web.apps.cases.writes.announcing import announce, tell_rest
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.joining import record_condition
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection, withdraw_objection
from ketju.web.apps.cases.writes.telling import mark_posted, note_displayed
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import end_customer
from ketju.web.apps.registers.content import register_of_draft
from ketju.web.apps.registers.models import Draft
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor
from tests.web.cases.desk import Desk
from tests.web.oracle.announcing import prepared, told_again
from tests.web.oracle.building import desk_in, draft_of, settle, use
from tests.web.oracle.exporting import Looks
from tests.web.oracle.posting import Post, objection_to, report_of
from tests.web.registers.lists import published

log = logging.getLogger("oracle")
Act = dict[str, Any]
Log = list[dict[str, Any]]


class Machine(Protocol):
    """The parts of the product that work by themselves, and the clock."""

    post: Post

    def move_to(self, at: datetime) -> None:
        """It is this instant."""

    def send(self) -> None:
        """Everything that waits leaves."""

    def each(self, acts: list[Act], do: Callable[[Act], None]) -> None:
        """People act; what one customer does stays in its order."""

    def receive(self, content: bytes, to: str) -> None:
        """A message comes in."""

    def test_inbox(self) -> None:
        """A test message leaves and arrives."""

    def project(self) -> None:
        """Running cases are brought up to date."""


class Actors:
    """Everybody in the world. ``log`` is what happened, in order."""

    def __init__(self, plan: dict[str, Any], machine: Machine, looks: Looks) -> None:
        self.plan, self.machine, self.looks = plan, machine, looks
        self.log: Log = []
        self.desks: dict[str, Desk] = {}
        self.lists: dict[str, Any] = {}
        self.running: dict[str, CaseChange] = {}
        self._bounced: set[str] = set()
        self._withdrawn: set[str] = set()
        self._said: dict[tuple[str, str], Objection] = {}
        self.people = {one["id"]: one for one in plan["customers"]}
        self._letters: dict[tuple[str, str], list[Delivery]] = {}
        self._by_tick: dict[int, Log] = defaultdict(list)
        for one in plan["acts"]:
            self._by_tick[one["tick"]].append(one)

    def live(self) -> None:
        """From the first tick to the last."""
        for number, text in enumerate(self.plan["ticks"]):
            self.machine.move_to(datetime.fromisoformat(text))
            if number == 0:
                self._begin()
            self.machine.project()
            self._note("tick")
            self._tick(number)
            self.machine.project()
            self._note("looked")
            self.looks.look(number)
            log.info("tick %d, %s: %d events", number, text[:10], len(self.log))

    def _begin(self) -> None:
        for one in self.plan["processors"]:
            desk, lists = desk_in(one, self.plan)
            self.desks[one["slug"]], self.lists[one["slug"]] = desk, lists
            settle(desk, [each for each in self._customers(one["slug"]) if not each.get("comes")])

    def _customers(self, slug: str) -> Iterator[dict[str, Any]]:
        return (one for one in self.plan["customers"] if one["processor"] == slug)

    def _note(self, kind: str, **more: Any) -> None:
        self.log.append({"kind": kind, "at": timezone.now().isoformat(), **more})

    def _tick(self, number: int) -> None:
        self._arrivals(number)
        for case in self.plan["cases"]:
            if case["tick"] == number:
                self._announce(case)
                self.machine.send()
            if case.get("correct") == number or case.get("withdraw") == number:
                self._tell_again(case)
                self.machine.send()
        self._reports(number)
        here = set(Customer.objects.values_list("external_id", flat=True)) | {""}
        acts = [
            one for one in self._by_tick[number]
            if one["customer"] in here and (not one["case"] or one["case"] in self.running)
            and (one["case"] not in self._withdrawn or one["kind"] in ("post", "look"))
        ]  # fmt: skip
        self._letters = self._waiting()
        self.machine.each([one for one in acts if one["customer"]], self._act)
        for one in (each for each in acts if not each["customer"]):
            self._act(one)
        for one in acts:
            if one["kind"] == "object":
                self._by_tick[one["end_tick"]].append(one | {"kind": "end"})
        self.machine.send()

    def _arrivals(self, number: int) -> None:
        """Customers that are new, or begin to use more."""
        is_moving = False
        for slug, desk in self.desks.items():
            at = timezone.now()
            new = [one for one in self._customers(slug) if one.get("comes") == number]
            settle(desk, new, at)
            moving = [one for one in self._customers(slug) if one.get("moves_in") == number]
            if not new and not moving:
                continue
            for one in moving:
                use(desk, self._customer(one["id"]), one["more_services"])
            for one in [*new, *moving]:
                self.log.append({"kind": "came", "at": at.isoformat(), "customer": one["id"]})
            is_moving = True
        if is_moving:
            self.machine.project()

    def _announce(self, case: dict[str, Any]) -> None:
        desk, lists = self.desks[case["processor"]], self.lists[case["processor"]]
        at = timezone.now()
        self.machine.test_inbox()
        draft = draft_of(case, self.plan, lists[case["list"]], desk, at)
        change = prepared(case, draft, desk, at)
        self._note("approved", case=case["id"])
        self.looks.forecast(case["id"], change, at)
        told_at = timezone.now()
        announce(by=desk.owner, at=told_at, change=change, leave_out_open=True)
        self.log.append({"kind": "announced", "at": told_at.isoformat(), "case": case["id"]})
        if self._is_last(case):
            self._publish(case, draft, told_at)
        change.refresh_from_db()
        self.running[case["id"]] = self.looks.cases[case["id"]] = change

    def _is_last(self, case: dict[str, Any]) -> bool:
        """Whether no later case begins from the list as it is before this one."""
        alike = [
            one for one in self.plan["cases"]
            if (one["processor"], one["list"]) == (case["processor"], case["list"])
        ]  # fmt: skip
        return case is max(alike, key=lambda one: (one["tick"], alike.index(one)))

    def _publish(self, case: dict[str, Any], draft: Draft, at: datetime) -> None:
        """The list shows what is planned from now on, so that who signs accepts it with the annex."""
        register = self.lists[case["processor"]][case["list"]].register
        made = published(
            register.processor, register_of_draft(draft), slug=register.slug, at=at,
            on=day_of(at, register.processor.zone),
        )  # fmt: skip
        CaseChange.objects.filter(draft=draft).update(version=made)
        self.log.append({"kind": "published", "at": at.isoformat(), "case": case["id"]})

    def _tell_again(self, case: dict[str, Any]) -> None:
        self.machine.test_inbox()
        at = timezone.now()
        kind, number = told_again(case, self.running[case["id"]], self.desks[case["processor"]], at)
        if kind == "withdrawn":
            self._withdrawn.add(case["id"])
        self.log.append({"kind": kind, "at": at.isoformat(), "case": case["id"], "number": number})

    def _reports(self, number: int) -> None:
        """Reports of mail that comes back some ticks after it arrived."""
        after = {
            person["id"]: person["back_after"]
            for one in self.plan["customers"] for person in one["contacts"] if "back_after" in person
        }  # fmt: skip
        began = {one["id"]: one["tick"] for one in self.plan["cases"]}
        names = {change.public_id: name for name, change in self.running.items()}
        rows = Delivery.objects.filter(
            channel="e-mail", accepted_at__isnull=False, contact__external_id__in=list(after)
        )
        for message, contact, about in rows.values_list(
            "public_id", "contact__external_id", "notice__about"
        ).order_by("pk"):
            case = names[about]
            if message in self._bounced or number < began[case] + after[contact]:
                continue
            self._bounced.add(message)
            self.machine.receive(report_of(message), f"answers+{message}@kite.example")
            self._note("bounced", case=case, message=message)

    def _customer(self, name: str) -> Customer:
        return Customer.objects.select_related("processor").get(external_id=name)

    def _act(self, act: Act) -> None:
        getattr(self, f"_{act['kind'].replace('-', '_')}")(act)

    def _deliveries(self, act: Act, **wanted: Any) -> list[Delivery]:
        change = self.running[act["case"]]
        rows = Delivery.objects.filter(
            notice__about=change.public_id, customer__external_id=act["customer"], **wanted
        )
        return list(rows.select_related("notice", "customer", "processor").order_by("pk"))

    def _post(self, act: Act) -> None:
        for one in self._letters.get((act["case"], act["customer"]), ()):
            at = timezone.now()
            mark_posted(by=self._desk(act).owner, at=at, delivery=one, posted_at=at)
            self._note("posted", case=act["case"], customer=act["customer"], message=one.public_id)

    def _waiting(self) -> dict[tuple[str, str], list[Delivery]]:
        """Letters that nobody has posted, by case and customer."""
        names = {change.public_id: name for name, change in self.running.items()}
        found: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
        rows = Delivery.objects.filter(channel="letter", posted_at=None).order_by("pk")
        for one in rows.select_related("notice", "customer", "processor"):
            found[names[one.notice.about], one.customer.external_id].append(one)
        return found

    def _desk(self, act: Act) -> Desk:
        return self.desks[act["case"].partition("-")[0]]

    def _look(self, act: Act) -> None:
        """Somebody of the customer who can sign in reads the notice."""
        if not any(one["user"] for one in self.people[act["customer"]]["contacts"]):
            return
        rows = Contact.objects.filter(
            customer__external_id=act["customer"], user__isnull=False, ended_on=None
        )
        person = rows.filter(is_main_user=True).select_related("user").order_by("pk").first()
        if person is None or not self._deliveries(act):
            return
        actor = Actor(user=person.user, role="main-user")
        change, customer = self.running[act["case"]], self._customer(act["customer"])
        with translation.override(person.language or customer.language):
            place = Touched.objects.select_related("group", "change__processor", "customer__processor")
            here = place.get(change=change, customer=customer)
            made = note_displayed(by=actor, at=timezone.now(), place=here).delivery
        if made is not None:
            self._note("displayed", case=act["case"], customer=act["customer"], message=made.public_id)

    def _consent(self, act: Act) -> None:
        agreement = self.people[act["customer"]]["agreement"]
        if self.plan["agreements"][agreement].get("mode") == "specific":
            self._own(record_authorisation, act, "said_at")

    def _condition(self, act: Act) -> None:
        self._own(record_condition, act)

    def _own(self, record: Any, act: Act, when: str = "given_at") -> None:
        at = timezone.now()
        try:
            record(
                by=self._desk(act).owner, at=at, change=self.running[act["case"]],
                customer=self._customer(act["customer"]), **{when: at},
            )  # fmt: skip
        except NotTouched:
            return
        self.log.append(
            {"kind": act["kind"], "at": at.isoformat(), "case": act["case"], "customer": act["customer"]}
        )

    def _object(self, act: Act) -> None:
        change, customer = self.running[act["case"]], self._customer(act["customer"])
        there = {one.pk for one in Objection.objects.filter(change=change, customer=customer)}
        replies = [self.machine.post.kept[one.public_id]["reply"] for one in self._deliveries(act, channel="e-mail")
                   if one.public_id in self.machine.post.kept]  # fmt: skip
        if act["channel"] == "e-mail" and replies:
            self.machine.receive(
                objection_to(replies[0], f"We object, {act['customer']}."), replies[0].strip("<>")
            )
        else:
            channel, at = ("letter" if act["channel"] == "e-mail" else act["channel"]), timezone.now()
            touched = self.looks.services_of(change, customer)
            if touched is None:
                return
            services = [one for one in act["services"] if one in touched]
            receive_objection(
                by=self._desk(act).owner, at=at, change=change, customer=customer, channel=channel, received_at=at,
                text="We object.", services=services,
            )  # fmt: skip
        made = Objection.objects.filter(change=change, customer=customer).exclude(pk__in=there).first()
        if made is not None:
            self._said[act["case"], act["customer"]] = made
            self.log.append({
                "kind": "objection", "at": made.received_at.isoformat(), "case": act["case"], "customer": act["customer"],
                "objection": made.public_id, "services": made.services, "state": made.state,
            })  # fmt: skip

    def _end(self, act: Act) -> None:
        made = self._said.get((act["case"], act["customer"]))
        if made is None or not act["end"]:
            return
        desk, at = self._desk(act), timezone.now()
        if act["end"] == "withdrawn":
            withdraw_objection(by=desk.owner, at=at, objection=made)
        else:
            end_objection(
                by=desk.officer, at=at, objection=made, outcome=act["end"], reasons="As agreed by phone"
            )
        self.log.append({
            "kind": "objection-state", "at": at.isoformat(), "case": act["case"], "customer": act["customer"],
            "objection": made.public_id, "state": act["end"],
        })  # fmt: skip

    def _leave(self, act: Act) -> None:
        customer, at = self._customer(act["customer"]), timezone.now()
        desk = next(one for one in self.desks.values() if one.kite == customer.processor)
        on = day_of(at, customer.processor.zone)
        end_customer(by=desk.owner, at=at, customer=customer, on=on)
        self._note("ended", customer=act["customer"], on=on.isoformat())

    def _tell_later(self, act: Act) -> None:
        self.machine.test_inbox()
        at = timezone.now()
        notice = tell_rest(by=self._desk(act).owner, at=at, change=self.running[act["case"]])
        if notice is not None:
            self.log.append(
                {"kind": "told-later", "at": at.isoformat(), "case": act["case"], "number": notice.number}
            )
