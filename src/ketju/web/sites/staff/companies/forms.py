"""Forms of the pages of companies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms

from ketju.core.territory.facts import country_codes
from ketju.text.values import place_name
from ketju.web.apps.cases.models import Engagement
from ketju.web.apps.cases.recipients import LANGUAGES
from ketju.web.apps.cases.writes.ending import WAYS
from ketju.web.apps.cases.writes.engaging import TOOLS
from ketju.web.apps.cases.writes.rechecking import OUTCOMES, Tool
from ketju.web.apps.cases.writes.supplying import CHANNELS, SORTS, Said
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import start_of
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.staff.attaching import file_field
from ketju.web.sites.staff.changes.forms import ROLLOUTS, day, long


def countries() -> list[tuple[str, str]]:
    """The countries by name, after an empty choice."""
    named = ((one, place_name(one, words())) for one in country_codes())
    return [("", "—"), *sorted(named, key=lambda one: one[1])]


class SupplierForm(WordForm):
    """What a supplier told of a change of its own, or what was seen on its page."""

    engagement = forms.ChoiceField(label="web.companies.company")
    channel = forms.ChoiceField(label="web.companies.channel", help_text="web.companies.channel.help")
    received_on = day("web.companies.received-on", required=True)
    effective_on = day("web.companies.effective-on")
    object_by = day("web.companies.object-by")
    sorts = forms.MultipleChoiceField(
        label="web.companies.sorts", required=False, widget=forms.CheckboxSelectMultiple
    )
    text = long("web.companies.text", help_text="web.companies.text.help")
    place = forms.ChoiceField(
        label="web.companies.place", help_text="web.companies.place.help", required=False
    )
    legal_entity = forms.CharField(label="web.companies.legal-entity", required=False, max_length=200)
    until = day("web.companies.until")
    file = file_field()

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = () if self.initial.get("engagement") else (("", "—"),)
        self.fields["engagement"].choices = [*chosen, *companies]  # type: ignore[attr-defined]
        self.fields["channel"].choices = choices("web.companies.channel.", CHANNELS)  # type: ignore[attr-defined]
        self.fields["sorts"].choices = choices("web.companies.sort.", SORTS)  # type: ignore[attr-defined]
        self.fields["place"].choices = countries()  # type: ignore[attr-defined]
        self.fields["received_on"].help_text = "web.companies.received-on.help"
        self.fields["effective_on"].help_text = "web.companies.effective-on.help"
        self.fields["object_by"].help_text = "web.companies.object-by.help"

    def said(self, processor: Processor) -> Said:
        """What was said; the last day to object ends with that day. What was only seen on a page is a hint."""
        given = self.cleaned_data
        effective, last = given["effective_on"], given["object_by"]
        return Said(
            kind="hint" if given["channel"] == "page" else "notice", channel=given["channel"],
            received_at=start_of(given["received_on"], processor),
            effective_at=start_of(effective, processor) if effective else None,
            object_by=start_of(date.fromordinal(last.toordinal() + 1), processor) if last else None,
            sorts=given["sorts"], text=given["text"], place=given["place"], legal_entity=given["legal_entity"],
            until=given["until"],
        )  # fmt: skip


class MailForm(SupplierForm):
    """The same of a message in the inbox, which is the document, and came when it came."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("channel", "file"):
            del self.fields[name]
        self.fields["received_on"].help_text = "web.supplying.received-on.help"

    def said_in(self, processor: Processor, came: datetime) -> Said:
        """What was said; the instant at which the message ``came`` where nobody set another day."""
        self.cleaned_data["channel"] = "mail"
        said = self.said(processor)
        return replace(said, received_at=came) if "received_on" not in self.changed_data else said


class OpeningForm(WordForm):
    """A change is opened for a supplier's notice."""

    title = forms.CharField(label="web.changes.title", help_text="web.changes.title.help", max_length=200)
    draft = forms.ChoiceField(
        label="web.companies.draft", help_text="web.companies.draft.help", required=False
    )
    rollout = forms.ChoiceField(label="web.changes.rollout", widget=forms.RadioSelect)

    def __init__(self, *args: Any, drafts: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        said = words()
        self.fields["draft"].choices = [("", said("web.companies.draft.new")), *drafts]  # type: ignore[attr-defined]
        self.fields["rollout"].choices = [  # type: ignore[attr-defined]
            (one, said(f"web.changes.rollout.{one.replace(' ', '-')}")) for one in ROLLOUTS
        ]
        self.fields["rollout"].initial = ROLLOUTS[0]


class SettleForm(WordForm):
    """Nothing follows from a notice."""

    why = long("web.companies.settle.why")


class TermsForm(WordForm):
    """What the contract of a company says of time."""

    told_days = forms.IntegerField(
        label="web.companies.told-days", help_text="web.companies.told-days.help", required=False, min_value=0,
        max_value=1000,
    )  # fmt: skip
    proof_days = forms.IntegerField(
        label="web.companies.proof-days", help_text="web.companies.proof-days.help", required=False, min_value=0,
        max_value=1000,
    )  # fmt: skip
    is_opening = forms.BooleanField(
        label="web.companies.is-opening", help_text="web.companies.is-opening.help", required=False
    )
    language = forms.ChoiceField(
        label="web.supplying.language", help_text="web.supplying.language.help", required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(one, words()(f"web.language.{one}")) for one in LANGUAGES]
        self.fields["language"].choices = [("", words()("web.supplying.language.seat")), *named]  # type: ignore[attr-defined]


def terms_of(engagement: Engagement) -> dict[str, object]:
    """What a form of terms begins with."""
    return {name: getattr(engagement, name) for name in ("told_days", "proof_days", "is_opening", "language")}


class RecheckForm(WordForm):
    """How a place that was looked at again is settled."""

    outcome = forms.ChoiceField(label="web.companies.recheck.outcome", widget=forms.RadioSelect)
    name = forms.CharField(
        label="web.companies.recheck.tool",
        help_text="web.companies.recheck.tool.help",
        required=False,
        max_length=200,
    )
    kind = forms.ChoiceField(label="web.tools.tool", required=False)
    first = day("web.changes.evidence.first")
    last = day("web.changes.evidence.last")
    assessment = forms.CharField(
        label="web.companies.recheck.assessment", help_text="web.companies.recheck.assessment.help", required=False,
        max_length=200,
    )  # fmt: skip
    file = file_field()
    leaves_on = day("web.companies.recheck.leaves-on")
    why = long("web.companies.recheck.why")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = choices("web.companies.recheck.outcome.", OUTCOMES)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "—"), *choices("web.tools.", TOOLS)]  # type: ignore[attr-defined]
        self.fields["leaves_on"].help_text = "web.companies.recheck.leaves-on.help"

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("outcome") == "tool":
            for name in ("name", "kind", "first"):
                if not given.get(name) and name not in self.errors:
                    self.complain(name, "web.companies.recheck.tool.missing")
        if given.get("outcome") == "ending" and not given.get("leaves_on") and "leaves_on" not in self.errors:
            self.complain("leaves_on", "web.companies.recheck.leaves-on.missing")
        return given

    def tool(self) -> Tool | None:
        """The tool that was given."""
        given = self.cleaned_data
        if given["outcome"] != "tool":
            return None
        return Tool(given["name"], given["first"], given["last"], given["assessment"], given["kind"])


class ProofForm(WordForm):
    """A document shows that the data are erased or given back."""

    how = forms.ChoiceField(label="web.companies.proof.how", widget=forms.RadioSelect)
    name = forms.CharField(
        label="web.companies.proof.name", help_text="web.companies.proof.name.help", max_length=200
    )
    on = day("web.companies.proof.on", required=True)
    note = forms.CharField(label="web.changes.evidence.note", required=False, max_length=400)
    file = file_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["how"].choices = choices("web.companies.proof.how.", WAYS)  # type: ignore[attr-defined]
