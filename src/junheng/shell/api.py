"""The API: one door at /api/v1/, tokens only. A program may what the person behind its token may, and no more."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from junheng.ground.jobs import clock
from junheng.ground.kernel.findings import Refused
from junheng.ground.people import actions
from junheng.ground.people.queries import holder_of
from junheng.ground.people.values import TokenHolder, TokenScope
from junheng.ground.people.wording import spoken
from junheng.registry.actions import KeyTaken
from junheng.registry.api import router as register
from junheng.registry.queries import BeginAgain
from junheng.registry.queries.node_pages import digest_of
from junheng.rooms.plans.api import router as plans
from junheng.shell.middleware import holds_nul

SAFE = ("GET", "HEAD", "OPTIONS")


class Token(HttpBearer):
    """`Authorization: Bearer jh_…`. Cookies open nothing here, so no other site can act through a browser."""

    def authenticate(self, request: HttpRequest, token: str) -> TokenHolder | None:
        """Whoever acts; None for a token that opens nothing."""
        holder = holder_of(actions.digest_of(token), clock.today())
        if holder is None:
            return None
        if holds_nul(request):
            raise HttpError(400, _("This is not there."))
        if request.method not in SAFE and holder.scope is not TokenScope.WRITE:
            raise PermissionDenied
        actions.note_use(token_id=holder.token_id, by=holder.person, at=clock.now(), today=clock.today())
        return holder


class Problem(Schema):
    """What is wrong (RFC 9457). `findings` name the place, and what to do about it."""

    type: str
    title: str
    status: int
    findings: list[dict[str, Any]] = []


# What any operation may answer beside what it is for.
FAULTS = {
    400: "The request is none that can be read.", 401: "No token, or one that opens nothing.", 403: "Not this person's, or not this token's.",
    404: "Not there, or not for this person to know of.", 409: "The key came with something else before.",
    410: "The changes since this cursor cannot be told: begin again without it.", 413: "More than is taken.",
    422: "Not taken; nothing of it is stored.", 429: "Too many requests in a minute.",
}


class Door(NinjaAPI):
    """The API, with every fault in its description."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """An answer with the digest of its body, so that whoever reads it can tell a damaged one."""
        answer: HttpResponse = super().create_response(request, data, **options)
        answer["Content-Digest"] = digest_of(answer.content)
        return answer

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description: every operation may answer with a problem."""
        described = super().get_openapi_schema(**options)
        described["components"]["schemas"]["Problem"] = Problem.json_schema()
        body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in described["paths"].values():
            for operation in methods.values():
                operation["responses"] |= {code: {"description": words, "content": body} for code, words in FAULTS.items()}
                for each in operation.get("parameters", ()):
                    if each["in"] == "path" and each["schema"].get("type") == "integer":
                        each["schema"].setdefault("minimum", 0)  # the address takes digits only
        return described


api = Door(
    title="Junheng 均衡", version="1", docs_url=None, auth=Token(), throttle=[AuthRateThrottle("600/m")],
    description="Register, plans and tasks of a county's education bureau. Answers hold what the person behind the token may see.",
)
api.add_router("", register)
api.add_router("", plans)


def problem(status: int, title: str, findings: list[dict[str, Any]] | None = None) -> HttpResponse:
    """What is wrong, as RFC 9457 says it; `findings` name file, row, column and what to do."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if findings:
        body["findings"] = findings
    return JsonResponse(body, status=status, content_type="application/problem+json",
                        json_dumps_params={"ensure_ascii": False})


@api.exception_handler(Refused)
def refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    """422: input that was not taken; nothing of it is stored."""
    return problem(422, _("This was not taken."), [spoken(finding) for finding in fault.findings])


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """422: fields that are missing or of the wrong kind."""
    return problem(422, _("This was not taken."), [
        {"code": each["type"], "message": each["msg"], "remedy": "", "place": {"column": ".".join(map(str, each["loc"]))}}
        for each in fault.errors
    ])


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    """401: no token, or one that opens nothing."""
    answer = problem(401, _("A token is needed: Authorization: Bearer jh_…"))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    """403: not this person's, or not this token's."""
    finding = getattr(fault, "finding", None)
    return problem(403, _("You may not do this."), [spoken(finding)] if finding else None)


@api.exception_handler(ObjectDoesNotExist)
@api.exception_handler(Http404)
def not_there(request: HttpRequest, fault: Exception) -> HttpResponse:
    """404: not there, or not for this person to know of."""
    return problem(404, _("This is not there."))


@api.exception_handler(KeyTaken)
def taken(request: HttpRequest, fault: KeyTaken) -> HttpResponse:
    """409: the same key with other rows."""
    return problem(409, _("This key came with other rows before. Use another one."))


@api.exception_handler(BeginAgain)
def begin_again(request: HttpRequest, fault: BeginAgain) -> HttpResponse:
    """410: what the token reaches is another, or the register was restored."""
    return problem(410, _("What has changed since then cannot be told. Begin again without a cursor."))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, fault: RequestDataTooBig) -> HttpResponse:
    """413: more than is taken."""
    return problem(413, _("The file is too large."))


@api.exception_handler(Throttled)
def too_often(request: HttpRequest, fault: Throttled) -> HttpResponse:
    """429: too many requests in a minute."""
    return problem(429, _("Too many requests. Wait a minute."))


@api.exception_handler(HttpError)
def other(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """What the framework refuses by itself."""
    return problem(fault.status_code, str(fault))


def door() -> tuple[list[Any], str, str]:
    """The addresses of the API; they look at tokens themselves and at nobody's session."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns, app, namespace
