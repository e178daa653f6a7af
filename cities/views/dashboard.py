"""The page a member meets after sign-in: what waits, and how the own city stands."""

from itertools import chain
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from scn_portal.ui import slots

from ..completeness import Completeness, take_parts
from ..first_days import first_days
from ..models import City, Membership, Representative


def greeting(person, now=None):
    """A greeting that fits the hour in the person's own time zone."""
    hour = (now or timezone.now()).astimezone(ZoneInfo(person.zone)).hour
    words = _("Good morning, %(name)s") if 4 <= hour < 12 else _("Good afternoon, %(name)s")
    if hour >= 18 or hour < 4:
        words = _("Good evening, %(name)s")
    return words % {"name": person.name}


def waiting_for(person):
    """What waits for the person on all floors: open things by due date, then what has just been done."""
    items = chain.from_iterable(slots.waiting.collect(person))
    return sorted(items, key=lambda item: (item.is_done, item.due_at is None, item.due_at and item.due_at.timestamp()))


def with_standing(roles):
    """The roles, each with what the membership of its city is today, in words and with a tone; one query."""
    cities = City.objects.with_status().filter(pk__in=[role.city_id for role in roles])
    standing = dict(cities.values_list("pk", "status")) if roles else {}
    for role in roles:
        status = standing.get(role.city_id)
        role.standing = Membership.Status(status).label if status else ""
        role.tone = TONES.get(status, "bad")
        role.leads = role.edits_profile and status in Membership.IN_FORCE
    return roles


TONES = {"active": "good", "confirm_due": "warn", "on_hold": "warn"}


class Dashboard(TemplateView):
    template_name = "cities/dashboard.html"

    def get_context_data(self, **kwargs):
        person = self.request.user
        roles = list(Representative.objects.of_person(person).with_profile())
        for role in roles:
            take_parts(role)
        context = super().get_context_data(**kwargs)
        return context | {
            "greeting": greeting(person),
            "roles": with_standing(roles),
            "waiting": waiting_for(person),
            "first_days": first_days(person, roles),
            "completeness": [Completeness(role.city) for role in roles if role.edits_profile],
        }
