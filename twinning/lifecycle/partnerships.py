"""How a partnership begins: founded, every city takes part, a text is put forward, every city signs it.

Its plan is in `plans`, its term, breaks and end in `terms`. Locks: partnership, its cities, its text.
"""

from datetime import timedelta
from itertools import chain, count

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities.rules import Role, roles_in
from cities.status import in_good_standing, today
from hub.lifecycle.locks import lock_name
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused, one_transaction
from scn_portal.sharing import Sharing

from .. import agreement_texts, signals
from ..models import Interest, Partnership, Proposal
from ..rules import leads_city
from ..rules.partnerships import signs_for
from ..taking_part import all_want, forget, is_enough, signed_cities, want

Status, Origin = Partnership.Status, Partnership.Origin
SLUGS, RESERVED, LONGEST = "twinning:slugs", {"new"}, 90

partnerships = Lifecycle(Partnership)


# Founding


@partnerships.creation(announces=signals.partnership_proposed, by_system=True)
def found(*, by, cities, within=None, title="", themes=(), aims="", origin=Origin.FREE, agreed=(), **came_from):
    """A city proposes a partnership to others; `agreed` are those that have said already that they take part."""
    cities, agreed = list(cities), {*agreed, *([within] if within else ())}
    _check_cities(cities, within, origin)
    given = {"title": title.strip() or title_of(cities), "aims": aims.strip()[:2000], "origin": origin, **came_from}
    now = timezone.now()
    partnership = Partnership.objects.create(slug=_free_slug(given["title"]), proposed_at=now, **given)
    partnership.themes.set(themes)
    for city in cities:
        takes_part_at = now if city in agreed else None
        partnership.partner_cities.create(city=city, joined_on=now.date(), takes_part_at=takes_part_at)
    return partnership


def title_of(cities):
    """What a partnership is called that nobody has named: its cities, in no language."""
    return " · ".join(each.name for each in cities)[:160]


def _check_cities(cities, within, origin):
    if within is not None and within not in cities:
        raise TransitionRefused(_("Your own city is one of the partners."))
    if len(cities) != len(set(cities)) or not is_enough(cities) or len(cities) > Partnership.MOST_CITIES:
        raise TransitionRefused(_("A partnership joins two to four cities of at least two countries."))
    if origin == Origin.ROUND:
        return  # the round has asked; who may sign is asked again then
    for city in cities:
        if not in_good_standing(city):
            values = {"city": city.name}
            raise TransitionRefused(_("The membership of %(city)s is not active at present.") % values)


def _free_slug(title):
    lock_name(SLUGS)
    base = slugify(title)[:LONGEST].strip("-") or "partnership"
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    taken = set(Partnership.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(each for each in candidates if each not in taken)


def found_from_interest(interest, by):
    """The partnership that follows an accepted interest, filled from it; the one that is there, if it is.

    Both cities have said yes to each other, so both take part.
    """
    with one_transaction():
        interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
        if existing := Partnership.objects.filter(interest=interest).first():
            return existing
        cities = [interest.from_city, interest.to_city]
        within = next((each for each in cities if by is not SYSTEM and leads_city.test(by, each)), None)
        came_from = {"interest": interest, "is_demonstration": interest.is_demonstration}
        words = {"themes": interest.themes.all(), "aims": interest.aim, "origin": Origin.INTEREST}
        return found(by=by, within=within, cities=cities, agreed=cities, **words, **came_from)


def found_from_group(proposal):
    """The partnership of an accepted group of a round, called when the round is settled; never two for one group."""
    with one_transaction():
        proposal = Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
        if proposal.partnership_id:
            return proposal.partnership
        cities = [each.city for each in proposal.places.select_related("city__country").order_by("city__folded")]
        came_from = {"round": proposal.round, "is_demonstration": proposal.round.is_demonstration}
        proposal.partnership = found(by=SYSTEM, cities=cities, agreed=cities, origin=Origin.ROUND, **came_from)
        proposal.save(update_fields=["partnership"])
        return proposal.partnership


# Taking part


def partner_acting(partnership, by, city, asked=leads_city):
    """The row of the city for which this person acts, held; somebody else's city is not theirs to speak for."""
    rows = partnership.partner_cities.select_for_update(of=("self",)).select_related("city")
    partner = next((each for each in rows.order_by("pk") if each.city_id == city.pk and each.left_on is None), None)
    if partner is None or not asked.test(by, partner.city):
        raise PermissionDenied(f"{by} does not act for {city}")
    return partner


@partnerships.transition(Status.PROPOSED)
def take_part(partnership, *, by, city):
    """A city says that it takes part."""
    partner = partner_acting(partnership, by, city)
    if partner.takes_part_at:
        raise TransitionRefused(_("Your city has said already that it takes part."))
    partner.takes_part_at = timezone.now()
    partner.save(update_fields=["takes_part_at"])


@partnerships.transition(Status.PROPOSED, to=Status.DECLINED, announces=signals.partnership_changed)
def decline(partnership, *, by, city):
    """A city does not take part: the partnership does not come about."""
    partner_acting(partnership, by, city)


@partnerships.transition(Status.PROPOSED, to=Status.LAPSED, announces=signals.partnership_changed, by_system=True)
def lapse(partnership, *, by):
    """Not every city has signed within 90 days."""
    if timezone.now() < partnership.proposed_at + timedelta(days=Partnership.DAYS_TO_AGREE):
        raise TransitionRefused(_("Its day has not come yet."))


# The text, and who signed it


@partnerships.transition(Status.PROPOSED, announces=signals.text_put_forward)
def put_forward(partnership, *, by, city, body, language="en"):
    """A city puts a new text before the others. Signatures under an earlier one do not count any more."""
    partner_acting(partnership, by, city)
    body, before = agreement_texts.tidy(body), agreement_texts.latest(partnership)
    if not body or len(body) > agreement_texts.LONGEST:
        raise TransitionRefused(_("Write the text of the agreement; twenty thousand signs are the most."))
    if before and before.body == body and before.language == language:
        raise TransitionRefused(_("This is the text that stands there already."))
    partnership.texts.create(
        number=before.number + 1 if before else 1,
        language=language,
        body=body,
        hash=agreement_texts.digest(body),
        put_forward_by=by,
        put_forward_at=timezone.now(),
    )


@partnerships.transition(
    Status.PROPOSED,
    announces={Status.PROPOSED: signals.partnership_signed, Status.AGREED: signals.partnership_agreed},
)
def sign(partnership, *, by, city, hash, council_number="", council_on=None):
    """A city signs exactly the text that was shown; with the last signature the partnership is agreed."""
    partner = partner_acting(partnership, by, city, asked=signs_for)
    text = agreement_texts.latest(partnership)
    if text is None:
        raise TransitionRefused(_("There is no text to sign yet."))
    if hash != text.hash:
        raise agreement_texts.OtherText(partnership.texts.filter(hash=hash).order_by("-number").first(), text)
    if partner.takes_part_at is None:
        raise TransitionRefused(_("First say that your city takes part."))
    if partner.city_id in signed_cities(text):
        raise TransitionRefused(_("Your city has signed this text already."))
    given = _who_signs(by, partner.city, council_number.strip(), council_on)
    text.signatures.create(hash=hash, city=partner.city, signed_by=by, signed_at=timezone.now(), **given)
    if {each.city_id for each in partnership.open_partners()} <= signed_cities(text):
        partnership.status, partnership.agreed_on = Status.AGREED, today()
        partnership.plan_due_on = today() + timedelta(days=Partnership.DAYS_TO_PLAN)


def _who_signs(by, city, council_number, council_on):
    """Name and office as on this day. A lead contact signs with the council's decision."""
    is_political = Role.POLITICAL_LEAD in roles_in(by, city)
    if not is_political and not (council_number and council_on):
        raise TransitionRefused(_("A lead contact signs with the number and the day of the council's decision."))
    if bool(council_number) != bool(council_on):
        raise TransitionRefused(_("Give both the number and the day of the council's decision."))
    if council_on and council_on > today():
        raise TransitionRefused(_("The council's decision lies in the past."))
    role = Role.POLITICAL_LEAD if is_political else Role.LEAD_CONTACT
    office = city.representatives.filter(user=by.pk, until=None, role=role).values_list("office", flat=True).first()
    return {"name": by.name, "office": office, "council_number": council_number, "council_on": council_on}


# What all of them decide, and what each writes for the others


@partnerships.transition()
def make_public(partnership, *, by, city):
    """A city wants the public card; it stands there once all of them do."""
    want(partner_acting(partnership, by, city), "clear")
    if all_want(partnership, "clear"):
        partnership.sharing = Sharing.CLEAR


@partnerships.transition()
def make_internal(partnership, *, by, city):
    """One city does not want the public card: only members see the partnership from now on."""
    partner_acting(partnership, by, city)
    forget(partnership, "clear")
    partnership.sharing = Sharing.GREEN


@partnerships.transition()
def note_down(partnership, *, by, city, note):
    """A city writes something down that only the partners and staff read."""
    partner = partner_acting(partnership, by, city)
    partner.note = note.strip()[:2000]
    partner.save(update_fields=["note"])


# Recorded history


@partnerships.creation(to=Status.ACTIVE, by_system=True)
def record(*, by, title, cities, source, slug="", themes=(), parties=(), is_over=False, sharing=Sharing.CLEAR, **facts):
    """A moderator writes down what a public source says of a link between cities. Nobody signs it.

    `parties` are (kind, words, role) of others who belong to it, such as cities that the source does not name.
    """
    cities, parties = list(dict.fromkeys(cities)), list(parties)
    if not source.strip():
        raise TransitionRefused(_("Give the public source."))
    if len(cities) + len(parties) < 2 or not cities:
        raise TransitionRefused(_("Name at least one city, and with whom it works."))
    begins = {"slug": slug or _free_slug(title), "status": Status.CLOSED if is_over else Status.ACTIVE}
    values = {"title": title.strip(), "source": source.strip(), "origin": Origin.RECORDED, "sharing": sharing}
    partnership = Partnership.objects.create(**begins, **values, **facts)
    partnership.themes.set(themes)
    for city in cities:
        partnership.partner_cities.create(city=city, joined_on=partnership.started_on)
    for kind, words, role in parties:
        partnership.parties.create(kind=kind, words=words, role=role)
    return partnership


CORRECTED = ("title", "kind", "aims", "source", "note", "sharing", "started_on", "start_precision", "ended_on")


@partnerships.transition()
def correct(partnership, *, by, is_over=None, **facts):
    """A moderator puts right what was written down from a source."""
    if unknown := set(facts) - set(CORRECTED):
        raise TypeError(f"a recorded partnership has no {sorted(unknown)}; known are {CORRECTED}")
    for name, value in facts.items():
        setattr(partnership, name, value)
    if not partnership.source.strip():
        raise TransitionRefused(_("Give the public source."))
    if is_over is not None:
        partnership.status = Status.CLOSED if is_over else Status.ACTIVE
