"""Problems with terms of agreements that were asked about."""

from __future__ import annotations

from ketju.core.problems import Problem


class ValueWrong(Problem):
    """A value is not of its parameter's kind. Params: found, expected."""

    code = "terms.value-wrong"
    hint = "terms.value-wrong.hint"


class ParameterUnknown(Problem):
    """There is no such parameter. Params: found, suggestions."""

    code = "terms.parameter-unknown"
    hint = "terms.parameter-unknown.hint"


class CustomerUnknown(Problem):
    """No file holds this customer's terms. Params: found, known."""

    code = "terms.customer-unknown"
    hint = "terms.customer-unknown.hint"


class AgreementMissing(Problem):
    """No agreement holds on the day. Params: customer, at, known."""

    code = "terms.agreement-missing"
    hint = "terms.agreement-missing.hint"


class AgreementsSeveral(Problem):
    """Several agreements hold on the day and nothing says which. Params: found, at."""

    code = "terms.agreements-several"
    hint = "terms.agreements-several.hint"


class TermsMissing(Problem):
    """A file or folder holds no terms. Params: file."""

    code = "terms.none"
    hint = "terms.none.hint"


class VersionsTwo(Problem):
    """A comparison needs one agreement on each side. Params: file, count."""

    code = "terms.versions-two"
    hint = "terms.versions-two.hint"
