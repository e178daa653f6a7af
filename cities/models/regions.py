"""The regions in which the network works, which staff keep, and the hubs that serve them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .dates import Precision


class NetworkRegion(models.Model):
    """A region as the network works in it. It need not be a region of the United Nations; a country has one or none."""

    code = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    names = models.JSONField(_("name in each language"), default=dict)  # {"en": "…", "fr": "…"}

    class Meta:
        verbose_name = _("network region")
        verbose_name_plural = _("network regions")
        ordering = ["position", "code"]
        constraints = [models.CheckConstraint(name="network_region_named", condition=Q(names__has_key="en"))]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the reader's language, else in English."""
        return self.names.get((get_language() or "en")[:2]) or self.names["en"]


class RegionalHub(models.Model):
    """An office that serves the cities of one region, and who hosts it."""

    region = models.ForeignKey(NetworkRegion, on_delete=models.PROTECT, related_name="hubs")
    name = models.CharField(_("name"), max_length=160)
    organisation = models.ForeignKey(
        "cities.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="hubs"
    )
    city = models.ForeignKey("cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("regional hub")
        verbose_name_plural = _("regional hubs")
        ordering = ["region", "name"]
        constraints = [
            models.CheckConstraint(
                name="regional_hub_ends_later",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="regional_hub_unknown_start",
                condition=Q(since__isnull=True, precision="unknown")
                | (Q(since__isnull=False) & ~Q(precision="unknown")),
            ),
        ]

    def __str__(self):
        return self.name
