"""What cannot be done with people and grants."""

from __future__ import annotations

from ketju.core.problems import Problem


class LastOwner(Problem):
    """The grant is that of the last owner who stays."""

    code = "web.people.last-owner"
    hint = "web.people.last-owner.hint"


class OwnGrant(Problem):
    """Somebody would change their own grant."""

    code = "web.people.own-grant"
    hint = "web.people.own-grant.hint"


class GrantTooHigh(Problem):
    """The role may do what the person who grants it may not, or is on another side. Params: role."""

    code = "web.people.grant-too-high"


class RoleMustEnd(Problem):
    """The role is granted for a time only, and no last day is given. Params: role."""

    code = "web.people.role-must-end"


class DaysInDisorder(Problem):
    """The last day lies before the first, or in the past."""

    code = "web.people.days-in-disorder"


class AlreadyGranted(Problem):
    """The person holds the role already, or has an open invitation to it."""

    code = "web.people.already-granted"


class InvitationOver(Problem):
    """The invitation was used, withdrawn or is too old, who invited may not any more, or there never was one."""

    code = "web.people.invitation-over"
    hint = "web.people.invitation-over.hint"


class InvitationOfAnother(Problem):
    """The invitation went to another address than that of who is signed in."""

    code = "web.people.invitation-of-another"
    hint = "web.people.invitation-of-another.hint"


class NameMissing(Problem):
    """Nobody can sign without a name."""

    code = "web.people.name-missing"
