"""The words with which others ask for rows. `visible_to` is the one answer to "who may see"."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Now
from django.utils import timezone

from .readers import reader_of

SHOWN = ("published", "review_due", "archived")
OPEN_VERSIONS = ("draft", "released", "screening", "in_review", "approved")
PAST_RELEASE = ("released", "screening", "in_review", "approved")


class ResourceQuerySet(models.QuerySet):
    def shown(self):
        """On the portal for those whom its level admits."""
        return self.filter(status__in=SHOWN)

    def with_level(self):
        """Adds `level`: the embargo's until its minute, then that of the record."""
        return self.annotate(level=Case(When(embargo_until__gt=Now(), then=F("embargo_sharing")), default=F("sharing")))

    def visible_to(self, user):
        """The resources this person may open: shown ones by level; one's own always; staff, from release on."""
        return self.visible_for(reader_of(user))

    def visible_for(self, reader):
        rows = self.with_level()
        own = self._tied_to(reader.cities)
        seen = Q(status__in=SHOWN) & Q(level__lte=reader.level)
        if reader.cities:
            seen |= Q(status__in=SHOWN) & own
            seen |= self._owned_by(reader.cities)
        if reader.is_staff:
            seen |= ~Q(status="unpublished") | Q(origin__in=("recorded", "network")) | self._past_release()
        return rows.filter(seen)

    def withdrawn_from(self, user):
        """Those that their city withdrew and that this person could read until then."""
        reader = reader_of(user)
        seen = Q(level__lte=reader.level) | self._tied_to(reader.cities)
        return self.with_level().filter(seen, status="withdrawn")

    def owned_by(self, cities):
        """Those of which one of `cities` is the owner or a co-owner."""
        return self.filter(self._owned_by(cities))

    def _owned_by(self, cities):
        co_owned = self._ties().filter(city__in=cities, role="co_owner")
        return Q(city__in=cities) | Exists(co_owned)

    def _tied_to(self, cities):
        return Q(city__in=cities) | Exists(self._ties().filter(city__in=cities))

    def _ties(self):
        return self.model._meta.get_field("cities").remote_field.through._base_manager.filter(resource=OuterRef("pk"))

    def _past_release(self):
        versions = self.model._meta.get_field("current_version").related_model._base_manager
        return Exists(versions.filter(resource=OuterRef("pk"), status__in=PAST_RELEASE))

    def for_lists(self):
        """With what a card shows, so that a row costs no query."""
        return self.select_related("city__country").prefetch_related("resource_terms__term__labels")


class VersionQuerySet(models.QuerySet):
    def open(self):
        """The one version of a resource that is being written or checked."""
        return self.filter(status__in=OPEN_VERSIONS)

    def past_draft(self):
        """Those that were released: what the staff see."""
        return self.exclude(status__in=("draft", "discarded"))


class ResourceFileQuerySet(models.QuerySet):
    """What a discarded draft did never happened; nor what a declined one did to an item that was shown before."""

    def of_version(self, version):
        """What belongs to this version: added by then and not removed by then."""
        of_item = self.filter(resource=version.resource_id)
        added, removed = self._by("added_in", version.number), self._by("removed_in", version.number)
        return of_item.filter(Q(added_in=version.pk) | added).exclude(Q(removed_in=version.pk) | removed)

    def shown(self):
        """What belongs to the current version of its item, over all items."""
        current = F("resource__current_version__number")
        return self.filter(self._by("added_in", current)).exclude(self._by("removed_in", current))

    def _by(self, moment, number):
        """It happened up to the version of this number, and counts."""
        versions = self.model._meta.get_field(moment).related_model._base_manager
        shown = versions.filter(
            resource=OuterRef("resource"),
            status__in=("current", "superseded"),
            number__lt=OuterRef(f"{moment}__number"),
        )
        void = Q(**{f"{moment}__status": "discarded"}) | Q(Exists(shown), **{f"{moment}__status": "declined"})
        return Q(**{f"{moment}__number__lte": number}) & ~void

    def for_lists(self):
        return self.select_related("file", "added_in").prefetch_related("file__smaller")


class AdoptionQuerySet(models.QuerySet):
    def standing(self):
        """Those that a page shows: neither withdrawn nor ended before they were confirmed."""
        return self.exclude(status__in=("withdrawn", "disputed"))

    def visible_to(self, user):
        """Those of a practice that this person may read, as far as they stand; both sides and staff see all."""
        reader = reader_of(user)
        practices = self.model._meta.get_field("resource").related_model.objects
        mine = Q(taker__in=reader.cities) | Q(resource__in=practices.owned_by(reader.cities).values("pk"))
        readable = Q(resource=None) | Q(resource__in=practices.visible_for(reader).shown().values("pk"))
        seen = readable & ~Q(status__in=("withdrawn", "disputed"))
        return self if reader.is_staff else self.filter(seen | mine)

    def counted(self):
        """Those that count as "taken over by": a city, adapted or replicated, confirmed or from public sources."""
        return self.filter(
            status__in=("confirmed", "recorded"), degree__in=("adapted", "replicated"), taker__isnull=False
        )


class ZeroQueryQuerySet(models.QuerySet):
    MOST_A_DAY = 2_000  # different ones: nobody fills the table with made-up words

    def note(self, text, language):
        """Count one search that found nothing. What looks like an address of a person is not kept."""
        text, today = text[:200], timezone.now().date()
        if "@" in text or self.filter(on=today).count() >= self.MOST_A_DAY:
            return
        row = self.model(text=text, language=language, on=today, times=0)
        self.bulk_create([row], ignore_conflicts=True)
        self.filter(text=text, language=language, on=today).update(times=F("times") + 1)


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that have opened, to the minute, and whose level this person reads; staff see all."""
        reader = reader_of(user)
        opened = Q(release_at=None) | Q(release_at__lte=Now())
        return self if reader.is_staff else self.filter(opened, sharing__lte=reader.level)


__all__ = [
    "AdoptionQuerySet",
    "CollectionQuerySet",
    "OPEN_VERSIONS",
    "ResourceFileQuerySet",
    "ResourceQuerySet",
    "SHOWN",
    "VersionQuerySet",
    "ZeroQueryQuerySet",
]
