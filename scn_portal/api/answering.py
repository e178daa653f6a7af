"""How a question is answered: what is not understood, what is not there, the fingerprint of an answer."""

from functools import wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

ROOT = "/api/v1/"
MOST = 100
api = NinjaAPI(
    title="Strong Cities Network",
    version="1",
    description="Read-only. Labels come in the language of Accept-Language. Answers carry an ETag.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)


class Coded(Schema):
    """A value of a shared list, and its name in the reader's language."""

    code: str
    label: str


class NotFoundOut(Schema):
    detail: str


class RefusedOut(NotFoundOut):
    parameter: str
    value: str
    allowed: list[str]


class Refused(Exception):  # noqa: N818 -- an answer to the caller, not a failure
    """A parameter that is not understood: its name, the value seen, the values known."""

    def __init__(self, parameter, value, allowed):
        self.answer = {"detail": "Not understood.", "parameter": parameter, "value": value, "allowed": allowed}


@api.exception_handler(Refused)
def refused(request, error):
    return JsonResponse(error.answer, status=400)


@api.exception_handler(ValidationError)
def not_valid(request, error):
    problem = error.errors[0]
    name = str(problem["loc"][-1])
    known = {"limit": f"1–{MOST}"}.get(name, problem["msg"])
    return JsonResponse(Refused(name, str(problem.get("input", ""))[:40], [known]).answer, status=400)


@api.exception_handler(Http404)
def not_found(request, error):
    return JsonResponse({"detail": "Not found."}, status=404)


@login_not_required
@require_safe
def schema(request):
    """The description of this interface for programs."""
    return answered(request, JsonResponse(api.get_openapi_schema(path_prefix=ROOT)))


def answered(request, response):
    """With a fingerprint: an unchanged answer is 304. It is kept by nobody without asking again."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return get_conditional_response(request, etag=etag, response=response)


def open_to_all(view):
    """Anybody may ask; what they get depends on who they are. Looking is all that can be asked."""

    @login_not_required
    @require_safe
    @wraps(view)
    def asked(request, *args, **kwargs):
        method, request.method = request.method, "GET"  # HEAD is answered as GET; the server leaves the body out
        response = view(request, *args, **kwargs)
        request.method = method
        return answered(request, response) if response.status_code == 200 else response

    return asked
