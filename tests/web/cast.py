"""The cast: two processors, two customers and everybody who may come to an address, and objects to put in addresses.

Whoever adds an address with a parameter that is not in SAMPLES adds a sample here, so that the walk of all addresses
(tests/web/access/test_walk.py) can visit it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from ketju.core.model.register import Entry
from ketju.core.model.register import Register as Content
from ketju.core.notices.owed import owed_under
from ketju.formats.sealed import digest_of
from ketju.web.apps.agreements.models import (
    Acceptance,
    AgreementText,
    AgreementVersion,
    Deviation,
    SideLetter,
)
from ketju.web.apps.agreements.writes import text_hash
from ketju.web.apps.campaigns.models import Campaign
from ketju.web.apps.cases.calendar import feed_token
from ketju.web.apps.cases.models import (
    Attachment,
    CaseChange,
    EndProof,
    Engagement,
    FrozenEvidence,
    Group,
    Objection,
    ObjectionFile,
    Recheck,
    SupplierNotice,
    Touched,
)
from ketju.web.apps.cases.owed_json import data_of
from ketju.web.apps.cases.writes.confirming import confirmation_token
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.people.inviting import Wanted, invite_person
from ketju.web.apps.registers.content import text_of
from ketju.web.apps.registers.models import Push, PushKey, Register, SignedLink, Snapshot, Version
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.links import make_link
from ketju.web.apps.retention.models import RoleHolder
from ketju.web.apps.selfservice.recording import recorded
from ketju.web.apps.services.models import Consent, Product, Service
from ketju.web.apps.signing.models import SignedCopy
from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.access.permission import standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.ids import new_id
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received
from ketju.web.base.jobs.models import Job
from ketju.web.base.outbox.models import Message
from ketju.web.base.tokens.models import Token
from tests.web import days
from tests.web.days import today
from tests.web.registers.lists import published

PASSWORD = "correct horse battery"
STAFF = ("owner", "privacy-officer", "case-handler", "support", "reader", "auditor")
CUSTOMERS = ("main-user", "privacy-contact", "technical-partner", "instructing-partner", "billing")


@dataclass
class Cast:
    """Kite has the customers alder and birch; heron is another processor with a customer of its own."""

    kite: Processor
    heron: Processor
    alder: Customer
    birch: Customer
    stranger: Customer
    people: dict[str, User] = field(default_factory=dict)


def person(name: str, *, bound: Processor | None = None, strong: bool = False) -> User:
    """Somebody who can sign in; ``bound`` to whom confidentiality was promised, ``strong`` with a second factor."""
    user = User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.replace("-", " ").title())
    if bound is not None:
        today = days.today()
        Undertaking.objects.create(
            user=user, processor=bound, name=user.name, signed_on=today, briefed_on=today, document="test"
        )
    if strong:
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(user, generate_totp_secret())
    return user


def grant(
    user: User,
    processor: Processor,
    role: str,
    customer: str = "",
    days: tuple[int, int | None] = (-30, None),
) -> Membership:
    now = today()
    last = None if days[1] is None else now + timedelta(days=days[1])
    return Membership.objects.create(
        user=user,
        processor=processor,
        customer=customer,
        role=role,
        first=now + timedelta(days=days[0]),
        last=last,
    )


def make_cast() -> Cast:
    kite = Processor.objects.create(slug="kite", name="Kite Hosting Oy")
    heron = Processor.objects.create(slug="heron", name="Heron Mail AB")
    cast = Cast(
        kite,
        heron,
        alder=Customer.objects.create(processor=kite, name="Alder Bakery"),
        birch=Customer.objects.create(processor=kite, name="Birch Books"),
        stranger=Customer.objects.create(processor=heron, name="Cedar Cycles"),
    )
    for role in STAFF:
        user = cast.people[role] = person(role, bound=kite, strong=role in ("owner", "privacy-officer"))
        grant(user, kite, role, days=(-30, 30) if role == "auditor" else (-30, None))
    expired = cast.people["expired auditor"] = person("expired-auditor", bound=kite)
    grant(expired, kite, "auditor", days=(-30, -1))
    for role in CUSTOMERS:
        grant(cast.people.setdefault(role, person(role)), kite, role, cast.alder.public_id)
    other = cast.people["main user of birch"] = person("main-user-of-birch")
    grant(other, kite, "main-user", cast.birch.public_id)
    unbound = cast.people["unbound owner"] = person("unbound-owner", strong=True)
    grant(unbound, kite, "owner")
    weak = cast.people["owner without second factor"] = person("weak-owner", bound=kite)
    grant(weak, kite, "owner")
    elsewhere = cast.people["owner of heron"] = person("owner-of-heron", bound=heron, strong=True)
    grant(elsewhere, heron, "owner")
    cast.people["nobody in particular"] = person("nobody-in-particular")
    return cast


@dataclass(frozen=True)
class Sample:
    """What can stand in an address for one parameter: a thing of kite (or of its customer alder), one that belongs to
    somebody else, and one that does not exist. ``foreign`` None: the parameter names nothing that anybody owns.
    """

    own: Callable[[Cast], object]
    foreign: Callable[[Cast], object] | None
    absent: object


def _membership(processor: str, role: str) -> Callable[[Cast], str]:
    def found(cast: Cast) -> str:
        held = Membership.objects.filter(processor__slug=processor, role=role).select_related("user")
        (one,) = (one for one in held if one.user.email.startswith(role))
        return one.public_id

    return found


def _foreign_membership(cast: Cast) -> str:
    return Membership.objects.get(processor=cast.heron).public_id


def _invitation(processor: str, inviter: str, customer: str = "") -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        user = cast.people[inviter]
        standing = standing_of(user, getattr(cast, processor), days.today())
        count = Membership.objects.count() + user.invitations.count()
        of = getattr(cast, customer).public_id if customer else ""
        role = "billing" if customer else "reader"
        wanted = Wanted(f"guest-{processor}-{count}@example.com", role, days.today(), customer=of)
        found, _ = invite_person(by=Actor(user=user), standing=standing, wanted=wanted, at=timezone.now())
        return found.public_id

    return made


def sample_for(address: str, parameter: str) -> Sample | None:
    """The sample for a parameter: that of the address ("name:parameter"), else that of every address."""
    return SAMPLES.get(f"{address}:{parameter}") or SAMPLES.get(parameter)


def _contact(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        one: Customer = getattr(cast, customer)
        return Contact.objects.create(processor=one.processor, customer=one).public_id

    return made


def _service(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        one: Customer = getattr(cast, customer)
        product, _ = Product.objects.get_or_create(processor=one.processor, slug="hosting")
        return Service.objects.create(processor=one.processor, customer=one, product=product).public_id

    return made


def _import(processor: str) -> Callable[[Cast], str]:
    return lambda cast: Import.objects.create(processor=getattr(cast, processor), name="crm.csv").public_id


def _token(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        prefix = new_id("tok")[-12:]
        return Token.objects.create(processor=getattr(cast, processor), name="crm", prefix=prefix).public_id

    return made


def _version(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        of, today = getattr(cast, processor), days.today()
        slug = new_id("agr").lower()
        one = AgreementVersion.objects.create(
            processor=of, slug=slug, version="1", name="DPA", valid_from=today
        )
        AgreementText.objects.create(
            agreement=one, language="fi", text="Teksti.", sha256=text_hash("Teksti.")
        )
        return one.public_id

    return made


def _holder(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        of, today = getattr(cast, processor), days.today()
        return RoleHolder.objects.create(processor=of, role="officer", name="Oona", first=today).public_id

    return made


def _job(cast: Cast) -> str:
    now = timezone.now()
    one = Job.objects.create(
        name="jobs.forget", queue="slow", arguments={}, enqueued_at=now, not_before=now, failed_at=now
    )
    return str(one.pk)


def _message(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        of = getattr(cast, processor)
        return Message.objects.create(
            processor=of, key=new_id("msg"), kind="test", to="a@example.com"
        ).public_id

    return made


def _received(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        data = f"Message-ID: <{new_id('x')}@example.com>\r\nFrom: a@example.com\r\nSubject: hi\r\n\r\nhello".encode()
        with_file = b"Content-Type: application/pdf; name=a.pdf\r\n" + data
        received, _ = keep(with_file, at=timezone.now())
        Received.objects.filter(pk=received.pk).update(processor=getattr(cast, processor))
        return received.public_id

    return made


def _campaign(processor: str) -> Callable[[Cast], str]:
    return lambda cast: (
        Campaign.objects.create(processor=getattr(cast, processor), created_at=timezone.now()).public_id
    )


def _correction(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        one: Customer = getattr(cast, customer)
        made = recorded(
            Actor(), one, "customer", one.public_id, {}, {"role": "controller"}, at=timezone.now()
        )
        assert made is not None
        return made.public_id

    return made


def _register(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        return _register_with_a_version(getattr(cast, processor)).public_id

    return made


def _register_with_a_version(of: Processor) -> Register:
    register = Register.objects.create(
        processor=of, slug=new_id("reg").lower().replace("_", "-"), titles={"en": "List"}
    )
    content = text_of(Content(publisher=of.name, entries=(Entry("acme", "Acme Oy"),)))
    Version.objects.create(
        processor=of, register=register, number=1, on=days.today(), content=content, content_hash="0" * 64,
        public_hash="0" * 64, entries=1, published_at=timezone.now(),
    )  # fmt: skip
    return register


def _snapshot(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        of: Processor = getattr(cast, processor)
        return Snapshot.objects.create(
            processor=of, register=_register_with_a_version(of), name="list.txt", size=4, sha256="0" * 64, data=b"list",
            received_at=timezone.now(),
        ).public_id  # fmt: skip

    return made


def _draft(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        register = _register_with_a_version(getattr(cast, processor))
        return begin_draft(by=Actor(), at=timezone.now(), register=register).public_id

    return made


def _push_key(processor: str) -> Callable[[Cast], str]:
    return lambda cast: _key_of(getattr(cast, processor)).public_id


def _key_of(of: Processor) -> PushKey:
    register = _register_with_a_version(of)
    return PushKey.objects.create(
        register=register, name="CI", public_key="A" * 43 + "=", created_at=timezone.now()
    )


def _push(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        of, at = getattr(cast, processor), timezone.now()
        key = _key_of(of)
        snapshot = Snapshot.objects.create(
            processor=of,
            register=key.register,
            name="ketju.yaml",
            size=4,
            sha256="0" * 64,
            data=b"list",
            received_at=at,
        )
        return Push.objects.create(
            processor=of, register=key.register, key=key, nonce=new_id("n"), state="wrong", snapshot=snapshot,
            received_at=at,
        ).public_id  # fmt: skip

    return made


_CONSENT, _NO_CONSENT = 987_654_321, 987_654_322
"""Numbers that stand nowhere else in a page."""


def _consent(customer: str, number: int | None = None) -> Callable[[Cast], int]:
    def made(cast: Cast) -> int:
        one: Customer = getattr(cast, customer)
        return Consent.objects.create(
            pk=number, customer=one, subject="analytics", given_at=timezone.now()
        ).pk

    return made


def _touching(processor: str) -> Callable[[Cast], str]:
    """A register of which every entry touches whoever has a service; alder has one."""

    def made(cast: Cast) -> str:
        of: Processor = getattr(cast, processor)
        slug = new_id("reg").replace("_", "-").lower()
        published(of, slug=slug)
        whose = cast.alder if of == cast.kite else cast.stranger
        _service("alder" if of == cast.kite else "stranger")(cast)
        assert whose.services.exists()
        return slug

    return made


def _link(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        return _made_link(getattr(cast, customer))[0].public_id

    return made


def _made_link(customer: Customer) -> tuple[SignedLink, str]:
    at, on = timezone.now(), days.today()
    return make_link(by=Actor(), at=at, on=on, customer=customer, label="auditor")


def made_case(whose: Customer) -> CaseChange:
    """A change that a customer was told of."""
    at = timezone.now()
    base = published(whose.processor, slug=new_id("reg").replace("_", "-").lower())
    draft = begin_draft(by=Actor(), at=at, register=base.register)
    made = CaseChange.objects.create(
        processor=whose.processor, register=base.register, draft=draft, title="Another company", changes="[]",
        planned_at=at, created_at=at, announced_at=at,
    )  # fmt: skip
    group = Group.objects.create(change=made, key="all", owed=data_of(OWED))
    Touched.objects.create(change=made, group=group, customer=whose, counted_at=at)
    return made


def _case(customer: str) -> Callable[[Cast], str]:
    return lambda cast: made_case(getattr(cast, customer)).public_id


def _frozen(customer: str) -> Callable[[Cast], str]:
    """A change that is closed, with its evidence."""

    def made(cast: Cast) -> str:
        case = made_case(getattr(cast, customer))
        FrozenEvidence.objects.create(
            change=case,
            text="{}",
            sha256="0" * 64,
            size=2,
            at=case.created_at,
            pdf=b"%PDF",
            pdf_sha256="0" * 64,
        )
        return case.public_id

    return made


def _engagement(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        case = made_case(getattr(cast, customer))
        return Engagement.objects.create(
            processor=case.processor, register=case.register, entry="cloudberry", created_at=case.created_at
        ).public_id

    return made


def _attachment(processor: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        return Attachment.objects.create(
            processor=getattr(cast, processor), name="notice.pdf", form="pdf", size=4, sha256="0" * 64, data=b"%PDF",
            kept_at=timezone.now(),
        ).public_id  # fmt: skip

    return made


def _told(customer: str) -> Callable[[Cast], str]:
    """A notice of a supplier."""

    def made(cast: Cast) -> str:
        engagement = Engagement.objects.get(public_id=_engagement(customer)(cast))
        at = timezone.now()
        return SupplierNotice.objects.create(
            processor=engagement.processor, engagement=engagement, received_at=at, recorded_at=at
        ).public_id

    return made


def _engagement_with_work(customer: str) -> Callable[[Cast], str]:
    """A company that ended, with a place to look at again, always the same one of a customer."""

    def made(cast: Cast) -> str:
        known = Recheck.objects.filter(engagement__processor=getattr(cast, customer).processor).first()
        if known is not None:
            return known.engagement.public_id
        engagement = Engagement.objects.get(public_id=_engagement(customer)(cast))
        at, on = timezone.now(), days.today()
        Engagement.objects.filter(pk=engagement.pk).update(ended_on=on)
        EndProof.objects.create(engagement=engagement, ended_on=on, due_on=on, created_at=at)
        Recheck.objects.create(engagement=engagement, country="US", reason="uncovered", on=on, opened_at=at)
        return engagement.public_id

    return made


def _recheck(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        public_id = _engagement_with_work(customer)(cast)
        return Recheck.objects.get(engagement__public_id=public_id).public_id

    return made


def _objection(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        case = made_case(getattr(cast, customer))
        return Objection.objects.create(
            processor=case.processor, change=case, customer=getattr(cast, customer), received_at=case.created_at,
            recorded_at=case.created_at,
        ).public_id  # fmt: skip

    return made


def _file(customer: str) -> Callable[[Cast], str]:
    """A file that came with an objection: the objection of a customer has one, always the same."""

    def made(cast: Cast) -> str:
        known = ObjectionFile.objects.filter(step__objection__customer=getattr(cast, customer)).first()
        if known is not None:
            return known.public_id
        one = Objection.objects.get(public_id=_objection(customer)(cast))
        step = one.steps.create(side="customer", kind="message", text="See the file.", at=one.received_at)
        return ObjectionFile.objects.create(
            step=step,
            name="statement.pdf",
            form="pdf",
            size=4,
            sha256="0" * 64,
            data=b"%PDF",
            kept_at=one.received_at,
        ).public_id

    return made


def _objection_with_file(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        return ObjectionFile.objects.get(public_id=_file(customer)(cast)).step.objection.public_id

    return made


def _link_of_objection(cast: Cast) -> str:
    """What a link holds with which an oral objection is confirmed."""
    case = made_case(cast.alder)
    made = Objection.objects.create(
        processor=case.processor, change=case, customer=cast.alder, channel="oral", state="to-confirm",
        received_at=timezone.now(), recorded_at=timezone.now(), link_sent_at=timezone.now(),
    )  # fmt: skip
    return confirmation_token(made)


def _notice(customer: str) -> Callable[[Cast], str]:
    """A correction of the newest case of a customer, which is the one in the address."""

    def made(cast: Cast) -> str:
        whose = getattr(cast, customer)
        case = CaseChange.objects.filter(touched__customer=whose).order_by("-pk").first() or made_case(whose)
        number = Notice.objects.filter(about=case.public_id).count() + 2
        return Notice.objects.create(
            processor=case.processor, about=case.public_id, number=number, kind="correction", created_at=case.created_at
        ).public_id  # fmt: skip

    return made


def _letter(customer: str, channel: str = "letter") -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        case = made_case(getattr(cast, customer))
        at, of = case.created_at, case.processor
        notice = Notice.objects.create(processor=of, about=case.public_id, created_at=at, released_at=at)
        text = NoticeText.objects.create(
            notice=notice, key="all", language="en", subject="News", text="Hello", html=""
        )
        return Delivery.objects.create(
            processor=of, notice=notice, text=text, customer=getattr(cast, customer), channel=channel,
            key=new_id("key"), created_at=at,
        ).public_id  # fmt: skip

    return made


def _copy(customer: str) -> Callable[[Cast], str]:
    """A signed copy of what a customer accepted."""

    def made(cast: Cast) -> str:
        whose, at = getattr(cast, customer), timezone.now()
        slug = new_id("agr").lower()
        version = AgreementVersion.objects.create(
            processor=whose.processor, slug=slug, version="1", name="DPA", valid_from=at.date()
        )
        acceptance = Acceptance.objects.create(
            processor=whose.processor, customer=whose, agreement=version, how="portal", accepted_at=at
        )
        return SignedCopy.objects.create(
            processor=whose.processor, customer=whose, acceptance=acceptance, language="en", evidence="{}",
            sha256=digest_of({}), holder="hol_x", made_at=at,
        ).public_id  # fmt: skip

    return made


def _deviation(customer: str) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        whose, today = getattr(cast, customer), days.today()
        return Deviation.objects.create(
            processor=whose.processor, customer=whose, parameter="notice.length", value="45 days", basis="§ 3",
            first=today, recorded_at=timezone.now(),
        ).public_id  # fmt: skip

    return made


def _side_letter(customer: str) -> Callable[[Cast], str]:
    def kept(cast: Cast) -> str:
        whose = getattr(cast, customer)
        data = f"%PDF-1.7 {whose.public_id}".encode()
        made, _ = SideLetter.objects.get_or_create(
            customer=whose, sha256=hashlib.sha256(data).hexdigest(),
            defaults={
                "processor": whose.processor, "name": "letter.pdf", "form": "pdf", "size": len(data), "data": data,
                "kept_at": timezone.now(),
            },
        )  # fmt: skip
        return made.public_id

    return kept


def _membership_of_birch(cast: Cast) -> str:
    return Membership.objects.get(customer=cast.birch.public_id).public_id


SAMPLES: dict[str, Sample] = {
    "processor": Sample(lambda cast: cast.kite.slug, lambda cast: cast.heron.slug, "nowhere"),
    "customer": Sample(
        lambda cast: cast.alder.public_id,
        lambda cast: cast.stranger.public_id,
        "cus_00000000000000000000000000",
    ),
    "membership": Sample(
        _membership("kite", "reader"), _foreign_membership, "mem_00000000000000000000000000"
    ),
    "invitation": Sample(
        _invitation("kite", "owner"), _invitation("heron", "owner of heron"), "inv_00000000000000000000000000"
    ),
    "people-customer-review:membership": Sample(
        _membership("kite", "billing"), _foreign_membership, "mem_00000000000000000000000000"
    ),
    "people-customer-end:membership": Sample(
        _membership("kite", "billing"), _membership("kite", "reader"), "mem_00000000000000000000000000"
    ),
    "people-customer-withdraw:invitation": Sample(
        _invitation("kite", "owner", "alder"), _invitation("kite", "owner"), "inv_00000000000000000000000000"
    ),
    "portal-people-end:membership": Sample(
        _membership("kite", "billing"), _membership_of_birch, "mem_00000000000000000000000000"
    ),
    "portal-contact:contact": Sample(_contact("alder"), _contact("birch"), "con_00000000000000000000000000"),
    "portal-contact-end:contact": Sample(
        _contact("alder"), _contact("birch"), "con_00000000000000000000000000"
    ),
    "portal-service:service": Sample(_service("alder"), _service("birch"), "srv_00000000000000000000000000"),
    "portal-service-data:service": Sample(
        _service("alder"), _service("birch"), "srv_00000000000000000000000000"
    ),
    **dict.fromkeys(
        ("portal-registers-entry:register", "customers-touched-by:register"),
        Sample(_touching("kite"), _touching("heron"), "nowhere"),
    ),
    **dict.fromkeys(
        ("portal-registers-entry:entry", "customers-touched-by:entry"),
        Sample(lambda cast: "sequoia", None, "nobody"),
    ),
    "portal-link-revoke:link": Sample(_link("alder"), _link("birch"), "lnk_00000000000000000000000000"),
    **dict.fromkeys(
        tuple(f"signed-link{part}:secret" for part in ("", "-feed", "-changes", "-list")),
        Sample(lambda cast: _made_link(cast.alder)[1], None, "not-a-secret-either"),
    ),
    "portal-copy:copy": Sample(_copy("alder"), _copy("birch"), "cop_00000000000000000000000000"),
    "copy": Sample(_copy("alder"), _copy("stranger"), "cop_00000000000000000000000000"),
    "letter": Sample(_side_letter("alder"), _side_letter("stranger"), "sdl_00000000000000000000000000"),
    "deviation": Sample(_deviation("alder"), _deviation("stranger"), "dev_00000000000000000000000000"),
    "version": Sample(_version("kite"), _version("heron"), "agr_00000000000000000000000000"),
    "message": Sample(_message("kite"), _message("heron"), "msg_00000000000000000000000000"),
    "register": Sample(_register("kite"), _register("heron"), "reg_00000000000000000000000000"),
    "snapshot": Sample(_snapshot("kite"), _snapshot("heron"), "snp_00000000000000000000000000"),
    "push": Sample(_push("kite"), _push("heron"), "psh_00000000000000000000000000"),
    "key": Sample(_push_key("kite"), _push_key("heron"), "pky_00000000000000000000000000"),
    "draft": Sample(_draft("kite"), _draft("heron"), "dft_00000000000000000000000000"),
    "kind": Sample(lambda cast: "entries", None, "nothings"),
    "slug": Sample(lambda cast: "acme", None, "nobody"),
    "register-version:number": Sample(lambda cast: 1, None, 99),
    "register-version-file:number": Sample(lambda cast: 1, None, 99),
    "register-version-again:number": Sample(lambda cast: 1, None, 99),
    "correction": Sample(_correction("alder"), _correction("stranger"), "cor_00000000000000000000000000"),
    "consent": Sample(_consent("alder"), _consent("birch", _CONSENT), _NO_CONSENT),
    "contact": Sample(_contact("alder"), _contact("stranger"), "con_00000000000000000000000000"),
    "service": Sample(_service("alder"), _service("stranger"), "srv_00000000000000000000000000"),
    "made": Sample(_import("kite"), _import("heron"), "imp_00000000000000000000000000"),
    "token": Sample(_token("kite"), _token("heron"), "tok_00000000000000000000000000"),
    "customer_id": Sample(lambda cast: cast.alder.public_id, None, "cus_00000000000000000000000000"),
    "contact_id": Sample(_contact("alder"), None, "con_00000000000000000000000000"),
    "service_id": Sample(_service("alder"), None, "srv_00000000000000000000000000"),
    "import_id": Sample(_import("kite"), None, "imp_00000000000000000000000000"),
    "register_id": Sample(_register("kite"), None, "reg_00000000000000000000000000"),
    "link_id": Sample(_link("alder"), None, "lnk_00000000000000000000000000"),
    "key_id": Sample(_push_key("kite"), None, "pky_00000000000000000000000000"),
    "document_id": Sample(_snapshot("kite"), None, "snp_00000000000000000000000000"),
    "draft_id": Sample(_draft("kite"), None, "dft_00000000000000000000000000"),
    "record_id": Sample(lambda cast: "acme", None, "nobody"),
    "entry_id": Sample(lambda cast: "acme", None, "nobody"),
    "change_id": Sample(_case("alder"), None, "chg_00000000000000000000000000"),
    "holder": Sample(_holder("kite"), _holder("heron"), "hol_00000000000000000000000000"),
    "job": Sample(_job, None, "00000000-0000-4000-8000-000000000000"),
    "publisher": Sample(lambda cast: cast.kite.slug, None, "nowhere"),
    "language": Sample(lambda cast: "fi", None, "xx"),
    "portal-contact-deputy:contact": Sample(
        _contact("alder"), _contact("birch"), "con_00000000000000000000000000"
    ),
    "received": Sample(_received("kite"), _received("heron"), "rec_00000000000000000000000000"),
    "number": Sample(lambda cast: 0, None, 99),
    "campaign": Sample(_campaign("kite"), _campaign("heron"), "cmp_00000000000000000000000000"),
    **{
        f"{name}:register": Sample(lambda cast: "main", None, "nothing")
        for name in ("list", "list-file", "list-subscribe", "list-confirm", "list-unsubscribe")
    },
    "provider": Sample(lambda cast: "mailgun", None, "nobody"),
    "path": Sample(lambda cast: "en/index.html", None, "en/nothing.html"),
    **dict.fromkeys(
        ("case-frozen:change", "case-frozen-pdf:change"),
        Sample(_frozen("alder"), _frozen("stranger"), "chg_00000000000000000000000000"),
    ),
    "change": Sample(_case("alder"), _case("stranger"), "chg_00000000000000000000000000"),
    **dict.fromkeys(
        tuple(f"portal-change{part}:change" for part in ("", "-acknowledge", "-object", "-consent")),
        Sample(_case("alder"), _case("birch"), "chg_00000000000000000000000000"),
    ),
    "engagement": Sample(_engagement("alder"), _engagement("stranger"), "eng_00000000000000000000000000"),
    **dict.fromkeys(
        tuple(f"{name}:engagement" for name in ("recheck-close", "end-proof-ask", "end-proof-accept")),
        Sample(
            _engagement_with_work("alder"),
            _engagement_with_work("stranger"),
            "eng_00000000000000000000000000",
        ),
    ),
    "recheck": Sample(_recheck("alder"), _recheck("stranger"), "rck_00000000000000000000000000"),
    "attachment": Sample(_attachment("kite"), _attachment("heron"), "att_00000000000000000000000000"),
    "told": Sample(_told("alder"), _told("stranger"), "spn_00000000000000000000000000"),
    "objection": Sample(_objection("alder"), _objection("stranger"), "obj_00000000000000000000000000"),
    **dict.fromkeys(
        tuple(f"portal-objection-{part}:objection" for part in ("say", "withdraw")),
        Sample(_objection("alder"), _objection("birch"), "obj_00000000000000000000000000"),
    ),
    "objection-file:objection": Sample(
        _objection_with_file("alder"), _objection_with_file("stranger"), "obj_00000000000000000000000000"
    ),
    "objection-file:file": Sample(_file("alder"), _file("stranger"), "obf_00000000000000000000000000"),
    "portal-objection-file:objection": Sample(
        _objection_with_file("alder"), _objection_with_file("birch"), "obj_00000000000000000000000000"
    ),
    "portal-objection-file:file": Sample(_file("alder"), _file("birch"), "obf_00000000000000000000000000"),
    **dict.fromkeys(
        tuple(f"case-notice{part}:notice" for part in ("", "-approve", "-send", "-discard")),
        Sample(_notice("alder"), _notice("stranger"), "ntc_00000000000000000000000000"),
    ),
    "objection-confirm:secret": Sample(_link_of_objection, None, "not-a-secret-either"),
    "notice_id": Sample(_letter("alder", "in-app"), None, "dlv_00000000000000000000000000"),
    "delivery": Sample(_letter("alder"), _letter("stranger"), "dlv_00000000000000000000000000"),
    "feed": Sample(lambda cast: feed_token(cast.people["owner"], cast.kite), None, "nobody~nothing"),
    "secret": Sample(lambda cast: "not-a-secret", None, "not-a-secret-either"),
}

OWED = owed_under({}, calendar="FI", zone="Europe/Helsinki")
WHEN = datetime(2026, 11, 29, 9, tzinfo=UTC)
