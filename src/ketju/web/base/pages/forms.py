"""Forms whose labels and helps are keys of words; the templates in ``parts`` put the words in."""

from __future__ import annotations

from typing import Any

from django import forms

from ketju.web.base.pages.templatetags.words import words


class WordForm(forms.Form):
    """A form: ``label="web.…"`` and ``help_text="web.…"`` are keys. Choices take (value, key) too: see ``choices``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for field in self.fields.values():
            if not field.required:
                field.widget.is_required = False

    def complain(self, field: str | None, key: str, **params: object) -> None:
        """Say beside a field (None: above the form) what is wrong, in the reader's language."""
        self.add_error(field, words()(key, **params))


def choices(prefix: str, values: tuple[str, ...], *, blank: bool = False) -> list[tuple[str, str]]:
    """What to choose from, with words from keys ``<prefix><value>``."""
    said = words()
    found = [(value, said(f"{prefix}{value}")) for value in values]
    return [("", "—"), *found] if blank else found
