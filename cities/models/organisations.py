"""Organisations that are not cities: who hosts, funds or works with the network, and with single cities."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .dates import Precision


class Organisation(models.Model):
    """An organisation beside the cities: a ministry, an association, a network, a charity."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("national government")
        INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
        CITY_NETWORK = "city_network", _("network or association of cities")
        NETWORK = "network", _("network of practitioners")
        NGO = "ngo", _("civil society organisation")
        THINK_TANK = "think_tank", _("research institute")
        OTHER = "other", _("other")

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    scope = models.CharField(_("where it works"), max_length=80, blank=True)
    country = models.ForeignKey("cities.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about"), max_length=1500, blank=True)
    source = models.CharField(max_length=300, blank=True)
    mark = models.ForeignKey("cities.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.name


class OrganisationRole(models.Model):
    """What an organisation is or was for the network, and in which years."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        FUNDER = "funder", _("funder")
        CO_HOST = "co_host", _("co-host of events")
        PROGRAMME_PARTNER = "programme_partner", _("programme partner")
        BOARD = "board", _("Advisory Board")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("role of an organisation")
        verbose_name_plural = _("roles of organisations")
        ordering = ["organisation", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role"],
                name="organisation_role_once",
                condition=Q(until__isnull=True),
                violation_error_message=_("This organisation has this role already."),
            ),
            models.CheckConstraint(
                name="organisation_role_ends_later",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self):
        return str(self.get_role_display())

    def standing_on(self, day):
        """What is known of the role on that day: "now", "earlier", or "undated" where no source names its years."""
        if self.until is not None and self.until < day:
            return "earlier"
        return "now" if self.since is not None or self.role == self.Role.HOST else "undated"


class CityOrganisation(models.Model):
    """How a city and an organisation belong together: its national counterpart, another network, a partner."""

    class Relation(models.TextChoices):
        NATIONAL_COUNTERPART = "national_counterpart", _("national counterpart")
        OTHER_NETWORK = "other_network", _("member of this network")
        PARTNER = "partner", _("local partner")

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="organisations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cities")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("organisation of a city")
        verbose_name_plural = _("organisations of cities")
        ordering = ["city", "relation", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "organisation", "relation"],
                name="city_organisation_once",
                condition=Q(until__isnull=True),
                violation_error_message=_("This organisation is named already."),
            ),
            models.CheckConstraint(
                name="city_organisation_ends_later",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self):
        return f"{self.city}: {self.organisation}"
