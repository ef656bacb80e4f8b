"""What stands in the way of a backup or of restoring one."""

from __future__ import annotations

from ketju.core.problems import Problem


class ArchiveUnreadable(Problem):
    """The archive is none of ours, is damaged or cut off, or the secret is another. Params: file."""

    code = "backup.unreadable"
    hint = "backup.unreadable.hint"


class ArchiveExists(Problem):
    """A file of that name is there. Params: file."""

    code = "backup.exists"


class SecretMissing(Problem):
    """Neither a secret nor the word that none is wanted was given."""

    code = "backup.secret"
    hint = "backup.secret.hint"


class DatabaseFilled(Problem):
    """The database holds rows already. Params: table, count."""

    code = "backup.filled"
    hint = "backup.filled.hint"


class StorageFilled(Problem):
    """A file of the archive is in the storage already. Params: file."""

    code = "backup.storage-filled"


class VersionDiffers(Problem):
    """The archive was made by a version with other tables. Params: version, migrations."""

    code = "backup.version"
    hint = "backup.version.hint"


class KeyAbsent(Problem):
    """No key of the environment opens the data keys of the archive. Params: keys."""

    code = "backup.key"
    hint = "backup.key.hint"
