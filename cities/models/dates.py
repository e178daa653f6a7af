"""How periods and dates are kept: half-open ranges, and beside them how exactly they are known."""

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class TimeRange(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")
