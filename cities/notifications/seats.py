"""Who sits in a body, and which seat ends soon."""

from django.utils.translation import gettext_lazy as _

from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write

from ..rules import LEADING
from ..seat_watch import SOON
from ..status import in_good_standing, today
from .words import day, isolated


def seat_person_named(person):
    """A person of the board is told, and led to the account; people of a city know their seat from the city."""
    if person.term.organisation_id:
        write("cities.seat_named", subject=person, person=person.user)


@kind("cities.seat_named", is_security=True, in_inbox=True, related=("term__organisation", "user"))
def seat_named(mail, person):
    if person.until:
        return None
    is_new = not person.user.has_usable_password()
    return {
        "name": isolated(person.user.name),
        "organisation": isolated(person.term.organisation.name),
        "is_new": is_new,
        "button_url": address("account_reset_password") if is_new else address("account_login"),
        "button_label": _("Choose a password") if is_new else _("Sign in"),
    }


def seat_ending(term, due):
    """Those who lead the city of the seat are told; `due` says of which end, so that each is told once."""
    for each in term.city.representatives.filter(until=None, role__in=LEADING).select_related("user"):
        write("cities.seat_ending", subject=term, person=each.user, due=due)


@kind("cities.seat_ending", label=_("Your city's seat ends soon"), in_inbox=True, related=("city", "seat__body"))
def seat_ending_values(mail, term):
    """Held back where the term has ended, or nothing threatens it any more."""
    ends_on = term.period.upper if term.period.upper and term.period.upper <= today() + SOON else None
    is_out = not in_good_standing(term.city)
    if not term.runs_on(today()) or not (ends_on or is_out):
        return None
    return {
        "city": isolated(term.city.name),
        "body": str(term.seat.body),
        "ends_on": day(ends_on) if ends_on else "",
        "is_out": is_out,
        "button_url": address("cities:committee"),
        "button_label": _("See the committee"),
    }
