"""User-facing errors: a code, parameters and a hint, never a sentence. ``text`` turns them into words."""

from __future__ import annotations


class Problem(Exception):
    """Something the user asked for that cannot be done.

    ``code`` is the message key of the sentence, ``hint`` that of the advice ("" for none); ``params`` fill both in.
    """

    code = "problem"
    hint = ""

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params: dict[str, str] = {name: str(value) for name, value in params.items()}


class FileUnreadable(Problem):
    """The file is not there, is a folder, or may not be opened. Params: file, reason."""

    code = "file-unreadable"
    hint = "file-unreadable.hint"


class SourceTooLarge(Problem):
    """The source is larger than the cap. Params: file, size, limit (bytes)."""

    code = "source-too-large"
    hint = "source-too-large.hint"


class SourceLong(Problem):
    """The source has more running text than is searched for a list. Params: file, size, limit (code points)."""

    code = "source-long"
    hint = "source-too-large.hint"


class SourceRows(Problem):
    """The source has more rows, items and records than are read. Params: file, limit."""

    code = "source-rows"
    hint = "source-rows.hint"


class SourceHostile(Problem):
    """The source is built so that reading would cost too much (zip bomb, entities). Params: file, reason."""

    code = "source-hostile"
    hint = "source-hostile.hint"


class SourceBroken(Problem):
    """The source is not of the format it claims, or is cut off. Params: file, format, reason, line, column."""

    code = "source-broken"
    hint = "source-broken.hint"


class FormatUnknown(Problem):
    """No reader knows the format of the source. Params: file, format."""

    code = "format-unknown"
    hint = "format-unknown.hint"


class SourceSlow(Problem):
    """Reading took longer than the limit. Params: file, seconds."""

    code = "source-slow"
    hint = "source-slow.hint"
