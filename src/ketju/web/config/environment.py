"""Environment variables: each is declared once, with its kind and what it is for, and read with a clear error.

All that is wrong is told at once, so that nobody starts an installation five times to find five mistakes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from ketju.web.config.declaring import EnvironmentWrong as EnvironmentWrong
from ketju.web.config.declaring import Variable as Variable
from ketju.web.config.declaring import VariableWrong as VariableWrong
from ketju.web.config.event_secrets import EVENTS


def text(given: str) -> str:
    """Any text."""
    return given.strip()


def flag(given: str) -> bool:
    """yes or no. Raises VariableWrong."""
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    try:
        return words[given.strip().lower()]
    except KeyError:
        raise VariableWrong("expected yes or no") from None


def number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds, both included."""

    def read(given: str) -> int:
        try:
            value = int(given)
        except ValueError:
            raise VariableWrong("expected a whole number") from None
        if not least <= value <= most:
            raise VariableWrong(f"expected a number from {least} to {most}")
        return value

    return read


def choice(*values: str) -> Callable[[str], str]:
    """A reader of one of several words."""

    def read(given: str) -> str:
        if given.strip() not in values:
            raise VariableWrong(f"expected one of {', '.join(values)}")
        return given.strip()

    return read


def listed(given: str) -> list[str]:
    """Texts between commas."""
    return [part.strip() for part in given.split(",") if part.strip()]


def secret(given: str) -> str:
    """A secret of at least 32 characters. Raises VariableWrong."""
    if len(given.strip()) < 32:
        raise VariableWrong("expected at least 32 characters")
    return given.strip()


def keys(given: str) -> list[bytes]:
    """Keys of 32 bytes in base64, the one to write with first. Raises VariableWrong."""
    found = []
    for part in listed(given):
        try:
            key = base64.b64decode(part, validate=True)
        except (binascii.Error, ValueError):
            raise VariableWrong("expected keys in base64, between commas") from None
        if len(key) != 32:
            raise VariableWrong("expected keys of 32 bytes")
        found.append(key)
    if not found:
        raise VariableWrong("expected at least one key of 32 bytes in base64")
    return found


def address(given: str) -> str:
    """An address that begins with http:// or https://, without the slash at its end. Raises VariableWrong."""
    parts = urlsplit(given.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise VariableWrong("expected an address like https://ketju.example.com")
    return given.strip().rstrip("/")


def issuer(given: str) -> str:
    """The issuer of an OpenID Connect provider, as its metadata write it, or nothing. Raises VariableWrong.

    http is for a provider on this machine alone.
    """
    wanted = given.strip()
    parts = urlsplit(wanted)
    is_near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    is_whole = parts.hostname and not parts.query and not parts.fragment and "/.well-known/" not in wanted
    if wanted and not (is_whole and (parts.scheme == "https" or is_near)):
        raise VariableWrong("expected the issuer itself, like https://id.example.com, and https")
    return wanted


def database(given: str) -> dict[str, Any]:
    """The settings of a database: ``sqlite:///file`` or ``postgresql://user:password@host:port/name``.

    Raises VariableWrong.
    """
    parts = urlsplit(given.strip())
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:]) or ":memory:"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(_SQLITE)}
    if parts.scheme not in ("postgres", "postgresql"):
        raise VariableWrong("expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


# Readers do not wait for writers, and a transaction that will write says so at its start: without both, some of several
# processes fail with "database is locked".
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def mail(given: str) -> dict[str, Any]:
    """How mail leaves: ``smtp://user:password@host:587?tls=yes``, ``smtps://…``, ``outbox:`` or the path of a backend.

    Raises VariableWrong.
    """
    parts = urlsplit(given.strip())
    if given.strip() == "outbox:":
        return {"EMAIL_BACKEND": "ketju.web.base.outbox.backend.OutboxOnly"}
    if parts.scheme in ("smtp", "smtps") and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and "tls=no" not in parts.query,
            "EMAIL_TIMEOUT": 30,
        }
    if parts.scheme == "anymail" and parts.netloc:
        return {"EMAIL_BACKEND": f"anymail.backends.{parts.netloc}.EmailBackend"}
    raise VariableWrong("expected smtp://HOST:PORT, smtps://HOST:PORT, anymail://PROVIDER or outbox:")


def inbox(given: str) -> dict[str, Any] | None:
    """Where answers arrive: ``imaps://user:password@host/BOX`` or ``lmtp://127.0.0.1:8024``; None for nowhere.

    Raises VariableWrong.
    """
    parts = urlsplit(given.strip())
    if not given.strip():
        return None
    if parts.scheme not in ("imap", "imaps", "lmtp") or not parts.hostname:
        raise VariableWrong("expected imaps://USER:PASSWORD@HOST/BOX or lmtp://HOST:PORT")
    return {
        "kind": parts.scheme,
        "host": parts.hostname,
        "port": parts.port or {"imap": 143, "imaps": 993, "lmtp": 24}[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "box": unquote(parts.path[1:]) or "INBOX",
    }


def _s3(bucket: str, query: str) -> dict[str, Any]:
    """The options of a bucket. As in a folder, nothing is written over; nobody waits long for a server that is away.

    Raises VariableWrong.
    """
    try:
        from botocore.config import Config
    except ImportError:
        raise VariableWrong("s3:// needs more packages: pip install 'ketju[storage]'") from None
    options = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    known = {"endpoint": "endpoint_url", "region": "region_name"}
    if options.keys() - known.keys() - {"style"} or options.get("style", "auto") not in (
        "auto",
        "path",
        "virtual",
    ):
        raise VariableWrong("expected s3://BUCKET?endpoint=ADDRESS&region=NAME&style=path, or less")
    config = Config(
        connect_timeout=5, read_timeout=60, retries={"max_attempts": 3, "mode": "standard"},
        s3={"addressing_style": options.get("style", "auto")}, signature_version="s3v4",
    )  # fmt: skip
    found: dict[str, Any] = {known[name]: unquote(value) for name, value in options.items() if name in known}
    kept = {"bucket_name": bucket, "default_acl": None, "querystring_auth": True, "file_overwrite": False}
    return found | kept | {"client_config": config}


def storage(given: str) -> dict[str, Any]:
    """Where files are kept: ``file:///folder`` or ``s3://bucket?endpoint=https://…&region=…&style=path``.

    Raises VariableWrong.
    """
    parts = urlsplit(given.strip())
    if parts.scheme == "file" and parts.path:
        folder = unquote(parts.path)
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    if parts.scheme == "s3" and parts.netloc:
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3(parts.netloc, parts.query)}
    raise VariableWrong("expected file:///FOLDER or s3://BUCKET?endpoint=ADDRESS")


def ledger(given: str) -> dict[str, Any]:
    """Where erasures are noted, nothing for beside the files. Raises VariableWrong."""
    return storage(given) if given.strip() else {}


def broker(given: str) -> str:
    """The address of a broker, or nothing. Raises VariableWrong."""
    parts = urlsplit(given.strip())
    if given.strip() and (parts.scheme not in ("redis", "rediss", "amqp", "amqps") or not parts.hostname):
        raise VariableWrong("expected redis://HOST:PORT/NUMBER or amqp://USER:PASSWORD@HOST:PORT/NAME")
    return given.strip()


VARIABLES: tuple[Variable, ...] = (
    Variable("KETJU_SECRET_KEY", secret, None, "signs sessions and links; 32 characters or more", True),
    Variable(
        "KETJU_ENCRYPTION_KEYS",
        keys,
        None,
        "encrypt personal data: 32 bytes in base64; the first one writes, all of them read",
        True,
    ),
    Variable("KETJU_URL", address, "http://127.0.0.1:8000", "the address under which people reach it"),
    Variable("KETJU_HOSTS", listed, "", "further names that requests may ask for, between commas"),
    Variable("DATABASE_URL", database, "sqlite:///ketju.sqlite3", "the database", True),
    Variable("KETJU_MAIL_URL", mail, "outbox:", "how mail leaves; with outbox: it stays in the outbox", True),
    Variable("KETJU_MAIL_FROM", text, "Ketju <ketju@localhost>", "the sender of mail"),
    Variable(
        "KETJU_BROKER_URL",
        broker,
        "",
        "Redis or RabbitMQ for workers of Celery; none: they ask the database",
        True,
    ),
    Variable("KETJU_STORAGE_URL", storage, "file:///var/lib/ketju/files", "where files are kept", True),
    Variable(
        "KETJU_LEDGER_URL",
        ledger,
        "",
        "where erasures are noted outside of database and backups; none: beside the files",
        True,
    ),
    Variable(
        "KETJU_STATIC_DIR", text, "/var/lib/ketju/static", "where style sheets and scripts are collected"
    ),
    Variable(
        "KETJU_MAIL_PER_DOMAIN",
        number(1, 100_000),
        "60",
        "how many messages a minute one receiving domain gets at most",
    ),
    *EVENTS,
    Variable(
        "KETJU_MAIL_PROOF",
        choice("auto", "server", "report"),
        "auto",
        "what counts as delivery of a notice by mail: that our mail server took it (server), a report of it (report),"
        " or a report where events of a provider are taken, else the server (auto)",
    ),
    Variable("KETJU_DKIM_SELECTOR", text, "", "the selector of the DKIM key that signs mail, for the check"),
    Variable(
        "KETJU_INBOX_URL", inbox, "", "where answers arrive: imaps://… or lmtp://…; none: nowhere", True
    ),
    Variable(
        "KETJU_INBOX_ADDRESS",
        text,
        "",
        "the address whose mail arrives there, also with +words before the @; none: that of KETJU_MAIL_FROM",
    ),
    Variable(
        "KETJU_INBOX_OWNER",
        text,
        "",
        "the short name of the processor whose staff see mail that names none; none: the only one there is",
    ),
    Variable("KETJU_PROXIES", number(0, 10), "0", "how many reverse proxies stand before it"),
    Variable("KETJU_LOG", choice("json", "text"), "json", "how log lines look"),
    Variable("KETJU_LOG_LEVEL", choice("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "what is logged"),
    Variable(
        "KETJU_METRICS_TOKEN", text, "", "the bearer token that /metrics asks for; none: no metrics", True
    ),
    Variable(
        "KETJU_OIDC_URL", issuer, "", "the issuer of an OpenID Connect provider by which people may sign in"
    ),
    Variable("KETJU_OIDC_NAME", text, "OIDC", "what the provider is called on the sign-in page"),
    Variable("KETJU_OIDC_CLIENT", text, "", "the id of this installation at the provider"),
    Variable("KETJU_OIDC_SECRET", text, "", "its secret there", True),
    Variable(
        "KETJU_SECOND_FACTOR",
        choice("admins", "staff", "everybody"),
        "admins",
        "who needs a second factor: admins (owners and privacy officers), staff, or everybody",
    ),
    Variable(
        "KETJU_PAGES_PER_MINUTE",
        number(0, 1_000_000),
        "600",
        "how many pages a minute one person, or one address of a stranger, gets of each process; 0: any number",
    ),
    Variable(
        "KETJU_CALLS_PER_MINUTE",
        number(0, 10_000_000),
        "30000",
        "how many calls of the API a minute one token gets of each process; 0: any number",
    ),
    Variable(
        "KETJU_ZONE", text, "Europe/Helsinki", "the time zone of pages for people who have not chosen one"
    ),
    Variable(
        "KETJU_BACKUP_DAYS",
        number(0, 365),
        "2",
        "how many days old the newest backup may be before the check warns; 0: never warn",
    ),
    Variable("KETJU_DEMO", flag, "no", "fills pages with hints for trying it out; never with real data"),
    Variable("KETJU_REHEARSAL", flag, "no", "a copy of an installation for trying things: no mail leaves it"),
)


def environment_from(given: Mapping[str, str]) -> dict[str, Any]:
    """The value of every variable, by name. Raises EnvironmentWrong with all that is missing or wrong."""
    found: dict[str, Any] = {}
    faults: list[str] = []
    for one in VARIABLES:
        written = given.get(one.name, one.default)
        if written is None:
            faults.append(f"{one.name} is not set: {one.about}")
            continue
        try:
            found[one.name] = one.read(written)
        except VariableWrong as wrong:
            faults.append(f"{one.name}: {wrong} ({one.about})")
        except ValueError:
            faults.append(f"{one.name}: cannot be read ({one.about})")
    if faults:
        raise EnvironmentWrong(faults)
    return found
