"""The life of a resource: begun, published, confirmed, and in the end archived, withdrawn or taken down."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cities.status import months_after, today
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused
from scn_portal.sharing import Sharing

from .. import signals
from ..content import copy_columns, copy_terms
from ..models import Resource, Version
from ..querysets import SHOWN
from ..schema import fields_of
from ..schema.values import refuse_unless_well_formed
from . import versions
from .showing import free_slug, indexed, refuse_unless_fit

Status, Kind, Origin = Resource.Status, Resource.Kind, Resource.Origin
LICENCE = "CC BY 4.0"
MONTHS_TRUE = 24  # after which an item is confirmed again
MONTHS_TRUE_TOOLKIT = 12
MONTHS_TO_ARCHIVE = 6

resources = Lifecycle(Resource)


# Beginning


@resources.creation()
def start(*, by, within, kind, title, language="en", content=None):
    """Somebody of a member city begins to write; nobody else sees it yet."""
    return _begin(by, kind, title, language, content, city=within, origin=Origin.MEMBER)


@resources.creation()
def start_recorded(*, by, within, kind, title, language="en", content=None):
    """The staff begin to record what public sources say of a city's work."""
    return _begin(by, kind, title, language, content, city=within, origin=Origin.RECORDED)


@resources.creation()
def start_network(*, by, kind, title, language="en", content=None):
    """The staff begin an item of the network itself."""
    return _begin(by, kind, title, language, content, origin=Origin.NETWORK)


def _begin(by, kind, title, language, content, **whose):
    """`content` is what is known already, as where a record is taken over from a table."""
    if kind not in Kind.values:
        raise TransitionRefused(_("Choose what kind of item it is."))
    content = (content or {}) | {"title": title.strip(), "language": language}
    if not content["title"]:
        raise TransitionRefused(_("Give it a title."))
    refuse_unless_well_formed(kind, content)
    resource = Resource(kind=kind, **whose)
    content.setdefault("licence", LICENCE)
    first = Version(content=content, stricter=_preset(kind), author=by)
    copy_columns(resource, first)
    resource.save()
    first.resource = resource
    first.save()
    return resource


def _preset(kind):
    """The mailbox for questions is for members, unless the city says otherwise."""
    return {"contact": int(Sharing.GREEN)} if "contact" in fields_of(kind) else {}


# Publishing


@resources.transition(
    Status.UNPUBLISHED,
    Status.PUBLISHED,
    Status.REVIEW_DUE,
    Status.ARCHIVED,
    Status.WITHDRAWN,
    to=Status.PUBLISHED,
    announces=signals.resource_published,
)
def publish(resource, *, by):
    """A moderator puts the approved version before its readers, in the place of the one before."""
    signals.publish_objection.send(sender=Resource, resource=resource)
    version = Version.objects.select_for_update().filter(resource=resource, status=Version.Status.APPROVED).first()
    if version is None:
        raise TransitionRefused(_("There is no approved version that could be published."))
    refuse_unless_fit(resource, version)
    _show(resource, version)
    if resource.published_at is None:
        resource.slug, resource.published_at = free_slug(resource.title), resource.changed_at
    resource.reason = ""
    _still_true(resource)
    indexed(resource)


def _show(resource, version):
    """The approved version becomes the current one, with the columns and terms that lists read."""
    if resource.current_version_id:
        versions.supersede(resource.current_version, by=SYSTEM)
    resource.current_version = versions.put_up(version, by=SYSTEM)
    resource.changed_at = timezone.now()
    copy_columns(resource, version)
    copy_terms(resource, version)


def _still_true(resource):
    months = MONTHS_TRUE_TOOLKIT if resource.kind == Kind.TOOLKIT else MONTHS_TRUE
    resource.confirmed_on = today()
    resource.review_due_on = months_after(resource.confirmed_on, months)


# Growing old


@resources.transition(Status.PUBLISHED, to=Status.REVIEW_DUE, announces=signals.review_due, by_system=True)
def fall_due(resource, *, by):
    """Nobody has said for two years (toolkits: one) that it is still true; its city is asked."""
    if resource.review_due_on is None or today() < resource.review_due_on:
        raise TransitionRefused(_("Its day has not come yet."))
    indexed(resource)


@resources.transition(Status.REVIEW_DUE, Status.ARCHIVED, to=Status.PUBLISHED)
def confirm(resource, *, by):
    """The city says that what stands there is still true."""
    _still_true(resource)
    indexed(resource)


@resources.transition(Status.REVIEW_DUE, to=Status.ARCHIVED, announces=signals.resource_archived, by_system=True)
def archive(resource, *, by):
    """Nobody confirmed it within six months; it stays readable, with a mark, and lower in the search."""
    if today() < months_after(resource.review_due_on, MONTHS_TO_ARCHIVE):
        raise TransitionRefused(_("Its day has not come yet."))
    indexed(resource)


def falling_due():
    """The published items whose day has come."""
    return Resource.objects.filter(status=Status.PUBLISHED, review_due_on__lte=today())


def growing_old():
    """The items that nobody confirmed within six months."""
    about_then = months_after(today(), 1 - MONTHS_TO_ARCHIVE)  # months differ in length
    due = Resource.objects.filter(status=Status.REVIEW_DUE, review_due_on__lte=about_then)
    return [each for each in due.order_by("pk") if months_after(each.review_due_on, MONTHS_TO_ARCHIVE) <= today()]


# Leaving


@resources.transition(*SHOWN, to=Status.WITHDRAWN, announces=signals.resource_withdrawn)
def withdraw(resource, *, by, reason):
    """The city takes it back, and says why."""
    resource.reason = _given(reason)
    indexed(resource)


@resources.transition(*SHOWN, to=Status.TAKEN_DOWN, announces=signals.resource_taken_down)
def take_down(resource, *, by, reason):
    """A moderator takes it away from everywhere at once, and says why."""
    resource.reason, resource.taken_down_by = _given(reason), by
    indexed(resource)


@resources.transition(Status.TAKEN_DOWN, to=Status.PUBLISHED)
def restore(resource, *, by, reason):
    """Somebody else on the staff puts it back; the dates stay, so that the clock moves it on."""
    signals.restore_objection.send(sender=Resource, resource=resource)
    resource.reason, resource.taken_down_by = _given(reason), None
    refuse_unless_fit(resource, resource.current_version)
    indexed(resource)


@resources.transition()
def claim(resource, *, by):
    """The city's lead takes over what the staff had recorded from public sources."""
    if resource.origin != Origin.RECORDED:
        raise TransitionRefused(_("This was not recorded from public sources."))
    resource.origin = Origin.MEMBER
    for version in resource.versions.filter(status__in=versions.hand_over.sources):
        versions.hand_over(version, by=SYSTEM)
    indexed(resource)


def _given(reason):
    if not reason.strip():
        raise TransitionRefused(_("Say why."))
    return reason.strip()
