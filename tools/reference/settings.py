"""The page of settings: every environment variable of the application."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.web.config.commands.backup import PASSPHRASE
from ketju.web.config.environment import VARIABLES, Variable
from tools.reference.markdown import code, page, table

ABOUT = """Everything is set by environment variables; there is no other file of settings. Each is read with its kind:
what is missing or wrong is told all at once, before anything starts, and secrets are never repeated.
`ketju check-install` looks at what they lead to."""
NOTES = f"""## Notes

- {code("DATABASE_URL")}: `sqlite:///FILE` (three slashes for a path from here, four for one from the root) or
  `postgresql://USER:PASSWORD@HOST:PORT/NAME?sslmode=verify-full`. Signs such as `@` in a password are written as `%40`.
- {code("KETJU_ENCRYPTION_KEYS")}: to change the key, put the new one in front and keep the old ones behind it. The
  last one makes the indexes by which equal names are found: it stays the last. `openssl rand -base64 32` draws a key.
  See [keys](keys.md).
- {code("KETJU_MAIL_URL")}: `smtp://USER:PASSWORD@HOST:587` asks for STARTTLS (`?tls=no` for a server on the same
  machine), `smtps://` is encrypted from the start, `anymail://PROVIDER` takes the provider's own variables, `outbox:`
  sends nothing.
- {code("KETJU_EVENTS_MAILGUN")} and the like: see [mail](mail.md#events-of-mail-providers).
- {code("KETJU_INBOX_URL")}: `imaps://USER:PASSWORD@HOST/BOX`, or `lmtp://HOST:PORT` where a mail server hands it over.
- {code("KETJU_STORAGE_URL")}: `file:///FOLDER`, or `s3://BUCKET?endpoint=https://HOST&region=REGION&style=path` for any
  storage that speaks S3 (`pip install 'ketju[storage]'`; `style=path` where the bucket is no part of the name of the
  host). Its keys come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
- {code("KETJU_OIDC_URL")}: see [security](security.md).
- {code("KETJU_PROXIES")}: the number of reverse proxies, each of which sets `X-Forwarded-Proto` and adds to
  `X-Forwarded-For`. Without a proxy leave it 0: then such headers are not believed.
- {code(PASSPHRASE)}: the passphrase of `ketju backup` and `ketju restore`, where no file is named."""


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page."""
    rows = [_row(one) for one in VARIABLES]
    listed = table(("variable", "what it is for", "where it is not set"), rows)
    yield "../operate/settings.md", page("Settings", ABOUT, listed, NOTES)


def _row(one: Variable) -> tuple[str, str, str]:
    missing = "**required**" if one.default is None else code(one.default) or "none"
    about = one.about[0].upper() + one.about[1:]
    return code(one.name), f"{about}{'; secret' if one.is_secret else ''}", missing
