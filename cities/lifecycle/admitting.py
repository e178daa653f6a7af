"""What an approval makes, all in the caller's transaction: city, membership, confirmation, person, role, invitation."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, TransitionRefused

from ..evidence import counts
from ..folding import folded
from ..models import City, CityDomain, Confirmation, Evidence, Invitation, JoinRequest, Membership, Representative
from ..rules import LEAD_ROLES
from ..slugs import free_slug
from ..status import status_on
from ..targets import city_meant
from . import handovers, invitations, leaving
from .people import person_for

RECHECK_DOMAIN = timedelta(days=365)


def admit(request, *, by):
    """Make what the approved `request` asks for and tie it to the request."""
    is_new_city = request.kind == JoinRequest.Kind.NEW_CITY
    city = city_meant(request) or _new_city(request)
    if is_new_city:
        _begin_membership(city, request, by)
    elif not city.memberships.filter(ended_on=None).exists():
        raise TransitionRefused(_("This authority is not a member any more."))
    _keep_domain(city, request, by)
    request.city = city
    request.invitation = _let_in(request, _begin_role(city, request, by), by)


def _new_city(request):
    place = request.proposed_place
    values = {
        "slug": free_slug(request.proposed_name, request.proposed_country_id),
        "name": request.proposed_name,
        "folded": folded(request.proposed_name)[:160],
        "type": request.proposed_type,
        "country": request.proposed_country,
        "division": request.proposed_division,
        "place": place,
        "lat": request.proposed_lat if request.proposed_lat is not None or not place else place.lat,
        "lon": request.proposed_lon if request.proposed_lon is not None or not place else place.lon,
        "point_by": City.PointBy.GAZETTEER if place else City.PointBy.STAFF,
        "population": (place.population or None) if place else None,
        "zone": place.zone if place else "",
        "website": request.proposed_website,
    }
    try:
        with transaction.atomic():
            return City.objects.create(**values)
    except IntegrityError:  # staff made the same city a moment ago, without this request
        city = city_meant(request)
        if city is None:
            raise
        return city


def _begin_membership(city, request, by):
    running = city.memberships.filter(ended_on=None).first()
    if running and status_on(running) == Membership.Status.ENDED:  # by notice, before the clock wrote it down
        leaving.end(running, by=SYSTEM)
    elif running:
        raise TransitionRefused(_("This authority is already a member."))
    leaving.close_city(city)  # who acted for it once is asked anew
    today = timezone.now().date()
    begun = Membership.objects.create(
        city=city, joined_on=today, basis=Membership.Basis.REQUEST, source=f"request {request.code}"
    )
    items = ["contacts"]
    if request.role_wanted == Representative.Role.POLITICAL_LEAD:
        items.append("political_lead")
    Confirmation.objects.create(
        membership=begun, on=today, by=by, basis=Confirmation.Basis.REGISTRAR, items=items, note=request.code
    )


def _begin_role(city, request, by):
    role = request.role_wanted
    if request.handover_id:
        user = person_for(request.email, name=request.name, language=request.language)
        return handovers.admit(request.handover, by=SYSTEM, user=user).incoming
    if role in LEAD_ROLES and city.representatives.filter(role=role, until=None).exists():
        raise TransitionRefused(_("Somebody already holds this role. It passes to another person only by a handover."))
    return Representative.objects.create(
        user=person_for(request.email, name=request.name, language=request.language),
        city=city,
        role=role,
        office=request.office or request.get_role_wanted_display(),
        since=timezone.now(),
        basis=f"request {request.code}",
        invited_by=request.invitation.by if request.invitation_id else by,
    )


def _let_in(request, representative, by):
    """The invitation by which the person comes in; who can sign in already needs no link."""
    has_access = representative.user.has_usable_password()
    if request.invitation_id and not has_access:
        return invitations.admit(request.invitation, by=SYSTEM, representative=representative)
    if request.invitation_id:
        return invitations.admit_signed_in(request.invitation, by=SYSTEM, representative=representative)
    return Invitation.objects.create(
        city=representative.city,
        role=representative.role,
        email=request.email,
        name=request.name,
        office=representative.office,
        language=request.language,
        by=by,
        representative=representative,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
        status=Invitation.Status.ACCEPTED if has_access else Invitation.Status.OPEN,
    )


def _keep_domain(city, request, by):
    """The domain of a confirmed address is the city's own from now on, with the page that shows it."""
    proofs = request.evidence.filter(kind=Evidence.Kind.DOMAIN_MAIL, result=Evidence.Result.CONFIRMED)
    for proof in filter(counts, proofs):
        domain = proof.address.rpartition("@")[2].lower()
        if CityDomain.objects.filter(domain=domain, kind=CityDomain.Kind.OWN).exists():
            continue
        now = timezone.now()
        values = {"source_url": proof.number_source_url, "checked_by": by, "checked_at": now}
        CityDomain.objects.get_or_create(
            city=city, domain=domain, defaults=values | {"recheck_on": (now + RECHECK_DOMAIN).date()}
        )
