"""The picture register: whose a picture is, what may be done with it, and what it shows for those who cannot see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from ..querysets.site import PictureQuerySet


class Picture(models.Model):
    """A picture, or the record of one whose file the network may not hold."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("in use")
        REPLACED = "replaced", _("replaced")
        RETIRED = "retired", _("retired")

    class Consent(models.TextChoices):
        NOBODY = "nobody", _("nobody can be recognised")
        GIVEN = "given", _("the people shown have agreed")
        MISSING = "missing", _("not yet asked")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    author = models.CharField(_("author"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    licence_url = models.URLField(_("address of the licence"), blank=True)
    commercial_use = models.BooleanField(_("commercial use allowed"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    changes = models.CharField(_("what was changed"), max_length=200, blank=True)
    people_consent = models.CharField(
        _("people in the picture"), max_length=8, choices=Consent.choices, default=Consent.MISSING
    )
    alt = models.JSONField(_("what it shows, in each language"), default=dict, blank=True)  # {"en": "…"}
    city = models.ForeignKey("cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="pictures")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("picture register")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                name="picture_once",
                condition=~Q(sha256=""),
                violation_error_message=_("This picture is in the register already."),
            ),
            models.CheckConstraint(
                name="picture_published_is_credited",
                condition=~Q(status="published")
                | (~Q(author="") & ~Q(licence="") & ~Q(people_consent="missing") & Q(alt__has_key="en")),
                violation_error_message=_("A picture in use names its author, its licence and what it shows."),
            ),
            models.CheckConstraint(name="picture_file_has_its_sum", condition=Q(file__isnull=True) | ~Q(sha256="")),
        ]

    def __str__(self):
        return self.title or self.code
