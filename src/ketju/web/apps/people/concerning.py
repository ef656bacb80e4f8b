"""Invitations, their mail, and what the library for signing in keeps of a person."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from ketju.web.apps.people.inviting import address_index
from ketju.web.apps.people.models import Invitation
from ketju.web.base.outbox.models import Message
from ketju.web.base.subjects.concerning import Concern, Subject


def _invitations(subject: Subject) -> QuerySet[Invitation]:
    if subject.kind == "customer":
        return Invitation.objects.filter(customer=subject.id)
    indexes = [address_index(one) for one in subject.addresses]
    return Invitation.objects.filter(customer=subject.customer, email_index__in=indexes)


def _letters(subject: Subject) -> QuerySet[Message]:
    """The mail of invitations belongs to no processor and no customer, so that no outbox page shows its link."""
    keys = [f"invitation:{one}" for one in _invitations(subject).values_list("public_id", flat=True)]
    return Message.objects.filter(key__in=keys)


def _sessions(subject: Subject) -> QuerySet[Session] | None:
    if subject.kind != "person":
        return None
    held = UserSession.objects.filter(user__public_id=subject.id)
    return Session.objects.filter(session_key__in=list(held.values_list("session_key", flat=True)))


def _of_person(model: type[Model], way: str) -> Any:
    def rows(subject: Subject) -> QuerySet[Any] | None:
        found = model._default_manager.filter(**{f"{way}__public_id": subject.id})
        return found if subject.kind == "person" else None

    return rows


CONCERNS = (
    Concern("outbox_message", _letters),
    Concern("people_invitation", _invitations),
    Concern("django_session", _sessions),
    Concern("usersessions_usersession", _of_person(UserSession, "user")),
    Concern("mfa_authenticator", _of_person(Authenticator, "user")),
    Concern("socialaccount_socialaccount", _of_person(SocialAccount, "user")),
    Concern("account_emailconfirmation", _of_person(EmailConfirmation, "email_address__user")),
    Concern("account_emailaddress", _of_person(EmailAddress, "user")),
)
