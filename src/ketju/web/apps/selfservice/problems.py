"""What people of a customer may ask for and cannot have."""

from __future__ import annotations

from ketju.core.problems import Problem


class LastMainUser(Problem):
    """The only main user would lose access, and nobody could invite people any more."""

    code = "web.portal.problem.last-main-user"
    hint = "web.portal.problem.last-main-user.hint"


class NotThere(Problem):
    """What was to be changed is not there, any more or for this customer."""

    code = "web.portal.problem.not-there"
    status = 404


class RoleUnknown(Problem):
    """A role that customers' people do not have. Params: role."""

    code = "web.portal.problem.role-unknown"
