"""Variables are read with their kind, and everything that is wrong is told at once, without secrets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from ketju.web.config.environment import EnvironmentWrong, environment_from
from ketju.web.sites.public import health

RIGHT = {
    "KETJU_SECRET_KEY": "x" * 40,
    "KETJU_ENCRYPTION_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
}


def read(**given: str) -> dict[str, Any]:
    return environment_from(RIGHT | given)


def fault(**given: str) -> str:
    with pytest.raises(EnvironmentWrong) as raised:
        read(**given)
    (told,) = raised.value.faults
    return told


def test_what_is_not_set_has_a_value_but_for_the_secrets() -> None:
    found = read()
    assert (found["KETJU_PROXIES"], found["KETJU_DEMO"], found["KETJU_INBOX_URL"]) == (0, False, None)
    assert found["KETJU_MAIL_PER_DOMAIN"] == 60
    with pytest.raises(EnvironmentWrong) as raised:
        environment_from({})
    assert [one.split()[0] for one in raised.value.faults] == ["KETJU_SECRET_KEY", "KETJU_ENCRYPTION_KEYS"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("KETJU_INBOX_URL", "pop3://u:hidden-word@mail.example.com"),
        ("KETJU_INBOX_URL", "imaps://"),
        ("KETJU_INBOX_URL", "lmtp://box:notaport"),
        ("KETJU_MAIL_URL", "mail.example.com:587/hidden-word"),
        ("KETJU_MAIL_PER_DOMAIN", "0"),
        ("KETJU_MAIL_PER_DOMAIN", "many"),
        ("KETJU_BACKUP_DAYS", "-1"),
        ("DATABASE_URL", "mysql://u:hidden-word@db/x"),
        ("KETJU_STORAGE_URL", "ftp://u:hidden-word@files"),
        ("KETJU_ENCRYPTION_KEYS", "hidden-word"),
        ("KETJU_SECRET_KEY", "hidden-word"),
        ("KETJU_URL", "ketju.example.com"),
        ("KETJU_DEMO", "perhaps"),
        ("KETJU_LOG", "xml"),
        ("KETJU_EVENTS_MAILGUN", "hidden-word"),
        ("KETJU_EVENTS_POSTMARK", "postmark:hidden-word"),
        ("KETJU_EVENTS_POSTMARK", "hidden-word-of-more-than-twenty-four"),
        ("KETJU_EVENTS_SENDGRID", "hidden-word"),
        ("KETJU_EVENTS_SENDGRID", "aGlkZGVuLXdvcmQ="),
        ("KETJU_EVENTS_SES", "arn:aws:sqs:eu-north-1:123456789012:hidden-word"),
        ("KETJU_EVENTS_SES_CERTIFICATE", "/nowhere/hidden-word.pem"),
    ],
)
def test_a_wrong_value_is_told_by_name_and_never_repeated(name: str, given: str) -> None:
    told = fault(**{name: given})
    assert told.startswith(f"{name}: ")
    assert "hidden-word" not in told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "imaps://u%40x:p%3Aw@mail.example.com/Answers",
            ("imaps", "mail.example.com", 993, "u@x", "p:w", "Answers"),
        ),
        ("imap://u:p@mail.example.com:1143", ("imap", "mail.example.com", 1143, "u", "p", "INBOX")),
        ("lmtp://127.0.0.1:8024", ("lmtp", "127.0.0.1", 8024, "", "", "INBOX")),
    ],
)
def test_an_inbox_is_read(given: str, expected: tuple[object, ...]) -> None:
    assert tuple(read(KETJU_INBOX_URL=given)["KETJU_INBOX_URL"].values()) == expected


def test_a_database_that_is_away_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(connection: object) -> None:
        raise DatabaseError("password of ketju is wrong")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "no answer"})
    assert client.get("/healthz").status_code == 200
