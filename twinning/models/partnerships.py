"""Lasting links of two to four cities, and others who belong to them."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code
from scn_portal.sharing import Sharing

from ..querysets import PartnershipQuerySet

ENOUGH_CITIES = """
    IF EXISTS (
        SELECT 1 FROM twinning_partnership WHERE id = {partnership} AND status = 'active' AND origin <> 'recorded'
    ) AND (
        SELECT count(*) < 2 OR count(DISTINCT c.country_id) < 2
        FROM twinning_partnercity p JOIN cities_city c ON c.id = p.city_id
        WHERE p.partnership_id = {partnership} AND p.left_on IS NULL
    ) THEN
        RAISE EXCEPTION 'an active partnership has at least two cities of two countries';
    END IF;
    RETURN NULL;
"""


class Partnership(models.Model):
    """A lasting link between two to four cities of at least two countries, built on priorities they share."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("being agreed")
        AGREED = "agreed", _("signed by all")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        IN_REVIEW = "in_review", _("in review")
        CLOSED = "closed", _("closed")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("not agreed in time")

    class Origin(models.TextChoices):
        INTEREST = "interest", _("from an interest")
        ROUND = "round", _("from a matching round")
        FREE = "free", _("by the cities themselves")
        RECORDED = "recorded", _("recorded from a public source")

    class Kind(models.TextChoices):
        TWINNING = "twinning", _("twinning")
        EXCHANGE = "exchange", _("exchange")

    RUNNING = ("agreed", "active", "paused", "in_review")
    MOST_CITIES = 4
    MONTHS = 24
    DAYS_TO_AGREE = 90
    DAYS_TO_PLAN = 90
    DAYS_TO_REVIEW = 45
    MONTHS_PAUSED = 12
    REVIEW_BEFORE = 60  # days before the end of the term

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TWINNING)
    title = models.CharField(_("title"), max_length=160)
    themes = models.ManyToManyField("cities.Term", blank=True, related_name="+", verbose_name=_("themes"))
    aims = models.CharField(_("aims"), max_length=2000, blank=True)
    sharing = models.SmallIntegerField(
        _("who may see it"),
        choices=[(Sharing.CLEAR.value, Sharing.CLEAR.label), (Sharing.GREEN.value, Sharing.GREEN.label)],
        default=Sharing.GREEN,
    )
    started_on = models.DateField(_("since"), null=True, blank=True)
    start_precision = models.CharField(max_length=5, default="day")  # of a recorded one: day, month or year
    ended_on = models.DateField(_("until"), null=True, blank=True)
    term_ends_on = models.DateField(_("term ends"), null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    plan_due_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    review_began_on = models.DateField(null=True, blank=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.FREE)
    interest = models.OneToOneField(
        "twinning.Interest", null=True, blank=True, on_delete=models.PROTECT, related_name="partnership"
    )
    round = models.ForeignKey(
        "twinning.Round", null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)  # why it was paused, declined or ended
    source = models.CharField(_("source"), max_length=600, blank=True)
    note = models.CharField(_("note (for staff)"), max_length=600, blank=True)
    cities = models.ManyToManyField("cities.City", through="twinning.PartnerCity", related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="partnership_ends_later",
                condition=Q(term_ends_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(term_ends_on__gt=F("started_on")),
                violation_error_message=_("The term ends after the partnership began."),
            ),
            models.CheckConstraint(
                name="partnership_recorded_has_source",
                condition=~Q(origin="recorded") | ~Q(source=""),
                violation_error_message=_("A recorded partnership names its source."),
            ),
            models.CheckConstraint(
                name="partnership_paused_since", condition=~Q(status="paused") | Q(paused_on__isnull=False)
            ),
            models.CheckConstraint(
                name="partnership_not_amber", condition=Q(sharing__in=[Sharing.CLEAR, Sharing.GREEN])
            ),
            models.CheckConstraint(
                name="partnership_active_has_term",
                condition=~Q(status="active") | Q(origin="recorded") | Q(term_ends_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="partnership_enough_cities",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "origin"),
                timing=pgtrigger.Deferred,
                func=ENOUGH_CITIES.replace("{partnership}", "NEW.id"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("twinning:partnership_detail", args=[self.slug])

    @property
    def began(self):
        """The beginning in words, as exactly as it is known."""
        formats = {"year": "Y", "month": "F Y"}
        return date_format(self.started_on, formats.get(self.start_precision, "j F Y")) if self.started_on else ""

    @property
    def tone(self):
        return {"active": "good", "agreed": "good", "paused": "warn", "in_review": "warn"}.get(self.status, "")

    def open_partners(self):
        """The rows of the cities that take part now."""
        return [each for each in self.partner_cities.select_related("city__country") if each.left_on is None]

    def taking_part(self):
        """The cities that take part now."""
        return [each.city for each in self.open_partners()]


class PartnerCity(models.Model):
    """A city in a partnership, from a day to a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="partner_cities")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="partner_cities")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=400, blank=True)
    left_in_cycle = models.PositiveSmallIntegerField(null=True, blank=True)  # it is asked for its review of that one
    office = models.CharField(_("office that looks after it"), max_length=160, blank=True)
    takes_part_at = models.DateTimeField(null=True, blank=True)  # the city said that it takes part
    # What leads of all cities must want, city by city: {"adopt_plan": instant, "resume": …, "renew": …, "clear": …}
    agrees = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("note for the partners"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("city in a partnership")
        verbose_name_plural = _("cities in partnerships")
        ordering = ["partnership", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "city"],
                name="partner_city_once",
                condition=Q(left_on__isnull=True),
                violation_error_message=_("This city is in the partnership already."),
            ),
            models.CheckConstraint(
                name="partner_city_days",
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=True) | Q(left_on__gte=F("joined_on")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="partner_city_enough_left",
                when=pgtrigger.After,
                operation=pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=ENOUGH_CITIES.replace("{partnership}", "OLD.partnership_id"),
            ),
            pgtrigger.Trigger(
                name="partner_city_at_most_four",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("left_on", "partnership_id"),
                func="""
                    PERFORM 1 FROM twinning_partnership WHERE id = NEW.partnership_id FOR NO KEY UPDATE;
                    IF (SELECT count(*) FROM twinning_partnercity
                        WHERE partnership_id = NEW.partnership_id AND left_on IS NULL) > 4
                       AND (SELECT origin FROM twinning_partnership WHERE id = NEW.partnership_id) <> 'recorded' THEN
                        RAISE EXCEPTION 'a partnership has at most four cities';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.city}: {self.partnership}"


class Party(models.Model):
    """Somebody else who belongs to a partnership or a visit: a sponsor, a university, cities not yet named."""

    class Kind(models.TextChoices):
        SPONSOR = "sponsor", _("sponsor")
        COORDINATOR = "coordinator", _("national coordinator")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        BUSINESS = "business", _("business")
        ACADEMIC = "academic", _("university or research")
        TO_BE_NAMED = "to_be_named", _("to be named")

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.CASCADE, related_name="parties"
    )
    visit = models.ForeignKey("twinning.Visit", null=True, blank=True, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    organisation = models.ForeignKey(
        "cities.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(_("name or description"), max_length=200, blank=True)
    role = models.CharField(_("part"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other party")
        verbose_name_plural = _("other parties")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="party_of_one",
                condition=Q(partnership__isnull=False, visit__isnull=True)
                | Q(partnership__isnull=True, visit__isnull=False),
            ),
            models.CheckConstraint(
                name="party_has_a_name",
                condition=Q(organisation__isnull=False) | ~Q(words=""),
                violation_error_message=_("Name the organisation, or say in words who it is."),
            ),
        ]

    def __str__(self):
        return self.words or str(self.organisation)
