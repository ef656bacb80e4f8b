"""Forms of the pages for people."""

from __future__ import annotations

from typing import Any

from django import forms

from ketju.text.render import LANGUAGES
from ketju.web.apps.people.inviting import may_grant
from ketju.web.base.access.permission import Standing
from ketju.web.base.access.roles import ROLES
from ketju.web.base.pages.fields import day_field, later
from ketju.web.sites.staff.act_words import AREAS

NAMES = {"en": "English", "fi": "Suomi", "sv": "Svenska"}


class InviteForm(forms.Form):
    """Who is invited to which role, from when until when."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField()
    language = forms.ChoiceField(choices=[(code, NAMES[code]) for code in LANGUAGES])
    first = day_field()
    last = day_field(required=False)

    def __init__(self, standing: Standing, customer: str, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        roles = [role for role in ROLES if may_grant(standing, role, customer)]
        role_field = self.fields["role"]
        assert isinstance(role_field, forms.ChoiceField)
        role_field.choices = [(role, later(f"web.role.{role}")) for role in roles]


TICKS = ("promised", "briefed")
"""What is confirmed, each with a tick."""


class SignForm(forms.Form):
    """A tick for each of the two things that are confirmed, and the name."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def __init__(self, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        for tick in TICKS:
            self.fields[tick] = forms.BooleanField()
        self.order_fields([*TICKS, "name"])


class SieveForm(forms.Form):
    """Which entries of the audit trail are wanted."""

    action = forms.ChoiceField(required=False)
    person = forms.CharField(max_length=254, required=False)
    subject = forms.CharField(max_length=40, required=False)
    first = day_field(required=False)
    last = day_field(required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        areas = [("", later("web.audit.area.any")), *((area, later(key)) for area, key in AREAS.items())]
        self.fields["action"].choices = areas  # type: ignore[attr-defined]
