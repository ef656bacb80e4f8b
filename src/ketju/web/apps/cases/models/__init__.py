"""The tables of cases."""

from ketju.web.apps.cases.models.changes import CaseChange, Group, Touched, TouchedService
from ketju.web.apps.cases.models.engagements import Engagement, Evidence, GateWaiver
from ketju.web.apps.cases.models.objections import Authorisation, Objection, ObjectionStep

__all__ = [
    "Authorisation",
    "CaseChange",
    "Engagement",
    "Evidence",
    "GateWaiver",
    "Group",
    "Objection",
    "ObjectionStep",
    "Touched",
    "TouchedService",
]
