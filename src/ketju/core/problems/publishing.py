"""Problems with publishing: what may not be shown to the public, and folders that are not ours."""

from __future__ import annotations

from ketju.core.problems import Problem


class LabelTooStrict(Problem):
    """The register's TLP label allows fewer readers than the publication has. Params: label, audience."""

    code = "publish.label-too-strict"
    hint = "publish.label-too-strict.hint"


class LabelMissing(Problem):
    """The register has no TLP label, and nobody said that it is public. No params."""

    code = "publish.label-missing"
    hint = "publish.label-missing.hint"


class LabelUnknown(Problem):
    """What was given as a TLP label is none. Params: found, known."""

    code = "publish.label-unknown"
    hint = "publish.label-unknown.hint"


class NothingToPublish(Problem):
    """There is no entry in the register. Params: file."""

    code = "publish.nothing"
    hint = "publish.nothing.hint"


class RegisterWrong(Problem):
    """The register has mistakes, so nothing of it is published. Params: file, count."""

    code = "publish.register-wrong"
    hint = "publish.register-wrong.hint"


class FolderForeign(Problem):
    """The folder holds files that Ketju did not write, or that were changed since. Params: folder, files."""

    code = "publish.folder-foreign"
    hint = "publish.folder-foreign.hint"


class HistoryBroken(Problem):
    """An earlier version in the folder is missing or is not what its name says. Params: folder, file."""

    code = "publish.history-broken"
    hint = "publish.history-broken.hint"


class WriterUnknown(Problem):
    """No writer has that id. Params: found, suggestions (comma-separated)."""

    code = "publish.format-unknown"
    hint = "publish.format-unknown.hint"


class LanguageUnknown(Problem):
    """Lists are published in other languages. Params: found, known (comma-separated)."""

    code = "publish.language-unknown"
    hint = "publish.language-unknown.hint"


class WriterMissing(Problem):
    """A package that a writer needs is not installed. Params: format, package."""

    code = "publish.format-missing"
    hint = "publish.format-missing.hint"


class BaseUrlWrong(Problem):
    """What was given as the address of the site is none. Params: found."""

    code = "publish.base-url-wrong"
    hint = "publish.base-url-wrong.hint"
