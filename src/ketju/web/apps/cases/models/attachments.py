"""Files that are kept as they came: with notices of suppliers, with evidence, with objections."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedBytes
from ketju.web.base.ids import new_id


def attachment_id() -> str:
    """A new identifier of an attachment."""
    return new_id("att")


class KeptFile(models.Model):
    """A file as it came, encrypted at rest; ``sha256`` is that of its bytes, ``form`` its kind by content.

    Each kind of file says what it belongs to, and how its ``name`` is kept.
    """

    form = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = EncryptedBytes()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        abstract = True


class Attachment(KeptFile):
    """A file that came with a notice of a supplier, or that shows something."""

    public_id = models.CharField(max_length=40, unique=True, default=attachment_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id
