"""The account of a person: the row stays, as the audit trail leans on it, and says nothing any more."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from ketju.web.base.accounts.models import NOBODY, User
from ketju.web.base.subjects.concerning import Concern, Subject


def _users(subject: Subject) -> QuerySet[User] | None:
    return User.objects.filter(public_id=subject.id) if subject.kind == "person" else None


def _nobody(subject: Subject) -> Mapping[str, object]:
    """An address that cannot exist, a password that nothing fits."""
    return {
        "email": f"{subject.id}{NOBODY}",
        "password": make_password(None),
        "is_active": False,
        "is_erased": True,
        "last_login": None,
    }


CONCERNS = (Concern("accounts_user", _users, _nobody),)
