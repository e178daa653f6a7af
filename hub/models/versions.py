"""What a resource says, version by version. Only a draft changes; what was released stays as it was."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import OPEN_VERSIONS, VersionQuerySet


class Version(models.Model):
    """One wording of a resource, from draft to the page and into the past."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("waiting for a moderator")
        SCREENING = "screening", _("being checked")
        IN_REVIEW = "in_review", _("with peers")
        CHANGES_ASKED = "changes_asked", _("changes asked for")
        APPROVED = "approved", _("approved")
        CURRENT = "current", _("shown")
        SUPERSEDED = "superseded", _("replaced by a newer version")
        DECLINED = "declined", _("declined")
        DISCARDED = "discarded", _("discarded")

    class DeclineReason(models.TextChoices):
        NOT_LOCAL = "not_local", _("It is not the work of a local authority, nor done with one.")
        PRINCIPLES = "principles", _("It does not respect the principles of the network.")
        TOO_LITTLE = "too_little", _("It says too little for others to use it.")
        DUPLICATE = "duplicate", _("The same is in the hub already.")
        OTHER_PLACE = "other_place", _("It belongs elsewhere.")
        OTHER = "other", _("Another reason, given below.")

    resource = models.ForeignKey("hub.Resource", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(default=dict)  # {field: value}, checked by hub/schema.py
    stricter = models.JSONField(default=dict)  # {field: level}, only levels above the record's
    revisions = models.JSONField(default=dict)  # {section: how often it was saved}
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    content_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    criteria = models.JSONField(default=dict)  # {C1…C6: {"answer": yes|change|no, "reason": words}}
    remarks = models.JSONField(
        default=dict, db_default={}
    )  # of the version before: the criteria with which changes were asked
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=20, blank=True, choices=DeclineReason.choices)
    decline_text = models.TextField(blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_look_at = models.DateTimeField(null=True, blank=True)  # the owner asked for another moderator, once
    holds_personal_columns = models.BooleanField(default=False)  # a table names a person's data: look at it

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["resource", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["resource", "id"], name="version_with_its_resource"),  # for a key over both
            models.UniqueConstraint(
                fields=["resource"],
                name="version_one_open",
                condition=Q(status__in=OPEN_VERSIONS),
                violation_error_message=_("Another version of this item is already being written or checked."),
            ),
            models.UniqueConstraint(fields=["resource"], name="version_one_current", condition=Q(status="current")),
            models.CheckConstraint(
                name="version_released_is_hashed",
                condition=Q(status__in=("draft", "discarded")) | (~Q(content_hash="") & Q(released_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="version_not_checked_by_its_author",
                condition=Q(moderator__isnull=True) | Q(author__isnull=True) | ~Q(moderator=models.F("author")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'draft' AND"
                    " (OLD.resource_id, OLD.number, OLD.content, OLD.stricter, OLD.content_hash)"
                    " IS DISTINCT FROM"
                    " (NEW.resource_id, NEW.number, NEW.content, NEW.stricter, NEW.content_hash)"
                ),
            ),
            pgtrigger.Protect(
                name="kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=["current", "superseded"]),
            ),
        ]

    def __str__(self):
        return f"{self.resource_id}/{self.number}"

    @property
    def address(self):
        """How the staff pages name this version: the code of its item, and its number."""
        return f"{self.resource.code}-{self.number}"
