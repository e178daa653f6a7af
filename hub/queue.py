"""What waits for moderators: versions to check, wider sharing to allow, disputes to settle."""

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.fields.json import KT, KeyTransform
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.models import CityDomain, Representative
from scn_portal.ui.slots import QueueSource

from .doors import shut_doors
from .models import Adoption, Mismatch, Resource, ResourceFile, Version
from .querysets import PAST_RELEASE

LEVELS = (  # the strictest first
    ("tertiary", gettext_lazy("tertiary prevention")),
    ("secondary", gettext_lazy("secondary prevention")),
    ("primary", gettext_lazy("primary prevention")),
)


class Ties:
    """The cities that a person must leave to colleagues: those they act or once acted for, or have an address of."""

    def __init__(self, person):
        self.person = person

    @cached_property
    def cities(self):
        labels = self.person.email.rpartition("@")[2].lower().split(".")
        hosts = [".".join(labels[begin:]) for begin in range(len(labels))]
        acted = Representative.objects.filter(user=self.person).values_list("city", flat=True)
        return set(acted.union(CityDomain.objects.filter(domain__in=hosts).values_list("city", flat=True)))

    def to(self, resource):
        return bool(self.cities & set(resource.owner_cities()))


def versions_to_check():
    """Released, held or approved versions, oldest first, without their content: it may be long."""
    added = ResourceFile.objects.filter(added_in=OuterRef("pk"), removed_in=None).order_by().values("added_in")
    return (
        Version.objects.filter(status__in=PAST_RELEASE)
        .annotate(
            title=KT("content__title"),
            levels=KeyTransform("prevention_level", "content"),
            new_files=Coalesce(Subquery(added.annotate(count=Count("pk")).values("count")), 0),
        )
        .defer("content")
        .select_related("resource__city", "moderator", "resource")
        .prefetch_related("resource__resource_cities")
        .order_by("released_at", "pk")
    )


def highest_level(levels):
    """The words for the strictest level of prevention among these codes; "" where none is given."""
    return next((str(words) for code, words in LEVELS if code in (levels or ())), "")


def named_with_city(resource, title=""):
    name = title or str(resource)
    return f"{name}, {resource.city}" if resource.city else name


def marks_of(version):
    """Kind, strictest level of prevention, and what asks for a closer look."""
    marks = [(version.resource.get_kind_display(), ""), (highest_level(version.levels).capitalize(), "")]
    if version.new_files:
        words = ngettext("%(count)s file to look at", "%(count)s files to look at", version.new_files)
        marks.append((words % {"count": version.new_files}, "warn"))
    if version.holds_personal_columns:
        marks.append((_("A table may name people"), "bad"))
    if version.second_look_at:
        marks.append((_("Second look"), "warn"))
    return [each for each in marks if each[0]]


def _next_for_version(version):
    return {
        Version.Status.RELEASED: _("Take it"),
        Version.Status.SCREENING: _("Check it and decide"),
        Version.Status.IN_REVIEW: _("Wait for the peers"),
        Version.Status.APPROVED: _("Publish it"),
    }[version.status]


def must_leave(person):
    """Who wrote it, or is tied to an owner city, leaves it to a colleague."""
    ties = Ties(person)

    def words(version):
        if version.author_id == person.pk:
            return _("You wrote it: a colleague must take it")
        return _("You are tied to the city: a colleague must take it") if ties.to(version.resource) else ""

    return words


VERSIONS = QueueSource(
    key="hub_versions",
    label=gettext_lazy("Hub: versions to check"),
    group="moderator",
    rows=versions_to_check,
    title=lambda version: named_with_city(version.resource, version.title),
    waiting_since=lambda version: version.released_at,
    next_action=_next_for_version,
    url=lambda version: reverse("admin:hub_version_change", args=[version.address]),
    owner=lambda version: version.moderator.name if version.moderator else "",
    marks=marks_of,
    barred_for=must_leave,
)


def must_leave_question(person):
    """Who asked, or is tied to an owner city, leaves the answer to a colleague."""
    ties = Ties(person)

    def words(resource):
        if resource.asked_by_id == person.pk:
            return _("You asked: a colleague must answer")
        return _("You are tied to the city: a colleague must answer") if ties.to(resource) else ""

    return words


WIDENINGS = QueueSource(
    key="hub_widenings",
    label=gettext_lazy("Hub: items to open to everybody"),
    group="moderator",
    rows=lambda: (
        Resource.objects.shown()
        .exclude(asked_sharing=None)
        .select_related("city")
        .prefetch_related("resource_cities")
        .order_by("asked_at", "pk")
    ),
    title=lambda resource: named_with_city(resource),
    waiting_since=lambda resource: resource.asked_at,
    next_action=lambda resource: _("Allow it, or say why not"),
    url=lambda resource: reverse("admin:hub_resource_change", args=[resource.code]),
    owner=lambda resource: "",
    marks=lambda resource: [(resource.get_kind_display(), "")],
    barred_for=must_leave_question,
)

DISPUTES = QueueSource(
    key="hub_disputes",
    label=gettext_lazy("Hub: disputed adoptions"),
    group="moderator",
    rows=lambda: (
        Adoption.objects.filter(status=Adoption.Status.DISPUTED)
        .annotate(since=Coalesce(F("decided_at"), F("claimed_at")))
        .select_related("resource__city", "taker")
        .order_by("since", "pk")
    ),
    title=lambda adoption: f"{adoption.taker or adoption.taker_name} ← {adoption.resource or adoption.source_what}",
    waiting_since=lambda adoption: adoption.since,
    next_action=lambda adoption: _("Hear both cities and settle it"),
    url=lambda adoption: reverse("admin:hub_adoption_change", args=[adoption.code]),
    owner=lambda adoption: "",
    working_days=15,
)

SHUT_DOORS = QueueSource(
    key="hub_doors",
    label=gettext_lazy("Hub: doors behind which nothing stands"),
    group="moderator",
    rows=shut_doors,
    title=str,
    waiting_since=lambda door: timezone.now(),  # nobody keeps since when
    next_action=lambda door: _("Choose another search for it"),
    url=lambda door: reverse("admin:hub_door_change", args=[door.pk]),
    owner=lambda door: "",
)

MISMATCHES = QueueSource(
    key="hub_mismatches",
    label=gettext_lazy("Hub: items that do not match their text"),
    group="moderator",
    rows=lambda: Mismatch.objects.select_related("resource__city").order_by("found_at"),
    title=lambda row: f"{named_with_city(row.resource)}: {', '.join(row.what)}",
    waiting_since=lambda row: row.found_at,
    next_action=lambda row: _("Compare it with the trail, and take it down if its text was changed"),
    url=lambda row: reverse("admin:hub_resource_change", args=[row.resource.code]),
    owner=lambda row: "",
    working_days=1,
)

__all__ = [
    "DISPUTES",
    "MISMATCHES",
    "SHUT_DOORS",
    "VERSIONS",
    "WIDENINGS",
    "Ties",
    "highest_level",
    "named_with_city",
    "versions_to_check",
]
