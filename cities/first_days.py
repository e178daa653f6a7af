"""A checklist for the first weeks on the portal: each step is a link, and ticks itself off when it is done."""

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.notifications.models import Preference
from scn_portal.ui.slots import Waiting

from .completeness import Completeness

LASTS = timedelta(days=60)


def first_days(person, roles):
    """The steps for this person, or an empty list when all are done or the first weeks are over."""
    if not roles or timezone.now() - min(role.since for role in roles) > LASTS:
        return []
    steps = [
        Waiting(_("Protect your account with a second factor"), reverse("mfa_index"), is_done=is_mfa_enabled(person)),
        Waiting(
            _("Choose what you want to hear about"),
            reverse("notifications:preferences"),
            is_done=Preference.objects.filter(person=person).exists(),
        ),
    ]
    for role in roles:
        if role.edits_profile:
            steps += _steps_for_editors(person, role.city)
    return [] if all(step.is_done for step in steps) else steps


def _steps_for_editors(person, city):
    return [
        Waiting(
            _("Complete your city's page"),
            reverse("cities:city_edit", args=[city.slug, "texts"]),
            where=city.name,
            is_done=Completeness(city).percent == 100,
        ),
        Waiting(
            _("Invite a colleague"),
            reverse("cities:invitation_create", args=[city.slug]),
            where=city.name,
            is_done=city.invitations.filter(by=person).exists(),
        ),
    ]
