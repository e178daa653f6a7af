"""Whether a draft may be handed in: what is missing, one sentence each."""

from django.utils.translation import gettext as _

from .models import JoinRequest, Representative
from .status import city_status, in_force
from .targets import city_meant

Kind = JoinRequest.Kind
PRINCIPLES = ("principle.1", "principle.2", "principle.3")
FIRST_ROLES = (Representative.Role.LEAD_CONTACT, Representative.Role.POLITICAL_LEAD)


def problems_of(request):
    """Why a draft cannot be handed in yet, one sentence each."""
    if not request.email_proven_at:
        yield _("Type in the code that we sent to your address.")
    if not (request.name and request.office):
        yield _("Tell us your name and your office.")
    if set(PRINCIPLES) - accepted_principles(request):
        yield _("Each principle must be accepted on its own.")
    yield from _problems_of_authority(request)


def accepted_principles(request):
    """The keys of the principles accepted in the words that stand on the site today."""
    return set(request.acceptances.filter(text__status="published").values_list("principle", flat=True))


def _problems_of_authority(request):
    if bool(request.city_id) == bool(request.proposed_name):
        yield _("Tell us which authority you act for.")
        return
    if request.kind == Kind.NEW_PERSON:
        if not (request.city_id and in_force(request.city)):
            yield _("This authority is not a member at present.")
        return
    if not request.city_id and not is_eligible(request.proposed_type):
        yield _("Only local authorities can become a member.")
    if not request.city_id and not request.proposed_country_id:
        yield _("Tell us the country of the authority.")
    if request.role_wanted not in FIRST_ROLES:
        yield _("The first person of an authority is its lead contact or its political lead.")
    city = city_meant(request)
    if city and is_member(city):
        yield _("This authority is already a member. Ask its lead contact to invite you.")


def is_eligible(type_term):
    """Whether a type of organisation can be a member: the kinds of local authority, and nothing else."""
    return bool(
        type_term
        and type_term.list == "authority_type"
        and type_term.code != "association"
        and type_term.closed_on is None
    )


def is_member(city):
    """Whether a membership of the city is running, whatever its status today."""
    return city_status(city) not in (None, "ended")
