"""What cannot be done with campaigns and their links."""

from __future__ import annotations

from ketju.core.problems import Problem


class CampaignNotReady(Problem):
    """The plan is not ready, the campaign has begun already, or it has ended."""

    code = "web.campaign.not-ready"


class LinkOver(Problem):
    """The link is too old, was replaced by a newer one, or never was one."""

    code = "web.confirm.over"
    hint = "web.confirm.over.hint"
    status = 404


class AnsweredAlready(Problem):
    """The question has been answered: the link works once."""

    code = "web.confirm.answered"
    hint = "web.confirm.answered.hint"
    status = 410


class CodeWrong(Problem):
    """The code is another one, too old, or was tried too often."""

    code = "web.confirm.code-wrong"


class NobodyElse(Problem):
    """The person who is named is the one who was asked, or too many were named one after the other."""

    code = "web.confirm.nobody-else"
