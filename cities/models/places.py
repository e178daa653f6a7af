"""Terms, countries, the gazetteer, and the cities themselves."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..querysets import CityQuerySet, ElectionQuerySet, TermQuerySet

ON_EARTH = Q(lat__isnull=True, lon__isnull=True) | Q(
    lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180, lat__isnull=False, lon__isnull=False
)


class Term(models.Model):
    """An entry of a shared list, such as a theme or a type of authority, with a label in each language."""

    list = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["list", "position"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="term_unique_in_list")]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The label in the reader's language, else in English, else the code."""
        labels = {each.language: each.label for each in self.labels.all()}
        return labels.get((get_language() or "en")[:2]) or labels.get("en") or self.code


class TermLabel(models.Model):
    """What a term is called, and what it means, in one language."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(max_length=5)
    label = models.CharField(max_length=120)
    definition = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="term_label_per_language")]

    def __str__(self):
        return self.label


class Country(models.Model):
    """A country by its ISO code, with its UN M49 region. Its name comes from CLDR, in the reader's language."""

    iso2 = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3, unique=True)
    m49 = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=40)
    region_code = models.CharField(max_length=3)
    subregion = models.CharField(max_length=60, blank=True)
    subregion_code = models.CharField(max_length=3, blank=True)
    note = models.TextField(blank=True)
    network_region = models.ForeignKey(
        "cities.NetworkRegion", null=True, blank=True, on_delete=models.SET_NULL, related_name="countries"
    )

    class Meta:
        verbose_name_plural = _("countries")
        ordering = ["iso2"]
        constraints = [models.CheckConstraint(name="country_has_region", condition=~Q(region=""))]

    def __str__(self):
        return self.name

    @property
    def name(self):
        from ..countries import country_name  # reads CLDR, not the database

        return country_name(self.iso2)


class Place(models.Model):
    """A populated place of the gazetteer (GeoNames)."""

    geonames_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    country_code = models.CharField(max_length=2)
    division = models.CharField(max_length=20, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    zone = models.CharField(max_length=40, blank=True)
    # The nearest larger place tells places of one name apart. No key: COPY would check it row by row.
    near = models.ForeignKey(
        "self", null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["country_code", "-population"], name="place_country_population")]

    def __str__(self):
        return self.name

    @property
    def country_name(self):
        from ..countries import country_name  # reads CLDR, not the database

        return country_name(self.country_code)


class PlaceName(models.Model):
    """A name of a place, folded for searching: without accents, case or script variants.

    Country and weight stand here so that the index of names alone answers a search. The weight is the number of
    people, thirty-fold for the place's own name: what begins like "Sa" is rather Santiago than Shanghai.
    """

    OWN_NAME = 30

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names", db_index=False)
    folded = models.CharField(max_length=200)
    country_code = models.CharField(max_length=2, default="")
    weight = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="place_name_unique")]
        indexes = [
            models.Index(
                fields=["folded"],
                name="place_name_prefix",
                opclasses=["varchar_pattern_ops"],
                include=["country_code", "weight", "place"],
            ),
            GinIndex(fields=["folded"], name="place_name_trigram", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return self.folded


class City(models.Model):
    """A local authority: a city, municipality, county or other. It may or may not be a member."""

    class PointBy(models.TextChoices):
        GAZETTEER = "gazetteer", _("gazetteer")
        STAFF = "staff", _("set by hand")

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=160)
    type = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("type of authority"))
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country"))
    division = models.CharField(_("state, province or region"), max_length=120, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    folded = models.CharField(max_length=480, editable=False)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    point_by = models.CharField(max_length=10, choices=PointBy.choices, default=PointBy.GAZETTEER)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    website = models.URLField(_("official website"), blank=True)
    zone = models.CharField(max_length=40, blank=True)
    languages = models.JSONField(default=list, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["place", "type"], name="city_place_type", condition=Q(place__isnull=False)),
            models.UniqueConstraint(
                fields=["country", "division", "type", "folded"],
                name="city_without_place",
                condition=Q(place__isnull=True),
            ),
            models.CheckConstraint(name="city_on_earth", condition=ON_EARTH),
            models.CheckConstraint(
                name="city_population_positive", condition=Q(population__isnull=True) | Q(population__gt=0)
            ),
            models.CheckConstraint(name="city_not_its_own_parent", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="city_slug_not_reserved",
                condition=~Q(slug__in=["places", "committee", "board", "decisions", "priorities", "new", "edit"]),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("cities:city_detail", args=[self.slug])


class CityName(models.Model):
    """A name of a city: official, alternate or former, in one language."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        ALTERNATE = "alternate", _("also known as")
        FORMER = "former", _("former")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=5, blank=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ALTERNATE)
    folded = models.CharField(max_length=480, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "language", "name"], name="city_name_unique"),
            models.UniqueConstraint(
                fields=["city", "language"], name="city_one_official_name", condition=Q(kind="official")
            ),
        ]

    def __str__(self):
        return self.name


class CityDomain(models.Model):
    """A mail domain of a city, as its official site shows it. A shared domain never proves a person alone."""

    class Kind(models.TextChoices):
        OWN = "own", _("the city's own")
        SHARED = "shared", _("shared with other authorities")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253)  # lower case, ASCII form
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.OWN)
    source_url = models.URLField(blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    recheck_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("domain of a city")
        verbose_name_plural = _("domains of cities")
        constraints = [
            models.UniqueConstraint(fields=["city", "domain"], name="city_domain_unique"),
            models.UniqueConstraint(fields=["domain"], name="domain_one_owner", condition=Q(kind="own")),
            models.CheckConstraint(name="own_domain_has_source", condition=~Q(kind="own") | ~Q(source_url="")),
        ]

    def __str__(self):
        return self.domain


class Election(models.Model):
    """A day on which a city elects: soon afterwards it says whether its political lead is still the same."""

    DAYS_TO_ANSWER = 91

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="elections")
    on = models.DateField(_("day of the election"))
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)  # it was a mistake

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["city", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "on"],
                name="election_once",
                violation_error_message=_("This election is on record already."),
            ),
            models.CheckConstraint(name="election_since_2000", condition=Q(on__gte="2000-01-01")),
        ]

    def __str__(self):
        return f"{self.city} {self.on}"

    @property
    def sleeps_on(self):
        """From this day on nobody endorses for the city, unless it has said who its political lead is."""
        return self.on + timedelta(days=self.DAYS_TO_ANSWER)


class OldSlug(models.Model):
    """An address under which a city stood before it was merged with another. It leads to that city."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="old_slugs")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.slug
