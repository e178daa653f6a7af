"""How often is too often: allauth's counters over the PostgreSQL cache, for what allauth itself does not count."""

from allauth.core.internal import ratelimit

PERIODS = {
    "write_to_recipient": "3/h/key",
    "write_as_sender": "20/d/ip",
    "try_mail_code": "20/h/key",
    "ask_about_paper": "60/h/ip",
}
respond_429 = ratelimit.respond_429


def allows(request, limit, *, key=None):
    """Count one more `limit` (of PERIODS) for this sender or `key`; False when that is one too many."""
    return bool(ratelimit.consume(request, app="scn_portal", action=limit, config=PERIODS, key=key, limit_get=True))
