"""Passwords that leaked are refused, without asking anybody."""

from __future__ import annotations

import socket

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ketju.web.base.accounts.models import User


def codes(password: str) -> set[str]:
    try:
        validate_password(password, User(email="somebody@example.com", name="Somebody"))
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "qwertyuiop123",
        "iloveyou1234",
        "Password1234",
        "correcthorsebatterystaple",
        "PASSWORD1234",
    ],
)
def test_a_password_that_leaked_is_refused(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("nobody is asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert "password_leaked" in codes(password)


@pytest.mark.parametrize("password", ["correct horse battery", "harmaa lokki ui jäässä", "x7-Qm2_lunta-Ov"])
def test_one_that_nobody_had_is_taken(password: str) -> None:
    assert codes(password) == set()


def test_a_short_one_is_refused_as_short() -> None:
    assert "password_too_short" in codes("kolme") and "password_leaked" not in codes("kolme")
