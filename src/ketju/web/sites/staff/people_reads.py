"""What the pages for people ask of other subjects."""

from __future__ import annotations

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor


def customer_exists(processor: Processor, public_id: str) -> bool:
    """Whether the processor has such a customer."""
    return Customer.objects.filter(processor=processor, public_id=public_id).exists()
