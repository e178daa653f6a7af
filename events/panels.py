"""What the events hang elsewhere: menus, panels, figures, the staff queue."""

from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots
from scn_portal.ui.slots import MenuEntry

slots.menu.hang(MenuEntry(_("Events"), "events:event_list", "events"), position=30)
