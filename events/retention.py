"""How long what is known of guests and delegates is kept: see [periods] in the data inventory."""

from datetime import UTC

from django.db.models import DateField, ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from cities.status import months_after
from scn_portal.accounts.models import PSEUDONYM
from scn_portal.privacy.retention import keeps

from .lifecycle.registrations import TO_CONFIRM
from .models import AccessNeed, Answer, Certificate, Contributor, Invitation, Registration

GONE = "@erased.invalid"
MONTHS, MONTHS_UNANSWERED = 24, 6


def _months_ago(now, months):
    return months_after(now.astimezone(UTC).date(), -months)


@keeps("events.unverified", _("Registrations that nobody confirmed"), "unverified")
def unverified(now):
    return Registration.objects.filter(status=Registration.Status.UNVERIFIED, created_at__lte=now - TO_CONFIRM)


@keeps("events.needs", _("Access and dietary needs"), "needs")
def needs_of_past_events(now):
    return AccessNeed.objects.filter(purge_on__lte=now.astimezone(UTC).date())


@keeps("events.answers", _("Answers at registration"), "answers")
def answers_of_past_events(now):
    """As many days after the event as each question says."""
    until = F("question__event__ends_on") + F("question__keep_days")
    kept_until = ExpressionWrapper(until, output_field=DateField())
    return Answer.objects.annotate(kept_until=kept_until).filter(kept_until__lt=now.astimezone(UTC).date())


@keeps("events.invitations", _("Invitations to past events"), "event_invitation")
def old_invitations(now):
    """Those that were not accepted go after half a year, all others when the people become nameless."""
    unanswered = ~Q(status=Invitation.Status.ACCEPTED) & Q(event__ends_on__lt=_months_ago(now, MONTHS_UNANSWERED))
    return Invitation.objects.filter(unanswered | Q(event__ends_on__lt=_months_ago(now, MONTHS)))


def make_nameless(registration):
    """City, sector and what was attended stay; who it was does not."""
    gone = f"registration-{registration.pk}{GONE}"
    values = {"name": PSEUDONYM, "email": gone, "address_key": gone, "user": None, "registered_by": None}
    values |= {"office": "", "organisation": "", "link_issue": registration.link_issue + 1}
    Registration.objects.filter(pk=registration.pk).update(**values)
    registration.seats.update(ended_reason="", ended_by=None)
    Certificate.objects.filter(registration=registration).update(name="", reason="")


@keeps("events.people", _("Names of people at past events"), "event", remove=make_nameless)
def people_of_past_events(now):
    past = Registration.objects.filter(event__ends_on__lt=_months_ago(now, MONTHS))
    return past.exclude(email__endswith=GONE, user=None)


def forget_address(contributor):
    Contributor.objects.filter(pk=contributor.pk).update(email="", user=None)


@keeps("events.speakers", _("Addresses of speakers at past events"), "speakers", remove=forget_address)
def speakers_of_past_events(now):
    past = Contributor.objects.filter(event__ends_on__lt=_months_ago(now, MONTHS))
    return past.exclude(email="", user=None)
