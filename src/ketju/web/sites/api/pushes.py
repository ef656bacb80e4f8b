"""Endpoints for lists that are kept in git: a signed push, and what came of those before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.security import APIKeyHeader

from ketju.text.messages import problem_words
from ketju.web.apps.registers.models import Push, PushKey
from ketju.web.apps.registers.pushing import push_named, pushes_of, signed_by
from ketju.web.apps.registers.reads.staff import read_of
from ketju.web.apps.registers.writes.pushing import add_key, receive_push, revoke_key
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.uploads import safe_name
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import register_at, said
from ketju.web.sites.api.given import Asked, Text
from ketju.web.sites.api.problems import NotFound, problem
from ketju.web.sites.api.shapes import Given

router = Router(tags=["pushes"])
READ, WRITE, KEYS = "registers.read", "registers.write", "registers.publish"
MOST_WRONG = 50
FILE = {
    "requestBody": {
        "required": True,
        "description": "The register file, as it stands in git.",
        "content": {"application/yaml": {"schema": {"type": "string"}}},
    }
}


class Signed(APIKeyHeader):
    """Lets in whoever signed the request with a key of the register (RFC 9421, Ed25519)."""

    param_name = "Signature-Input"

    def authenticate(self, request: HttpRequest, key: str | None) -> tuple[PushKey, str] | None:
        """The key and the nonce of the signature; None without one. Raises KeyWrong."""
        if not key:
            return None
        return signed_by(
            method=request.method or "", path=request.path, query=request.META.get("QUERY_STRING", ""),
            headers=request.headers, body=request.body, now=timezone.now(),
        )  # fmt: skip


class PushAsked(Schema):
    """What the file is called, and the commit that it is of."""

    name: Text = Field("register.yaml", min_length=1, max_length=120, pattern=r"\.(yaml|yml|json)$")
    commit: str = Field("", max_length=64, pattern="^[0-9a-f]*$")


class PushOut(Schema):
    """A push. ``state`` is "draft", "known", "same" or "wrong"; ``needs_look``: a person has to look at it first."""

    id: str
    state: str
    draft_id: str
    document_id: str
    commit: str
    sha256: str
    received_at: datetime
    looked_at: datetime | None
    needs_look: bool


class PushesOut(Schema):
    """A page of pushes, the newest first."""

    items: list[PushOut]
    next: str | None


def _shown(one: Push) -> dict[str, Any]:
    return {
        "id": one.public_id, "state": one.state, "draft_id": one.draft.public_id if one.draft else "",
        "document_id": one.snapshot.public_id, "commit": one.commit, "sha256": one.snapshot.sha256,
        "received_at": one.received_at, "looked_at": one.looked_at,
        "needs_look": one.draft is not None and one.looked_at is None,
    }  # fmt: skip


@endpoint(
    router, "POST", "/registers/{register_id}/pushes", WRITE, PushOut, 201, {413}, auth=Signed(), extra=FILE
)  # fmt: skip
def push_register(request: HttpRequest, register_id: str, asked: Query[PushAsked]) -> Any:
    """Push a register file from git, signed. It becomes a draft that a person looks at; nothing is published by it."""
    key, nonce = request.auth  # type: ignore[attr-defined]
    if key.register.public_id != register_id:
        raise NotFound
    by = Actor(kind="token", role=f"key {key.public_id}", request_id=getattr(request, "request_id", ""))
    made = receive_push(
        by=by, at=timezone.now(), key=key, nonce=nonce, data=request.body, name=safe_name(asked.name),
        commit=asked.commit,
    )  # fmt: skip
    return _refused(made) if made.state == "wrong" else Status(201, _shown(made))


def _refused(made: Push) -> HttpResponse:
    """What is wrong in a file, each with its line and column."""
    found, book = read_of(made.snapshot), said()
    errors = []
    for one in found[0].result.problems[:MOST_WRONG] if found else ():
        at = found[0].document.position(one.span) if found and one.span is not None else None
        where = f"{at.line}:{at.column}" if at else ""
        errors.append({"field": where, "code": one.code, "detail": problem_words(one, book)[0]})
    return problem(422, "web.push.wrong", errors=errors)


@endpoint(router, "GET", "/registers/{register_id}/pushes", READ, PushesOut)
def list_pushes(request: HttpRequest, register_id: str, asked: Query[Asked]) -> Any:
    """The pushes of a register, the newest first."""
    one = register_at(request, register_id)
    rows = pushes_of(one)
    if asked.after:
        last = push_named(one, asked.after.replace("\x00", ""))
        if last is None:
            raise NotFound
        rows = rows.filter(pk__lt=last.pk)
    found = list(rows[: asked.size + 1])
    shown = found[: asked.size]
    more = len(found) > asked.size
    return {"items": [_shown(each) for each in shown], "next": shown[-1].public_id if more else None}


class KeyIn(Given):
    """The public part of a key (Ed25519), as PEM or a line of OpenSSH, and a name to know it by."""

    name: Text
    public_key: Text


class KeyOut(Schema):
    """A key that signs pushes of one register. ``used_at`` is when it did last."""

    id: str
    name: str
    public_key: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class KeysOut(Schema):
    """The keys of a register, the newest first."""

    items: list[KeyOut]


def _key(one: PushKey) -> dict[str, Any]:
    return {
        "id": one.public_id, "name": one.name, "public_key": one.public_key, "created_at": one.created_at,
        "used_at": one.used_at, "revoked_at": one.revoked_at,
    }  # fmt: skip


@endpoint(router, "GET", "/registers/{register_id}/keys", READ, KeysOut)
def list_keys(request: HttpRequest, register_id: str) -> Any:
    """The keys that sign pushes of a register, with those that were revoked."""
    return {"items": [_key(each) for each in register_at(request, register_id).push_keys.all()]}


@endpoint(router, "POST", "/registers/{register_id}/keys", KEYS, KeyOut, 201)
def new_key(request: HttpRequest, register_id: str, payload: KeyIn) -> Any:
    """Let whoever has the private part of a key push the register. A person still looks at what a push changes."""
    made = add_key(
        by=actor(request), at=timezone.now(), register=register_at(request, register_id), name=payload.name,
        public_key=payload.public_key,
    )  # fmt: skip
    return Status(201, _key(made))


@endpoint(router, "POST", "/registers/{register_id}/keys/{key_id}/revoke", KEYS, KeyOut)
def end_key(request: HttpRequest, register_id: str, key_id: str) -> Any:
    """Nobody pushes by a key any longer. Twice is as once."""
    rows = register_at(request, register_id).push_keys.filter(public_id=key_id.replace("\x00", ""))
    found = rows.select_related("register__processor").first()
    if found is None:
        raise NotFound
    revoke_key(by=actor(request), at=timezone.now(), key=found)
    found.refresh_from_db()
    return _key(found)
