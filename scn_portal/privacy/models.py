"""What people ask of us about their own data: a copy to take away, or erasure."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code


class OwnCopy(models.Model):
    """A copy of what the portal holds about a person, made for that person alone and gone after a week."""

    KEPT = timedelta(days=7)

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("copy of own data")
        verbose_name_plural = _("copies of own data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="own_copy_one_in_the_making",
                condition=Q(made_at__isnull=True),
                violation_error_message=_("A copy is being made for you already."),
            ),
            models.CheckConstraint(
                name="own_copy_fetched_once_made",
                condition=Q(fetched_at__isnull=True) | Q(made_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("privacy:data")

    @property
    def ends_at(self):
        """When the copy is removed; nothing while it is being made."""
        return self.made_at + self.KEPT if self.made_at else None

    @property
    def can_be_fetched(self):
        return bool(self.file_id and self.made_at and timezone.now() < self.ends_at)


class ErasureRequest(models.Model):
    """A person asks that what names them is erased. A registrar answers; a job carries it out."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked for")
        APPROVED = "approved", _("approved, to be carried out")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")
        DONE = "done", _("carried out")

    OPEN = (Status.ASKED, Status.APPROVED)
    WAIT = timedelta(days=1)  # between approval and erasure: whoever did not ask can still say so

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("erasure request")
        verbose_name_plural = _("erasure requests")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="erasure_one_open",
                condition=Q(status__in=["asked", "approved"]),
                violation_error_message=_("You have asked already. A registrar will answer."),
            ),
            models.CheckConstraint(
                name="erasure_decided_by_somebody",
                condition=Q(status__in=["asked", "withdrawn"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(status__in=["approved", "refused", "done", "withdrawn"], decided_by__isnull=False)
                & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_not_decided_by_oneself",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("user")),
            ),
            models.CheckConstraint(name="erasure_refused_says_why", condition=~Q(status="refused") | ~Q(reason="")),
            models.CheckConstraint(
                name="erasure_done_has_its_time",
                condition=Q(status="done", done_at__isnull=False) | (~Q(status="done") & Q(done_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return reverse("privacy:data")

    @property
    def is_open(self):
        return self.status in self.OPEN

    @property
    def due_at(self):
        """From when an approved request may be carried out."""
        return self.decided_at + self.WAIT if self.decided_at else None
