"""The published thing: what it is, whose, who may see it, and in which of its lives it stands."""

import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from ..querysets import SHOWN, ResourceQuerySet

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

LOOP_REFUSED = pgtrigger.Trigger(
    name="supersedes_no_loop",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("supersedes_id"),
    condition=pgtrigger.Q(new__supersedes__isnull=False),
    func="""
        IF EXISTS (
            WITH RECURSIVE older AS (
                SELECT NEW.supersedes_id AS id
                UNION
                SELECT r.supersedes_id FROM hub_resource r JOIN older ON r.id = older.id
                WHERE r.supersedes_id IS NOT NULL
            ) SELECT 1 FROM older WHERE id = NEW.id
        ) THEN
            RAISE EXCEPTION 'a resource cannot supersede itself, not even through others';
        END IF;
        RETURN NEW;
    """,
)


def new_resource_code():
    """An opaque name: "SCN-" and eight signs that cannot be mistaken for each other."""
    return "SCN-" + "".join(secrets.choice(SIGNS) for _sign in range(8))


def first_slug():
    """Stands in the address until the first publication gives a readable one."""
    return new_resource_code().lower()


class Resource(models.Model):
    """An item of the library: a practice, a lesson, a toolkit … that a city, or the network, put before others."""

    class Kind(models.TextChoices):
        GOOD_PRACTICE = "good_practice", _("Good practice")
        LESSON_LEARNED = "lesson_learned", _("Lesson learned")
        TOOLKIT = "toolkit", _("Toolkit or guide")
        STRATEGY_DOCUMENT = "strategy_document", _("Strategy or action plan")
        DATASET = "dataset", _("Dataset")
        REPORT = "report", _("Report or research")
        POSITION_PAPER = "position_paper", _("Position paper of the network")
        WEBINAR = "webinar", _("Recording")

    class Origin(models.TextChoices):
        MEMBER = "member", _("given by a member city")
        RECORDED = "recorded", _("recorded from public sources")
        NETWORK = "network", _("made by the network")

    class Status(models.TextChoices):
        UNPUBLISHED = "unpublished", _("not published")
        PUBLISHED = "published", _("published")
        REVIEW_DUE = "review_due", _("to be confirmed by its city")
        ARCHIVED = "archived", _("archived")
        WITHDRAWN = "withdrawn", _("withdrawn by its city")
        TAKEN_DOWN = "taken_down", _("taken down")

    class ReviewLabel(models.TextChoices):
        NONE = "none", _("Not reviewed")
        EDITOR_CHECKED = "editor_checked", _("Checked by an editor")
        PEER_REVIEWED = "peer_reviewed", _("Peer reviewed")

    code = models.CharField(max_length=12, unique=True, default=new_resource_code, editable=False)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True, default=first_slug)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.MEMBER)
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="hub_resources"
    )
    cities = models.ManyToManyField("cities.City", through="hub.ResourceCity", related_name="+")
    sharing = models.SmallIntegerField(choices=Sharing.choices, default=Sharing.GREEN)
    embargo_until = models.DateTimeField(null=True, blank=True)
    embargo_sharing = models.SmallIntegerField(null=True, blank=True, choices=Sharing.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNPUBLISHED)
    current_version = models.ForeignKey(
        "hub.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)  # of the first publication
    changed_at = models.DateTimeField(null=True, blank=True)  # of the version that is shown
    confirmed_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    review_label = models.CharField(max_length=14, choices=ReviewLabel.choices, default=ReviewLabel.NONE)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(blank=True)  # why it was withdrawn or taken down
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # The city asks to show it to everybody; a moderator answers.
    asked_sharing = models.SmallIntegerField(null=True, blank=True, choices=Sharing.choices)
    asked_reason = models.TextField(blank=True, db_default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_answer = models.TextField(blank=True, db_default="")  # why it was refused

    # Copied from the current version (or, before the first, from the draft) by `content.copy_columns`, for lists.
    title = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=12, default="en")  # BCP 47
    licence = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=24, blank=True)
    year = models.SmallIntegerField(null=True, blank=True)  # in which it started, was held, or was published

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the hub")
        verbose_name_plural = _("items of the hub")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="resource_newest"),
            models.Index(fields=["title", "id"], name="resource_title"),
            models.Index(fields=["review_due_on"], name="resource_due", condition=Q(status__in=SHOWN)),
        ]
        constraints = [
            models.CheckConstraint(name="resource_has_an_owner", condition=Q(origin="network") | Q(city__isnull=False)),
            models.CheckConstraint(
                name="resource_embargo_is_whole",
                condition=Q(embargo_until__isnull=True, embargo_sharing__isnull=True)
                | Q(embargo_until__isnull=False, embargo_sharing__isnull=False, embargo_sharing__gt=F("sharing")),
            ),
            models.CheckConstraint(
                name="resource_shown_is_complete",
                condition=~Q(status__in=SHOWN)
                | (Q(current_version__isnull=False, published_at__isnull=False) & ~Q(licence="")),
            ),
            models.CheckConstraint(
                name="resource_not_after_itself", condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id"))
            ),
        ]
        triggers = [LOOP_REFUSED]

    def __str__(self):
        return self.title or self.code

    def get_absolute_url(self):
        return reverse("hub:resource_detail", args=[self.slug])

    @property
    def is_shown(self):
        return self.status in SHOWN

    def owner_cities(self):
        """The ids of the owner and the co-owners."""
        return self._ids("co_owner")

    def reading_cities(self):
        """The ids of the cities whose people read it at AMBER: owner, co-owners and named cities."""
        return self._ids("co_owner", "named")

    def _ids(self, *roles):
        """From the prefetched rows where there are some."""
        tied = [each.city_id for each in self.resource_cities.all() if each.role in roles]
        return [self.city_id, *tied] if self.city_id else tied


class ResourceCity(models.Model):
    """A further city of a resource: one that owns it too, or one that may read it at TLP:AMBER."""

    class Role(models.TextChoices):
        CO_OWNER = "co_owner", _("owns it too")
        NAMED = "named", _("may read it")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="resource_cities")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "city", "role"], name="resource_city_once")]

    def __str__(self):
        return f"{self.city} {self.get_role_display()}"


class ResourceTerm(models.Model):
    """A term of a shared list that the current version carries, for lists and facets."""

    class Place(models.TextChoices):
        MAIN = "main", _("main")
        OTHER = "other", _("other")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="resource_terms")
    term = models.ForeignKey("cities.Term", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=6, choices=Place.choices, default=Place.MAIN)

    class Meta:
        ordering = ["place", "term__position"]
        constraints = [models.UniqueConstraint(fields=["resource", "term"], name="resource_term_once")]

    def __str__(self):
        return f"{self.term}"
