"""How people come to be registered, by themselves, by an officer or as a guest, and how that ends."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import answering, needs, people, signals
from .. import seats as ledger
from ..models import Pool, Registration
from ..models.seats import LIVE
from ..rules import holds_its_link, is_officer, is_this_person
from . import seats

Status = Registration.Status
OWN_WORDS = {"name", "office", "organisation", "sector", "language", "listed", "photo_consent"}
CONSENTS = {"listed", "photo_consent"}
TO_CONFIRM = timedelta(hours=48)
LINKS_AN_HOUR = 3
GIVES_UP = {
    "requested": seats.withdraw,
    "waitlisted": seats.withdraw,
    "offered": seats.decline,
    "confirmed": seats.cancel,
}

registrations = Lifecycle(Registration)


# Coming


@registrations.creation()
def register(*, by, within, pools, city=None, key="", together=True, needs=None, answers=None, **words):
    """A person who signed in asks for seats, for a city or without one. Twice is once."""
    if city is not None and not people.cities_of(by).filter(pk=city.pk).exists():
        raise PermissionDenied("events.register_registration")
    _refuse_odd_choice(pools)
    given = {"name": by.name, "language": by.language} | only_own(words)
    registration = found_or_new(within, key, user=by, email=by.email, city=city, registered_by=by, **given)
    keep(registration, needs, answers)
    seats.take(by=by, within=registration, pools=pools, together=together)
    return registration


@registrations.creation(to=Status.UNVERIFIED, announces=signals.registration_started)
def register_guest(*, by, within, pools, email, key="", needs=None, answers=None, **words):
    """Somebody without an account gives an address. A link goes there, whoever it is; only the link takes a number."""
    _refuse_odd_choice(pools)
    for pool in pools:
        ledger.check_place(pool)
        ledger.check_window(Registration(event=within), pool, people.OTHER)
    _refuse_many_links(people.address_key(email))
    given = only_own(words) | {"wanted": [each.pk for each in pools], "status": Status.UNVERIFIED}
    registration = found_or_new(within, key, email=email, **given)
    keep(registration, needs, answers)
    return registration


@registrations.creation()
def enter(*, by, within, pools, email="", user=None, city=None, key="", needs=None, answers=None, **words):
    """An officer enters a person, such as a speaker, the press or the crew, into any pool."""
    account = user or people.account_of(email)
    given = only_own(words, but=CONSENTS) | {"user": account, "city": city, "registered_by": by}
    registration = found_or_new(within, key, email=email or (user.email if user else ""), **given)
    keep(registration, needs, answers, is_own=False)
    seats.take(by=by, within=registration, pools=pools, together=True)
    return registration


@registrations.creation(by_system=True)
def admit(*, by, within, pools, answered_by, user=None):
    """The answer to an invitation becomes a registration under the invited name and address."""
    given = {"name": within.name, "language": within.language, "invitation": within, "user": user}
    given["city"] = people.cities_of(user).first() if user else None
    registration = found_or_new(within.event, f"invitation-{within.code}", email=within.email, **given)
    registration.invitation = within
    registration.save()
    seats.take(by=answered_by, within=registration, pools=pools, together=False)
    return registration


def _refuse_odd_choice(pools):
    if not pools:
        raise TransitionRefused(_("Choose where you would like to come."))
    if len({each.stop_id for each in pools}) < len(pools):
        raise TransitionRefused(_("Choose one kind of seat for each stop."))


def _refuse_many_links(address_key):
    """The same for known and unknown addresses, because each of them makes such a row."""
    lately = timezone.now() - timedelta(hours=1)
    asked = Registration.objects.filter(status=Status.UNVERIFIED, address_key=address_key, created_at__gte=lately)
    if asked.count() >= LINKS_AN_HOUR:
        raise TransitionRefused(_("Several links were sent to this address within an hour. Please wait a while."))


def only_own(words, but=frozenset()):
    if unknown := set(words) - (OWN_WORDS - but):
        raise TypeError(f"a registration takes no {sorted(unknown)} here, only {sorted(OWN_WORDS - but)}")
    return words


def found_or_new(event, key, *, email, **values):
    """The row of this form, this person or this address, else a new one. Two at once get the same."""
    about = {"event": event, "email": email, "address_key": people.address_key(email) if email else "", **values}
    if key:
        about["key"] = key
    registration = Registration(**about)
    if found := _found(registration):
        return found
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as error:
        if found := _found(registration):
            return found
        raise TransitionRefused(_("Please open the form again.")) from error
    return registration


def _found(new):
    own = Registration.objects.filter(event=new.event_id)
    same_form = own.filter(key=new.key, address_key=new.address_key, registered_by=new.registered_by)
    if found := same_form.exclude(status=Status.ENDED).first():
        return found
    if new.status == Status.UNVERIFIED:
        return None
    active = own.filter(status=Status.ACTIVE)
    found = active.filter(user=new.user).first() if new.user_id else None
    found = found or (active.filter(address_key=new.address_key).first() if new.address_key else None)
    if found and new.user_id and found.user_id is None:  # came as a guest before, with the same address
        found.user, found.city = new.user, found.city or new.city
        found.save()
    return found


def keep(registration, words, given=None, *, is_own=True):
    """Needs and answers, where a form asked for them. Others never write over what the person said."""
    if not is_own and hasattr(registration, "access_need"):
        words = None
    if words is not None:
        needs.keep(registration, words)
    if given is not None:
        answering.keep(registration, given)


# Confirming the address


def lock_wanted(registration, **_details):
    """Pools by key, before the registration's own row."""
    ledger.keep_still(Pool.objects.filter(pk__in=registration.wanted).values_list("stop", flat=True))
    ledger.lock_pools(pk__in=registration.wanted)


@registrations.transition(Status.UNVERIFIED, to=Status.ACTIVE, locks=lock_wanted)
def verify(registration, *, by):
    """Whoever reads the mailbox says yes: only now seats are taken."""
    if registration.created_at + TO_CONFIRM <= timezone.now():
        raise TransitionRefused(_("This link has ended. Please register again."))
    registration.save(update_fields=["status"])
    pools = list(Pool.objects.filter(pk__in=registration.wanted).select_related("stop"))
    seats.take(by=by, within=registration, pools=pools, together=False)
    registration.wanted = []


# Changing and ending


@registrations.transition(Status.ACTIVE)
def change(registration, *, by, needs=None, answers=None, **words):
    """Name, office and the like are put right. Consents are the person's own, and stay as they are unless named."""
    own = is_this_person(by, registration) or holds_its_link(by, registration)
    if words.get("name", registration.name) != registration.name and not is_officer(by) and name_stays(registration):
        raise TransitionRefused(_("Names are final."))
    for name, value in only_own(words).items():
        if name in CONSENTS and not own and getattr(registration, name) != value:
            raise PermissionDenied("events.change_registration")
        setattr(registration, name, value)
    if needs is not None and not own and hasattr(registration, "access_need"):
        raise TransitionRefused(_("This person has told us what is needed. Only the person can change it."))
    keep(registration, needs, answers)


def name_stays(registration):
    """Another name would hand the seat on: an invitation is bound to its person, and names are final at the cut-off."""
    held = registration.seats.filter(status__in=LIVE).select_related("pool", "stop")
    return registration.invitation_id is not None or any(
        ledger.has_begun(each.stop) or ledger.names_are_final(each.pool) for each in held
    )


@registrations.transition(Status.UNVERIFIED, Status.ACTIVE, to=Status.ENDED, locks=seats.lock_pools_of, by_system=True)
def end(registration, *, by, reason=""):
    """Every seat is given up; whoever comes back begins at the end of the queue."""
    give_up_seats(registration, by=by, reason=reason)
    registration.link_issue += 1


def give_up_seats(registration, *, by, reason=""):
    """Every seat and every place in a queue ends, but where the stop has begun."""
    for seat in registration.seats.filter(status__in=GIVES_UP).select_related("stop").order_by("pool"):
        if not ledger.has_begun(seat.stop):
            words = {} if seat.status == "offered" else {"reason": reason}
            GIVES_UP[seat.status](seat, by=by, **words)


def forget_unverified(now=None):
    """Guests who did not confirm their address within two days are forgotten. Returns how many."""
    late = (now or timezone.now()) - TO_CONFIRM
    return (
        Registration.objects.filter(status=Status.UNVERIFIED, created_at__lte=late)
        .delete()[1]
        .get("events.Registration", 0)
    )
