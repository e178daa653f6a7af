"""How a picture enters the register, is put on the pages, and leaves them."""

from django.utils.translation import gettext as _

from scn_portal.files import storage
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import NewsItem, Organisation, Picture, Profile, Testimonial

Status = Picture.Status
PLACES = [(Profile, "picture"), (NewsItem, "picture"), (Testimonial, "portrait"), (Organisation, "mark")]

pictures = Lifecycle(Picture)


def lacks(picture):
    """What the register must know before a picture may be shown: the names of the fields that are empty."""
    missing = []
    if not picture.author:
        missing.append(_("author"))
    if not picture.licence:
        missing.append(_("licence"))
    if not picture.alt.get("en"):
        missing.append(_("what it shows (English)"))
    if picture.people_consent == Picture.Consent.MISSING:
        missing.append(_("people in the picture"))
    return missing


def _lock_both(picture, *, new, **_):
    """A picture and the one that takes its place: always the smaller number first."""
    pair = Picture.objects.select_for_update().filter(pk__in=[picture.pk, new.pk])
    list(pair.order_by("pk").values_list("pk"))


@pictures.creation()
def register(*, by, upload=None, within=None, **facts):
    """A picture, or the record of one without its file, enters the register. `within` is the city that it shows."""
    picture = Picture.objects.create(city=within, added_by=by, **facts)
    if upload is not None:
        picture.sha256 = upload.sha256
        picture.save(update_fields=["sha256"])  # refuses a second time the same, before anything is stored
        picture.file = storage.keep(upload, owner=picture, by=by)
        picture.save(update_fields=["file"])
    return picture


@pictures.transition(Status.DRAFT, Status.PUBLISHED)
def describe(picture, *, by, **facts):
    """Somebody puts right what the register says of it."""
    for name, value in facts.items():
        setattr(picture, name, value)
    if picture.status == Status.PUBLISHED:
        _refuse_if_lacking(picture)


@pictures.transition(Status.DRAFT, to=Status.PUBLISHED)
def publish(picture, *, by):
    """A moderator lets it be shown: its author, its licence and what it shows are known."""
    _refuse_if_lacking(picture)


@pictures.transition(Status.PUBLISHED, to=Status.REPLACED, locks=_lock_both)
def replace(picture, *, by, new):
    """Another picture of the register takes its place on every page."""
    if new.pk == picture.pk or Picture.objects.get(pk=new.pk).status != Status.PUBLISHED:
        raise TransitionRefused(_("Choose another picture that is in use."))
    for model, field in PLACES:
        model.objects.filter(**{field: picture}).update(**{field: new})


@pictures.transition(Status.DRAFT, Status.PUBLISHED, to=Status.RETIRED)
def retire(picture, *, by):
    """The picture leaves every page; the register keeps what it knows of it."""


def _refuse_if_lacking(picture):
    if missing := lacks(picture):
        raise TransitionRefused(_("The register does not know yet: %(fields)s.") % {"fields": ", ".join(missing)})
