"""What cannot be done with a register."""

from __future__ import annotations

from typing import Any

from ketju.core.problems import Problem


class SlugTaken(Problem):
    """The processor has a register of this name. Params: slug."""

    code = "web.registers.slug-taken"
    hint = "web.registers.slug-taken.hint"


class KeptInGit(Problem):
    """The truth of this register is a file: it changes by a push, not here."""

    code = "web.registers.kept-in-git"
    hint = "web.registers.kept-in-git.hint"


class DraftClosed(Problem):
    """The draft is published or discarded, so nothing can be changed in it."""

    code = "web.registers.draft-closed"
    hint = "web.registers.draft-closed.hint"


class NothingRead(Problem):
    """No list was found in the document. Params: file."""

    code = "web.registers.nothing-read"
    hint = "web.registers.nothing-read.hint"


class ListTooLarge(Problem):
    """The file is larger than what any reader takes, so it is not kept. Params: size, limit (megabytes)."""

    code = "web.reviewing.import.too-large"


class RecordWrong(Problem):
    """A record cannot stand in the register as it is. ``faults`` has (field, code, params) of each. Params: count."""

    code = "web.registers.record-wrong"
    hint = "web.registers.record-wrong.hint"

    def __init__(self, faults: list[tuple[str, str, dict[str, str]]]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class ChangedMeanwhile(Problem):
    """Somebody else changed the record since it was opened: ``theirs`` is what stands there now, ``fields`` what
    both changed. Nothing was saved. Params: name.
    """

    code = "web.registers.changed-meanwhile"
    hint = "web.registers.changed-meanwhile.hint"

    def __init__(self, name: str, theirs: dict[str, Any], fields: list[str]) -> None:
        super().__init__(name=name)
        self.theirs, self.fields = theirs, fields


class NotReady(Problem):
    """The draft has findings of the level error that nobody answers for. Params: count."""

    code = "web.registers.not-ready"
    hint = "web.registers.not-ready.hint"


class NotChecked(Problem):
    """The draft changed since it was checked last."""

    code = "web.registers.not-checked"
    hint = "web.registers.not-checked.hint"


class MovedOn(Problem):
    """Another change was made, or this one taken back, since it was shown."""

    code = "web.registers.history.moved-on"
    hint = ""


class NothingChanged(Problem):
    """The draft says the same as the version that is published. Params: number."""

    code = "web.registers.nothing-changed"
    hint = "web.registers.nothing-changed.hint"


class OutdatedBase(Problem):
    """Another version was published since the draft was begun. Params: number."""

    code = "web.registers.outdated-base"
    hint = "web.registers.outdated-base.hint"


class TooLate(Problem):
    """A past version cannot follow one that was published here. Params: on."""

    code = "web.registers.too-late"
    hint = "web.registers.too-late.hint"


class NotKeptInGit(Problem):
    """The truth of this register is here: a file that is pushed is not taken."""

    code = "web.push.not-in-git"
    hint = "web.push.not-in-git.hint"


class PushedTwice(Problem):
    """The same signature came before."""

    code = "web.push.twice"
    hint = "web.push.twice.hint"


class NotLookedAt(Problem):
    """A list was pushed at which nobody has looked. Params: count."""

    code = "web.push.not-looked-at"
    hint = "web.push.not-looked-at.hint"


class TooManyKeys(Problem):
    """The register has as many keys as may be. Params: most."""

    code = "web.push.too-many-keys"
    hint = ""


class LinkOld(Problem):
    """A link from a mail that does not hold any more, or never did."""

    code = "web.registers.link-old"
    hint = "web.registers.link-old.hint"


class TooManyLinks(Problem):
    """The customer has as many signed links as may be. Params: most."""

    code = "web.registers.too-many-links"
    hint = "web.registers.too-many-links.hint"
