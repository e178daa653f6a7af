"""Uploaded files: one model, whoever owns them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code


def opaque_path(file, filename):
    return f"{file.code[:2]}/{file.code}"


class StoredFile(models.Model):
    """A file somebody uploaded, kept under an opaque name. Its owner (a row of an app) says who may read it."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", _("not scanned for viruses")
        CLEAN = "clean", _("scanned, nothing found")

    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    content = models.FileField(upload_to=opaque_path, max_length=120)
    name = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    owner_kind = models.CharField(max_length=60, blank=True)
    owner_key = models.CharField(max_length=40, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    derived_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="smaller")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)  # the sweep found the row without its bytes

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_key"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("files:file_detail", args=[self.code])


class RefusedUpload(models.Model):
    """A file that was not taken: what it was called, why, who sent it, when. Its bytes are not kept."""

    name = models.CharField(_("name"), max_length=300)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)  # empty where it was cut off as it arrived
    reason = models.CharField(_("reason"), max_length=30)
    owner_kind = models.CharField(_("sent for"), max_length=60, blank=True)
    sender_kind = models.CharField(_("kind of sender"), max_length=10)
    sender = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sender"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    refused_at = models.DateTimeField(_("refused at"), auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-refused_at", "-pk"]
        verbose_name = _("refused file")
        verbose_name_plural = _("refused files")

    def __str__(self):
        return self.name
