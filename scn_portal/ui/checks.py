"""Checks at start-up: the one script that is not ours is the one that was looked at."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.checks import Error, Tags, register

HTMX = "django_htmx/htmx-2.min.js"
HTMX_SHA256 = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"


@register(Tags.security)
def htmx_is_the_pinned_one(app_configs, **_):
    path = finders.find(HTMX)
    found = hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else "no such file"
    if found == HTMX_SHA256:
        return []
    hint = f"Read what changed, then set HTMX_SHA256. Seen {found}, wanted {HTMX_SHA256}."
    return [Error(f"{HTMX} is not the file that was checked.", hint=hint, id="ui.E001")]
