"""How allauth behaves here: nobody signs up by themselves, its words are ours, its mail goes through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.functional import lazy

from ketju.text.render import phrasebook
from ketju.web.base.accounts.models import User
from ketju.web.base.events import noted
from ketju.web.base.ids import new_id
from ketju.web.base.outbox.models import Message


def _said(key: str) -> str:
    return phrasebook(translation.get_language() or "en")(key)


_later = lazy(_said, str)
_ACCOUNT_ERRORS = (
    "account_inactive",
    "cannot_remove_primary_email",
    "duplicate_email",
    "email_password_mismatch",
    "email_taken",
    "enter_current_password",
    "incorrect_code",
    "incorrect_password",
    "invalid_or_expired_key",
    "invalid_login",
    "invalid_password_reset",
    "too_many_login_attempts",
    "unknown_email",
    "unverified_primary_email",
    "select_only_one",
    "same_as_current",
    "rate_limited",
)
FIELDS = (
    "login",
    "email",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "recipient",
    "name",
    "passwordless",
)
"""The fields of allauth's forms that people fill in; their words are ``web.people.field.<name>``."""
_FACTOR_ERRORS = (
    "add_email_blocked",
    "cannot_delete_authenticator",
    "cannot_generate_recovery_codes",
    "incorrect_code",
    "unverified_email",
)

_WAYS = {
    "reauthenticate": "web.again.password",
    "reauthenticate_by_code": "web.again.code",
    "mfa_reauthenticate": "web.again.app",
    "mfa_reauthenticate:webauthn": "web.again.key",
}


def _errors(codes: tuple[str, ...]) -> dict[str, Any]:
    return {code: _later("web.sign-in.error." + code.replace("_", "-")) for code in codes}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only."""

    error_messages = DefaultAccountAdapter.error_messages | _errors(_ACCOUNT_ERRORS)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def validation_error(self, code: str, *args: Any) -> Any:
        """What a form says. A limit that is reached is noted."""
        if code in ("too_many_login_attempts", "rate_limited"):
            noted("limit.reached", context.request, code.replace("_", "-"))
        return super().validation_error(code, *args)

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox. It belongs to no processor, so that no outbox page shows codes and links."""
        mail = self.render_mail(
            template_prefix, email, {"request": self._request(), "email": email, **context}
        )
        Message.objects.create(
            key=new_id("key"),
            kind="sign-in",
            language=translation.get_language() or "en",
            to=email,
            domain=email.rpartition("@")[2].lower(),
            subject=mail.subject,
            text=mail.body,
            not_before=timezone.now(),
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm who one is, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": _said(_WAYS.get(way["id"], way["id"]))} for way in ways]

    def _request(self) -> HttpRequest | None:
        found: HttpRequest | None = context.request
        return found

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Under the address of the installation, whatever the request says."""
        return settings.PUBLIC_URL + _path(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the address of the installation, whatever the request says."""
        return settings.PUBLIC_URL + _path(super().get_reset_password_from_key_url(key))


def _path(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).path


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, with our words; secrets are encrypted as other personal data are."""

    error_messages = DefaultMFAAdapter.error_messages | _errors(_FACTOR_ERRORS)

    def encrypt(self, text: str) -> str:
        """The text for the database."""
        from ketju.web.base.encryption.keys import current_key, sealed

        number, key = current_key()
        return f"{number}:{sealed(key, text.encode(), _USE).hex()}"

    def decrypt(self, encrypted_text: str) -> str:
        """The text from the database. Raises KeyMissing."""
        from ketju.web.base.encryption.keys import data_key, opened

        number, _, box = encrypted_text.partition(":")
        return opened(data_key(int(number)), bytes.fromhex(box), _USE).decode()


_USE = b"mfa_authenticator.data"


class ForeignAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by a company's own system (OIDC), for people who have an account here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody gets an account by signing in elsewhere."""
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **more: Any
    ) -> None:
        """Note that a sign-in elsewhere came to nothing, by the kind of the error alone."""
        noted(
            "sign-in.elsewhere-refused", request, type(exception).__name__ if exception else str(error or "")
        )

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """An address lets in whom the provider is seen with for the first time, and nobody else from then on.

        Else whoever gets the address of somebody who left would get their account too. Raises ImmediateHttpResponse.
        """
        held = SocialAccount.objects.filter(provider=sociallogin.account.provider, user=sociallogin.user.pk)
        if sociallogin.user.pk and not sociallogin.account.pk and held.exists():
            raise ImmediateHttpResponse(render_authentication_error(request, sociallogin.provider))

    def serialize_instance(self, instance: Any) -> dict[str, Any]:
        """A row for the session. A person is kept as the number alone: encrypted texts do not belong there."""
        if isinstance(instance, User) and instance.pk:
            return {"pk": instance.pk}
        kept: dict[str, Any] = super().serialize_instance(instance)
        return kept

    def deserialize_instance(self, model: Any, data: dict[str, Any]) -> Any:
        """The row again."""
        if model is User and "pk" in data:
            return User.objects.get(pk=data["pk"])
        return super().deserialize_instance(model, data)

    def get_requests_session(self) -> Any:
        """Calls of the provider that end after some seconds and follow nobody to another address."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session
