"""Fields of forms: words of the catalogue for what goes wrong, days as browsers write them."""

from __future__ import annotations

from django import forms
from django.utils import translation
from django.utils.functional import lazy

from ketju.core.problems import Problem
from ketju.text.render import phrasebook
from ketju.web.base.pages.templatetags.words import problem_words


def _said(key: str) -> str:
    return phrasebook(translation.get_language() or "en")(key)


later = lazy(_said, str)
"""Words of a key, in the language of whoever reads the page."""


def day_field(*, required: bool = True) -> forms.DateField:
    """A day, picked in the browser."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(required=required, widget=widget, input_formats=["%Y-%m-%d"])


def add_problem(form: forms.Form, problem: Problem, field: str | None = None) -> None:
    """Show a problem beside a field, or above the form, with its hint."""
    form.add_error(field, problem_words(problem))
