"""Documents that are handed in with a form, to be kept."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ketju.web.base.pages.uploads import Upload, upload_of


def file_field() -> forms.FileField:
    """A document that is kept."""
    return forms.FileField(label="web.companies.file", help_text="web.companies.file.help", required=False)


def upload_in(form: forms.Form) -> Upload | None:
    """The document that was handed in. Raises the problems of uploads."""
    return uploaded(form.cleaned_data.get("file"))


def uploaded(file: object) -> Upload | None:
    """A file of a request, checked; None for none. Raises the problems of uploads."""
    return upload_of(file) if isinstance(file, UploadedFile) else None
