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


class DeputyUnfit(Problem):
    """A deputy is another contact of the same customer, with an address."""

    code = "web.portal.deputy.unfit"


class DeputyPast(Problem):
    """A deputy stands in to a day that has not passed."""

    code = "web.portal.deputy.past"
