"""Two people at one form: who saves second is shown what the first has saved, and nothing is overwritten unseen."""

import hashlib

from django.utils.translation import gettext as _

from scn_portal.lifecycle import TransitionRefused


class Outdated(TransitionRefused):
    """Somebody saved a newer version since this one was opened; `newer` is that version."""

    def __init__(self, newer):
        super().__init__(_("Somebody saved a newer version while you were writing. Both are shown here."))
        self.newer = newer


def fingerprint(row, names):
    """Sixteen signs that change as soon as one of the named values of the row does; "new" where there is no row."""
    if row is None:
        return "new"
    values = "\x1f".join(str(row.serializable_value(name)) for name in names)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def refuse_if_newer(row, names, seen, values):
    """Raise Outdated where the row has changed since `seen`; sending the very same values again is no conflict."""
    if fingerprint(row, names) == seen:
        return
    if all(getattr(row, name) == values[name] for name in names if name in values):
        return
    raise Outdated(row)
