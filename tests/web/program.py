"""A program at the API: JSON in, JSON out."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor
from ketju.web.base.tokens.writing import SCOPES, make_token

URL = "/api/v1"


def token(processor: Processor, *scopes: str, **more: Any) -> str:
    _, text = make_token(
        by=Actor(), at=timezone.now(), processor=processor, name="crm", scopes=scopes or SCOPES, **more
    )
    return text


class Program:
    """What a program does: JSON in, JSON out."""

    def __init__(self, text: str) -> None:
        self.client, self.text = Client(), text

    def __call__(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        sent = {"authorization": f"Bearer {self.text}", **headers}
        return self.client.generic(
            method, URL + address, "" if body is None else json.dumps(body), content_type="application/json",
            headers=sent,
        )  # fmt: skip

    def get(self, address: str, status: int = 200) -> Any:
        """What an address answers with, as data."""
        return self.said(self("GET", address), status)

    def post(self, address: str, body: Any = None, status: int = 200) -> Any:
        return self.said(self("POST", address, body or {}), status)

    @staticmethod
    def said(answer: Any, status: int) -> Any:
        assert answer.status_code == status, (answer.status_code, answer.content[:2000])
        return answer.json()
