"""What stops a notice."""

from __future__ import annotations

from ketju.core.problems import Problem


class ValueMissing(Problem):
    """A text of a notice has no value for something that it has to say. Params: name."""

    code = "web.notices.value-missing"
    hint = "web.notices.value-missing.hint"


class TextDiffers(Problem):
    """A text says something else than the register. Params: language, field, company, said, held."""

    code = "web.notices.text-differs"
    hint = "web.notices.text-differs.hint"


class NotApproved(Problem):
    """Nobody has approved the notice."""

    code = "web.notices.not-approved"
    hint = "web.notices.not-approved.hint"


class NotTested(Problem):
    """It was not tried out whether answers to the notice arrive."""

    code = "web.notices.not-tested"
    hint = "web.notices.not-tested.hint"


class RowsMissing(Problem):
    """Not all messages of the notice are written. Params: written, total."""

    code = "web.notices.rows-missing"
    hint = "web.notices.rows-missing.hint"


class NoticeReleased(Problem):
    """The notice has begun to leave, so that nothing can be added."""

    code = "web.notices.released"
    hint = "web.notices.released.hint"


class AddressRefused(Problem):
    """An address for programs that nothing is sent to: it is not HTTPS, or not on the public network."""

    code = "web.notices.address-refused"
    hint = "web.notices.address-refused.hint"


class NothingLeaves(Problem):
    """Nothing leaves the installation now: it is a demo, a rehearsal, or a pause."""

    code = "web.notices.nothing-leaves"
    hint = "web.notices.nothing-leaves.hint"
