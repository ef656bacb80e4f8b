"""The countersigned copy of an agreement, as it was given to the customer (Art. 28(9); D-16)."""

from __future__ import annotations

from django.db import models

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import CompressedText, EncryptedBytes
from ketju.web.base.ids import new_id


def copy_id() -> str:
    """A new identifier of a signed copy."""
    return new_id("cop")


class SignedCopy(models.Model):
    """The copy of an acceptance: ``evidence`` as JSON and ``pdf``, each with its SHA-256, which no update can change.

    ``pdf`` is empty where the installation cannot make one. ``holder`` is the public id of who countersigned for the
    processor (``retention.RoleHolder``). A row goes as a whole, with the evidence of the acceptance.
    """

    public_id = models.CharField(max_length=40, unique=True, default=copy_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="signed_copies")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="signed_copies")
    acceptance = models.OneToOneField(Acceptance, on_delete=models.PROTECT, related_name="copy")
    holder = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    evidence = CompressedText()
    sha256 = models.CharField(max_length=64)
    pdf = EncryptedBytes()
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.public_id
