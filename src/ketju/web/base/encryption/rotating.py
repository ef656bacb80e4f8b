"""A new key of the environment takes over: data keys are wrapped by it, and a new data key writes from then on."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import transaction

from ketju.web.base.encryption.keys import WRAP, KeyMissing, fingerprint, forget_keys, opened, sealed
from ketju.web.base.encryption.models import DataKey


def take_over() -> int:
    """Wrap data keys anew that another key than the first one wrapped; how many there were. Raises KeyMissing.

    What was written stays readable: its data key is the same, in another wrapping.
    """
    first = settings.ENCRYPTION_KEYS[0]
    known = {fingerprint(key): key for key in settings.ENCRYPTION_KEYS}
    with transaction.atomic():
        old = list(DataKey.objects.select_for_update().exclude(wrapped_by=fingerprint(first)).order_by("pk"))
        for one in old:
            if one.wrapped_by not in known:
                raise KeyMissing(f"data key {one.pk} was wrapped by {one.wrapped_by}, which is not there")
            plain = opened(known[one.wrapped_by], bytes(one.wrapped), WRAP)
            one.wrapped, one.wrapped_by = sealed(first, plain, WRAP), fingerprint(first)
            one.save(update_fields=["wrapped", "wrapped_by"])
        if old:
            DataKey.objects.create(wrapped=sealed(first, os.urandom(32), WRAP), wrapped_by=fingerprint(first))
    forget_keys()
    return len(old)
