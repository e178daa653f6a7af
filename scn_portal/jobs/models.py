"""Facts and jobs: what has happened and must be told, and long work that survives a crash."""

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from scn_portal.audit import request_number
from scn_portal.audit.models import AuditEntry, kind_of
from scn_portal.codes import new_code

AT_ONCE = 50  # facts of one step that are delivered right after it; more of them wait for the sweep


class Fact(models.Model):
    """Something that has happened, written with the change itself and delivered to its receivers after commit."""

    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    actor = models.CharField(max_length=40, blank=True)
    entry = models.ForeignKey(AuditEntry, null=True, on_delete=models.PROTECT, related_name="+")
    request_number = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="fact_undelivered", condition=Q(delivered_at__isnull=True))]

    def __str__(self):
        return f"{self.name} {self.subject_kind}:{self.subject_key}"


class Job(models.Model):
    """Work that takes longer than a page may: claimed under a lease, done in slices, resumed after a crash."""

    class State(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    OPEN = (State.PENDING, State.RUNNING)

    # null: rows of the release before have none
    code = models.CharField(max_length=12, unique=True, null=True, editable=False, default=new_code)  # noqa: DJ001
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    owner = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    not_before = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    last_error = models.TextField(blank=True)
    request_number = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="job_one_open_per_key", condition=Q(state__in=["pending", "running"])
            )
        ]
        indexes = [models.Index(fields=["not_before"], name="job_open", condition=Q(state__in=["pending", "running"]))]

    def __str__(self):
        return f"{self.kind} {self.key}"

    def get_absolute_url(self):
        return reverse("jobs:job_detail", args=[self.code])

    @property
    def done(self):
        return self.progress.get("done", 0)

    @property
    def total(self):
        return self.progress.get("total", 0)

    @property
    def place(self):
        """Where the next slice begins; None before the first."""
        return self.progress.get("place")

    @property
    def is_open(self):
        return self.state in self.OPEN


class Turn(models.Model):
    """When a part that works in the background last turned: the relay, the sweep, the broker."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.name

    @classmethod
    def record(cls, name):
        now = timezone.now()
        if not cls.objects.filter(name=name).update(at=now):
            cls.objects.bulk_create([cls(name=name, at=now)], ignore_conflicts=True)


class DueRun(models.Model):
    """That a daily function is due on a date, and whether it has run. Two beats at once are still one run."""

    name = models.CharField(max_length=120)
    on = models.DateField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "on"], name="due_once_a_day")]

    def __str__(self):
        return f"{self.name} {self.on}"


def announce(name, *, subject, actor, entry=None):
    """Write a fact in the caller's transaction; it is delivered after commit, and swept if that fails."""
    from .facts import deliver  # facts.py reads this model

    fact = Fact.objects.create(
        name=name,
        subject_kind=kind_of(subject),
        subject_key=str(subject.pk),
        actor=actor.audit_key,
        entry=entry,
        request_number=request_number.current(),
    )
    transaction.on_commit(lambda: deliver(fact.pk), robust=True)
    return fact


def announce_each(name, *, subjects, actor, entries):
    """The same fact about many rows, in one statement. Few are delivered after commit, many by the sweep."""
    from .facts import deliver  # facts.py reads this model

    facts = Fact.objects.bulk_create(
        Fact(
            name=name,
            subject_kind=kind_of(subject),
            subject_key=str(subject.pk),
            actor=actor.audit_key,
            entry=entry,
            request_number=request_number.current(),
        )
        for subject, entry in zip(subjects, entries, strict=True)
    )
    for fact in facts if len(facts) <= AT_ONCE else ():
        transaction.on_commit(lambda pk=fact.pk: deliver(pk), robust=True)
