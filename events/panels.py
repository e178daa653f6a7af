"""What the events hang elsewhere: menus, panels, figures, the staff queue."""

from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots
from scn_portal.ui.slots import MenuEntry, Panel

from .agenda import days_of, whole

slots.menu.hang(MenuEntry(_("Events"), "events:event_list", "events"), position=30)


@slots.event_main.hang
def programme_of_event(request, event):
    """The first hours of the programme, and the way to the rest; nothing before it is shown."""
    days = days_of(whole(event.sessions.filter(status="released")))
    number = sum(len(each.sessions) for each in days)
    return Panel("events/panels/programme.html", {"first": days[0], "number": number, "event": event}) if days else None
