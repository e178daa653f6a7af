"""The words of an agreement: how they are kept, what their seal is, and a first draft to begin with."""

import hashlib

from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.pieces import pieces

LONGEST = 20_000


class OtherText(TransitionRefused):
    """What was shown is not what stands there now: the person reads the new words first."""

    def __init__(self, shown, text):
        super().__init__(_("The text was changed since you opened this page. Nothing was signed: read it again."))
        self.shown, self.text = shown, text


def tidy(body):
    """The text as it is kept: one kind of line end, nothing before and after."""
    return body.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(body):
    """SHA-256 of the text as it is kept, in hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def latest(partnership):
    """The text that counts now, or None: each new one takes the place of those before."""
    return partnership.texts.order_by("-number").first()


def beside(old, new):
    """(pieces of the old text, pieces of the new one) for two columns, what differs marked; the old may be None."""
    return pieces(old.body if old else "", new.body)


def first_draft(cities, aims=""):
    """Words to begin with, in the reader's language. They bind nobody before all have signed."""
    names = ", ".join(each.name for each in cities)
    parts = [
        _("The cities %(cities)s enter into a partnership within the Strong Cities Network.") % {"cities": names},
        _("1. What we want: %(aims)s") % {"aims": aims or "…"},
        _("2. Each city names an office that looks after the partnership and answers the others within ten days."),
        _("3. Within 90 days we agree on a plan with at least one visit or one call."),
        _("4. Each city carries its own costs, unless we agree otherwise in writing."),
        _("5. What we learn is written down in the hub of the network, and names all cities that took part."),
        _("6. Any city may leave at any time, after telling the others why."),
    ]
    return "\n\n".join(parts)
