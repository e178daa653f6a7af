"""Who may. Rights come from the open roles of a person in a city whose membership is in force, read at each request.

Predicates read after "user": `represents(user, city)`. Those named `…_its_…` ask about the city of a row.
"""

from datetime import timedelta

import rules
from django.utils import timezone

from scn_portal.accounts.rules import is_administrator, is_moderator, is_registrar, is_staff
from scn_portal.sharing import Sharing

from ..models import (
    Body,
    City,
    CityDomain,
    JoinRequest,
    Membership,
    Priority,
    Representative,
    SeatPerson,
    SeatTerm,
)
from ..models.joining import WAITING
from ..status import city_status, in_force, in_good_standing
from ..targets import city_meant

Role = Representative.Role
LEAD_ROLES = frozenset({Role.POLITICAL_LEAD, Role.LEAD_CONTACT})
LEADING = LEAD_ROLES | {Role.DEPUTY}
IDLE = timedelta(minutes=30)  # after which a colleague may take a request over
SECOND_LOOK = timedelta(days=30)


# Roles in a city


def roles_in(user, city):
    """The roles that the person holds in this city now. A link holder, a visitor and the clock hold none."""
    if user.pk is None or city is None:
        return set()
    return set(Representative.objects.filter(user=user.pk, city=city, until=None).values_list("role", flat=True))


@rules.predicate
def represents(user, city):
    """Acts for the city in any role, and the city's membership is in force."""
    return bool(roles_in(user, city)) and in_force(city)


@rules.predicate
def leads(user, city):
    """Is political lead, lead contact or deputy of the city, and the city's membership is in force."""
    return bool(roles_in(user, city) & LEADING) and in_force(city)


@rules.predicate
def may_add_people(user, city):
    """Leads the city while it is in good standing."""
    return bool(roles_in(user, city) & LEADING) and in_good_standing(city)


@rules.predicate
def may_add_leads(user, city):
    """Is political lead or lead contact of the city while it is in good standing."""
    return bool(roles_in(user, city) & LEAD_ROLES) and in_good_standing(city)


@rules.predicate
def reads_green(user):
    """The one test for members' content: staff, people of cities in force, and persons of the Advisory Board."""
    if is_staff(user):
        return True
    if user.pk is None or not user.is_active:
        return False
    own = Representative.objects.filter(user=user.pk, until=None)
    acts = City.objects.in_force().filter(pk__in=own.values("city")).exists()
    return acts or SeatPerson.objects.advising(user).exists()


# Ties: who decides must not be of the city


@rules.predicate
def tied_to(user, city):
    """Is or was a representative of the city, or has an address in one of its domains."""
    return user.pk is not None and city is not None and bool(tied_cities(user, [city.pk]))


def tied_cities(user, cities):
    """Those of the cities, by their keys, that the person is tied to: two queries, however many there are."""
    tied = set(Representative.objects.filter(user=user.pk, city__in=cities).values_list("city", flat=True))
    host = user.email.rpartition("@")[2].lower()
    domains = CityDomain.objects.filter(city__in=cities).values_list("city", "domain")
    return tied | {city for city, domain in domains if host == domain or host.endswith(f".{domain}")}


@rules.predicate
def tied_to_its_city(user, subject):
    """Tied to the city that the row names or means, or is the very person who asks."""
    asks = getattr(subject, "email", "").lower() == getattr(user, "email", "").lower() != ""
    return asks or tied_to(user, _city_of(subject))


def _city_of(subject):
    return city_meant(subject) if isinstance(subject, JoinRequest) else subject.city


def at_its_city(asked):
    """The same question about the city of a row."""
    return rules.Predicate(lambda user, subject: asked(user, subject.city), name=f"{asked.name}:its_city")


checks_without_tie = is_registrar & ~tied_to_its_city
keeps_city_without_tie = is_registrar & ~tied_to


# Links


@rules.predicate
def holds_its_link(principal, subject):
    """Came with a signed link to exactly this row."""
    return getattr(principal, "opens", None) == f"{subject._meta.label_lower}:{subject.code}"


@rules.predicate
def is_its_addressee(user, subject):
    """Is signed in with exactly the invited address."""
    return user.pk is not None and user.email.lower() == subject.email.lower()


# One registrar holds a request


@rules.predicate
def holds_it(user, request):
    return user.pk is not None and request.taken_by_id == user.pk


@rules.predicate
def is_decided(user, request):
    """Then every registrar may come and read by whom and when; the state lets nobody decide again."""
    return request.status not in WAITING and request.decided_at is not None


@rules.predicate
def is_left_idle(user, request):
    return request.taken_by_id != user.pk and request.saved_at <= timezone.now() - IDLE


@rules.predicate
def did_not_refuse_it(user, request):
    return request.first_refused_by_id != user.pk


decides_it = checks_without_tie & (holds_it | is_decided)


# Join requests
rules.add_perm("cities.start_joinrequest", rules.always_allow)
for _verb in (
    "fill_in",
    "accept_principle",
    "ask_code",
    "prove",
    "submit",
    "answer",
    "withdraw",
    "ask_second_look",
    "remove_evidence",
):
    rules.add_perm(f"cities.{_verb}_joinrequest", holds_its_link)
for _verb in ("take", "merge"):
    rules.add_perm(f"cities.{_verb}_joinrequest", checks_without_tie)
for _verb in ("ask", "approve", "refuse", "check_evidence", "record_call"):
    rules.add_perm(f"cities.{_verb}_joinrequest", decides_it)
rules.add_perm("cities.take_over_joinrequest", checks_without_tie & is_left_idle)
rules.add_perm("cities.look_again_joinrequest", checks_without_tie & did_not_refuse_it)
rules.add_perm("cities.add_evidence_joinrequest", holds_its_link | (checks_without_tie & holds_it))
rules.add_perm("cities.expire_joinrequest", rules.always_deny)  # the clock alone
for _verb in ("open_for_invitation", "note_invitation"):  # called by an invitation
    rules.add_perm(f"cities.{_verb}_joinrequest", rules.always_deny)

# Invitations
rules.add_perm("cities.invite_invitation", may_add_people | keeps_city_without_tie)
rules.add_perm("cities.invite_lead_invitation", may_add_leads | keeps_city_without_tie)
for _verb in ("accept", "send_to_check", "refuse"):
    rules.add_perm(f"cities.{_verb}_invitation", holds_its_link | is_its_addressee)
for _verb in ("recall", "renew"):
    rules.add_perm(f"cities.{_verb}_invitation", at_its_city(may_add_people) | checks_without_tie)
for _verb in ("expire", "admit", "admit_signed_in", "turn_down"):
    rules.add_perm(f"cities.{_verb}_invitation", rules.always_deny)

# An existing register
for _verb in ("bring", "take_in", "discard"):
    rules.add_perm(f"cities.{_verb}_registerimport", is_registrar)
for _verb in ("finish_check", "give_up", "finish"):
    rules.add_perm(f"cities.{_verb}_registerimport", rules.always_deny)  # its jobs alone
rules.add_perm("cities.merge_city", keeps_city_without_tie)
rules.add_perm("cities.enter_membership", keeps_city_without_tie)
rules.add_perm("cities.invite_from_register_invitation", keeps_city_without_tie)

# The city's own page
for _verb in ("write", "choose_themes", "set_contact", "choose_picture", "say_no_strategy"):
    rules.add_perm(f"cities.{_verb}_profile", at_its_city(leads))

# The bodies


def sits_on(body):
    """`sits_on("steering")(user, day)`: the person sits in that body on the day (today if not said).

    In the committee only somebody who acts for the city of the seat on that day sits, only while the seat is held and
    the city's membership is in force.
    """

    @rules.predicate(f"sits_on:{body}")
    def sits(user, day=None):
        if user.pk is None or not user.is_active:
            return False
        seats = SeatPerson.objects.sitting(day).filter(user=user.pk, term__seat__body=body)
        return (seats.acting_on(day) if body == Body.Key.STEERING else seats).exists()

    return sits


@rules.predicate
def co_chairs(city, day=None):
    """The city co-chairs the Steering Committee on that day (today if not said)."""
    return SeatTerm.objects.of(Body.Key.STEERING).co_chaired(day).filter(city=city).exists()


def priority_on(theme, day=None):
    """The Priority that puts this theme first on that day (today if not said), or None."""
    return Priority.objects.on(day).filter(theme=theme).select_related("decision").first()


@rules.predicate
def advises_on(user, decision):
    """Sits in the Advisory Board now and reads the proposal."""
    return decision.sharing != Sharing.AMBER and sits_on(Body.Key.ADVISORY)(user)


for _verb in (
    "resize_body",
    "set_up_seat",
    *(f"{_act}_seatterm" for _act in ("seat", "end_term", "begin_co_chair", "end_co_chair")),
    *(f"{_act}_seatperson" for _act in ("name_person", "end_person")),
    *(f"{_act}_compositionrule" for _act in ("set_rule", "end_rule")),
    "waive_waiver",
    *(f"{_act}_decision" for _act in ("propose", "correct", "reword", "adopt", "reject", "withdraw")),
    "answer_advice",
    *(f"{_act}_priority" for _act in ("set_priority", "end_priority")),
):
    rules.add_perm(f"cities.{_verb}", is_administrator)
rules.add_perm("cities.give_advice", advises_on)

# The public site

rules.add_perm("cities.send_contactmessage", rules.always_allow)
for _verb in ("take", "close"):
    rules.add_perm(f"cities.{_verb}_contactmessage", is_staff)
for _verb in ("write", "revise", "publish", "retire", "check_translation"):
    rules.add_perm(f"cities.{_verb}_sitetext", is_moderator)
rules.add_perm("cities.replace_sitetext", rules.always_deny)  # follows from publishing alone


@rules.predicate
def is_draft(user, row):
    return row.status == "draft"


rules.add_perm("cities.register_picture", is_moderator | leads)
rules.add_perm("cities.describe_picture", is_moderator | (is_draft & at_its_city(leads)))
for _verb in ("publish", "replace", "retire"):
    rules.add_perm(f"cities.{_verb}_picture", is_moderator)
for _verb in ("write", "change", "set_text", "publish", "retire"):
    rules.add_perm(f"cities.{_verb}_newsitem", is_moderator)
for _verb in ("record", "change", "set_text", "publish", "retire"):
    rules.add_perm(f"cities.{_verb}_testimonial", is_moderator)
for _verb in ("register", "change", "give_role", "end_role"):
    rules.add_perm(f"cities.{_verb}_organisation", is_moderator)
for _verb in ("make", "rename", "set_countries", "open_hub", "close_hub"):
    rules.add_perm(f"cities.{_verb}_networkregion", is_moderator)


@rules.predicate
def reads_picture(user, picture):
    """Everybody looks at a picture in use; before that, moderators and the city that it shows."""
    return picture.status == "published" or is_moderator(user) or represents(user, picture.city)


@rules.predicate
def can_see(user, city):
    """May open the city's page: the same answer as `City.objects.visible_to(user)`."""
    if is_staff(user) or roles_in(user, city):
        return True
    status = city_status(city)
    return status is not None and (status != Membership.Status.SUSPENDED or reads_green(user))


rules.add_perm("cities.see_city", can_see)


# What staff see in the admin
for _model in ("joinrequest", "evidence", "invitation", "membership", "representative", "confirmation"):
    rules.add_perm(f"cities.view_{_model}", is_registrar)

from .members import may_endorse, signs_for, signs_for_its_city  # noqa: E402, F401 -- builds on the predicates above
