"""Documents that are handed in with a form, to be kept."""

from __future__ import annotations

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ketju.web.base.pages.uploads import Kind, Upload, check_upload, safe_name

FILES: Final[tuple[Kind, ...]] = ("pdf", "docx", "odt", "xlsx", "ods", "png", "jpeg", "html", "text")
"""What a document may be."""


def file_field() -> forms.FileField:
    """A document that is kept."""
    return forms.FileField(label="web.companies.file", help_text="web.companies.file.help", required=False)


def upload_in(form: forms.Form) -> Upload | None:
    """The document that was handed in. Raises the problems of uploads."""
    return uploaded(form.cleaned_data.get("file"))


def uploaded(file: object) -> Upload | None:
    """A file of a request, checked; None for none. Raises the problems of uploads."""
    if not isinstance(file, UploadedFile):
        return None
    kind = check_upload(file, FILES)
    return Upload(safe_name(file.name or ""), kind, file.read())
