"""The tables of cases."""

from ketju.web.apps.cases.models.changes import CaseChange, Group, Touched
from ketju.web.apps.cases.models.engagements import Engagement, Evidence, GateWaiver
from ketju.web.apps.cases.models.objections import Objection, ObjectionStep

__all__ = [
    "CaseChange",
    "Engagement",
    "Evidence",
    "GateWaiver",
    "Group",
    "Objection",
    "ObjectionStep",
    "Touched",
]
