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

    class Meta:
        indexes = [models.Index(fields=["owner_kind", "owner_key"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("files:file_detail", args=[self.code])
