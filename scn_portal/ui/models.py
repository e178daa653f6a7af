"""What a form holds before it is handed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What somebody has typed into a form and not yet handed in, kept on the server."""

    owner = models.CharField(max_length=60)  # a person's opaque id, or the row a link opens
    form = models.CharField(max_length=120)  # which form, and on which object
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    window = models.CharField(max_length=32, blank=True)  # the showing of the form that saved it last
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="draft_one_per_form")]

    def __str__(self):
        return self.form


class Submission(models.Model):
    """A form that was handed in once: its hidden key, and where it led."""

    key = models.CharField(max_length=32, unique=True)
    location = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("submission")

    def __str__(self):
        return self.key
