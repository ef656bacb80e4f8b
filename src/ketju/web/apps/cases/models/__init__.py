"""The tables of cases."""

from ketju.web.apps.cases.models.attachments import Attachment
from ketju.web.apps.cases.models.changes import CaseChange, Group, TookEffect, Touched, TouchedService
from ketju.web.apps.cases.models.closing import FrozenEvidence, RiskDecision
from ketju.web.apps.cases.models.engagements import Engagement, Evidence, GateWaiver
from ketju.web.apps.cases.models.health import ContactHealth
from ketju.web.apps.cases.models.objections import Authorisation, Objection, ObjectionFile, ObjectionStep
from ketju.web.apps.cases.models.suppliers import EndProof, Recheck, SupplierNotice

__all__ = [
    "Attachment",
    "Authorisation",
    "CaseChange",
    "ContactHealth",
    "EndProof",
    "Engagement",
    "Evidence",
    "FrozenEvidence",
    "GateWaiver",
    "Group",
    "Objection",
    "ObjectionFile",
    "ObjectionStep",
    "Recheck",
    "RiskDecision",
    "SupplierNotice",
    "TookEffect",
    "Touched",
    "TouchedService",
]
