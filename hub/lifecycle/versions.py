"""The editor's track: a version is written, released by its city, checked, and put before its readers."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused
from scn_portal.sharing import Sharing

from .. import files, signals
from ..content import copy_columns, hash_of
from ..models import Resource, Version
from ..schema import ANSWERS, CRITERIA, Need, empty, fields_of, gaps, sections_of
from ..schema.values import refuse_unless_well_formed
from .locks import lock_resource

Status = Version.Status
CODES = tuple(code for code, _words in CRITERIA)

versions = Lifecycle(Version)


class Outdated(TransitionRefused):
    """Somebody saved the same section since. `newer` is what stands there now, `revision` its number."""

    def __init__(self, newer, revision):
        super().__init__(_("This section was changed elsewhere since you opened it."))
        self.newer, self.revision = newer, revision


class Incomplete(TransitionRefused):
    """Something is missing. `gaps` names each field, with its section and words."""

    def __init__(self, gaps):
        words = " ".join(dict.fromkeys(str(each.words) for each in gaps))
        super().__init__(_("Something is still missing. %(what)s") % {"what": words})
        self.gaps = gaps


# Writing


@versions.creation()
def revise(*, by, within):
    """A new draft, with the content that is shown now, or with that of the last version where none is."""
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=within.pk)
    model = resource.current_version or resource.versions.order_by("-number").first()
    return _next_draft(resource, model, author=by)


def _next_draft(resource, model, *, author, remarks=None):
    last = resource.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        resource=resource,
        number=last + 1,
        content=model.content,
        stricter=model.stricter,
        author=author,
        remarks=remarks or {},
        holds_personal_columns=model.holds_personal_columns,
    )


@versions.transition(Status.DRAFT, locks=lock_resource)
def save_section(version, *, by, section, values, stricter, revision):
    """One section is kept as it was typed. Others may be saved meanwhile; the same one may not.

    `values` holds the fields that were asked, an empty one is taken out; `stricter` the levels chosen for fields of
    this section. `revision` is the number of the section that the writer started from.
    """
    resource, names = version.resource, _fields_in(version.resource.kind, section)
    foreign = (set(values) | set(stricter)) - set(names)
    if foreign:
        raise TransitionRefused(_("There is no field “%(name)s” here.") % {"name": min(foreign)})
    refuse_unless_well_formed(resource.kind, values, version.content)
    content, levels = _merged(version, values), _levels(version, names, stricter)
    if (content, levels) == (version.content, version.stricter):
        return  # sent twice is once
    now = version.revisions.get(section, 0)
    if revision != now:
        raise Outdated({name: version.content.get(name) for name in names}, now)
    version.content, version.stricter = content, levels
    version.revisions = version.revisions | {section: now + 1}
    version.saved_at = timezone.now()
    if resource.current_version_id is None:
        copy_columns(resource, version)
        resource.save()


def _fields_in(kind, section):
    for each in sections_of(kind):
        if each.key == section:
            return [field.name for field in each.fields]
    raise TransitionRefused(_("There is no section “%(name)s” here.") % {"name": section})


def _merged(version, values):
    merged = {name: value for name, value in (version.content | values).items() if not empty(value)}
    if empty(merged.get("title")) or empty(merged.get("language")):
        raise TransitionRefused(_("Title and language stay: give others, or leave those."))
    return merged


def _levels(version, names, stricter):
    """The levels of all fields. Those of this section are as chosen; what the record's own level hides is kept."""
    known, record = fields_of(version.resource.kind), version.resource.sharing
    for name, level in stricter.items():
        if not known[name].may_be_stricter or level not in Sharing.values:
            raise TransitionRefused(
                _("“%(label)s” is read by whoever reads the record.") % {"label": known[name].label}
            )
        if level <= record and version.stricter.get(name) != level:
            raise TransitionRefused(_("A field can only be stricter than its record."))
    kept = {name: level for name, level in version.stricter.items() if name not in names or level <= record}
    return kept | stricter


@versions.transition(Status.DRAFT, to=Status.RELEASED, announces=signals.resource_released, locks=lock_resource)
def release(version, *, by):
    """The city answers for the text and hands it in; from now on it stays as it is."""
    _refuse_gaps(version, Need.RELEASE)
    version.content_hash = hash_of(version)
    version.released_by, version.released_at = by, timezone.now()


@versions.transition(Status.RELEASED, to=Status.DRAFT, locks=lock_resource)
def recall(version, *, by):
    """The city takes it back before a moderator has begun."""
    version.released_by = version.released_at = None


@versions.transition(Status.DRAFT, to=Status.DISCARDED, locks=lock_resource)
def discard(version, *, by):
    """The draft is given up; what is shown stays."""


def _refuse_gaps(version, until):
    resource = version.resource
    found = gaps(resource.kind, version.content, until=until, recorded=resource.origin == Resource.Origin.RECORDED)
    found += files.gaps(version)
    if found:
        raise Incomplete(found)


# Checking


@versions.transition(Status.RELEASED, to=Status.SCREENING, locks=lock_resource)
def take(version, *, by):
    """One moderator checks it and holds it."""
    version.moderator, version.taken_at = by, timezone.now()


@versions.transition(Status.SCREENING, to=Status.RELEASED, locks=lock_resource)
def give_back(version, *, by):
    """The moderator, or an administrator for one who is away, lets another one check it."""
    version.moderator = version.taken_at = None


@versions.transition(
    Status.SCREENING, Status.IN_REVIEW, to=Status.CHANGES_ASKED, announces=signals.changes_asked, locks=lock_resource
)
def ask_changes(version, *, by, criteria):
    """The moderator says per criterion what should change; the next draft opens with these remarks."""
    _note_criteria(version, criteria)
    if not any(each["answer"] != "yes" for each in version.criteria.values()):
        raise TransitionRefused(_("Say which criterion is not met yet."))
    version.decided_at = timezone.now()
    version.save()  # it is closed before the next one opens
    _next_draft(version.resource, version, author=version.author, remarks=version.criteria)


@versions.transition(
    Status.SCREENING, Status.IN_REVIEW, to=Status.APPROVED, announces=signals.version_approved, locks=lock_resource
)
def approve(version, *, by, criteria):
    """The moderator finds every criterion met."""
    _note_criteria(version, criteria)
    if [version.criteria.get(code, {}).get("answer") for code in CODES] != ["yes"] * len(CODES):
        raise TransitionRefused(_("It is approved when all six criteria are met."))
    _refuse_gaps(version, Need.PUBLISH)
    version.decided_at = timezone.now()
    version.resource.review_label = Resource.ReviewLabel.EDITOR_CHECKED
    version.resource.save()


def _note_criteria(version, criteria):
    """{code: {"answer": …, "reason": …}}; what is not met has a reason."""
    noted = {}
    for code, given in criteria.items():
        answer, reason = given.get("answer"), given.get("reason", "").strip()
        if code not in CODES or answer not in dict(ANSWERS):
            raise TransitionRefused(_("Answer each criterion by yes, change or no."))
        if answer != "yes" and not reason:
            raise TransitionRefused(_("Say for %(code)s what should change.") % {"code": code})
        noted[code] = {"answer": answer, "reason": reason}
    version.criteria = noted


@versions.transition(
    Status.SCREENING, Status.IN_REVIEW, to=Status.DECLINED, announces=signals.version_declined, locks=lock_resource
)
def decline(version, *, by, reason, text):
    """The moderator says no, with a reason from the list and in words."""
    if reason not in Version.DeclineReason.values or not text.strip():
        raise TransitionRefused(_("Choose a reason and explain it in a sentence."))
    version.decline_reason, version.decline_text = reason, text.strip()
    version.declined_by, version.decided_at = by, timezone.now()


@versions.transition(Status.DECLINED, to=Status.RELEASED, locks=lock_resource)
def ask_second_look(version, *, by):
    """The city asks that another moderator looks at what was declined, once."""
    if version.second_look_at:
        raise TransitionRefused(_("Another moderator has looked at it already."))
    version.second_look_at = timezone.now()
    version.moderator = version.taken_at = version.decided_at = None


@versions.transition(
    Status.RELEASED,
    Status.SCREENING,
    Status.IN_REVIEW,
    Status.APPROVED,
    to=Status.DRAFT,
    locks=lock_resource,
    by_system=True,
)
def hand_over(version, *, by):
    """The city took the item over: what staff had under way is the city's draft, and its lead releases it or not."""
    version.released_by = version.released_at = None
    version.moderator = version.taken_at = version.decided_at = None
    version.criteria = {}


# Following from publishing


@versions.transition(Status.APPROVED, to=Status.CURRENT, by_system=True)
def put_up(version, *, by):
    """The version is the one that is shown."""


@versions.transition(Status.CURRENT, to=Status.SUPERSEDED, by_system=True)
def supersede(version, *, by):
    """A newer version stands in its place."""
