"""One number per request, in the response header, every log line, audit entry, fact and mail."""

import re
from contextvars import ContextVar
from uuid import uuid4

_current = ContextVar("request_number", default="")
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


def current():
    return _current.get()


def use(number):
    """Carry on a number that came with a fact, job or mail."""
    _current.set(number)


class RequestNumberMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.number = given if WELL_FORMED.fullmatch(given) else uuid4().hex
        token = _current.set(request.number)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = request.number
        return response
