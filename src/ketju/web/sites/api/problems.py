"""What went wrong, as RFC 9457 has it: application/problem+json with a type, a title, a status and a detail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ketju.core.problems import Problem
from ketju.text.render import Phrasebook, phrasebook
from ketju.web.apps.exchange.reading import FileRefused
from ketju.web.apps.parties.checking import Refused
from ketju.web.apps.registers.problems import ChangedMeanwhile, RecordWrong
from ketju.web.apps.registers.pushing import KeyWrong, PublicKeyWrong
from ketju.web.base.events import noted
from ketju.web.base.pages.uploads import UploadEmpty, UploadHostile, UploadOfAnotherKind, UploadTooLarge

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
}
UNREADABLE = (MultiPartParserError, TooManyFilesSent, TooManyFieldsSent, RequestDataTooBig)
"""What Django raises at a body that it cannot or will not take apart."""


class ScopeMissing(Exception):
    """The token may not do this."""


class Outdated(Exception):
    """The thing is not what the request says that it was when it was read (RFC 9110, 13.1.1)."""


class NotFound(Exception):
    """There is no such thing for this token."""


def _words() -> Phrasebook:
    return phrasebook(translation.get_language() or "en")


def problem(
    status: int,
    code: str,
    params: Mapping[str, str] | None = None,
    errors: Iterable[Mapping[str, str]] = (),
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """An answer that says what went wrong; ``more`` are members of its own (RFC 9457, 3.2)."""
    body: dict[str, Any] = {
        "type": f"urn:ketju:problem:{code.removeprefix('web.')}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": _words()(code, **(params or {})),
    }
    listed = list(errors)
    if listed:
        body["errors"] = listed
    body |= more or {}
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def handle_problems(api: NinjaAPI) -> None:
    """Say everything that goes wrong in one form."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(RecordWrong, _record)
    api.add_exception_handler(ChangedMeanwhile, _changed)
    api.add_exception_handler(Problem, _problem)
    api.add_exception_handler(Outdated, lambda request, wrong: problem(412, "web.api.outdated"))
    api.add_exception_handler(KeyWrong, _key)
    api.add_exception_handler(FileRefused, _file)
    for kind in (UploadTooLarge, UploadEmpty, UploadOfAnotherKind, UploadHostile, PublicKeyWrong):
        api.add_exception_handler(kind, _file)
    for fault in UNREADABLE:
        api.add_exception_handler(fault, unreadable)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(AuthenticationError, lambda request, wrong: problem(401, "web.api.token"))
    api.add_exception_handler(ScopeMissing, _scope)
    api.add_exception_handler(NotFound, _none)


def _none(request: HttpRequest, wrong: Any) -> HttpResponse:
    noted("object.not-found", request)
    return problem(404, "web.api.none")


def _refused(request: HttpRequest, wrong: Any) -> HttpResponse:
    phrases = _words()
    errors = [
        {"field": one.field, "code": one.key.removeprefix("web."), "detail": phrases(one.key, **one.params)}
        for one in wrong.faults
    ]
    return problem(422, wrong.code, wrong.params, errors)


def _record(request: HttpRequest, wrong: Any) -> HttpResponse:
    phrases = _words()
    errors = [
        {"field": field, "code": key.removeprefix("web."), "detail": phrases(key, **params)}
        for field, key, params in wrong.faults
    ]
    return problem(422, wrong.code, wrong.params, errors)


def _changed(request: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(409, wrong.code, wrong.params, more={"theirs": wrong.theirs, "fields": wrong.fields})


def _key(request: HttpRequest, wrong: Any) -> HttpResponse:
    noted("push.refused", request)
    return problem(401, wrong.code)


def _problem(request: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(409, wrong.code, {name: str(value) for name, value in wrong.params.items()})


def _file(request: HttpRequest, wrong: Any) -> HttpResponse:
    is_large = wrong.code in (UploadTooLarge.code, FileRefused("large").code)
    return problem(413 if is_large else 422, wrong.code, wrong.params)


def unreadable(request: HttpRequest, wrong: Any) -> HttpResponse:
    """The answer to a request whose parts cannot be told apart, or that has too many."""
    return problem(400, "web.api.request")


def _invalid(request: HttpRequest, wrong: Any) -> HttpResponse:
    errors = [
        {"field": ".".join(map(str, one["loc"][1:])), "code": str(one["type"]), "detail": str(one["msg"])}
        for one in wrong.errors
    ]
    return problem(422, "web.api.shape", errors=errors)


def _http(request: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(wrong.status_code, "web.api.request")


def _scope(request: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(403, "web.api.scope", {"scope": str(wrong)})
