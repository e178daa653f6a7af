"""Where a person may be led: only to a page of this portal."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")


def is_own_address(url):
    """Whether `url` leads to this portal. What does not parse, or holds a blank or a back-slash, does not."""
    if not url or UNPRINTABLE.search(url):
        return False
    try:
        parts = urlsplit(url)
        own = urlsplit(settings.BASE_URL)
        if parts.netloc and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            return False
    except ValueError:
        return False
    return url_has_allowed_host_and_scheme(url, allowed_hosts={own.netloc}, require_https=own.scheme == "https")


def own_address_or(url, default):
    return url if is_own_address(url) else default


def absolute(path):
    """The full address of a page for a mail: from the configured base, never from the Host header."""
    return settings.BASE_URL + path
