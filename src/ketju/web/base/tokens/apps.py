"""The application of tokens."""

from __future__ import annotations

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Tokens of programs, and answers kept for requests that are repeated."""

    name = "ketju.web.base.tokens"
    label = "tokens"
