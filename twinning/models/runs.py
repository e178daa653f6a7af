"""One search for the best groups, what it found, and what the cities answered."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from .partnerships import Partnership
from .rounds import Round


class Run(models.Model):
    """One search for the best groups of a round, from stored inputs, so that it can be repeated."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    class Stage(models.TextChoices):
        LISTING = "listing", _("listing the groups")
        BOUNDING = "bounding", _("finding the bound")
        SOLVING = "solving", _("looking for the best")
        PROVING = "proving", _("proving it")
        VERIFYING = "verifying", _("checking every number")

    OPEN = ("queued", "running")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="runs")
    wave = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    figures = models.JSONField(default=dict, blank=True)  # groups, survivors, best, bound as they become known
    inputs = models.JSONField()  # without the private lists
    inputs_hash = models.CharField(max_length=64)  # keyed, with the private lists
    solver = models.CharField(max_length=60, blank=True)
    proven = models.BooleanField(default=False)
    matched = models.PositiveIntegerField(null=True, blank=True)
    total = models.IntegerField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    result_hash = models.CharField(max_length=64, blank=True)
    chosen = models.BooleanField(default=False)
    is_overtaken = models.BooleanField(default=False)  # a mark or a withdrawal came after its inputs
    reason = models.CharField(max_length=400, blank=True)  # why it failed
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("run of the matching")
        verbose_name_plural = _("runs of the matching")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="run_number"),
            models.UniqueConstraint(
                fields=["round"],
                name="run_one_at_a_time",
                condition=Q(status__in=["queued", "running"]),
                violation_error_message=_("A run of this round is under way."),
            ),
            models.UniqueConstraint(
                fields=["round", "wave"],
                name="run_chosen_once",
                condition=Q(chosen=True),
                violation_error_message=_("A run of this wave is chosen already."),
            ),
            models.CheckConstraint(
                name="run_done_is_whole",
                condition=~Q(status="done")
                | (Q(result__isnull=False, matched__isnull=False, total__isnull=False) & ~Q(result_hash="")),
            ),
            models.CheckConstraint(name="run_chosen_is_done", condition=Q(chosen=False) | Q(status="done")),
        ]

    def __str__(self):
        return f"{self.round}: {self.wave}.{self.number}"

    def get_absolute_url(self):
        return reverse("twinning:run_detail", args=[self.round.slug, self.code])


class Proposal(models.Model):
    """A group that the matching found and that its cities are asked about."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("seen by staff only")
        PROPOSED = "proposed", _("waiting for answers")
        ACCEPTED = "accepted", _("accepted by all")
        FALLEN = "fallen", _("did not come together")
        DROPPED = "dropped", _("replaced before it was proposed")

    STANDING = ("proposed", "accepted")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="proposals")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    total = models.IntegerField()
    terms = models.JSONField(default=dict)  # what the group's score is made of, in whole numbers
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFTED)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)  # a moderator looked at it
    answer_by = models.DateTimeField(null=True, blank=True)
    partnership = models.OneToOneField(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        verbose_name = _("proposed group")
        verbose_name_plural = _("proposed groups")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="proposal_number"),
            models.CheckConstraint(
                name="proposal_has_a_day", condition=~Q(status="proposed") | Q(answer_by__isnull=False)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="proposal_places_stand_with_it",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("status"),
                func="""
                    UPDATE twinning_place SET is_standing = NEW.status IN ('proposed', 'accepted')
                    WHERE proposal_id = NEW.id;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.run}: {self.number}"

    @property
    def tone(self):
        return {"accepted": "good", "fallen": "bad"}.get(self.status, "warn")


class Place(models.Model):
    """The place of one city in a proposed group: its score line by line, and its answer."""

    class Answer(models.TextChoices):
        NONE = "none", _("no answer yet")
        YES = "yes", _("yes")
        NO = "no", _("no")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="places")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="places")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="twinning_places")
    score = models.IntegerField()
    lines = models.JSONField(default=list)
    is_standing = models.BooleanField(default=False)  # its group is proposed or accepted; set by a trigger
    answer = models.CharField(max_length=4, choices=Answer.choices, default=Answer.NONE)
    stays = models.BooleanField(null=True, blank=True)  # after a no: in the round for the next wave
    note = models.CharField(_("note to staff"), max_length=600, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("place in a group")
        verbose_name_plural = _("places in groups")
        ordering = ["proposal", "city__folded"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "city"], name="place_once"),
            models.UniqueConstraint(
                fields=["round", "city"],
                name="place_in_one_standing_group",
                condition=Q(is_standing=True),
                violation_error_message=_("A city is in at most one group of a round."),
            ),
            models.CheckConstraint(
                name="place_answered_whole",
                condition=Q(answer="none", answered_at__isnull=True)
                | (~Q(answer="none") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.city}: {self.proposal}"
