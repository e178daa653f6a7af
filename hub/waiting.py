"""What waits for a city in the hub: drafts and where each stands, items to confirm, adoptions to answer."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.models import Representative
from cities.rules import LEADING
from scn_portal.ui.slots import Waiting

from .models import Adoption, Resource, Version
from .progress import remarks_of
from .querysets import OPEN_VERSIONS, SHOWN
from .readers import reader_of
from .schema import Need, gaps

SOON = timedelta(days=30)
DAYS_TO_ANSWER = 60  # then a claimed adoption reads "not confirmed"
Status = Version.Status
STANDS = {  # status: words, tone
    Status.DRAFT: (gettext_lazy("Draft"), ""),
    Status.RELEASED: (gettext_lazy("Waiting for a moderator"), ""),
    Status.SCREENING: (gettext_lazy("Being checked"), ""),
    Status.IN_REVIEW: (gettext_lazy("With reviewers of other cities"), ""),
    Status.APPROVED: (gettext_lazy("Approved, to be published"), "good"),
    Status.DECLINED: (gettext_lazy("Declined"), "bad"),
}


@dataclass(frozen=True)
class Draft:
    """A version on its way, and the one thing that a person of its city would do next."""

    version: object
    resource: object
    stands: str
    tone: str
    missing: int = 0
    remarks: list = field(default_factory=list)

    @property
    def url(self):
        return reverse("hub:resource_check", args=[self.resource.slug])


def drafts_of(cities, by=None):
    """The versions on their way of the items that these cities own, those with remarks first; and what `by`, one of
    the staff, writes for the network. One query."""
    on_their_way = Q(status__in=OPEN_VERSIONS) | Q(status=Status.DECLINED, pk=_newest_of_its_item())
    own = Resource.objects.owned_by(cities).filter(origin=Resource.Origin.MEMBER)
    whose = Q(resource__in=own.values("pk"))
    if by is not None:
        whose |= Q(author=by) & ~Q(resource__origin=Resource.Origin.MEMBER)
    rows = Version.objects.filter(on_their_way, whose).order_by("-saved_at", "-pk")
    drafts = [_draft(version) for version in rows.select_related("resource__city", "author")]
    return sorted(drafts, key=lambda each: not each.remarks)


def _newest_of_its_item():
    same = Version.objects.filter(resource=OuterRef("resource")).order_by("-number")
    return Subquery(same.values("pk")[:1])


def _draft(version):
    words, tone = STANDS[version.status]
    if version.status != Status.DRAFT:
        return Draft(version, version.resource, words, tone)
    remarks = [each for found in remarks_of(version).values() for each in found]
    is_recorded = version.resource.origin == Resource.Origin.RECORDED
    missing = len(gaps(version.resource.kind, version.content, until=Need.RELEASE, recorded=is_recorded))
    if remarks:
        return Draft(version, version.resource, _("Changes asked for"), "warn", missing, remarks)
    words = _("Ready to be released") if not missing else missing_in_words(missing)
    return Draft(version, version.resource, words, "" if missing else "good", missing)


def missing_in_words(number):
    return ngettext("Draft, %(number)s thing missing", "Draft, %(number)s things missing", number) % {"number": number}


def to_confirm(cities):
    """Shown items of these cities that should be confirmed now or within a month, the most pressing first."""
    soon = timezone.now().date() + SOON
    own = Resource.objects.owned_by(cities).filter(origin=Resource.Origin.MEMBER, status__in=SHOWN)
    return own.filter(review_due_on__lte=soon).select_related("city").order_by("review_due_on", "pk")


def to_answer(cities):
    """Adoptions of what these cities gave that wait for their word, the oldest first."""
    own = Resource.objects.owned_by(cities)
    claimed = Adoption.objects.filter(status=Adoption.Status.CLAIMED, resource__in=own.values("pk"))
    return claimed.select_related("resource", "taker").order_by("claimed_at", "pk")


def until(adoption):
    return adoption.claimed_at + timedelta(days=DAYS_TO_ANSWER)


def given_by(cities):
    """What these cities put before others, with how often it was taken over, the newest first."""
    own = Resource.objects.owned_by(cities).shown().select_related("city")
    counted = Adoption.objects.counted().order_by().filter(resource=OuterRef("pk")).values("resource")
    times = Subquery(counted.annotate(number=Count("pk")).values("number"))
    return own.annotate(times_taken=times).order_by("-published_at", "-pk")


def taken_by(cities, user):
    """What these cities say that they took over from others, as far as its item may be read."""
    standing = Adoption.objects.standing().filter(taker__in=cities)
    readable = Resource.objects.visible_to(user)
    mine = standing.filter(Q(resource__isnull=True) | Q(resource__in=readable.values("pk")))
    return mine.select_related("resource__city", "taker").order_by("-claimed_at", "-pk")


# On the page after sign-in


def led_by(person):
    """The ids of the cities in force that this person leads."""
    own = Representative.objects.filter(user=person, until=None, role__in=LEADING)
    return reader_of(person).cities & set(own.values_list("city", flat=True))


def waiting_for(person):
    """Drafts that came back, items to confirm, adoptions to answer. Nothing is asked for who acts for no city."""
    cities = reader_of(person).cities
    if not cities:
        return []
    led = led_by(person)
    back = [each for each in drafts_of(cities) if each.tone in ("warn", "bad")]
    drafts = [Waiting(f"{each.stands}: {each.resource}", each.url) for each in back]
    return drafts + (_to_confirm(led) + _to_answer(led) if led else [])


def _to_confirm(cities):
    return [
        Waiting(
            _("Is it still true? %(item)s") % {"item": item},
            reverse("hub:resource_confirm", args=[item.slug]),
            where=item.city.name,
            due_at=timezone.make_aware(datetime.combine(item.review_due_on, time.max)),
        )
        for item in to_confirm(cities)
    ]


def _to_answer(cities):
    return [
        Waiting(
            _("%(city)s on “%(item)s”: %(degree)s. Is it so?")
            % {
                "city": adoption.taker or adoption.taker_name,
                "item": adoption.resource,
                "degree": adoption.get_degree_display(),
            },
            reverse("hub:adoption_detail", args=[adoption.code]),
            due_at=until(adoption),
        )
        for adoption in to_answer(cities)
    ]
