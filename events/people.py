"""Who a person is to an event: the key of an address, the pools that are open to whom, and since when."""

import unicodedata

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.domains import ascii_domain
from cities.models import City, Representative
from scn_portal.accounts.models import User

from .models import Event, Pool, Registration
from .seats import BY_INVITATION, MEMBER, OTHER

Category = Pool.Category
TAKES_NOBODY = {
    Event.Status.DRAFT: gettext_lazy("Registration is not open yet."),
    Event.Status.ANNOUNCED: gettext_lazy("Registration is not open yet."),
    Event.Status.CLOSED: gettext_lazy("Registration is closed. You can still write to the organisers."),
    Event.Status.POSTPONED: gettext_lazy("This event was postponed. Registration opens again with the new time."),
    Event.Status.CANCELLED: gettext_lazy("This event was cancelled."),
    Event.Status.ENDED: gettext_lazy("This event is over."),
    Event.Status.ARCHIVED: gettext_lazy("This event is over."),
}


def address_key(address):
    """The key by which two spellings of one mailbox are the same: case and Unicode form folded, dots and plus kept."""
    local, at, domain = _folded(address.strip()).rpartition("@")
    return f"{local}{at}{ascii_domain(domain)}"


def _folded(text):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def account_of(email):
    """The account with exactly this address: a seat for it then stands on the person's own pages."""
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None


def cities_of(user):
    """The cities in force for which this person acts: they come as members."""
    own = Representative.objects.filter(user=user.pk, until=None).values("city") if user.pk else []
    return City.objects.in_force().filter(pk__in=own).order_by("folded") if user.pk else City.objects.none()


def registration_of(user, event):
    """The person's own registration for this event, by account or by address; None without one."""
    active = Registration.objects.filter(event=event, status=Registration.Status.ACTIVE)
    own = active.filter(Q(user=user) | Q(user=None, address_key=address_key(user.email)))
    return own.order_by(F("user").asc(nulls_last=True), "pk").first()


def closed_because(event, band):
    """Why nobody of this band can register now, in words for people; nothing where they can."""
    now = timezone.now()
    if event.status != Event.Status.OPEN:
        return str(TAKES_NOBODY[event.status])
    if event.closes_at and event.closes_at <= now:
        return str(TAKES_NOBODY[Event.Status.CLOSED])
    if band == OTHER and event.guests_from is None:
        return _("People from outside the member cities come by invitation.")
    begins = event.members_from if band == MEMBER else event.guests_from
    if begins and begins > now:
        day = date_format(timezone.localtime(begins), "DATETIME_FORMAT")
        if band == OTHER and event.members_from and event.members_from <= now:
            return _("Member cities register first. Registration opens for others on %(day)s.") % {"day": day}
        return _("Registration opens on %(day)s.") % {"day": day}
    return ""


def pools_open_to(event, band):
    """The pools that a person of this band chooses from, stop by stop; other pools are filled by invitation."""
    pools = Pool.objects.filter(stop__event=event, stop__status="scheduled").exclude(category__in=BY_INVITATION)
    if band == OTHER:
        for_guests = Pool.objects.filter(stop=OuterRef("stop"), category=Category.GUEST)
        pools = pools.exclude(Exists(for_guests), category=Category.DELEGATE)
    return pools.select_related("stop").order_by("stop__position", "category")


def place_in_queue(seat):
    """The place of a waiting seat as a range, (11, 20): the exact number would change with each look. One query."""
    before = type(seat).objects.filter(pool=seat.pool_id, status="waitlisted").filter(_stands_before(seat)).count()
    first = before // 10 * 10 + 1
    return first, first + 9


def _stands_before(seat):
    return Q(band__lt=seat.band) | Q(band=seat.band, queue_no__lt=seat.queue_no)
