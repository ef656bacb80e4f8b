"""Forms of the pages of changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ketju.core.cases.gates import WAIVABLE
from ketju.core.territory.facts import country_codes
from ketju.text.values import place_name
from ketju.web.apps.cases.handing_in import files_field
from ketju.web.apps.cases.writes.authorising import WRITTEN
from ketju.web.apps.cases.writes.engaging import ERASURE, KINDS, LEVELS, OF_PLACES, TOOLS
from ketju.web.apps.cases.writes.objecting import CHANNELS, GROUNDS, OFFERS, OUTCOMES
from ketju.web.base.pages.fields import later
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.staff.attaching import file_field

ROLLOUTS = ("per customer", "all at once")
PUBLISHING = ("with", "later")
"""When the public hears of a change: at the moment in which customers do, or later."""
SAID = ("given", "refused")
TAKEN_BACK = "withdrawn"
"""That the customer takes its objection back, in a letter or by word: staff note what it said."""


def day(label: str, *, required: bool = False) -> forms.DateField:
    """A day, picked in the browser."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )  # fmt: skip


def long(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4})
    )


class PlanForm(WordForm):
    """How and when a change is to take effect."""

    rollout = forms.ChoiceField(
        label="web.changes.rollout", help_text="web.changes.rollout.help", widget=forms.RadioSelect
    )
    planned_on = day("web.changes.planned-on")
    is_emergency = forms.BooleanField(
        label="web.changes.emergency", help_text="web.changes.emergency.help", required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = words()
        self.fields["rollout"].choices = [  # type: ignore[attr-defined]
            (one, said(f"web.changes.rollout.{one.replace(' ', '-')}")) for one in ROLLOUTS
        ]
        self.fields["rollout"].initial = ROLLOUTS[0]
        self.fields["planned_on"].help_text = "web.changes.planned-on.help"


class ProposeForm(PlanForm):
    """A change that is proposed from a draft."""

    draft = forms.ChoiceField(label="web.changes.draft", help_text="web.changes.draft.help")
    title = forms.CharField(label="web.following.name", help_text="web.changes.title.help", max_length=200)
    told_on = day("web.changes.supplier-told")
    starts_on = day("web.changes.supplier-starts")
    object_by = day("web.companies.object-by")
    field_order = (
        "draft",
        "title",
        "rollout",
        "planned_on",
        "told_on",
        "starts_on",
        "object_by",
        "is_emergency",
    )

    def __init__(self, *args: Any, drafts: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["draft"].choices = drafts  # type: ignore[attr-defined]
        self.fields["starts_on"].help_text = "web.changes.supplier-starts.help"
        self.fields["object_by"].help_text = "web.companies.object-by.help"


class ApproveForm(WordForm):
    """A second person approves the notice, and says when the public hears of the change: with customers, or why not.

    ``is_early``: a list that is published now would show as in use what is not, so that it is published later.
    """

    publishing = forms.ChoiceField(
        label="web.running.publishing", help_text="web.running.publishing.help", widget=forms.RadioSelect
    )
    later_why = forms.CharField(
        label="web.running.later-why", help_text="web.running.later-why.help", required=False, max_length=400
    )

    def __init__(self, *args: Any, is_early: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        known = PUBLISHING[1:] if is_early else PUBLISHING
        self.fields["publishing"].choices = choices("web.running.publishing.", known)  # type: ignore[attr-defined]
        self.fields["publishing"].initial = known[0]
        if is_early:
            self.fields["publishing"].help_text = "web.running.publishing.early"
            self.fields["later_why"].initial = words()("web.running.later-why.early")

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("publishing") == PUBLISHING[1] and not given.get("later_why", "").strip():
            self.complain("later_why", "web.running.later-why.missing")
        return given


class EvidenceForm(WordForm):
    """A document that opens a gate."""

    kind = forms.ChoiceField(label="web.changes.evidence.kind")
    name = forms.CharField(
        label="web.changes.evidence.name", help_text="web.changes.evidence.name.help", max_length=200
    )
    country = forms.ChoiceField(
        label="web.changes.evidence.country", help_text="web.changes.evidence.country.help", required=False
    )
    tool = forms.ChoiceField(label="web.tools.tool", help_text="web.tools.tool.help", required=False)
    first = day("web.changes.evidence.first", required=True)
    last = day("web.changes.evidence.last")
    note = forms.CharField(label="web.changes.evidence.note", required=False, max_length=400)
    file = file_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = words()
        named = sorted(((one, place_name(one, said)) for one in country_codes()), key=lambda one: one[1])
        kinds = tuple(one for one in KINDS if one != ERASURE)
        self.fields["kind"].choices = choices("web.changes.evidence.kind.", kinds)  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["tool"].choices = [("", "—"), *choices("web.tools.", TOOLS)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if (given.get("kind") in OF_PLACES) != bool(given.get("country")):
            self.complain("country", "web.changes.evidence.country.wrong")
        if (given.get("kind") == "transfer") != bool(given.get("tool")):
            self.complain("tool", "web.tools.tool.wrong")
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.complain("last", "web.changes.evidence.last.wrong")
        return given


class AccessForm(WordForm):
    """What a company can reach."""

    access = forms.ChoiceField(label="web.changes.access", widget=forms.RadioSelect)
    is_invoicing = forms.BooleanField(label="web.changes.access.invoicing", required=False)
    may_reach = forms.BooleanField(label="web.changes.access.agreed", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["access"].choices = choices("web.changes.access.", LEVELS)  # type: ignore[attr-defined]


class WaiverForm(WordForm):
    """A gate is opened in an emergency."""

    gate = forms.ChoiceField(label="web.changes.waive.gate")
    reason = long("web.changes.waive.reason")
    basis = forms.CharField(
        label="web.changes.waive.basis", help_text="web.changes.waive.basis.help", max_length=200
    )

    def __init__(self, *args: Any, gates: Iterable[str] = WAIVABLE, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["gate"].choices = choices("web.cases.gate.", tuple(sorted(gates)))  # type: ignore[attr-defined]


class RiskForm(WordForm):
    """A named person takes the risk of an emergency that terms of customers do not allow."""

    reason = long("web.closing.risk.reason", help_text="web.closing.risk.reason.help")
    en = long("web.closing.risk.exit.en", help_text="web.closing.risk.exit.help")
    fi = long("web.closing.risk.exit.fi")
    sv = long("web.closing.risk.exit.sv")


class ReceivedForm(WordForm):
    """An objection that came by letter, by mail or by mouth."""

    change = forms.ChoiceField(label="web.changes.objection.change")
    asked = forms.CharField(
        label="web.changes.objection.customer", help_text="web.objection-customer.asked.help", required=False,
        max_length=200, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    customer = forms.ChoiceField(
        label="web.objection-customer.which",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": later("web.objection-customer.choose")},
    )
    channel = forms.ChoiceField(
        label="web.changes.objection.channel", help_text="web.changes.objection.channel.help"
    )
    received_on = day("web.changes.objection.received", required=True)
    by_name = forms.CharField(label="web.changes.objection.by", required=False, max_length=200)
    ground = forms.ChoiceField(label="web.changes.objection.ground", required=False)
    services = forms.MultipleChoiceField(
        label="web.changes.object.services", help_text="web.objections.services.help", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    text = long("web.changes.objection.text", required=False)
    handed_in = files_field("web.objection-files.received.help")

    def __init__(
        self, *args: Any, running: list[tuple[str, str]], services: list[tuple[str, str]],
        customers: list[tuple[str, str]], **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        said = words()
        self.fields["customer"].choices = customers  # type: ignore[attr-defined]
        self.fields["change"].choices = running  # type: ignore[attr-defined]
        self.fields["services"].choices = services  # type: ignore[attr-defined]
        if len(services) < 2:
            del self.fields["services"]
        ways = tuple(one for one in CHANNELS if one != "portal")
        self.fields["channel"].choices = choices("web.changes.channel.", ways)  # type: ignore[attr-defined]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (one, said(f"web.changes.ground.{one or 'none'}")) for one in GROUNDS
        ]


class StepForm(WordForm):
    """What staff say or offer in the talk."""

    offer = forms.ChoiceField(label="web.changes.offer", help_text="web.changes.offer.help", required=False)
    text = long("web.changes.step.text", required=False)
    handed_in = files_field("web.objection-files.staff.help")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = words()
        self.fields["offer"].choices = [  # type: ignore[attr-defined]
            ("", said("web.changes.offer.none")), *choices("web.changes.offer.", OFFERS)
        ]  # fmt: skip


class OutcomeForm(WordForm):
    """How the talk ends."""

    outcome = forms.ChoiceField(label="web.changes.outcome", widget=forms.RadioSelect)
    reasons = long("web.changes.outcome.reasons", help_text="web.changes.outcome.reasons.help")
    handed_in = files_field("web.objection-files.staff.help")

    def __init__(self, *args: Any, is_late: bool, **options: Any) -> None:
        super().__init__(*args, auto_id="outcome-%s", **options)
        known = OUTCOMES if is_late else OUTCOMES[:-1]
        said = words()
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            *choices("web.changes.outcome.", known), (TAKEN_BACK, said("web.objections.outcome.withdrawn"))
        ]  # fmt: skip


class ReasonForm(WordForm):
    """Why a change is withdrawn, for ourselves and for customers in each language."""

    reason = long("web.changes.withdraw.reason")


class WrongForm(WordForm):
    """What was wrong with a notice, in each language."""

    en = long("web.changes.correct.en")
    fi = long("web.changes.correct.fi")
    sv = long("web.changes.correct.sv")


class AuthorisationForm(WordForm):
    """What a customer said in writing: it gives its authorisation, or refuses it."""

    said = forms.ChoiceField(label="web.objections.authorisation.said", widget=forms.RadioSelect)
    said_on = day("web.objections.authorisation.said-on", required=True)
    channel = forms.ChoiceField(label="web.changes.objection.channel")
    document = forms.CharField(
        label="web.objections.authorisation.document", help_text="web.objections.authorisation.document.help",
        max_length=400,
    )  # fmt: skip
    by_name = forms.CharField(label="web.objections.authorisation.by", max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["said"].choices = choices("web.objections.authorisation.", SAID)  # type: ignore[attr-defined]
        self.fields["channel"].choices = choices("web.changes.channel.", WRITTEN)  # type: ignore[attr-defined]


class ConditionForm(WordForm):
    """When a customer gave what the entry asks of it."""

    given_on = day("web.objections.condition.given-on", required=True)
