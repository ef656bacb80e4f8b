"""Fields of forms: words of the catalogue for what goes wrong, days as browsers write them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.functional import lazy

from ketju.core.problems import Problem
from ketju.text.render import phrasebook
from ketju.web.base.pages.templatetags.words import problem_words, words
from ketju.web.base.pages.uploads import (
    Kind,
    UploadsTooLarge,
    UploadsTooMany,
    check_upload,
    megabytes,
    safe_name,
)


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


class FilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, checked one by one and together; what is wrong with which one is said in the reader's language.

    Gives a list, [] where none was chosen.
    """

    def __init__(self, *, kinds: Collection[Kind], most: int, together: int, **options: Any) -> None:
        options.setdefault("widget", FilesInput)
        super().__init__(required=False, **options)
        self.kinds, self.most, self.together = kinds, most, together

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """The files. Raises ValidationError with a sentence for each that is wrong."""
        files = [one for one in data or () if isinstance(one, UploadedFile)]
        size = sum(one.size or 0 for one in files)
        if len(files) > self.most:
            _refuse(UploadsTooMany(count=len(files), limit=self.most))
        if size > self.together:
            _refuse(UploadsTooLarge(size=megabytes(size), limit=self.together // 1_000_000))
        if wrong := [said for one in files if (said := self._wrong(one))]:
            raise forms.ValidationError(wrong)
        return files

    def _wrong(self, file: UploadedFile[bytes]) -> str:
        try:
            check_upload(file, self.kinds)
        except Problem as problem:
            return words()("web.upload.of", name=safe_name(file.name or ""), what=problem_words(problem))
        return ""


def _refuse(problem: Problem) -> None:
    raise forms.ValidationError(problem_words(problem))
