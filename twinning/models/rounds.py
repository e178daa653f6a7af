"""Matching rounds: who takes part, with what, and what a city keeps to itself."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from ..querysets import EntryQuerySet, RoundQuerySet

WEIGHTS = ("learn", "shared", "capacity", "language", "regions", "size")


class Round(models.Model):
    """A call to all members to be matched with others, under one rule that is fixed before it opens."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open for entries")
        CLOSED = "closed", _("closed, being matched")
        SOLVED = "solved", _("matched, being looked at")
        PROPOSED = "proposed", _("proposed to the cities")
        SETTLED = "settled", _("settled")
        CANCELLED = "cancelled", _("cancelled")

    MOST_WAVES = 4
    TONES = {"open": "good", "settled": "good", "cancelled": "bad"}  # all others wait for somebody

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    intro = models.CharField(_("what it is about"), max_length=1000, blank=True)
    largest = models.PositiveSmallIntegerField(_("largest group"), default=3)
    learn = models.PositiveSmallIntegerField(_("weight of what a city learns"), default=3)
    shared = models.PositiveSmallIntegerField(_("weight of shared needs"), default=4)
    capacity = models.PositiveSmallIntegerField(_("weight of capacity"), default=2)
    language = models.PositiveSmallIntegerField(_("weight of a common language"), default=3)
    regions = models.PositiveSmallIntegerField(_("weight of more than one region"), default=1)
    size = models.PositiveSmallIntegerField(_("cost of each city beyond two"), default=14)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    answer_days = models.PositiveSmallIntegerField(_("days to answer"), default=21)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    wave = models.PositiveSmallIntegerField(_("wave"), default=1)
    tested_at = models.DateTimeField(null=True, blank=True)  # when the test run on made-up entries passed
    reason = models.CharField(_("reason"), max_length=400, blank=True)  # why it was cancelled
    settled_at = models.DateTimeField(null=True, blank=True)
    vetoes_erased_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching round")
        verbose_name_plural = _("matching rounds")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="round_largest", condition=Q(largest__range=(2, 4))),
            models.CheckConstraint(
                name="round_closes_later",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A round closes after it opens."),
            ),
            models.CheckConstraint(name="round_waves", condition=Q(wave__range=(1, 4))),
            models.CheckConstraint(name="round_answer_days", condition=Q(answer_days__range=(1, 90))),
            models.CheckConstraint(
                name="round_cancelled_with_reason", condition=~Q(status="cancelled") | ~Q(reason="")
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="round_rule_fixed_once_open",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("largest", *WEIGHTS),
                condition=~pgtrigger.Q(old__status="draft"),
                func="""
                    IF (OLD.largest, OLD.learn, OLD.shared, OLD.capacity, OLD.language, OLD.regions, OLD.size)
                       IS DISTINCT FROM
                       (NEW.largest, NEW.learn, NEW.shared, NEW.capacity, NEW.language, NEW.regions, NEW.size) THEN
                        RAISE EXCEPTION 'the rule of a round changes only while it is a draft';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("twinning:round_detail", args=[self.slug])

    @property
    def tone(self):
        return self.TONES.get(self.status, "warn")


class Entry(models.Model):
    """A city takes part in a round, with its needs and offers as they stood when the round closed."""

    class Status(models.TextChoices):
        IN = "in", _("takes part")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LEFT = "left", _("left after an answer")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entries")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="twinning_entries")
    needs = models.JSONField(default=dict)  # code of a theme: 1 to 3
    offers = models.JSONField(default=dict)
    proofs = models.JSONField(default=dict, blank=True)  # code of a theme: code of the practice behind the offer
    capacity = models.PositiveSmallIntegerField()
    languages = ArrayField(models.CharField(max_length=12))
    sizes = ArrayField(models.PositiveSmallIntegerField())
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    consent_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IN)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in a round")
        verbose_name_plural = _("entries in rounds")
        ordering = ["round", "city__folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "city"],
                name="entry_once",
                violation_error_message=_("Your city takes part in this round already."),
            ),
            models.CheckConstraint(
                name="entry_needs_and_offers",
                condition=~Q(needs={}) & ~Q(offers={}),
                violation_error_message=_("Name at least one need and one offer."),
            ),
            models.CheckConstraint(name="entry_capacity", condition=Q(capacity__range=(1, 3))),
            models.CheckConstraint(name="entry_sizes", condition=Q(sizes__len__gt=0)),
            models.CheckConstraint(name="entry_languages", condition=Q(languages__len__gt=0)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="entry_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("needs", "offers", "proofs", "capacity", "languages", "sizes"),
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
                func="""
                    IF (OLD.needs, OLD.offers, OLD.proofs, OLD.capacity, OLD.languages, OLD.sizes)
                       IS DISTINCT FROM
                       (NEW.needs, NEW.offers, NEW.proofs, NEW.capacity, NEW.languages, NEW.sizes) THEN
                        RAISE EXCEPTION 'the entry of a round that closed is not changed';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.city}: {self.round}"

    @property
    def tone(self):
        return "good" if self.status == self.Status.IN else "warn"


class Veto(models.Model):
    """A city with which another does not wish to be matched. Read by the leads of the listing city and nobody else."""

    is_kept_from_staff = True  # not even counted where two records of a city are merged

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="vetoes")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["entry", "city__folded"]
        constraints = [models.UniqueConstraint(fields=["entry", "city"], name="veto_once")]
        triggers = [
            pgtrigger.Trigger(
                name="veto_not_the_own_city",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT city_id FROM twinning_entry WHERE id = NEW.entry_id) = NEW.city_id THEN
                        RAISE EXCEPTION 'a city does not exclude itself';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return "one line of a private list"


class StaffMark(models.Model):
    """Staff keep a group together, or keep cities apart, and say why."""

    class Kind(models.TextChoices):
        LOCK = "lock", _("keep together")
        FORBID = "forbid", _("not together")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(_("mark"), max_length=6, choices=Kind.choices)
    cities = models.ManyToManyField("cities.City", related_name="+", verbose_name=_("cities"))
    reason = models.CharField(_("reason"), max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mark of staff")
        verbose_name_plural = _("marks of staff")
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mark_reason",
                condition=GreaterThanOrEqual(Length("reason"), 20),
                violation_error_message=_("Give a reason of at least 20 signs."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.round})"
