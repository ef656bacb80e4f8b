"""Problems with pushing a register to where it is published."""

from __future__ import annotations

from ketju.core.problems import Problem


class PushAddressWrong(Problem):
    """What was given is no address to push to. Params: found."""

    code = "push.address-wrong"
    hint = "push.address-wrong.hint"


class PushKeyUnreadable(Problem):
    """The file holds no private key of the kind Ed25519 without a passphrase. Params: file."""

    code = "push.key-unreadable"
    hint = "push.key-unreadable.hint"


class SigningMissing(Problem):
    """The package that signs is not installed. No params."""

    code = "push.signing-missing"
    hint = "push.signing-missing.hint"


class PushUnreachable(Problem):
    """Nobody answers at the address, or not as Ketju does. Params: address."""

    code = "push.unreachable"
    hint = "push.unreachable.hint"


class PushRefused(Problem):
    """The file was not taken. Params: status, detail."""

    code = "push.refused"
    hint = "push.refused.hint"
