"""What the events hang elsewhere: menus, panels, figures, the staff queue."""

from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots
from scn_portal.ui.slots import MenuEntry, Panel

from . import waiting
from .agenda import days_of, whole
from .registering import own_place

slots.menu.hang(MenuEntry(_("Events"), "events:event_list", "events"), position=30)
slots.person_menu.hang(MenuEntry(_("Your events"), "events:own_events", "own_events"), position=20)
slots.waiting.hang(waiting.offers)
slots.waiting.hang(waiting.delegations)


@slots.event_detail.hang
def joining(request, event):
    """How one takes part: register, one's own seat, or the delegation of the own city; nothing once it is over."""
    values = own_place(request.user, event)
    return Panel("events/panels/joining.html", values | {"event": event}) if values else None


@slots.event_main.hang
def programme_of_event(request, event):
    """The first hours of the programme, and the way to the rest; nothing before it is shown."""
    days = days_of(whole(event.sessions.filter(status="released")))
    number = sum(len(each.sessions) for each in days)
    return Panel("events/panels/programme.html", {"first": days[0], "number": number, "event": event}) if days else None
