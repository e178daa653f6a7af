"""Which browsers a person has signed in with before: a cookie of derived tokens, nothing stored here."""

from scn_portal.codes import token_for, token_opens

COOKIE = "__Host-device"
PURPOSE, KEPT, YEAR = "accounts.device", 5, 365 * 24 * 3600


def _tokens(request):
    return request.COOKIES.get(COOKIE, "").split(".")[:KEPT]


def is_known(request, user):
    return any(token_opens(token, PURPOSE, user.public_id) for token in _tokens(request))


def remember(request, response, user):
    tokens = [token_for(PURPOSE, user.public_id), *filter(None, _tokens(request))][:KEPT]
    response.set_cookie(COOKIE, ".".join(tokens), max_age=YEAR, secure=True, httponly=True, samesite="Lax")
