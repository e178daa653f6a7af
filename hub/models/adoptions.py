"""Who took a practice over, how far, and whether both sides say so."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from ..querysets import AdoptionQuerySet

OPEN = ("claimed", "unanswered", "confirmed", "disputed", "recorded")

NOT_BY_ITS_OWNER = pgtrigger.Trigger(
    name="not_by_its_owner",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("resource_id", "taker_id"),
    condition=pgtrigger.Q(new__resource__isnull=False, new__taker__isnull=False),
    func="""
        IF EXISTS (SELECT 1 FROM hub_resource WHERE id = NEW.resource_id AND city_id = NEW.taker_id)
           OR EXISTS (SELECT 1 FROM hub_resourcecity
                      WHERE resource_id = NEW.resource_id AND city_id = NEW.taker_id AND role = 'co_owner') THEN
            RAISE EXCEPTION 'a city does not take over its own practice';
        END IF;
        RETURN NEW;
    """,
)


class Adoption(models.Model):
    """A city took a practice over, as it says itself, as both say, or as a public source says."""

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("not yet confirmed")
        UNANSWERED = "unanswered", _("not confirmed")
        CONFIRMED = "confirmed", _("confirmed by both")
        DISPUTED = "disputed", _("disputed")
        RECORDED = "recorded", _("from public sources")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("ended")

    class Degree(models.TextChoices):
        STUDIED = "studied", _("Studied")
        INSPIRED = "inspired", _("Inspired by")
        ADAPTED = "adapted", _("Adapted")
        REPLICATED = "replicated", _("Replicated")
        DECLINED = "declined", _("Looked at and declined")

    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    resource = models.ForeignKey(
        "hub.Resource", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    source_name = models.CharField(max_length=200, blank=True)  # who had it first, where it is not in the hub
    source_what = models.CharField(max_length=300, blank=True)
    taker = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="hub_adoptions"
    )
    taker_name = models.CharField(max_length=200, blank=True)  # a named group of cities, never counted as a city
    degree = models.CharField(_("how far"), max_length=12, choices=Degree.choices)
    core_kept = models.JSONField(default=list)  # the core blocks that were kept, by their number from 0
    changed = models.TextField(_("what you changed"), blank=True)
    reason = models.TextField(_("why you did not take it over"), blank=True)
    from_on = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=20, blank=True)  # as words, where only years are known: "2016-2017"
    evidence = models.TextField(_("where one can see it"), blank=True)
    context = models.CharField(max_length=200, blank=True)  # as words: a grant, a partnership, a visit
    source_url = models.URLField(max_length=600, blank=True)
    result = models.ForeignKey(
        "hub.Resource", null=True, blank=True, on_delete=models.PROTECT, related_name="comes_from"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.CLAIMED)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    dispute_reason = models.TextField(blank=True)
    end_reason = models.TextField(blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="adoption_one_source",
                condition=Q(resource__isnull=False, source_name="")
                | (Q(resource__isnull=True) & ~Q(source_name="") & ~Q(source_what="")),
            ),
            models.CheckConstraint(
                name="adoption_one_taker",
                condition=Q(taker__isnull=False, taker_name="") | (Q(taker__isnull=True) & ~Q(taker_name="")),
            ),
            models.CheckConstraint(name="adoption_declined_says_why", condition=~Q(degree="declined") | ~Q(reason="")),
            models.CheckConstraint(
                name="adoption_recorded_has_source", condition=~Q(status="recorded") | ~Q(source_url="")
            ),
            models.CheckConstraint(
                name="adoption_confirmed_by_somebody",
                condition=~Q(status="confirmed") | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="adoption_result_is_another",
                condition=Q(result__isnull=True) | Q(resource__isnull=True) | ~Q(result=models.F("resource")),
            ),
            models.UniqueConstraint(
                fields=["resource", "taker"],
                name="adoption_one_open",
                condition=Q(status__in=OPEN),
                violation_error_message=_("Your city has already said that it uses this."),
            ),
        ]
        triggers = [NOT_BY_ITS_OWNER]

    def __str__(self):
        return f"{self.code} {self.get_degree_display()}"
