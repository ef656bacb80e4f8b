"""A person who can sign in. What a person may do stands in memberships (``base.access``)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, models, transaction

from ketju.web.base.encryption.addresses import EncryptedAddress
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id

NOBODY = "@erased.invalid"
"""How addresses of erased people end: there can be none like them (RFC 2606)."""


def user_id() -> str:
    """A new identifier of a person."""
    return new_id("usr")


class Users(BaseUserManager["User"]):
    """Makes people. Who makes one (an invitation, or whoever runs the machine) vouches for the address."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """A person who signs in with an address; without a password by a code that is mailed."""
        from allauth.account.models import EmailAddress

        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def made_or_found(self, email: str, password: str | None = None, **more: Any) -> tuple[User, bool]:
        """A new person, or whoever has the address already; the second value says whether the person is new.

        Two who ask for the same address at once get one person.
        """
        try:
            with transaction.atomic(using=self._db):
                return self.create_user(email, password, **more), True
        except IntegrityError:
            return self.get(email=self.normalize_email(email).lower()), False


class User(AbstractBaseUser):
    """A person, for all processors and customers of the installation.

    The address is the name for signing in: encrypted so that it can be looked up whole. ``is_erased``: nothing is left
    but the row that the audit trail leans on.
    """

    public_id = models.CharField(max_length=40, unique=True, default=user_id, editable=False)
    email = EncryptedAddress(unique=True)
    name = EncryptedText()
    language = models.CharField(max_length=8, blank=True, default="")
    zone = models.CharField(max_length=64, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_erased = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_staff(self) -> bool:
        """Django's own administration is not used."""
        return False

    def get_full_name(self) -> str:
        """The name, the address where there is none; of somebody who was erased the identifier."""
        return str(self.name or (self.public_id if self.is_erased else self.email))
