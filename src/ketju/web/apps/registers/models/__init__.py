"""The tables of registers."""

from ketju.web.apps.registers.models.drafts import Draft, DraftChange, DraftRecord
from ketju.web.apps.registers.models.followers import SignedLink, Subscriber
from ketju.web.apps.registers.models.lists import Register, Snapshot
from ketju.web.apps.registers.models.pushes import Push, PushKey
from ketju.web.apps.registers.models.touched import CustomerClass, SortedCustomer, StaleCustomer, Visit
from ketju.web.apps.registers.models.versions import PublishedFile, Publishing, Version, VersionStep
from ketju.web.apps.registers.models.waivers import RunningWaiver

__all__ = [
    "CustomerClass",
    "Draft",
    "DraftChange",
    "DraftRecord",
    "PublishedFile",
    "Publishing",
    "Push",
    "PushKey",
    "Register",
    "RunningWaiver",
    "SignedLink",
    "Snapshot",
    "SortedCustomer",
    "StaleCustomer",
    "Subscriber",
    "Version",
    "VersionStep",
    "Visit",
]
