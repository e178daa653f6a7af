"""Who may. Rights come from the open roles of a person in a city whose membership is in force, read at each request.

Predicates read after "user": `represents(user, city)`. Those named `…_its_…` ask about the city of a row.
"""

from datetime import timedelta

import rules
from django.utils import timezone

from scn_portal.accounts.rules import is_moderator, is_registrar, is_staff
from scn_portal.sharing import Sharing

from .models import City, JoinRequest, Membership, Representative, Strategy, StrategyVersion
from .models.joining import WAITING
from .status import city_status, in_force, in_good_standing
from .targets import city_meant

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
    """The one test for members' content: staff, and whoever acts for a city whose membership is in force."""
    if is_staff(user):
        return True
    if user.pk is None or not user.is_active:
        return False
    own = Representative.objects.filter(user=user.pk, until=None)
    return City.objects.in_force().filter(pk__in=own.values("city")).exists()


# Ties: who decides must not be of the city


@rules.predicate
def tied_to(user, city):
    """Is or was a representative of the city, or has an address in one of its domains."""
    if user.pk is None or city is None:
        return False
    if Representative.objects.filter(user=user.pk, city=city).exists():
        return True
    host = user.email.rpartition("@")[2].lower()
    domains = city.domains.values_list("domain", flat=True)
    return any(host == each or host.endswith(f".{each}") for each in domains)


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


def at_its_strategy(asked):
    """The same question about the city of the strategy of which a row is a version."""
    return rules.Predicate(lambda user, subject: asked(user, subject.strategy.city), name=f"{asked.name}:its_strategy")


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

# Handovers


@rules.predicate
def was_told_by_link(principal, handover):
    """Came with the link that lets somebody of the city object to a forced handover."""
    return getattr(principal, "opens", None) == f"cities.handovernotice:{handover.code}"


@rules.predicate
def is_of_its_city(user, subject):
    """Acts for the city of the row, whatever its membership is at present."""
    return bool(roles_in(user, subject.city))


@rules.predicate
def started_it(user, handover):
    return user.pk is not None and handover.started_by_id == user.pk


rules.add_perm("cities.start_handover", may_add_leads | keeps_city_without_tie)
for _verb in ("accept", "send_to_check", "refuse"):
    rules.add_perm(f"cities.{_verb}_handover", holds_its_link | is_its_addressee)
for _verb in ("cancel", "renew"):
    rules.add_perm(
        f"cities.{_verb}_handover",
        at_its_city(may_add_leads) | (started_it & at_its_city(represents)) | checks_without_tie,
    )
rules.add_perm("cities.object_to_handover", was_told_by_link | is_of_its_city)
for _verb in ("expire", "admit", "turn_down"):
    rules.add_perm(f"cities.{_verb}_handover", rules.always_deny)
for _verb in ("open_for_handover", "note_handover"):  # called by a handover
    rules.add_perm(f"cities.{_verb}_joinrequest", rules.always_deny)

# Membership and roles


@rules.predicate
def holds_this_role(user, representative):
    return user.pk is not None and representative.user_id == user.pk


@rules.predicate
def is_lead_contact_role(user, representative):
    return representative.role == Role.LEAD_CONTACT


@rules.predicate
def is_lead_role(user, representative):
    return representative.role in LEAD_ROLES


rules.add_perm("cities.confirm_membership", at_its_city(leads) | (is_registrar & ~at_its_city(tied_to)))
rules.add_perm(
    "cities.end_role_representative",
    (~is_lead_contact_role & (holds_this_role | (at_its_city(leads) & ~is_lead_role) | at_its_city(may_add_leads)))
    | (is_registrar & ~at_its_city(tied_to)),
)

# The city's own page
for _verb in ("write", "choose_themes", "set_contact", "choose_picture", "say_no_strategy"):
    rules.add_perm(f"cities.{_verb}_profile", at_its_city(leads))


@rules.predicate
def may_write_for(user, city):
    """Leads the city while it is in good standing. On hold it narrows or withdraws what is its own, and no more."""
    return may_add_people(user, city)


for _thing in ("create_preventionteam", "start_strategy", "name_cityorganisation"):
    rules.add_perm(f"cities.{_thing}", may_write_for)
for _verb in ("change", "add_training", "change_training", "add_target", "change_target"):
    rules.add_perm(f"cities.{_verb}_preventionteam", at_its_city(may_write_for))
for _verb in ("narrow", "end", "remove_training", "remove_target"):
    rules.add_perm(f"cities.{_verb}_preventionteam", at_its_city(leads))
rules.add_perm("cities.describe_strategy", at_its_city(may_write_for))
rules.add_perm("cities.narrow_strategy", at_its_city(leads))
rules.add_perm("cities.next_version_strategyversion", at_its_city(may_write_for))  # asked of the strategy
for _verb in ("change_draft", "adopt"):
    rules.add_perm(f"cities.{_verb}_strategyversion", at_its_strategy(may_write_for))
rules.add_perm("cities.withdraw_strategyversion", at_its_strategy(leads))
rules.add_perm("cities.give_way_strategyversion", rules.always_deny)  # follows from adopting the next version
rules.add_perm("cities.end_cityorganisation", at_its_city(leads))

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


@rules.predicate
def reads_picture(user, picture):
    """Everybody looks at a picture in use; before that, moderators and the city that it shows."""
    return picture.status == "published" or is_moderator(user) or represents(user, picture.city)


@rules.predicate
def can_see(user, city):
    """May open the city's page: the same answer as `City.objects.visible_to(user)`."""
    if is_staff(user) or roles_in(user, city):
        return True
    return city_status(city) not in (None, Membership.Status.SUSPENDED)


rules.add_perm("cities.see_city", can_see)


def acts_inside(user, city):
    """Holds any role in the city, whatever became of its membership."""
    return user.is_active and bool(roles_in(user, city))


@rules.predicate
def can_read_part(user, part):
    """May read a team or a strategy on the page of its city: the same answer as `visible_to(user)` of its model."""
    if is_staff(user) or acts_inside(user, part.city):
        return True
    if city_status(part.city) in (None, Membership.Status.ENDED) or not can_see(user, part.city):
        return False
    if isinstance(part, Strategy) and not part.versions.filter(status=StrategyVersion.Status.ADOPTED).exists():
        return False
    return part.sharing == Sharing.CLEAR or (part.sharing == Sharing.GREEN and reads_green(user))


@rules.predicate
def can_read_version(user, version):
    """May read this version and open its document: drafts and what was withdrawn only inside the city."""
    if version.status == StrategyVersion.Status.ADOPTED:
        return can_read_part(user, version.strategy)
    return is_staff(user) or acts_inside(user, version.strategy.city)


# What staff see in the admin
for _model in ("joinrequest", "evidence", "invitation", "membership", "representative", "confirmation"):
    rules.add_perm(f"cities.view_{_model}", is_registrar)
