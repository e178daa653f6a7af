"""How the pages of officers are built: a row with its facts, its acts, and what is begun from it."""

from scn_portal.lifecycle import may
from scn_portal.ui.admin_acts import ActingAdmin

OFFICERS = ("moderator",)


class Within:
    """A creation as an act on the page of what the new row joins."""

    def __init__(self, creation, name):
        self.creation, self.name = creation, name

    def is_open_to(self, person, row):
        return may(person, self.creation.permission, row)

    def __call__(self, row, *, by, **details):
        return self.creation(by=by, within=row, **details)


class OnEvent:
    """A step that moves many rows of an event, open to whoever may take it with one of them."""

    def __init__(self, step, single):
        self.step, self.single, self.name = step, single, step.__name__

    def is_open_to(self, person, event):
        return may(person, self.single.permission, event)

    def __call__(self, event, *, by, **details):
        self.step(event, by=by, **details)
        return event


class OfficersAdmin(ActingAdmin):
    """A row on a page of its own: its facts, and the acts that are open."""

    readers = OFFICERS
    key_field = "pk"
    change_form_template = "admin/cities/governed.html"

    def get_object(self, request, object_id, from_field=None):
        if self.key_field == "pk" and not (str(object_id).isascii() and str(object_id).isdecimal()):
            return None
        return super().get_object(request, object_id)

    def form_values(self, act, row):
        return {"row": row}

    def row_context(self, request, row, bound):
        return {"facts": [(label, words) for label, words in self.facts(row) if words not in ("", None)]}

    def facts(self, row):
        """What the page tells of the row, as (label, words)."""
        return []
