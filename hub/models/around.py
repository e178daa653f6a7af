"""Around the record: files and pictures, collections, doors, saved searches, and searches that found nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code
from scn_portal.sharing import Sharing

from ..querysets import CollectionQuerySet, ResourceFileQuerySet, ZeroQueryQuerySet


class ResourceFile(models.Model):
    """A document or a picture of a resource. It shows from the version it was added in until it is removed.

    What was released stays as it was: words about an older file change in a new row for the same bytes.
    """

    MOST = 20  # per version

    resource = models.ForeignKey("hub.Resource", on_delete=models.CASCADE, related_name="resource_files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    is_picture = models.BooleanField(default=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    licence = models.CharField(_("licence"), max_length=40, blank=True)
    author = models.CharField(_("made by"), max_length=200, blank=True)
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    sharing = models.SmallIntegerField(null=True, blank=True, choices=Sharing.choices)  # none: as the record
    position = models.PositiveSmallIntegerField(default=0)
    personal_columns = models.JSONField(default=list, db_default=[])  # headings that are named like people's data
    personal_confirmed = models.BooleanField(
        default=False, db_default=False
    )  # its city says that it may be shown as it is
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    added_in = models.ForeignKey("hub.Version", on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey("hub.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ResourceFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an item")
        verbose_name_plural = _("files of items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "sha256"], name="resource_file_once", condition=Q(removed_in__isnull=True)
            ),
        ]

    def __str__(self):
        return self.title or self.file.name

    @property
    def label(self):
        """The level in capitals, where the file is stricter than its item."""
        return Sharing(self.sharing).name if self.sharing else ""


class Collection(models.Model):
    """Items that an editor put together, in an order, each with a note."""

    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), max_length=4000)
    language = models.CharField(_("language"), max_length=12, default="en")
    sharing = models.SmallIntegerField(_("sharing"), choices=Sharing.choices[:2], default=Sharing.CLEAR)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    release_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closed_on = models.DateField(_("ended"), null=True, blank=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("hub:collection_detail", args=[self.slug])


class CollectionItem(models.Model):
    """A resource in a collection, with what the editor says of it."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey("hub.Resource", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            # At the end of the transaction: items change places in one save.
            models.UniqueConstraint(
                fields=["collection", "resource"], name="collection_item_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["collection", "position"],
                name="collection_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return f"{self.position} {self.resource}"


class Door(models.Model):
    """One of four ways into the hub: a question a city comes with, and the search that answers it."""

    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    titles = models.JSONField(_("title"), default=dict)  # {language: words}
    lines = models.JSONField(_("line"), default=dict)  # {language: words}
    query = models.CharField(_("search"), max_length=300)  # a canonical query string of the list

    class Meta:
        verbose_name = _("door")
        verbose_name_plural = _("doors")
        ordering = ["position"]
        constraints = [models.CheckConstraint(name="door_one_to_four", condition=Q(position__gte=1, position__lte=4))]

    def __str__(self):
        return self.titles.get("en", "")


class SavedSearch(models.Model):
    """A search that a person keeps, and how often they want to hear of new matches."""

    class Rhythm(models.TextChoices):
        NEVER = "never", _("never")
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")

    MOST = 50  # per person

    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(max_length=2400)  # canonical
    rhythm = models.CharField(_("tell me of new matches"), max_length=8, choices=Rhythm.choices, default=Rhythm.NEVER)
    told_until = models.DateTimeField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "query"],
                name="saved_search_once",
                violation_error_message=_("You have saved this search already."),
            )
        ]

    def __str__(self):
        return self.name


class SearchAlert(models.Model):
    """What was new in a person's saved searches on one day. The mail about it asks again what they may see."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    found = models.JSONField(default=dict)  # {code of the saved search: [keys of resources]}

    class Meta:
        verbose_name = _("alert of saved searches")
        verbose_name_plural = _("alerts of saved searches")
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="search_alert_once_a_day")]

    def __str__(self):
        return f"{self.user_id} {self.on}"


class ZeroQuery(models.Model):
    """Words that found nothing: kept 90 days for the editors, without person or address."""

    text = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    on = models.DateField()
    times = models.PositiveIntegerField(default=1)

    objects = ZeroQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-on", "-times"]
        constraints = [models.UniqueConstraint(fields=["text", "language", "on"], name="zero_query_once_a_day")]

    def __str__(self):
        return self.text


class Mismatch(models.Model):
    """A shown item whose lists differ from its text, or whose text differs from what was approved; found at night."""

    resource = models.OneToOneField("hub.Resource", on_delete=models.CASCADE, related_name="+")
    what = models.JSONField()  # the names of the columns that differ; "content_hash" for the text itself
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("item that does not match its text")
        verbose_name_plural = _("items that do not match their text")
        ordering = ["found_at"]

    def __str__(self):
        return f"{self.resource_id}: {', '.join(self.what)}"
