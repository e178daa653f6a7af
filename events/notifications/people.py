"""What people are told about coming: confirm, invited, a city's invitation, named for a delegation."""

from functools import wraps

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Representative
from scn_portal.accounts.models import User
from scn_portal.codes import token_for
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write

from .. import calendars, zones
from ..models import Delegation, Invitation, Registration
from ..rules import COORDINATING

ADDRESS_GIVEN = _("You get this because this address was given for an event of the Strong Cities Network.")
INVITED = _("You get this because the organisers of an event invited this address.")
FOR_COORDINATORS = _("You get this because you answer for your city.")
NAMED = _("You get this because your city named you for an event.")
Status = Registration.Status
ERASED = "@erased.invalid"


# Words and links that all of them use


def isolated(text):
    """A name inside a sentence, set apart so that it keeps its own writing direction."""
    return f"\u2068{text}\u2069"


def moment(instant, zone):
    """A deadline on the clocks of a zone, which is named."""
    local = zones.in_zone(instant, zone)
    day, where = zones.day(local, timezone.now().date()), zones.offset_of(local)
    return f"{day}, {local:%H:%M} ({where if zone == 'UTC' else f'{zones.place_of(zone)}, {where}'})"


def about(event):
    """What a mail says of an event: its title and days. Of an AMBER one the title is not told."""
    return {"title": isolated(calendars.title_of(event)), "days": calendars.days_of(event)}


def link_to(registration, person=None):
    """The page of a seat: by signing in for the person, else by a link that is derived anew and stored nowhere."""
    if person and person.pk == registration.user_id:
        if calendars.is_amber(registration.event):
            return address("events:own_events")
        return address("events:registration_detail", registration.event.slug, registration.code)
    if person:  # who coordinates the delegation
        return address("events:delegation_detail", registration.event.slug)
    token = token_for("events.registration", registration.code, registration.link_issue)
    return address("events:registration_open", registration.event.slug, registration.code, token)


def coordinators(city):
    """Political lead, lead contact and deputies of a city."""
    acting = Representative.objects.filter(city=city, until=None, role__in=COORDINATING, user__is_active=True)
    return list(User.objects.filter(pk__in=acting.values("user")).order_by("pk"))


def is_still_theirs(mail, registration):
    """Whether the reader is the person, or answers for the delegation today: not who did so once."""
    if mail.person is None or mail.person.pk == registration.user_id:
        return True
    return registration.delegation is not None and mail.person in coordinators(registration.delegation.city_id)


def about_a_seat(values):
    """A kind about a seat: nothing is told to whom it is no concern any more."""

    @wraps(values)
    def asked(mail, seat):
        return values(mail, seat) if is_still_theirs(mail, seat.registration) else None

    return asked


def tell(kind_name, registration, subject, due=""):
    """To the person's account, else to the address, else to whoever coordinates the delegation."""
    if registration.user:
        write(kind_name, subject=subject, person=registration.user, due=due)
    elif registration.email.endswith(ERASED):
        return
    elif registration.email:
        write(kind_name, subject=subject, address=registration.email, language=registration.language, due=due)
    elif registration.delegation:
        for person in coordinators(registration.delegation.city):
            write(kind_name, subject=subject, person=person, due=due)


# Confirming an address


def registration_started(registration):
    """The link to confirm; whoever is registered already is led to the seat. Nothing on the page tells which it was."""
    mail = {"address": registration.email, "language": registration.language, "due": registration.link_issue}
    write("events.registration_check", subject=registration, **mail)


@kind("events.registration_check", because=ADDRESS_GIVEN, is_security=True, related=("event",))
def registration_check(mail, registration):
    same = Registration.objects.filter(event=registration.event_id, address_key=registration.address_key)
    known = same.filter(status=Status.ACTIVE).select_related("event", "user").first()
    if known is None and registration.status != Status.UNVERIFIED:
        return None
    meant = known or registration
    return about(registration.event) | {
        "is_known": known is not None,
        "button_url": link_to(meant, known.user if known else None),
        "button_label": _("Open your seat") if known else _("Confirm and register"),
    }


# Invited by name


def invitation_sent(invitation):
    mail = {"address": invitation.email, "language": invitation.language, "due": invitation.link_issue}
    write("events.invitation_sent", subject=invitation, **mail)


@kind("events.invitation_sent", because=INVITED, is_security=True, related=("event",))
def invitation_sent_values(mail, invitation):
    if invitation.status != Invitation.Status.SENT or invitation.expires_at <= timezone.now():
        return None
    token = token_for("events.invitation", invitation.code, invitation.link_issue)
    return about(invitation.event) | {
        "name": isolated(invitation.name),
        "until": moment(invitation.expires_at, invitation.event.zone),
        "button_url": address("events:invitation_open", invitation.event.slug, invitation.code, token),
        "button_label": _("Read the invitation"),
    }


# Delegations


def delegation_invited(delegation):
    for person in coordinators(delegation.city):
        write("events.delegation_invited", subject=delegation, person=person)


@kind(
    "events.delegation_invited",
    because=FOR_COORDINATORS,
    is_security=True,
    in_inbox=True,
    related=("event", "city"),
)
def delegation_invited_values(mail, delegation):
    if delegation.status != Delegation.Status.INVITED or mail.person not in coordinators(delegation.city):
        return None
    event = delegation.event
    return about(event) | {
        "city": isolated(delegation.city.name),
        "seats": sum(each.seats for each in delegation.allotments.all()),
        "respond_by": moment(delegation.respond_by, event.zone),
        "release_at": moment(delegation.release_at, event.zone),
        "button_url": address("events:delegation_detail", event.slug),
        "button_label": _("Answer for your city"),
    }


def delegate_named(registration):
    """The delegate hears of it; one without an address hears it from the coordinator."""
    if registration.user or registration.email:
        tell("events.delegate_named", registration, registration, due=registration.delegation_id)


@kind(
    "events.delegate_named",
    because=NAMED,
    is_security=True,
    in_inbox=True,
    related=("event", "user", "delegation__city"),
)
def delegate_named_values(mail, registration):
    if registration.status != Status.ACTIVE or registration.delegation is None:
        return None
    return about(registration.event) | {
        "name": isolated(registration.name),
        "city": isolated(registration.delegation.city.name),
        "button_url": link_to(registration, mail.person),
        "button_label": _("Look at your details"),
    }
