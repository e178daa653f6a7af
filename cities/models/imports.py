"""An existing register on its way in: the file, what each of its rows says, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code


class RegisterImport(models.Model):
    """A table of cities or of people that staff bring in: checked row by row first, taken in when a person says so."""

    class Kind(models.TextChoices):
        CITIES = "cities", _("cities")
        PEOPLE = "people", _("people")

    class Status(models.TextChoices):
        CHECKING = "checking", _("being read and checked")
        CHECKED = "checked", _("checked, waits for your decision")
        RUNNING = "running", _("being taken in")
        DONE = "done", _("taken in")
        FAILED = "failed", _("could not be read")
        DISCARDED = "discarded", _("discarded")

    OPEN = (Status.CHECKING, Status.CHECKED, Status.RUNNING)

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("what it holds"), max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CHECKING)
    name = models.CharField(_("file"), max_length=300)
    source = models.CharField(_("where it comes from"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("brought by")
    )
    brought_at = models.DateTimeField(_("brought on"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(_("rows"), default=0)
    counts = models.JSONField(default=dict)  # of its rows by what was planned or came of them; stays when they go
    trouble = models.JSONField(default=list)  # why it could not be read: a word of register/words.py, and a value

    class Meta:
        verbose_name = _("import of a register")
        verbose_name_plural = _("imports of registers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_confirmed_before_taken_in",
                condition=~Q(status__in=["running", "done"]) | Q(confirmed_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.get_kind_display()}"


class ImportRow(models.Model):
    """One row of the file: its cells, what the check says of it, and what came of it."""

    class Plan(models.TextChoices):
        MAKE = "make", _("will be taken in")
        UNCHANGED = "unchanged", _("is on record already")
        REFUSED = "refused", _("cannot be taken in")

    class Outcome(models.TextChoices):
        MADE = "made", _("taken in")
        UNCHANGED = "unchanged", _("was on record already")
        REFUSED = "refused", _("not taken in")

    register = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    key = models.CharField(max_length=700, blank=True)  # what it is about, to find a row that says the same
    plan = models.CharField(max_length=10, choices=Plan.choices, blank=True)
    problems = models.JSONField(default=list)  # [a word of register/words.py, a value]
    differences = models.JSONField(default=list)  # [column, what is stored, what the file says]
    values = models.JSONField(default=dict)  # as they were understood
    city = models.ForeignKey("cities.City", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["register", "key"], name="import_row_key", condition=~Q(key=""))]

    def __str__(self):
        return f"{self.register_id}:{self.number}"
