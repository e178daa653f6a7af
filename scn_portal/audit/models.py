"""The audit trail: what was done, by whom, to what. Rows are added and never changed."""

import pgtrigger
from django.db import models

from . import request_number

TRUNCATE_REFUSED = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'pgtrigger: the audit trail cannot be truncated';",
)


class AuditEntry(models.Model):
    """One act, as it happened: an opaque actor, what was done, to which record, and when."""

    class ActorKind(models.TextChoices):
        PERSON = "person"
        LINK = "link"
        VISITOR = "visitor"
        SYSTEM = "system"

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor = models.CharField(max_length=40, blank=True)  # opaque: outlives the erasure of the person
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    changed = models.JSONField(default=list)  # names of fields, never their values
    request_number = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_key"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            TRUNCATE_REFUSED,
        ]

    def __str__(self):
        return f"{self.action} {self.subject_kind}:{self.subject_key}"


def kind_of(subject):
    return subject._meta.label_lower


def record(action, *, subject, actor, before="", after="", changed=()):
    """Write one audit entry in the caller's transaction and return it."""
    return AuditEntry.objects.create(
        actor_kind=actor.audit_kind,
        actor=actor.audit_key,
        action=action,
        subject_kind=kind_of(subject),
        subject_key=str(subject.pk),
        before=before,
        after=after,
        changed=sorted(changed),
        request_number=request_number.current(),
    )


def record_each(action, *, subjects, actor, before="", after=""):
    """One entry for each of many rows of one kind that move together, in one statement. Returns them in that order."""
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            actor_kind=actor.audit_kind,
            actor=actor.audit_key,
            action=action,
            subject_kind=kind_of(subject),
            subject_key=str(subject.pk),
            before=before,
            after=after,
            changed=["status"],
            request_number=request_number.current(),
        )
        for subject in subjects
    )
