"""Walking a list by its keys: whoever follows the cursor meets each row that stays once, whatever comes or goes."""

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _

from .answering import ROOT, Refused

SALT = "api.cursor"


def later_than(order, key):
    """A condition: behind the row with this key, in the order of these fields ("-field" counts down)."""
    found = Q()
    for at, field in enumerate(order):
        before = {name.lstrip("-"): value for name, value in zip(order[:at], key[:at], strict=True)}
        word = "lt" if field.startswith("-") else "gt"
        found |= Q(**before, **{f"{field.lstrip('-')}__{word}": key[at]})
    return found


def opened(cursor, name, question, limit):
    """The key in a cursor that was signed here for this list, question and limit; None at the beginning."""
    if not cursor:
        return None
    try:
        *asked, key = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        asked = key = None
    if asked != [name, question, limit]:
        known = _("the cursor in “next” of the answer before, with the same filters")
        raise Refused("cursor", cursor[:40], [str(known)])
    return key


def following(name, question, limit, key):
    """The address of what comes behind the row with this key; None at the end, where there is no key."""
    if key is None:
        return None
    cursor = signing.dumps([name, question, limit, key], salt=SALT, compress=True)
    query = "&".join(filter(None, [question, f"limit={limit}", f"cursor={cursor}"]))
    return f"{settings.BASE_URL}{ROOT}{name}/?{query}"
