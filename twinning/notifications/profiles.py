"""What a city is told of its profile: that it should be confirmed, that an offer was lowered."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write

from ..rules import leads_city
from .interests import FOR_LEADS, isolated, leads_of


def profile_due(profile):
    """Once for each confirmation that ran out."""
    for person in leads_of(profile.city):
        write("twinning.profile_due", subject=profile, person=person, due=profile.confirmed_on.isoformat())


@kind(
    "twinning.profile_due",
    label=_("Your city's needs and offers should be confirmed"),
    because=FOR_LEADS,
    in_inbox=True,
    related=("city",),
)
def profile_due_values(mail, profile):
    if profile.is_current or not leads_city.test(mail.person, profile.city):
        return None
    return _about(profile) | {
        "confirmed_on": date_format(profile.confirmed_on, "j F Y"),
        "button_label": _("Look at it and confirm"),
    }


def offer_lowered(profile, fact):
    for person in leads_of(profile.city):
        write("twinning.offer_lowered", subject=profile, person=person, due=str(fact.pk))


@kind(
    "twinning.offer_lowered",
    label=_("An offer of your city was lowered"),
    because=FOR_LEADS,
    in_inbox=True,
    related=("city",),
)
def offer_lowered_values(mail, profile):
    if not leads_city.test(mail.person, profile.city):
        return None
    return _about(profile) | {"button_label": _("Look at your offers")}


def _about(profile):
    page = f"{address('twinning:profile')}?city={profile.city.slug}"
    return {"city": isolated(profile.city.name), "button_url": page}
