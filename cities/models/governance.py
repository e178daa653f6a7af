"""Who sits where: the Steering Committee and the Advisory Board, their seats, terms, persons, and rules of balance."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..countries import country_name
from ..querysets.governance import SeatPersonQuerySet, SeatTermQuerySet
from .dates import Precision


class Body(models.Model):
    """A body that governs or advises the network."""

    class Key(models.TextChoices):
        STEERING = "steering", _("International Steering Committee")
        ADVISORY = "advisory", _("Advisory Board")

    key = models.CharField(max_length=10, primary_key=True, choices=Key.choices)
    seat_target = models.PositiveSmallIntegerField(_("seats wished for"), default=25)
    term_years = models.PositiveSmallIntegerField(_("years of a term"), default=3)
    quorum = models.PositiveSmallIntegerField(_("quorum"), default=13)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["-key"]

    def __str__(self):
        return self.get_key_display()


class Seat(models.Model):
    """A seat of a body: for a city in the committee, for an association of cities or an NGO in the board."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        ASSOCIATION = "association", _("association of cities")
        NGO = "ngo", _("civil society organisation")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("for"), max_length=12, choices=Kind.choices, default=Kind.CITY)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="seat_number_in_body"),
            models.CheckConstraint(
                name="seat_kind_fits_body",
                condition=Q(body="steering", kind="city") | Q(body="advisory", kind__in=["association", "ngo"]),
            ),
        ]

    def __str__(self):
        return f"{self.body} {self.number}"


class SeatTerm(models.Model):
    """A city or an organisation holds a seat for a period. Two never hold one seat in one day."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    city = models.ForeignKey("cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="seat_terms")
    organisation = models.ForeignKey(
        "cities.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="seat_terms"
    )
    period = DateRangeField(_("from and until"))
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    co_chair = DateRangeField(_("co-chairs from and until"), null=True, blank=True)
    decision = models.ForeignKey("cities.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(_("why it ended"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = SeatTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term in a seat")
        verbose_name_plural = _("terms in seats")
        ordering = ["seat", "period"]
        constraints = [
            models.CheckConstraint(
                name="seat_term_one_holder",
                condition=Q(city__isnull=True, organisation__isnull=False)
                | Q(city__isnull=False, organisation__isnull=True),
            ),
            ExclusionConstraint(
                name="seat_term_one_at_a_time",
                expressions=[(F("seat"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                violation_error_message=_("Somebody else holds this seat in that period."),
            ),
            ExclusionConstraint(
                name="seat_term_city_once",
                expressions=[(F("city"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                condition=Q(city__isnull=False),
                violation_error_message=_("This city holds a seat in that period already."),
            ),
            ExclusionConstraint(
                name="seat_term_organisation_once",
                expressions=[(F("organisation"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                condition=Q(organisation__isnull=False),
                violation_error_message=_("This organisation holds a seat in that period already."),
            ),
            models.CheckConstraint(
                name="seat_term_not_empty", condition=Q(period__isempty=False) & Q(period__lower_inf=False)
            ),
            models.CheckConstraint(
                name="seat_term_co_chair_within",
                condition=Q(co_chair__isnull=True) | Q(co_chair__contained_by=F("period")),
                violation_error_message=_("Somebody co-chairs only while the seat is held."),
            ),
            models.CheckConstraint(
                name="seat_term_co_chair_not_empty",
                condition=Q(co_chair__isnull=True) | Q(co_chair__isempty=False),
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_term_holder_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("seat_id", "city_id", "organisation_id"),
                func="""
                    IF (NEW.city_id IS NOT NULL)
                       <> ((SELECT kind FROM cities_seat WHERE id = NEW.seat_id) = 'city') THEN
                        RAISE EXCEPTION 'the holder does not fit the kind of the seat';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.holder}: {self.seat}"

    @property
    def holder(self):
        """The city or the organisation that holds the seat."""
        return self.city or self.organisation

    def runs_on(self, day):
        return day in self.period

    def is_led_on(self, day):
        """Whether its holder co-chairs the body on that day."""
        return self.co_chair is not None and day in self.co_chair


class SeatPerson(models.Model):
    """The person who sits in a seat for its holder."""

    term = models.ForeignKey(SeatTerm, on_delete=models.PROTECT, related_name="persons")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    office = models.CharField(_("office on that day"), max_length=160, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = SeatPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in a seat")
        verbose_name_plural = _("persons in seats")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "user"],
                name="seat_person_once",
                condition=Q(until__isnull=True),
                violation_error_message=_("This person sits there already."),
            ),
            models.CheckConstraint(
                name="seat_person_ends_later", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_person_of_the_city",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__until__isnull=True),
                func="""
                    IF EXISTS (SELECT 1 FROM cities_seatterm AS term
                               WHERE term.id = NEW.term_id AND term.city_id IS NOT NULL AND NOT EXISTS (
                                   SELECT 1 FROM cities_representative AS own
                                   WHERE own.city_id = term.city_id AND own.user_id = NEW.user_id
                                     AND own.until IS NULL)) THEN
                        RAISE EXCEPTION 'a person in a seat of the committee acts for its city';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.term}"


class CompositionRule(models.Model):
    """A limit on who sits in a body, for a period. Breaking it is shown as a warning; it stops nobody."""

    class Kind(models.TextChoices):
        TOTAL_MAX = "total_max", _("at most so many seats in all")
        REGION_MIN = "region_min", _("at least so many from a region")
        REGION_MAX = "region_max", _("at most so many from a region")
        COUNTRY_MAX = "country_max", _("at most so many from one country")
        NGO_REGION_SHARE_MAX = "ngo_region_share_max", _("at most so many percent of NGOs from one region")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(_("rule"), max_length=24, choices=Kind.choices)
    region = models.CharField(_("region"), max_length=3, blank=True)  # UN M49 code; empty: each region
    limit = models.PositiveSmallIntegerField(_("limit"))
    period = DateRangeField(_("from and until"))

    class Meta:
        verbose_name = _("rule of composition")
        verbose_name_plural = _("rules of composition")
        ordering = ["body", "kind", "region"]
        constraints = [
            ExclusionConstraint(
                name="composition_rule_once",
                expressions=[
                    (F("body"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (F("region"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is such a rule for that period already."),
            ),
            models.CheckConstraint(
                name="composition_rule_not_empty",
                condition=Q(period__isempty=False) & Q(period__lower_inf=False),
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                name="composition_rule_region_fits",
                condition=Q(region="") | Q(kind__in=["region_min", "region_max", "ngo_region_share_max"]),
                violation_error_message=_("A region is named only in a rule about regions."),
            ),
        ]

    def __str__(self):
        return f"{self.body}: {self.in_words}"

    @property
    def in_words(self):
        """The rule as a person reads it; one for a single region names it."""
        words = {
            self.Kind.TOTAL_MAX: _("At most %(limit)s seats in all"),
            self.Kind.REGION_MIN: _("At least %(limit)s from each region"),
            self.Kind.REGION_MAX: _("At most %(limit)s from each region"),
            self.Kind.COUNTRY_MAX: _("At most %(limit)s from one country"),
            self.Kind.NGO_REGION_SHARE_MAX: _(
                "At most %(limit)s percent of the civil society organisations from one region"
            ),
        }[self.kind] % {"limit": self.limit}
        return f"{country_name(self.region)}: {words}" if self.region else words


class Waiver(models.Model):
    """A rule of composition is set aside until a day, by a decision and with a reason."""

    rule = models.ForeignKey(CompositionRule, on_delete=models.PROTECT, related_name="waivers")
    region = models.CharField(_("region"), max_length=3, blank=True)  # which breach of a rule for each region
    country = models.CharField(_("country"), max_length=2, blank=True)  # which breach of a rule for each country
    decision = models.ForeignKey("cities.Decision", on_delete=models.PROTECT, related_name="waivers")
    reason = models.CharField(_("reason"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["rule", "until_on"]
        constraints = [
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="waiver_ends_later", condition=Q(until_on__gt=F("from_on"))),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="waiver_by_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("decision_id"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM cities_decision
                                   WHERE id = NEW.decision_id AND status = 'adopted' AND kind = 'waiver') THEN
                        RAISE EXCEPTION 'a waiver rests on an adopted decision on exceptions';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.rule}: {self.until_on}"

    @property
    def place(self):
        """The one region or country of the breach; empty where the rule is about the whole body."""
        return country_name(self.country or self.region) if self.country or self.region else ""
